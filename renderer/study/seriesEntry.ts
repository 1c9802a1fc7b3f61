import type { ErrorShape } from '../../shared/errors/appError.ts';
import type { ObjectHead } from '../../shared/ipc/channels.ts';
import type { MemoryBudget, MemoryClaim } from './memoryBudget.ts';
import { memoryProblem } from './memoryProblem.ts';
import type { LoadedVolume, SeriesState } from './series.ts';
import type { SentSlice, SeriesMessage, SeriesObject, VolumeWarnings } from './seriesMessages.ts';
import { SeriesSession } from './seriesSession.ts';
import type { Look } from './sliceOrder.ts';
import type { ending } from './workerPool.ts';

export interface SeriesEntryInput {
  readonly seriesInstanceUID: string;
  readonly memory: MemoryBudget;
  readonly onChange: () => void;
  /** A seat or memory may have come free. */
  readonly onIdle: () => void;
}

export interface StartInput {
  readonly objects: readonly SeriesObject[];
  readonly baseUrl: string;
  readonly look: Look | null;
  readonly readHeads: () => Promise<readonly ObjectHead[]>;
  readonly makeWorker: () => Worker;
  /** Told when the reading is over, however it ends. */
  readonly endActivity: () => void;
}

/** One series of the store: who holds it, its reader while there is one, its memory, and what is known of it. */
export class SeriesEntry {
  readonly seriesInstanceUID: string;
  /** More of it has arrived than was read. */
  isOutdated = false;
  readonly #input: SeriesEntryInput;
  #state: SeriesState | null;
  #holders = 0;
  #isStarted = false;
  #session: SeriesSession | null = null;
  #endActivity: (() => void) | null = null;
  #claim: MemoryClaim | null = null;
  /** Bytes that were refused. */
  #shortOfBytes: number | null = null;

  constructor(input: SeriesEntryInput) {
    this.#input = input;
    this.seriesInstanceUID = input.seriesInstanceUID;
    this.#state = unread(input.seriesInstanceUID);
  }

  get state(): SeriesState | null {
    return this.#state;
  }

  get isHeld(): boolean {
    return this.#holders > 0;
  }

  get isReading(): boolean {
    return this.#session !== null;
  }

  get isWaiting(): boolean {
    return this.isHeld && !this.#isStarted;
  }

  /** Nobody holds it, and there is nothing in it that a later holder could use. */
  get isWorthKeeping(): boolean {
    return this.isHeld || this.isReading || this.#state?.phase === 'ready';
  }

  get showsSomething(): boolean {
    return this.#state !== null && (this.#state.volumes.length > 0 || this.#state.flat !== null);
  }

  hold(): void {
    this.#holders++;
    // Evicted a moment ago, it begins anew.
    this.#state ??= unread(this.seriesInstanceUID);
    if (this.#claim !== null) this.#input.memory.use(this.#claim, true);
  }

  release(): void {
    this.#holders--;
    if (this.#claim !== null) this.#input.memory.use(this.#claim, this.isHeld || this.isReading);
  }

  /** Waits to be read from the beginning. */
  restart(): void {
    this.drop();
    this.#isStarted = false;
    this.#change(unread(this.seriesInstanceUID));
  }

  start({ makeWorker, endActivity, ...reading }: StartInput): void {
    this.#isStarted = true;
    this.isOutdated = false;
    this.#shortOfBytes = null;
    this.#endActivity = endActivity;
    this.#session = new SeriesSession({
      ...reading,
      worker: makeWorker(),
      onMessage: (message) => this.#hear(message),
      onDeath: (message) => this.#die(message),
    });
  }

  /** It cannot be read at all. */
  refuse(error: ErrorShape): void {
    this.#isStarted = true;
    if (this.#state !== null) this.#finish(withProblem(this.#state, error));
  }

  look(look: Look): void {
    this.#session?.look(look);
  }

  /** A frame that was waited for is here. */
  turn(): void {
    if (this.#state !== null) this.#state = { ...this.#state, turn: this.#state.turn + 1 };
  }

  /** Waits again where its memory was refused and would be given now. */
  retryWithRoom(): void {
    if (this.#shortOfBytes === null || !this.isHeld || !this.#input.memory.canFit(this.#shortOfBytes)) return;
    this.restart();
  }

  /** Stops reading and lets go of every voxel. */
  drop(): void {
    this.#stop();
    if (this.#claim !== null) this.#input.memory.free(this.#claim);
    this.#claim = null;
    this.#state = null;
  }

  #hear(message: Exclude<SeriesMessage, typeof ending>): void {
    const state = this.#state;
    if (state === null) return;
    switch (message.type) {
      case 'problem':
        this.#change({ ...state, problems: [...state.problems, message.problem] });
        return;
      case 'flat':
        this.#change({ ...state, flat: message.flat });
        return;
      case 'ask':
        this.#grant(message.byteLength);
        return;
      case 'volumes':
        this.#change({ ...state, phase: 'loading', volumes: message.volumes, slicesDone: message.slicesDone, slicesTotal: message.slicesTotal, turn: state.turn + 1 });
        return;
      case 'turn':
        for (const slice of message.sent) place(state.volumes, slice);
        this.#change({ ...state, slicesDone: message.slicesDone, turn: state.turn + 1 });
        return;
      case 'finished':
        this.#finish({ ...state, volumes: withWarnings(state.volumes, message.warnings) });
    }
  }

  #grant(byteLength: number): void {
    const { memory } = this.#input;
    this.#claim = memory.claim(byteLength, true, () => this.#evict());
    if (this.#claim !== null) {
      this.#session?.grant();
      return;
    }
    this.#shortOfBytes = byteLength;
    this.#stop();
    if (this.#state !== null) this.#finish(withProblem(this.#state, memoryProblem(byteLength, memory.usedBytes, memory.budgetBytes)));
  }

  #die(message: string): void {
    if (this.#state !== null) this.#finish(withProblem(this.#state, { code: 'internal', reason: 'unexpected', message: `The reader of this series stopped: ${message}. Close the series and open it again.` }));
  }

  #finish(state: SeriesState): void {
    this.#session = null;
    this.#endActivity?.();
    this.#endActivity = null;
    if (this.#claim !== null && state.volumes.length === 0) this.#input.memory.free(this.#claim);
    else if (this.#claim !== null) this.#input.memory.use(this.#claim, this.isHeld);
    this.#change({ ...state, phase: state.volumes.length > 0 || state.flat !== null ? 'ready' : 'failed' });
    this.#input.onIdle();
  }

  #stop(): void {
    this.#session?.stop();
    this.#session = null;
    this.#endActivity?.();
    this.#endActivity = null;
  }

  /** Its memory went to another; whoever wants it again holds it again. */
  #evict(): void {
    this.#claim = null;
    this.drop();
    this.#isStarted = false;
    this.#input.onChange();
    this.#input.onIdle();
  }

  #change(state: SeriesState): void {
    this.#state = state;
    this.#input.onChange();
  }
}

const unread = (seriesInstanceUID: string): SeriesState => ({ seriesInstanceUID, phase: 'indexing', volumes: [], flat: null, problems: [], slicesDone: 0, slicesTotal: 0, turn: 0 });

const withProblem = (state: SeriesState, error: ErrorShape): SeriesState => ({ ...state, problems: [...state.problems, { object: `series ${state.seriesInstanceUID}`, error }] });

/** Lays a slice that was sent into the page's own copy of the volume. */
function place(volumes: readonly LoadedVolume[], { volumeId, index, voxels }: SentSlice): void {
  const loaded = volumes.find(({ volume }) => volume.volumeId === volumeId);
  if (loaded === undefined) return;
  loaded.volume.voxels.set(voxels, index * voxels.length);
  loaded.slicesLoaded[index] = 1;
}

/** A volume stays the same object unless decoding found something out. */
function withWarnings(volumes: readonly LoadedVolume[], found: readonly VolumeWarnings[]): readonly LoadedVolume[] {
  return volumes.map((loaded) => {
    const warnings = found.find(({ volumeId }) => volumeId === loaded.volume.volumeId)?.warnings ?? loaded.volume.warnings;
    return warnings.length === loaded.volume.warnings.length ? loaded : { ...loaded, volume: { ...loaded.volume, warnings } };
  });
}
