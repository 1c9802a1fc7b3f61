import { Inflate } from 'fflate';
import { DicomError } from '../errors/appError.ts';

/** More than any object a hospital sends deflated, and little enough that a forged one does no harm. */
const maxInflatedBytes = 256 * 1024 * 1024;
const stepBytes = 64 * 1024;

/** `bytes` is everything before the data set as it was, then the data set inflated. */
export interface InflatedFile {
  readonly bytes: Uint8Array;
  /** The compressed data stop early; what came before is there. */
  readonly isCut: boolean;
}

/**
 * Undoes Deflated Explicit VR Little Endian (PS3.5 A.5) from `dataStart` on.
 *
 * @throws {DicomError} unsupported (inflates to more than 256 MiB) | broken-value (not a deflate stream)
 */
export function inflateDataSet(file: Uint8Array, dataStart: number): InflatedFile {
  const chunks: Uint8Array[] = [file.subarray(0, dataStart)];
  let inflatedBytes = 0;
  let isComplete = false;
  const stream = new Inflate((chunk, isLast) => {
    inflatedBytes += chunk.length;
    if (inflatedBytes > maxInflatedBytes) throw tooLarge(dataStart);
    if (chunk.length > 0) chunks.push(chunk);
    isComplete = isLast;
  });
  let isCut = false;
  try {
    for (let start = dataStart; start < file.length; start += stepBytes) {
      stream.push(file.subarray(start, start + stepBytes), start + stepBytes >= file.length);
    }
  } catch (cause) {
    if (cause instanceof DicomError) throw cause;
    // Code 0 of fflate: the input ends before the last block does.
    if ((cause as { code?: unknown }).code !== 0) {
      throw new DicomError('broken-value', `The data set is deflated from byte ${dataStart} but its compressed data are damaged. Send the file again.`, { cause, detail: { byteOffset: dataStart } });
    }
    isCut = true;
  }
  return { bytes: join(chunks), isCut: isCut || !isComplete };
}

function tooLarge(dataStart: number): DicomError {
  return new DicomError('unsupported', `The data set deflated from byte ${dataStart} inflates to more than ${maxInflatedBytes} bytes; export it uncompressed.`, { detail: { byteOffset: dataStart } });
}

function join(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let position = 0;
  for (const chunk of chunks) {
    whole.set(chunk, position);
    position += chunk.length;
  }
  return whole;
}
