import type { ErrorShape } from '../../shared/errors/appError.ts';
import { toErrorShape } from '../../shared/errors/appError.ts';
import { deskActivity } from './deskActivity.ts';
import type { FlatFrame } from './flatFrame.ts';
import type { MemoryBudget, MemoryClaim } from './memoryBudget.ts';
import { memoryProblem } from './memoryProblem.ts';
import type { FlatStack } from './series.ts';
import { poolSize, WorkerPool } from './workerPool.ts';

/** A frame to be read; the worker fetches its object itself and keeps it for the next frame. */
export interface FlatFrameJob {
  readonly baseUrl: string;
  readonly sha256: string;
  readonly sopInstanceUID: string;
  readonly frame: number;
}

export interface FlatFramesInput {
  readonly makeWorker: () => Worker;
  readonly baseUrl: string;
  readonly budget: MemoryBudget;
  /** A frame that was asked for is here. */
  readonly onFrame: (seriesInstanceUID: string) => void;
}

type FrameRef = FlatStack['frames'][number] & { readonly seriesInstanceUID: string };

/** Fetching is in it: a mammogram of 100 MB comes from a slow disk. */
const deadlineMs = 60_000;
const mostWorkers = 2;
/** Frames read before they are asked for, in the direction of travel, and to each side without one. */
const framesAhead = 12;
const framesBeside = 2;
/** Frames ahead take at most this part of the budget. */
const partAhead = 1 / 8;
/** Older questions were scrolled past. */
const mostAsked = 16;

/** Frames that are no slices: decoded when they are asked for, with those that are likely next, and kept while there is room. */
export class FlatFrames {
  readonly #input: FlatFramesInput;
  readonly #frames = new Map<string, { readonly frame: FlatFrame; readonly claim: MemoryClaim | null }>();
  /** The last question last. */
  readonly #asked = new Map<string, FrameRef>();
  readonly #ahead = new Map<string, readonly FrameRef[]>();
  readonly #running = new Set<string>();
  #pool: WorkerPool<FlatFrameJob, FlatFrame> | null = null;
  #isDisposed = false;

  constructor(input: FlatFramesInput) {
    this.#input = input;
  }

  /** Null: it is on its way, and `onFrame` will tell. */
  get(stack: FlatStack, index: number, direction: -1 | 0 | 1): FlatFrame | null {
    const { seriesInstanceUID } = stack;
    const ref = stack.frames[index];
    if (ref === undefined || this.#isDisposed) return null;
    const known = this.#frames.get(keyOf(ref));
    if (known?.claim != null) this.#input.budget.use(known.claim, false);
    if (known === undefined) this.#ask({ ...ref, seriesInstanceUID });
    this.#ahead.set(seriesInstanceUID, this.#next(stack, index, direction, known?.frame ?? null));
    this.#serve();
    return known?.frame ?? null;
  }

  /** Ends the workers until a frame is asked for again; frames stay while there is room. */
  rest(): void {
    this.#asked.clear();
    this.#ahead.clear();
    // Those at work are ended, the others end themselves.
    void this.#pool?.close();
    this.#pool = null;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.rest();
    for (const { claim } of this.#frames.values()) if (claim !== null) this.#input.budget.free(claim);
    this.#frames.clear();
  }

  #ask(ref: FrameRef): void {
    const key = keyOf(ref);
    this.#asked.delete(key);
    this.#asked.set(key, ref);
    for (const old of this.#asked.keys()) {
      if (this.#asked.size <= mostAsked) return;
      this.#asked.delete(old);
    }
  }

  #next({ seriesInstanceUID, frames }: FlatStack, index: number, direction: -1 | 0 | 1, like: FlatFrame | null): readonly FrameRef[] {
    const room = like === null ? framesBeside : Math.floor((this.#input.budget.budgetBytes * partAhead) / Math.max(1, bytesOf(like)));
    const steps = direction === 0 ? Array.from({ length: framesBeside }, (_, step) => [step + 1, -step - 1]).flat() : Array.from({ length: framesAhead }, (_, step) => (step + 1) * direction);
    return steps.slice(0, room).flatMap((step) => {
      const ref = frames[index + step];
      return ref === undefined ? [] : [{ ...ref, seriesInstanceUID }];
    });
  }

  #serve(): void {
    while (this.#running.size < Math.min(mostWorkers, poolSize())) {
      const ref = [...this.#asked.values()].reverse().find(this.#isMissing) ?? [...this.#ahead.values()].flat().find(this.#isMissing);
      if (ref === undefined) return;
      this.#read(ref);
    }
  }

  readonly #isMissing = (ref: FrameRef): boolean => !this.#running.has(keyOf(ref)) && !this.#frames.has(keyOf(ref));

  #read(ref: FrameRef): void {
    const { makeWorker, baseUrl } = this.#input;
    const { sha256, sopInstanceUID, frame } = ref;
    const key = keyOf(ref);
    const end = deskActivity.begin();
    const pool = (this.#pool ??= new WorkerPool({ makeWorker, size: Math.min(mostWorkers, poolSize()), deadlineMs }));
    this.#running.add(key);
    const read = async (): Promise<void> => {
      const found = await pool.run({ baseUrl, sha256, sopInstanceUID, frame }).catch((error: unknown) => failedFrame(sopInstanceUID, frame, toErrorShape(error)));
      end();
      this.#running.delete(key);
      // Where the pool rests, nobody waits and the refusal is no finding about the frame.
      if (pool === this.#pool) this.#keep(ref, found);
      if (!this.#isDisposed) this.#serve();
    };
    void read();
  }

  #keep(ref: FrameRef, read: FlatFrame): void {
    const { budget, onFrame } = this.#input;
    const key = keyOf(ref);
    const bytes = bytesOf(read);
    const claim = bytes === 0 ? null : budget.claim(bytes, false, () => this.#frames.delete(key));
    const hasRoom = bytes === 0 || claim !== null;
    const isAsked = this.#asked.delete(key);
    if (hasRoom) this.#frames.set(key, { frame: read, claim });
    else if (isAsked) this.#frames.set(key, { frame: failedFrame(ref.sopInstanceUID, ref.frame, memoryProblem(bytes, budget.usedBytes, budget.budgetBytes)), claim });
    // What finds no room need not be read ahead again.
    if (!hasRoom) this.#ahead.clear();
    if (isAsked) onFrame(ref.seriesInstanceUID);
  }
}

const keyOf = ({ sha256, frame }: Pick<FrameRef, 'sha256' | 'frame'>): string => `${sha256}#${frame}`;

const bytesOf = ({ pixels, overlays, error }: FlatFrame): number => (error !== null ? 0 : overlays.reduce((sum, { bits }) => sum + bits.byteLength, pixels.kind === 'grey' ? pixels.values.byteLength : pixels.rgba.byteLength));

/** A frame that cannot be shown, and why: one black pixel. */
export const failedFrame = (sopInstanceUID: string, frame: number, error: ErrorShape): FlatFrame => ({
  sopInstanceUID,
  frame,
  rows: 1,
  columns: 1,
  spacing: null,
  aspectRatio: 1,
  pixels: { kind: 'colour', rgba: Uint8ClampedArray.of(0, 0, 0, 255) },
  edgeLetters: null,
  projection: null,
  overlays: [],
  marks: { isLossy: false, lossyRatio: null, lossyMethod: null, isDerived: false },
  error,
});
