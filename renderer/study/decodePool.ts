import { nativeSamples } from '../../shared/dicom/pixels/nativeSamples.ts';
import type { EncodedFrame, StoredFrame } from '../../shared/dicom/pixels/storedFrame.ts';
import { familyOf } from '../../shared/dicom/pixels/syntaxes.ts';
import { poolSize, WorkerPool } from './workerPool.ts';

/** Longest a frame may take before its worker is given up. */
export const frameDeadlineMs = 5000;

/** Decoders of one study. */
export interface FrameDecoder {
  readonly decode: (frame: EncodedFrame) => Promise<StoredFrame>;
  /** Resolves when the decoders have ended. */
  readonly close: () => Promise<void>;
}

const makeDecodeWorker = (): Worker => new Worker(new URL('./decodeWorker.ts', import.meta.url), { type: 'module' });

/** Decodes frames on a pool of workers; uncompressed ones here, because handing them over would cost more than reading them. */
export function makeFrameDecoder(makeWorker: () => Worker = makeDecodeWorker): FrameDecoder {
  const pool = new WorkerPool<EncodedFrame, StoredFrame>({ makeWorker, size: poolSize(), deadlineMs: frameDeadlineMs });
  return {
    decode: (frame) => (familyOf(frame.description.transferSyntaxUID) === 'native' ? Promise.resolve(readNative(frame)) : handOver(pool, frame)),
    close: () => pool.close(),
  };
}

/** A view would take the whole file along, so the frame's own bytes are copied and moved. */
function handOver(pool: WorkerPool<EncodedFrame, StoredFrame>, frame: EncodedFrame): Promise<StoredFrame> {
  const bytes = frame.bytes.slice();
  return pool.run({ ...frame, bytes }, [bytes.buffer]);
}

function readNative({ bytes, description, warnings }: EncodedFrame): StoredFrame {
  const { rows, columns, samplesPerPixel: samples, photometricInterpretation: photometric } = description;
  return { pixels: nativeSamples(bytes, description), rows, columns, samples, photometric, warnings };
}
