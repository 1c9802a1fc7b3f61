import { DicomError } from '../../errors/appError.ts';
import type { PixelDescription } from './describePixels.ts';
import { expectRoom } from './expectRoom.ts';

/**
 * RLE Lossless of one frame → native little endian bytes, colour by pixel (PS3.5 annex G).
 *
 * @throws {DicomError} broken-value | truncated
 */
export function decodeRle(bytes: Uint8Array, { rows, columns, samplesPerPixel, bitsAllocated }: PixelDescription): Uint8Array<ArrayBuffer> {
  const width = Math.ceil(bitsAllocated / 8);
  const length = bitsAllocated === 1 ? Math.ceil((rows * columns) / 8) : rows * columns;
  const stride = samplesPerPixel * width;
  const starts = segmentStarts(bytes, stride);
  expectRoom(bytes, (length * stride) / 64, 'RLE frame');
  const frame = new Uint8Array(length * stride);
  for (const [segment, start] of starts.entries()) {
    // Segments come by sample, the most significant byte first.
    const place = Math.floor(segment / width) * width + (width - 1 - (segment % width));
    const end = starts[segment + 1] ?? bytes.length;
    const made = unpack(bytes.subarray(start, end), frame, place, stride);
    if (made < length) throw new DicomError('truncated', `RLE segment ${segment + 1} of ${starts.length} holds ${made} of ${length} bytes; the image is incomplete. Send it again.`);
  }
  return frame;
}

function segmentStarts(bytes: Uint8Array, expected: number): readonly number[] {
  if (bytes.length < 64) throw new DicomError('truncated', `An RLE frame of ${bytes.length} bytes has no complete header. Send the image again.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, 64);
  const count = view.getUint32(0, true);
  if (count !== expected) {
    throw new DicomError('broken-value', `An RLE frame has ${count} segments, but SamplesPerPixel (0028,0002) and BitsAllocated (0028,0100) ask for ${expected}.`);
  }
  const starts = Array.from({ length: count }, (_, index) => view.getUint32(4 + index * 4, true));
  const isOrdered = starts.every((start, index) => start >= (starts[index - 1] ?? 64) && start <= bytes.length);
  if (!isOrdered) throw new DicomError('broken-value', `The segment offsets ${starts.join(', ')} of an RLE frame of ${bytes.length} bytes are not in order.`);
  return starts;
}

/** One segment into every `stride`-th byte of the frame from `place` on; returns how many bytes it made. */
function unpack(packed: Uint8Array, frame: Uint8Array, place: number, stride: number): number {
  let to = place;
  let at = 0;
  while (at < packed.length && to < frame.length) {
    const control = packed[at++] ?? 128;
    if (control < 128) {
      const end = Math.min(at + control + 1, packed.length);
      for (; at < end && to < frame.length; to += stride) frame[to] = packed[at++] ?? 0;
    } else if (control > 128 && at < packed.length) {
      const value = packed[at++] ?? 0;
      for (let left = 257 - control; left > 0 && to < frame.length; left--, to += stride) frame[to] = value;
    }
  }
  return (to - place) / stride;
}
