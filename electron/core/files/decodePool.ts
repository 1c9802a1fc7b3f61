import { availableParallelism } from 'node:os';
import type { EncodedFrame, StoredFrame } from '../../../shared/dicom/pixels/storedFrame.ts';
import { DicomError, StoreError } from '../../../shared/errors/appError.ts';
import type { ErrorShape } from '../../../shared/errors/appError.ts';
import { startDecodeThread } from './decodeThread.ts';
import type { DecodeThread } from './decodeThread.ts';

/** Decodes frames beside the thread that asks. */
export interface DecodePool {
  /** How many frames are decoded at once. */
  readonly size: number;
  /**
   * Stored values of one frame.
   *
   * @param fileName how messages name the file
   * @throws {DicomError} as `decodeFrame`, or broken-value when the frame took too long or ended its worker
   * @throws {StoreError} cancelled, once the pool is disposed of
   */
  decode(frame: EncodedFrame, fileName: string): Promise<StoredFrame>;
  /** Ends every worker; what is still under way is refused. */
  dispose(): Promise<void>;
}

interface Job {
  readonly frame: EncodedFrame;
  readonly fileName: string;
  readonly samples: number;
  readonly resolve: (frame: StoredFrame) => void;
  readonly reject: (error: Error) => void;
}

/** More samples than this are not decoded at once, so that large frames do not fill the memory side by side. */
const mostSamplesAtOnce = 2 ** 26;

/** Time for a frame: 5 s up to 8 million samples, larger ones in proportion. */
const deadlineOf = (samples: number): number => 5_000 * Math.max(1, samples / 2 ** 23);

/**
 * A pool of decode workers, started as frames come in.
 *
 * @param options `size` workers (default: one a processor core), `deadlineMs` for a frame of so many samples
 */
export function openDecodePool(options: { readonly size?: number; readonly deadlineMs?: (samples: number) => number } = {}): DecodePool {
  const size = Math.max(1, options.size ?? availableParallelism());
  const deadlineMs = options.deadlineMs ?? deadlineOf;
  const waiting: Job[] = [];
  const running = new Map<DecodeThread, Job>();
  const idle: DecodeThread[] = [];
  let isDisposed = false;

  const pump = (): void => {
    const busySamples = [...running.values()].reduce((sum, { samples }) => sum + samples, 0);
    const job = waiting[0];
    if (job === undefined || isDisposed || running.size >= size) return;
    if (running.size > 0 && busySamples + job.samples > mostSamplesAtOnce) return;
    waiting.shift();
    const thread = idle.pop() ?? startDecodeThread();
    running.set(thread, job);
    void run(thread, job);
    pump();
  };

  const run = async (thread: DecodeThread, job: Job): Promise<void> => {
    const answer = await thread.decode(job.frame, deadlineMs(job.samples));
    running.delete(thread);
    if (isDisposed) job.reject(disposed());
    else if (answer.kind === 'decoded') job.resolve(answer.frame);
    else if (answer.kind === 'failed') job.reject(restored(answer.error));
    else job.reject(answer.kind === 'lost' ? lost(job, answer.why) : new Error(`No decode worker can be started: ${answer.why}`));
    if ((answer.kind === 'decoded' || answer.kind === 'failed') && !isDisposed) idle.push(thread);
    pump();
  };

  return {
    size,
    decode: (frame, fileName) =>
      new Promise((resolve, reject) => {
        if (isDisposed) return reject(disposed());
        const { rows, columns, samplesPerPixel } = frame.description;
        waiting.push({ frame, fileName, samples: rows * columns * samplesPerPixel, resolve, reject });
        pump();
      }),
    async dispose() {
      isDisposed = true;
      for (const job of waiting.splice(0)) job.reject(disposed());
      await Promise.all([...idle.splice(0), ...running.keys()].map((thread) => thread.end()));
    },
  };
}

function lost({ fileName, frame }: Job, why: string): DicomError {
  return new DicomError('broken-value', `${frame.place} of ${fileName} cannot be decoded: ${why}; the compressed image is damaged. Send it again or export it uncompressed.`, { detail: { file: fileName } });
}

const disposed = (): StoreError => new StoreError('cancelled', 'Decoding was cancelled.');

/** The worker's error under its own reason; what is none of ours stays foreign. */
function restored({ code, reason, message, detail }: ErrorShape): Error {
  if (code !== 'dicom') return new Error(message);
  return new DicomError(reason as ConstructorParameters<typeof DicomError>[0], message, detail === undefined ? {} : { detail });
}
