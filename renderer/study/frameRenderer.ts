import type { FetchFile } from './fetchFiles.ts';
import type { FrameJob, FrameRequest, RenderedImage } from './frameImage.ts';
import { WorkerPool } from './workerPool.ts';

/** Longest a frame may take from its bytes to its picture. */
const deadlineMs = 5000;

const makeFrameWorker = (): Worker => new Worker(new URL('./frameWorker.ts', import.meta.url), { type: 'module' });

/**
 * Turns stored objects into pictures in a worker. The bytes of the object used last are kept, so that going through
 * its frames reads it once; `dispose` lets go of them and of the worker.
 */
export class FrameRenderer {
  readonly #fetchFile: FetchFile;
  readonly #pool: WorkerPool<FrameJob, RenderedImage>;
  #held: { readonly sha256: string; readonly bytes: Promise<Uint8Array> } | null = null;
  readonly #stop = new AbortController();

  constructor(fetchFile: FetchFile, makeWorker: () => Worker = makeFrameWorker) {
    this.#fetchFile = fetchFile;
    this.#pool = new WorkerPool({ makeWorker, size: 1, deadlineMs });
  }

  /**
   * @param mostPx side of the square the picture is made to fit; null leaves its size
   * @throws {StoreError | DicomError} what reading, decoding or rendering refuses with
   */
  async render({ sha256, frame }: FrameRequest, mostPx: number | null = null): Promise<RenderedImage> {
    const bytes = (await this.#bytesOf(sha256)).slice();
    return this.#pool.run({ bytes, frame, mostPx }, [bytes.buffer]);
  }

  dispose(): void {
    this.#stop.abort();
    this.#held = null;
    this.#pool.dispose();
  }

  #bytesOf(sha256: string): Promise<Uint8Array> {
    if (this.#held?.sha256 === sha256) return this.#held.bytes;
    const bytes = this.#fetchFile({ sha256, name: 'the image' }, this.#stop.signal);
    this.#held = { sha256, bytes };
    bytes.catch(() => {
      // Asked again, it is read again.
      if (this.#held?.bytes === bytes) this.#held = null;
    });
    return bytes;
  }
}
