import { toErrorShape } from '../../shared/errors/appError.ts';
import type { ErrorShape } from '../../shared/errors/appError.ts';
import { deskActivity } from './deskActivity.ts';
import type { DeskActivity } from './deskActivity.ts';
import { fetchFrom } from './fetchFiles.ts';
import type { FrameImage, FrameRequest } from './frameImage.ts';
import { FrameRenderer } from './frameRenderer.ts';
import { blobBaseUrl } from './openStudy.ts';

/** A small picture; both null while it is on its way. */
export interface Thumbnail {
  readonly image: FrameImage | null;
  readonly error: ErrorShape | null;
}

export const noThumbnail: Thumbnail = { image: null, error: null };

/** Small pictures kept: 96 × 96 each, eleven megabytes. */
const mostKept = 300;

interface Wanted {
  readonly request: FrameRequest;
  readonly sizePx: number;
  readonly listeners: Set<() => void>;
}

export interface ThumbnailsInput {
  readonly makeRenderer: () => Pick<FrameRenderer, 'render' | 'dispose'>;
  readonly desk: Pick<DeskActivity, 'idle'>;
}

/** Small pictures of frames, made one after the other while the desk reads nothing, and kept. */
export class Thumbnails {
  readonly #input: ThumbnailsInput;
  /** The picture used longest ago first. */
  readonly #kept = new Map<string, Thumbnail>();
  readonly #wanted = new Map<string, Wanted>();
  #isWorking = false;

  constructor(input: ThumbnailsInput) {
    this.#input = input;
  }

  /** What is known; `want` it to have it made. */
  get(request: FrameRequest, sizePx: number): Thumbnail {
    const key = keyOf(request, sizePx);
    const known = this.#kept.get(key);
    if (known === undefined) return noThumbnail;
    this.#kept.delete(key);
    this.#kept.set(key, known);
    return known;
  }

  /** Has a picture made, and tells when it is there; what nobody wants any longer is not made. */
  want(request: FrameRequest, sizePx: number, listener: () => void): () => void {
    const key = keyOf(request, sizePx);
    if (this.#kept.has(key)) return () => undefined;
    const wanted = this.#wanted.get(key) ?? { request, sizePx, listeners: new Set<() => void>() };
    wanted.listeners.add(listener);
    this.#wanted.set(key, wanted);
    void this.#work();
    return () => {
      wanted.listeners.delete(listener);
      if (wanted.listeners.size === 0 && this.#wanted.get(key) === wanted) this.#wanted.delete(key);
    };
  }

  clear(): void {
    this.#kept.clear();
  }

  async #work(): Promise<void> {
    if (this.#isWorking) return;
    this.#isWorking = true;
    await this.#input.desk.idle();
    const renderer = this.#input.makeRenderer();
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      const [key, { request, sizePx }] = next;
      const made = await make(renderer, request, sizePx);
      this.#keep(key, made);
      await this.#input.desk.idle();
    }
    // The worker, and the bytes of the last object, are not kept for a next time.
    renderer.dispose();
    this.#isWorking = false;
  }

  #next(): readonly [string, Wanted] | undefined {
    return this.#wanted.entries().next().value;
  }

  #keep(key: string, made: Thumbnail): void {
    this.#kept.set(key, made);
    for (const old of this.#kept.keys()) {
      if (this.#kept.size <= mostKept) break;
      this.#kept.delete(old);
    }
    const listeners = this.#wanted.get(key)?.listeners ?? [];
    this.#wanted.delete(key);
    for (const listener of listeners) listener();
  }
}

async function make(renderer: Pick<FrameRenderer, 'render'>, request: FrameRequest, sizePx: number): Promise<Thumbnail> {
  try {
    return { image: (await renderer.render(request, sizePx)).image, error: null };
  } catch (error) {
    return { image: null, error: toErrorShape(error) };
  }
}

const keyOf = ({ sha256, frame }: FrameRequest, sizePx: number): string => `${sha256}#${frame}@${sizePx}`;

/** The small pictures of this window. */
export const thumbnails = new Thumbnails({ makeRenderer: () => new FrameRenderer(fetchFrom(blobBaseUrl)), desk: deskActivity });
