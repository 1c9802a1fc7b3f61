import type { PixelDescription } from '../dicom/pixels/describePixels.ts';
import type { StoredFrame } from '../dicom/pixels/storedFrame.ts';
import { findNode, textNode, textOf, unsignedOf } from '../dicom/write/elementTree.ts';
import type { ElementNode, ElementTree, ValueNode } from '../dicom/write/elementTree.ts';
import type { PixelBox } from './burnIn.ts';
import type { ReplacedPixels } from './deidentify.ts';
import { DeidError } from './refusal.ts';

/** Transfer syntaxes that lose information (PS3.5 10, annex A.4). */
const lossySyntaxes = /^1\.2\.840\.10008\.1\.2\.4\.(?:50|51|53|55|81|91|93|203)$/;

/**
 * Blackens boxes in the stored samples of one frame, in place.
 *
 * @param black stored value per sample, as {@link blackOf} gives it
 * @param boxes columns and rows of pixels; what lies outside the frame is passed over
 */
export function maskFrame(frame: StoredFrame, boxes: readonly PixelBox[], black: readonly number[]): void {
  const { pixels, rows, columns, samples } = frame;
  for (const { x, y, width, height } of boxes) {
    for (let row = y; row < Math.min(rows, y + height); row += 1) {
      for (let column = x; column < Math.min(columns, x + width); column += 1) {
        for (let sample = 0; sample < samples; sample += 1) pixels[(row * columns + column) * samples + sample] = black[sample] ?? 0;
      }
    }
  }
}

/**
 * The stored value that is shown black: the largest for MONOCHROME1, the smallest for MONOCHROME2, zero luminance
 * for colour, the darkest entry of a palette.
 *
 * @param photometric of the decoded samples
 * @throws {DeidError} not-maskable
 */
export function blackOf(photometric: string, description: PixelDescription, tree: ElementTree): readonly number[] {
  const { bitsStored, isSigned, sampleKind } = description;
  if (sampleKind !== 'integer' || description.bitsAllocated === 1) throw notMaskable('its samples are not whole numbers of 8 bits or more');
  if (photometric === 'MONOCHROME1') return [isSigned ? 2 ** (bitsStored - 1) - 1 : 2 ** bitsStored - 1];
  if (photometric === 'MONOCHROME2') return [isSigned ? -(2 ** (bitsStored - 1)) : 0];
  if (photometric === 'RGB') return [0, 0, 0];
  if (photometric.startsWith('YBR')) return [0, 2 ** (bitsStored - 1), 2 ** (bitsStored - 1)];
  if (photometric === 'PALETTE COLOR') return [darkestIndex(tree)];
  throw notMaskable(`nobody knows what is black in ${photometric}`);
}

function darkestIndex(tree: ElementTree): number {
  const descriptor = findNode(tree, 'x00281101');
  const tables = ['x00281201', 'x00281202', 'x00281203'].map((tag) => findNode(tree, tag));
  const first = descriptor?.kind === 'value' && descriptor.bytes.length >= 4 ? (descriptor.bytes[2] ?? 0) | ((descriptor.bytes[3] ?? 0) << 8) : null;
  const entries = (unsignedOf(descriptor) ?? 0) || 65536;
  if (first === null || tables.some((table) => table?.kind !== 'value' || table.bytes.length < entries)) throw notMaskable('its palette cannot be read');
  const sums = Array.from({ length: entries }, (_, index) => tables.reduce((sum, table) => sum + entryOf(table as ValueNode, index, entries), 0));
  return first + sums.indexOf(Math.min(...sums));
}

const entryOf = ({ bytes }: ValueNode, index: number, entries: number): number =>
  bytes.length >= entries * 2 ? (bytes[index * 2] ?? 0) | ((bytes[index * 2 + 1] ?? 0) << 8) : (bytes[index] ?? 0);

/**
 * Attributes of an object whose pixels were decoded and masked: native, colour by pixel, every sample at full resolution.
 * That pixels were compressed with loss before stays written (PS3.3 C.7.6.1.1.5).
 *
 * @param frames samples of all frames, in order
 */
export function replacedPixels(frames: readonly StoredFrame[], description: PixelDescription, tree: ElementTree): ReplacedPixels {
  const [first] = frames;
  if (first === undefined) throw notMaskable('it has no frame');
  const bytes = new Uint8Array(frames.reduce((sum, { pixels }) => sum + pixels.byteLength, 0));
  let offset = 0;
  for (const { pixels } of frames) {
    bytes.set(new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength), offset);
    offset += pixels.byteLength;
  }
  const vr = description.bitsAllocated <= 8 ? 'OB' : 'OW';
  const photometric = first.photometric.startsWith('YBR') ? 'YBR_FULL' : first.photometric;
  const nodes: ElementNode[] = [textNode('x00280004', 'CS', photometric), { kind: 'value', tag: 'x7fe00010', vr, bytes, asStood: bytes }];
  if (first.samples > 1) nodes.push({ kind: 'value', tag: 'x00280006', vr: 'US', bytes: new Uint8Array(2), asStood: new Uint8Array(2) });
  if (lossySyntaxes.test(description.transferSyntaxUID) && textOf(findNode(tree, 'x00282110')).trim() === '') nodes.push(textNode('x00282110', 'CS', '01'));
  return { nodes };
}

function notMaskable(why: string): DeidError {
  return new DeidError('not-maskable', `The pixels of this object cannot be masked: ${why}. Leave it out, or export it as a secondary capture and mask that.`);
}
