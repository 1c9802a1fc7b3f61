import { DicomError } from '../errors/appError.ts';
import { nameAttribute } from './attributes.ts';
import type { DataSet } from './dataSet.ts';
import { nameTransferSyntax } from './encoding.ts';

const nativeSyntaxes = new Set(['1.2.840.10008.1.2', '1.2.840.10008.1.2.1', '1.2.840.10008.1.2.2']);

/**
 * Bytes of uncompressed PixelData, exactly `byteLength` of them; a view, not a copy.
 *
 * @throws {DicomError} unsupported (compressed) | missing-attribute | truncated
 */
export function nativePixels(dataSet: DataSet, byteLength: number): Uint8Array {
  const span = dataSet.pixelData();
  if (span === null) throw new DicomError('missing-attribute', `${nameAttribute('PixelData')} is absent.`);
  const syntax = dataSet.transferSyntaxUID;
  if (span.isEncapsulated || !nativeSyntaxes.has(syntax)) {
    throw new DicomError('unsupported', `Pixel data in ${nameTransferSyntax(syntax)} cannot be decoded yet; export it uncompressed.`, { detail: { transferSyntaxUID: syntax } });
  }
  if (span.byteLength < byteLength) {
    throw new DicomError('truncated', `${nameAttribute('PixelData')} at byte ${span.byteOffset} has ${span.byteLength} of ${byteLength} bytes; the image is incomplete. Send it again.`, {
      detail: { tag: '(7FE0,0010)', byteOffset: span.byteOffset },
    });
  }
  return dataSet.bytes.subarray(span.byteOffset, span.byteOffset + byteLength);
}

/** Reverses the bytes of every `width`-byte value in place: big endian files on our little endian hosts. */
export function swapBytes(bytes: Uint8Array, width: 2 | 4): void {
  for (let start = 0; start + width <= bytes.length; start += width) bytes.subarray(start, start + width).reverse();
}

/** How many frames an object says it has; 1 where the attribute is absent. */
export function frameCount(dataSet: DataSet): number {
  const frames = dataSet.number('NumberOfFrames') ?? 1;
  if (Number.isInteger(frames) && frames >= 1) return frames;
  throw new DicomError('broken-value', `${nameAttribute('NumberOfFrames')} is ${frames}.`);
}
