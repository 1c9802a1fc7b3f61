import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import type { DataSet } from '../../shared/dicom/dataSet.ts';
import { parseElements } from '../../shared/dicom/parseElements.ts';
import type { ParsedElements } from '../../shared/dicom/parseElements.ts';
import { expectsFragments } from '../../shared/dicom/pixels/syntaxes.ts';
import { DicomError } from '../../shared/errors/appError.ts';
import type { ObjectHead } from '../../shared/ipc/channels.ts';

const pixelTags = ['x7fe00008', 'x7fe00009', 'x7fe00010'] as const;
const bitsAllocated = 'x00280100';
const bitsStored = 'x00280101';

/** Attributes of an object from its beginning. */
export interface ParsedHead {
  readonly dataSet: DataSet;
  /** The pixels are there too. */
  readonly isWhole: boolean;
}

/**
 * Reads the beginning of an object, which ends before its pixel data or behind the header of that element.
 *
 * @returns null where it is too short or hides what it is, as that of a deflated object does
 */
export function parseHead({ bytes, byteLength, isWhole }: ObjectHead): ParsedHead | null {
  try {
    if (isWhole || bytes.length >= byteLength) return { dataSet: parseDataSet(bytes), isWhole: true };
    const parsed = parseElements(bytes, { until: 'x7fe00010' });
    const known = pixelTags.some((tag) => parsed.elements[tag] !== undefined) ? bytes : withPixelElement(bytes, parsed, byteLength);
    return { dataSet: parseDataSet(known, { until: 'x7fe00010', fileLength: byteLength }), isWhole: false };
  } catch (error) {
    if (error instanceof DicomError) return null;
    throw error;
  }
}

/** The header of the pixel element as it must follow: its bytes are the rest of the file. */
function withPixelElement(bytes: Uint8Array, { encoding: { isExplicit, isLittleEndian }, transferSyntaxUID, elements }: ParsedElements, byteLength: number): Uint8Array {
  const header = new DataView(new ArrayBuffer(isExplicit ? 12 : 8));
  // Only samples of floats have a width but no number of bits stored (PS3.3 C.7.6.24).
  const width = elements[bitsStored] === undefined ? wordOf(bytes, elements[bitsAllocated]?.dataOffset, isLittleEndian) : null;
  const [element, vr] = width === 32 ? ([0x0008, 'OF'] as const) : width === 64 ? ([0x0009, 'OD'] as const) : ([0x0010, 'OW'] as const);
  header.setUint16(0, 0x7fe0, isLittleEndian);
  header.setUint16(2, element, isLittleEndian);
  if (isExplicit) for (const at of [0, 1]) header.setUint8(4 + at, vr.charCodeAt(at));
  const length = expectsFragments(transferSyntaxUID) ? 0xffffffff : byteLength - bytes.length - header.byteLength;
  header.setUint32(header.byteLength - 4, length, isLittleEndian);
  const known = new Uint8Array(bytes.length + header.byteLength);
  known.set(bytes);
  known.set(new Uint8Array(header.buffer), bytes.length);
  return known;
}

function wordOf(bytes: Uint8Array, offset: number | undefined, isLittleEndian: boolean): number | null {
  if (offset === undefined || offset + 2 > bytes.length) return null;
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint16(offset, isLittleEndian);
}
