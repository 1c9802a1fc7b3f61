import { DicomError } from '../../errors/appError.ts';
import type { DataSet, RawValue } from '../dataSet.ts';
import { orWarn } from '../functionalGroups.ts';
import type { StoredFrame } from '../pixels/storedFrame.ts';

/** Graphics over one frame (PS3.3 C.9.2): set bits are drawn. */
export interface Overlay {
  readonly label: string | null;
  /** G graphics, R region of interest. */
  readonly type: string | null;
  readonly rows: number;
  readonly columns: number;
  /** Row and column of the image on which the first bit lies, from 0; may be outside. */
  readonly origin: readonly [row: number, column: number];
  /** Bits row by row, least significant first; null where they lie in bit `embeddedBit` of the stored values. */
  readonly bits: Uint8Array | null;
  readonly embeddedBit: number | null;
}

/** Graphics over one frame as bits of their own, wherever they lay in the file. */
export type OverlayPlane = Pick<Overlay, 'label' | 'type' | 'rows' | 'columns' | 'origin'> & { readonly bits: Uint8Array };

/** An overlay as bits of its own; one in unused bits of the pixels is as large as the frame. */
export function overlayPlane({ label, type, rows, columns, origin, bits, embeddedBit }: Overlay, frame: Pick<StoredFrame, 'rows' | 'columns' | 'pixels' | 'samples'>): OverlayPlane {
  if (bits !== null) return { label, type, rows, columns, origin, bits };
  const own = new Uint8Array((rows * columns + 7) >> 3);
  for (let row = Math.max(0, -origin[0]); row < rows && row + origin[0] < frame.rows; row++) {
    for (let column = Math.max(0, -origin[1]); column < columns && column + origin[1] < frame.columns; column++) {
      const at = ((row + origin[0]) * frame.columns + column + origin[1]) * frame.samples;
      const bit = row * columns + column;
      if ((((frame.pixels[at] ?? 0) >> (embeddedBit ?? 0)) & 1) === 1) own[bit >> 3] = (own[bit >> 3] ?? 0) | (1 << (bit & 7));
    }
  }
  return { label, type, rows, columns, origin, bits: own };
}

/** Even groups 6000 to 601E. */
const groups = Array.from({ length: 16 }, (_, index) => `x60${(index * 2).toString(16).padStart(2, '0')}`);

/**
 * Overlays of one frame, both as bit planes of their own and in unused bits of the pixels. A broken one is left out
 * with a warning.
 *
 * @param frame from 0
 */
export function readOverlays(dataSet: DataSet, frame: number, warnings: string[]): readonly Overlay[] {
  return groups.flatMap((group) => {
    const overlay = orWarn(warnings, () => readGroup(dataSet, group, frame));
    return overlay === null ? [] : [overlay];
  });
}

function readGroup(dataSet: DataSet, group: string, frame: number): Overlay | null {
  const value = (element: string): RawValue | null => dataSet.rawValue(`${group}${element}` as `x${string}`);
  const word = (element: string): number | null => wordOf(value(element), 0, dataSet.isLittleEndian);
  const name = `Overlay (${group.slice(1).toUpperCase()},xxxx)`;
  const rows = word('0010');
  const columns = word('0011');
  if (rows === null || columns === null) return null;
  if (rows < 1 || columns < 1) throw new DicomError('broken-value', `${name} has ${rows} rows and ${columns} columns; it is left out.`);
  const count = Number.parseInt(textOf(value('0015')) || '1', 10);
  const isOfOneFrame = value('0051') !== null || value('0015') !== null;
  const index = isOfOneFrame ? frame - ((word('0051') ?? 1) - 1) : 0;
  // An overlay that names no frames lies on all of them.
  const isEveryFrame = value('0051') === null && count === 1;
  if (!isEveryFrame && (index < 0 || index >= count)) return null;
  const origin = value('0050');
  const [row, column] = [0, 1].map((at) => (wordOf(origin, at, dataSet.isLittleEndian) ?? 1) - 1);
  const data = value('3000');
  const isEmbedded = data === null && (word('0100') ?? 1) > 1;
  if (data === null && !isEmbedded) throw new DicomError('missing-attribute', `${name} has no data; it is left out.`);
  return {
    label: textOf(value('1500')) || textOf(value('0022')) || null,
    type: textOf(value('0040')) || null,
    rows,
    columns,
    origin: [signed(row ?? 0), signed(column ?? 0)],
    bits: data === null ? null : bitsOf(data, dataSet.isLittleEndian, rows * columns, isEveryFrame ? 0 : index, name),
    embeddedBit: isEmbedded ? (word('0102') ?? 0) : null,
  };
}

/** Bits of one frame of an overlay as a copy that begins at a byte border; frames follow each other bit by bit. */
function bitsOf({ bytes, vr, byteOffset }: RawValue, isLittleEndian: boolean, count: number, index: number, name: string): Uint8Array {
  const first = index * count;
  if (bytes.length * 8 < first + count) throw new DicomError('truncated', `${name}: its data at byte ${byteOffset} has ${bytes.length} bytes, fewer than frame ${index + 1} needs; it is left out.`);
  // Words of a big endian file hold the second byte first.
  const flip = isLittleEndian || vr === 'OB' ? 0 : 1;
  const at = (position: number): number => bytes[position ^ flip] ?? 0;
  const start = first >> 3;
  const shift = first & 7;
  return Uint8Array.from({ length: (count + 7) >> 3 }, (_, byte) => (at(start + byte) >> shift) | (at(start + byte + 1) << (8 - shift)));
}

function wordOf(value: RawValue | null, index: number, isLittleEndian: boolean): number | null {
  if (value === null || value.bytes.length < index * 2 + 2) return null;
  return new DataView(value.bytes.buffer, value.bytes.byteOffset, value.bytes.byteLength).getUint16(index * 2, isLittleEndian);
}

/** OverlayOrigin is signed. */
const signed = (origin: number): number => ((origin + 1) << 16 >> 16) - 1;

const textOf = (value: RawValue | null): string => String.fromCharCode(...(value?.bytes.subarray(0, 64) ?? [])).replace(/[\0 ]+$/, '').trim();
