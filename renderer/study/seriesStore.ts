import type { ErrorShape } from '../../shared/errors/appError.ts';
import type { CaseImaging, ObjectHead } from '../../shared/ipc/channels.ts';
import { seriesOf } from '../../shared/volume/types.ts';
import { deskActivity } from './deskActivity.ts';
import { FlatFrames } from './flatFrames.ts';
import { isImage } from './imageClasses.ts';
import { MemoryBudget } from './memoryBudget.ts';
import { SeriesEntry } from './seriesEntry.ts';
import type { FlatStack, SeriesState, SeriesStore } from './series.ts';
import { seriesObject } from './seriesMessages.ts';
import type { SeriesObject } from './seriesMessages.ts';
import type { Look } from './sliceOrder.ts';

/** Bytes of voxels and frames held where nothing else is asked for. */
export const defaultBudgetBytes = 1.5 * 2 ** 30;

/** Most series read at one time; the others wait. */
const mostReading = 2;

export interface SeriesStoreOptions {
  readonly imaging: CaseImaging;
  /** The beginnings of the objects of a series (`imaging.heads`). */
  readonly readHeads: (seriesInstanceUID: string) => Promise<readonly ObjectHead[]>;
  /** Prefix of blob addresses; the SHA-256 follows it. */
  readonly baseUrl: string;
  readonly budgetBytes?: number;
  /** Memory shared with the stores of other cases; goes before `budgetBytes`. */
  readonly memory?: MemoryBudget;
  /** Test seam: makes the workers that read series and flat frames. */
  readonly makeWorker?: (kind: 'series' | 'frame') => Worker;
}

/** The store of a case whose images may still be arriving. */
export interface CaseSeriesStore extends SeriesStore {
  /**
   * Takes note of images that have arrived. A series that shows something is read again once all of it is here, one that
   * shows nothing at once.
   */
  update: (imaging: CaseImaging) => void;
}

const makeStudyWorker = (kind: 'series' | 'frame'): Worker =>
  kind === 'series' ? new Worker(new URL('./seriesWorker.ts', import.meta.url), { type: 'module' }) : new Worker(new URL('./flatFrameWorker.ts', import.meta.url), { type: 'module' });

/** Opens the images of one case; nothing is read before it is held. */
export function makeSeriesStore({ imaging, readHeads, baseUrl, budgetBytes = defaultBudgetBytes, memory = new MemoryBudget(budgetBytes), makeWorker = makeStudyWorker }: SeriesStoreOptions): CaseSeriesStore {
  return new CaseSeries(imaging, { readHeads, baseUrl, memory, makeWorker });
}

const nothingHere: ErrorShape = { code: 'store', reason: 'not-found', message: 'No image of this series is on this computer yet; synchronise the case.' };

const isSame = (a: readonly SeriesObject[], b: readonly SeriesObject[]): boolean => a.length === b.length && a.every(({ sha256 }, index) => sha256 === b[index]?.sha256);

function objectsBySeries({ instances }: CaseImaging): ReadonlyMap<string, readonly SeriesObject[]> {
  const series = new Map<string, Map<string, SeriesObject>>();
  for (const instance of instances) {
    const { seriesInstanceUID, sopInstanceUID, sopClassUID } = instance.header;
    if (!instance.isPresent || !isImage(sopClassUID)) continue;
    const objects = series.get(seriesInstanceUID) ?? new Map<string, SeriesObject>();
    // An object a case holds twice is read once.
    objects.set(sopInstanceUID, seriesObject(instance));
    series.set(seriesInstanceUID, objects);
  }
  return new Map([...series].map(([uid, objects]) => [uid, [...objects.values()]]));
}

/** Images of each series, here or not. */
function imagesOfSeries({ instances }: CaseImaging): ReadonlyMap<string, number> {
  const uids = new Map<string, Set<string>>();
  for (const { header } of instances) {
    if (!isImage(header.sopClassUID)) continue;
    const known = uids.get(header.seriesInstanceUID) ?? new Set<string>();
    uids.set(header.seriesInstanceUID, known.add(header.sopInstanceUID));
  }
  return new Map([...uids].map(([uid, images]) => [uid, images.size]));
}

type CaseSeriesInput = Required<Pick<SeriesStoreOptions, 'readHeads' | 'baseUrl' | 'memory' | 'makeWorker'>>;

class CaseSeries implements CaseSeriesStore {
  readonly #input: CaseSeriesInput;
  #objects: ReadonlyMap<string, readonly SeriesObject[]>;
  readonly #entries = new Map<string, SeriesEntry>();
  readonly #listeners = new Set<() => void>();
  readonly #frames: FlatFrames;
  /** The last look of every volume, and the series looked at last. */
  readonly #looks = new Map<string, Look>();
  #active: string | null = null;
  #isPumping = false;
  #isDisposed = false;

  constructor(imaging: CaseImaging, input: CaseSeriesInput) {
    this.#input = input;
    this.#objects = objectsBySeries(imaging);
    this.#frames = new FlatFrames({
      makeWorker: () => input.makeWorker('frame'),
      baseUrl: input.baseUrl,
      budget: input.memory,
      onFrame: (uid) => {
        this.#entries.get(uid)?.turn();
        this.#notify();
      },
    });
  }

  get memory(): SeriesStore['memory'] {
    const { usedBytes, budgetBytes } = this.#input.memory;
    return { usedBytes, budgetBytes };
  }

  readonly hold = (seriesInstanceUID: string): (() => void) => {
    if (this.#isDisposed) return () => undefined;
    const entry = this.#entries.get(seriesInstanceUID) ?? this.#add(seriesInstanceUID);
    entry.hold();
    this.#pump();
    let isOver = false;
    return () => {
      if (isOver || this.#isDisposed) return;
      isOver = true;
      entry.release();
      this.#pump();
    };
  };

  readonly state = (seriesInstanceUID: string): SeriesState | null => this.#entries.get(seriesInstanceUID)?.state ?? null;

  readonly look = (volumeId: string, index: number, direction: -1 | 0 | 1): void => {
    const uid = seriesOf(volumeId);
    const look: Look = { volumeId, index, direction };
    this.#looks.set(uid, look);
    this.#active = uid;
    this.#entries.get(uid)?.look(look);
  };

  readonly flatFrame = (stack: FlatStack, index: number, direction: -1 | 0 | 1): ReturnType<SeriesStore['flatFrame']> => {
    this.#active = stack.seriesInstanceUID;
    return this.#frames.get(stack, index, direction);
  };

  readonly update = (imaging: CaseImaging): void => {
    if (this.#isDisposed) return;
    const before = this.#objects;
    this.#objects = objectsBySeries(imaging);
    const counts = imagesOfSeries(imaging);
    for (const [uid, entry] of this.#entries) {
      const objects = this.#objects.get(uid) ?? [];
      if (!isSame(objects, before.get(uid) ?? [])) entry.isOutdated = true;
      if (!entry.isOutdated || (entry.showsSomething && objects.length < (counts.get(uid) ?? 0))) continue;
      if (entry.isHeld) entry.restart();
      else this.#remove(uid, entry);
    }
    this.#pump();
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly dispose = (): void => {
    this.#isDisposed = true;
    for (const entry of this.#entries.values()) entry.drop();
    this.#entries.clear();
    this.#looks.clear();
    this.#frames.dispose();
    this.#listeners.clear();
  };

  #add(seriesInstanceUID: string): SeriesEntry {
    const { memory } = this.#input;
    const entry = new SeriesEntry({ seriesInstanceUID, memory, onChange: () => this.#notify(), onIdle: () => this.#pump() });
    this.#entries.set(seriesInstanceUID, entry);
    return entry;
  }

  /** Once all that is held and let go in one go is known, so that a page that changes its cells stops nothing it still shows. */
  #pump(): void {
    if (this.#isPumping) return;
    this.#isPumping = true;
    queueMicrotask(() => {
      this.#isPumping = false;
      if (!this.#isDisposed) this.#serve();
    });
  }

  #serve(): void {
    for (const [uid, entry] of this.#entries) if (!entry.isWorthKeeping) this.#remove(uid, entry);
    const entries = [...this.#entries.values()];
    for (const entry of entries) entry.retryWithRoom();
    const waiting = entries.filter(({ isWaiting }) => isWaiting).sort((a, b) => Number(b.seriesInstanceUID === this.#active) - Number(a.seriesInstanceUID === this.#active));
    for (const entry of waiting) {
      const reading = entries.filter(({ isReading }) => isReading);
      const unwanted = reading.find(({ isHeld }) => !isHeld);
      if (reading.length >= mostReading && unwanted === undefined) break;
      if (reading.length >= mostReading && unwanted !== undefined) this.#remove(unwanted.seriesInstanceUID, unwanted);
      this.#start(entry);
    }
    if (!entries.some(({ isHeld, state }) => isHeld && state?.flat != null)) this.#frames.rest();
  }

  #start(entry: SeriesEntry): void {
    const { baseUrl, readHeads, makeWorker } = this.#input;
    const { seriesInstanceUID } = entry;
    const images = this.#objects.get(seriesInstanceUID);
    if (images === undefined) {
      entry.refuse(nothingHere);
      return;
    }
    entry.start({
      objects: images,
      baseUrl,
      look: this.#looks.get(seriesInstanceUID) ?? null,
      readHeads: () => readHeads(seriesInstanceUID),
      makeWorker: () => makeWorker('series'),
      endActivity: deskActivity.begin(),
    });
  }

  #remove(uid: string, entry: SeriesEntry): void {
    entry.drop();
    this.#entries.delete(uid);
    this.#notify();
  }

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }
}
