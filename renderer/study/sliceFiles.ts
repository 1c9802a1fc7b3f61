import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import type { DataSet } from '../../shared/dicom/dataSet.ts';
import type { FetchFile } from './fetchFiles.ts';
import type { FillingStack } from './fillingStack.ts';
import type { IndexedObject } from './indexObjects.ts';
import { nameOf } from './seriesMessages.ts';
import type { SeriesObject } from './seriesMessages.ts';

/** Where one frame of a file goes. */
export interface SlicePlace {
  readonly stack: FillingStack;
  readonly k: number;
}

/** A file and the slices that are to be read from it; its bytes are let go with the last of them. */
export class SliceFile {
  readonly object: SeriesObject;
  /** Slices nobody reads yet. */
  readonly places: Set<SlicePlace>;
  #open: Promise<DataSet> | null;

  constructor({ object, dataSet, isWhole }: IndexedObject, places: readonly SlicePlace[]) {
    this.object = object;
    this.places = new Set(places);
    this.#open = isWhole ? Promise.resolve(dataSet) : null;
  }

  /** The object with its pixels, fetched once however often it is asked for. */
  open(fetchBytes: (object: SeriesObject) => Promise<Uint8Array>): Promise<DataSet> {
    this.#open ??= fetchBytes(this.object).then((bytes) => parseDataSet(bytes));
    return this.#open;
  }

  close(): void {
    this.#open = null;
  }
}

/** The files of all stacks, each once. */
export function sliceFiles(stacks: readonly FillingStack[], indexed: readonly IndexedObject[]): readonly SliceFile[] {
  const places = new Map<string, SlicePlace[]>();
  for (const stack of stacks) {
    stack.layout.slices.forEach(({ sopInstanceUID }, k) => {
      const known = places.get(sopInstanceUID);
      if (known === undefined) places.set(sopInstanceUID, [{ stack, k }]);
      else known.push({ stack, k });
    });
  }
  return indexed.flatMap((one) => {
    const wanted = places.get(one.object.sopInstanceUID);
    return wanted === undefined ? [] : [new SliceFile(one, wanted)];
  });
}

/** More than this is not fetched on a guess. */
const mostGuessedBytes = 2 ** 23;

/** Fetches objects, one of them on a guess before anybody asks: the middle one by number, which most volumes open at. */
export class ObjectFetcher {
  readonly #fetchFile: FetchFile;
  readonly #signal: AbortSignal;
  #guess: { readonly object: SeriesObject; readonly bytes: Promise<Uint8Array> } | null = null;

  constructor(fetchFile: FetchFile, signal: AbortSignal) {
    this.#fetchFile = fetchFile;
    this.#signal = signal;
  }

  /** @param objects of one series */
  guess(objects: readonly SeriesObject[]): void {
    const ordered = objects.filter(({ instanceNumber }) => instanceNumber !== null).sort((a, b) => (a.instanceNumber ?? 0) - (b.instanceNumber ?? 0));
    const object = ordered[ordered.length >> 1];
    if (object === undefined || object.byteLength > mostGuessedBytes) return;
    const bytes = this.#fetch(object);
    // Whoever needs it hears of the failure.
    bytes.catch(() => undefined);
    this.#guess = { object, bytes };
  }

  readonly fetch = (object: SeriesObject): Promise<Uint8Array> => {
    if (this.#guess?.object !== object) return this.#fetch(object);
    const { bytes } = this.#guess;
    this.#guess = null;
    return bytes;
  };

  #fetch(object: SeriesObject): Promise<Uint8Array> {
    return this.#fetchFile({ sha256: object.sha256, name: nameOf(object) }, this.#signal);
  }
}
