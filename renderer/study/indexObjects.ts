import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import type { DataSet } from '../../shared/dicom/dataSet.ts';
import type { ObjectHead } from '../../shared/ipc/channels.ts';
import { eachInParallel } from './fetchFiles.ts';
import type { FetchFile } from './fetchFiles.ts';
import { parseHead } from './parseHead.ts';
import { nameOf } from './seriesMessages.ts';
import type { SeriesObject } from './seriesMessages.ts';

/** Files fetched at one time. */
export const parallelFetches = 6;

/** An object whose attributes can be read. */
export interface IndexedObject {
  readonly object: SeriesObject;
  readonly dataSet: DataSet;
  /** Its pixels are in `dataSet` too; otherwise only what comes before them. */
  readonly isWhole: boolean;
}

export interface IndexInput {
  readonly objects: readonly SeriesObject[];
  readonly heads: readonly ObjectHead[];
  readonly fetchFile: FetchFile;
  readonly signal: AbortSignal;
  /** Told of every object that cannot be read; the others go on. */
  readonly refuse: (object: SeriesObject, error: unknown) => void;
}

/** Attributes of the objects of a series, from their beginnings; an object whose beginning is not enough is fetched whole. */
export async function indexObjects({ objects, heads, fetchFile, signal, refuse }: IndexInput): Promise<readonly IndexedObject[]> {
  const byUid = new Map(heads.map((head) => [head.sopInstanceUID, head]));
  const found = new Map<SeriesObject, IndexedObject>();
  for (const object of objects) {
    const head = byUid.get(object.sopInstanceUID);
    const dataSet = head === undefined || head.sha256 !== object.sha256 ? null : parseHead(head);
    if (dataSet !== null) found.set(object, { object, ...dataSet });
  }
  const missing = objects.filter((object) => !found.has(object));
  await eachInParallel(missing, parallelFetches, signal, async (object) => {
    try {
      const bytes = await fetchFile({ sha256: object.sha256, name: nameOf(object) }, signal);
      found.set(object, { object, dataSet: parseDataSet(bytes), isWhole: true });
    } catch (error) {
      if (!signal.aborted) refuse(object, error);
    }
  });
  return objects.flatMap((object) => found.get(object) ?? []);
}
