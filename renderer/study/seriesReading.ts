import { toErrorShape } from '../../shared/errors/appError.ts';
import type { ErrorShape } from '../../shared/errors/appError.ts';
import type { ObjectHead } from '../../shared/ipc/channels.ts';
import type { DecodeFrame } from '../../shared/volume/fillVoxels.ts';
import { eachInParallel, serve } from './fetchFiles.ts';
import type { FetchFile } from './fetchFiles.ts';
import { FillingStack } from './fillingStack.ts';
import { mayBeVolume } from './imageClasses.ts';
import { indexObjects, parallelFetches } from './indexObjects.ts';
import type { IndexedObject } from './indexObjects.ts';
import { hostMemoryProblem } from './memoryProblem.ts';
import { layOutSeries } from './seriesLayout.ts';
import type { SeriesLayout } from './seriesLayout.ts';
import { nameOf } from './seriesMessages.ts';
import type { SentSlice, SeriesMessage, SeriesObject } from './seriesMessages.ts';
import { ObjectFetcher, sliceFiles } from './sliceFiles.ts';
import type { SliceFile, SlicePlace } from './sliceFiles.ts';
import { SliceOrder } from './sliceOrder.ts';
import type { Look } from './sliceOrder.ts';
import { throttle } from './throttle.ts';
import type { Throttle } from './throttle.ts';

export interface SeriesReadingInput {
  /** Images of one series, each once. */
  readonly objects: readonly SeriesObject[];
  readonly heads: Promise<readonly ObjectHead[]>;
  readonly fetchFile: FetchFile;
  readonly decode: DecodeFrame;
  readonly signal: AbortSignal;
  readonly post: (message: SeriesMessage) => void;
  /** Resolves once so many bytes may be taken. */
  readonly grant: (byteLength: number) => Promise<void>;
  /** Memory for voxels: shared where the host allows. */
  readonly allocate: (byteLength: number) => ArrayBufferLike;
  readonly nowMs: () => number;
}

/** Slices nobody looks at are told of together: every telling draws the desk again. */
const turnIntervalMs = 300;
/** Frames of one file in the hands of decoders at one time. */
const framesAtOnce = 8;
/** Longest without letting a message in. */
const breathMs = 25;

/** Reads one series slice by slice, those first that somebody looks at. */
export class SeriesReading {
  readonly #input: SeriesReadingInput;
  readonly #fetcher: ObjectFetcher;
  readonly #turn: Throttle;
  #looks: Look[] = [];
  #order: SliceOrder | null = null;
  #slicesDone = 0;
  #sent: SentSlice[] = [];
  #breathedAtMs = 0;

  constructor(input: SeriesReadingInput) {
    this.#input = input;
    this.#fetcher = new ObjectFetcher(input.fetchFile, input.signal);
    this.#turn = throttle(() => this.#postTurn(), turnIntervalMs, input.nowMs);
  }

  look(look: Look): void {
    if (this.#order === null) this.#looks.push(look);
    else this.#order.look(look);
  }

  /** Resolves when all that could be read is posted, or soon after the signal. */
  async run(): Promise<void> {
    const { objects, heads, fetchFile, signal, post } = this.#input;
    if (objects.some(({ sopClassUID }) => mayBeVolume(sopClassUID))) this.#fetcher.guess(objects);
    const indexed = await indexObjects({ objects, heads: await heads, fetchFile, signal, refuse: (object, error) => this.#refuse(nameOf(object), error) });
    if (signal.aborted) return;
    const layout = layOutSeries(indexed, (object, error) => this.#refuse(object, error));
    if (layout.flat !== null) post({ type: 'flat', flat: layout.flat });
    if (layout.stacks.length > 0) await this.#fill(layout, indexed);
    else if (!signal.aborted) post({ type: 'finished', warnings: [] });
  }

  async #fill(layout: SeriesLayout, indexed: readonly IndexedObject[]): Promise<void> {
    const { grant, signal, post } = this.#input;
    await grant(layout.byteLength);
    if (signal.aborted) return;
    const stacks = this.#makeStacks(layout);
    const files = sliceFiles(stacks, indexed);
    await this.#openWindows(stacks, files);
    const volumes = stacks.flatMap((stack) => {
      try {
        return stack.hasWindow() || stack.outward().some((k) => stack.has(k)) ? [stack.loaded()] : [];
      } catch (error) {
        this.#refuse(`volume ${stack.volumeId}`, error);
        return [];
      }
    });
    const order = new SliceOrder(stacks.map(({ volumeId, layout: { slices } }) => ({ volumeId, slices: slices.length })));
    for (const look of this.#looks) order.look(look);
    this.#order = order;
    if (signal.aborted) return;
    post({ type: 'volumes', volumes, slicesDone: this.#slicesDone, slicesTotal: stacks.reduce((sum, { layout: { slices } }) => sum + slices.length, 0) });
    await this.#readAll(new Set(files.filter(({ places }) => places.size > 0)), order);
    if (signal.aborted) return;
    this.#turn.flush();
    post({ type: 'finished', warnings: stacks.map(({ warnings }) => warnings) });
  }

  #makeStacks({ stacks, byteLength }: SeriesLayout): readonly FillingStack[] {
    try {
      return stacks.map((stack) => new FillingStack(stack, this.#input.allocate));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#problem(stacks[0]?.volume.seriesInstanceUID ?? '', hostMemoryProblem(byteLength));
      return [];
    }
  }

  /** Where the values must tell the window, the slice a volume opens at is read before it is posted. */
  async #openWindows(stacks: readonly FillingStack[], files: readonly SliceFile[]): Promise<void> {
    const { signal } = this.#input;
    await eachInParallel(stacks.filter((stack) => !stack.hasWindow()), parallelFetches, signal, async (stack) => {
      for (const k of stack.outward()) {
        const file = files.find(({ places }) => [...places].some((place) => place.stack === stack && place.k === k));
        const place = file === undefined ? undefined : [...file.places].find((one) => one.stack === stack && one.k === k);
        if (file === undefined || place === undefined) continue;
        await this.#readPlace(file, place);
        if (stack.has(k) || signal.aborted) return;
      }
    });
  }

  async #readAll(files: Set<SliceFile>, order: SliceOrder): Promise<void> {
    const costOf = ({ places }: SliceFile): number => Math.min(...[...places].map(({ stack, k }) => order.cost(stack.volumeId, k)));
    const take = (): SliceFile | undefined => takeLeast(files, costOf);
    await serve(parallelFetches, this.#input.signal, take, async (file) => {
      const next = (): SlicePlace | undefined => takeLeast(file.places, ({ stack, k }) => order.cost(stack.volumeId, k));
      const isRead = await this.#open(file);
      if (isRead) await serve(framesAtOnce, this.#input.signal, next, (place) => this.#readPlace(file, place));
      file.close();
    });
  }

  /** False where the object cannot be read, which is told once for all its slices. */
  async #open(file: SliceFile): Promise<boolean> {
    try {
      await file.open(this.#fetcher.fetch);
      return true;
    } catch (error) {
      if (!this.#input.signal.aborted) this.#refuse(nameOf(file.object), error);
      return false;
    }
  }

  async #readPlace(file: SliceFile, place: SlicePlace): Promise<void> {
    const { stack, k } = place;
    file.places.delete(place);
    try {
      await stack.fill(k, await file.open(this.#fetcher.fetch), this.#input.decode);
    } catch (error) {
      const frame = stack.layout.slices[k]?.frame ?? 0;
      if (!this.#input.signal.aborted) this.#refuse(frame === 0 ? nameOf(file.object) : `${nameOf(file.object)}, frame ${frame + 1}`, error);
      return;
    }
    this.#slicesDone++;
    if (!stack.isShared) this.#sent.push(stack.sent(k));
    if (this.#order !== null) {
      this.#turn.ask();
      if (this.#order.cost(stack.volumeId, k) === 0) this.#turn.flush();
    }
    if (file.places.size > 0) await this.#breathe();
  }

  /** Native frames of one file are read without waiting for anything; looks must get in between. */
  async #breathe(): Promise<void> {
    const { nowMs } = this.#input;
    if (nowMs() - this.#breathedAtMs < breathMs) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.#breathedAtMs = nowMs();
  }

  #postTurn(): void {
    const sent = this.#sent;
    this.#sent = [];
    if (!this.#input.signal.aborted) this.#input.post({ type: 'turn', slicesDone: this.#slicesDone, sent });
  }

  #refuse(object: string, error: unknown): void {
    this.#problem(object, toErrorShape(error));
  }

  #problem(object: string, error: ErrorShape): void {
    this.#input.post({ type: 'problem', problem: { object, error } });
  }
}

function takeLeast<T>(waiting: Set<T>, costOf: (one: T) => number): T | undefined {
  let least: T | undefined;
  let lowest = Number.POSITIVE_INFINITY;
  for (const one of waiting) {
    const cost = costOf(one);
    if (least !== undefined && cost >= lowest) continue;
    least = one;
    lowest = cost;
  }
  if (least !== undefined) waiting.delete(least);
  return least;
}
