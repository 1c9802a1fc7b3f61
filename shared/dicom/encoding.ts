import { DicomError } from '../errors/appError.ts';
import { valueRepresentations } from './elements.ts';
import type { Encoding } from './elements.ts';

/** Where the parts of a file begin. */
export interface FileLayout {
  /** Start of the group 0002 elements, or null where the file has none. */
  readonly metaStart: number | null;
  readonly dataStart: number;
  readonly warnings: readonly string[];
}

/** Everything after the file meta information is one deflate stream: explicit VR, JPIP referenced and JPIP HTJ2K referenced (PS3.5 A.5, A.6). */
export const deflatedSyntaxes: ReadonlySet<string> = new Set(['1.2.840.10008.1.2.1.99', '1.2.840.10008.1.2.4.95', '1.2.840.10008.1.2.4.205']);

/**
 * Finds preamble, file meta information and data set (PS3.10 section 7.1); files without preamble are
 * taken where their first bytes look like an element.
 *
 * @throws {DicomError} not-dicom
 */
export function locateParts(bytes: Uint8Array): FileLayout {
  if (bytes.length === 0) throw new DicomError('not-dicom', 'The file is empty.');
  if (hasAscii(bytes, 128, 'DICM')) return { metaStart: 132, dataStart: 132, warnings: [] };
  if (isMetaElement(bytes, 132)) {
    return { metaStart: 132, dataStart: 132, warnings: ['the DICM prefix at byte 128 is wrong'] };
  }
  if (isMetaElement(bytes, 0)) return { metaStart: 0, dataStart: 0, warnings: ['the file has no preamble'] };
  if (guessEncoding(bytes, 0) !== null) {
    return { metaStart: null, dataStart: 0, warnings: ['the file has no preamble and no file meta information'] };
  }
  throw new DicomError('not-dicom', 'This is not a DICOM file: no DICM prefix and no DICOM element at its start.');
}

/** Layout of the elements at `start`, judged from the first one; null when it does not look like DICOM. */
export function guessEncoding(bytes: Uint8Array, start: number): Encoding | null {
  if (start + 8 > bytes.length) return null;
  const group = (bytes[start] ?? 0) | ((bytes[start + 1] ?? 0) << 8);
  const swapped = ((group & 0xff) << 8) | (group >> 8);
  const isExplicit = valueRepresentations.has(String.fromCharCode(bytes[start + 4] ?? 0, bytes[start + 5] ?? 0));
  if (isExplicit && isFirstGroup(group)) return { isExplicit, isLittleEndian: true };
  if (isExplicit && isFirstGroup(swapped)) return { isExplicit, isLittleEndian: false };
  const valueLength = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(start + 4, true);
  const isPlausible = isFirstGroup(group) && (valueLength === 0xffffffff || valueLength <= bytes.length - start - 8);
  return isPlausible ? { isExplicit: false, isLittleEndian: true } : null;
}

/** Layout that a transfer syntax prescribes, once it is inflated (PS3.5 annex A). */
export function encodingOf(transferSyntaxUID: string): Encoding {
  switch (transferSyntaxUID) {
    case '1.2.840.10008.1.2':
    // GE's private syntax differs in PixelData alone, which is big endian.
    case '1.2.840.113619.5.2':
      return { isExplicit: false, isLittleEndian: true };
    case '1.2.840.10008.1.2.2':
      return { isExplicit: true, isLittleEndian: false };
    default:
      return { isExplicit: true, isLittleEndian: true };
  }
}

/** A transfer syntax of the standard, or GE's private one. */
export function isKnownTransferSyntax(uid: string): boolean {
  return uid.startsWith('1.2.840.10008.1.2') || uid === '1.2.840.113619.5.2';
}

/** Names of the syntaxes a person meets; an unknown one is shown as its UID. */
export function nameTransferSyntax(uid: string): string {
  const name = syntaxNames[uid];
  return name === undefined ? uid : `${name} (${uid})`;
}

const syntaxNames: Readonly<Record<string, string>> = {
  '1.2.840.10008.1.2': 'Implicit VR Little Endian',
  '1.2.840.10008.1.2.1': 'Explicit VR Little Endian',
  '1.2.840.10008.1.2.1.98': 'Encapsulated Uncompressed Explicit VR Little Endian',
  '1.2.840.10008.1.2.1.99': 'Deflated Explicit VR Little Endian',
  '1.2.840.10008.1.2.2': 'Explicit VR Big Endian',
  '1.2.840.10008.1.2.5': 'RLE Lossless',
  '1.2.840.10008.1.2.4.50': 'JPEG Baseline',
  '1.2.840.10008.1.2.4.51': 'JPEG Extended',
  '1.2.840.10008.1.2.4.53': 'JPEG Spectral Selection (Retired)',
  '1.2.840.10008.1.2.4.55': 'JPEG Full Progression (Retired)',
  '1.2.840.10008.1.2.4.57': 'JPEG Lossless',
  '1.2.840.10008.1.2.4.70': 'JPEG Lossless SV1',
  '1.2.840.10008.1.2.4.80': 'JPEG-LS Lossless',
  '1.2.840.10008.1.2.4.81': 'JPEG-LS Near-lossless',
  '1.2.840.10008.1.2.4.90': 'JPEG 2000 Lossless',
  '1.2.840.10008.1.2.4.91': 'JPEG 2000',
  '1.2.840.10008.1.2.4.201': 'HTJ2K Lossless',
  '1.2.840.10008.1.2.4.202': 'HTJ2K Lossless RPCL',
  '1.2.840.10008.1.2.4.203': 'HTJ2K',
  '1.2.840.10008.1.2.8.1': 'Deflated Image Frame Compression',
};

function isFirstGroup(group: number): boolean {
  return group === 0x0002 || group === 0x0004 || group === 0x0008 || group === 0x0010;
}

function isMetaElement(bytes: Uint8Array, start: number): boolean {
  return (
    bytes[start] === 2 && bytes[start + 1] === 0 && bytes[start + 3] === 0 &&
    valueRepresentations.has(String.fromCharCode(bytes[start + 4] ?? 0, bytes[start + 5] ?? 0))
  );
}

function hasAscii(bytes: Uint8Array, start: number, text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (bytes[start + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}
