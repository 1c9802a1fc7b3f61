import { DicomError } from '../../errors/appError.ts';

/** What the main header of a JPEG 2000 code stream says (ISO/IEC 15444-1 annex A). */
export interface Jpeg2000Header {
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
  readonly precision: number;
  readonly isSigned: boolean;
  /** Components were decorrelated (RCT or ICT), so that a decoder yields RGB. */
  readonly hasComponentTransform: boolean;
}

const SOC = 0xff4f;
const SIZ = 0xff51;
const COD = 0xff52;
const SOT = 0xff90;
const SOP = 0xff91;
const EPH = 0xff92;
const SOD = 0xff93;
const EOC = 0xffd9;

/** The code stream itself: some files wrap it in JP2 boxes, which DICOM does not allow (PS3.5 A.4.4). */
export function unwrapJp2(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || view.getUint32(4) !== 0x6a502020) return bytes;
  for (let at = 0; at + 8 <= bytes.length; ) {
    const length = view.getUint32(at);
    const hasLongLength = length === 1 && at + 16 <= bytes.length;
    const size = hasLongLength ? Number(view.getBigUint64(at + 8)) : length;
    const body = at + (hasLongLength ? 16 : 8);
    if (view.getUint32(at + 4) === 0x6a703263) return bytes.subarray(body, size === 0 ? bytes.length : at + size);
    if (size < 8) break;
    at += size;
  }
  throw new DicomError('broken-value', 'A JP2 file stands in place of the JPEG 2000 code stream and holds none.');
}

/**
 * Reads the main header.
 *
 * @throws {DicomError} broken-value | truncated | unsupported (components of unlike size or depth)
 */
export function readJpeg2000Header(bytes: Uint8Array): Jpeg2000Header {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const marker = (at: number): number => (at + 2 <= bytes.length ? view.getUint16(at) : EOC);
  if (marker(0) !== SOC || marker(2) !== SIZ) throw new DicomError('broken-value', 'A frame does not begin with the JPEG 2000 markers SOC and SIZ; its transfer syntax is wrong or it is damaged.');
  const samples = bytes.length >= 42 ? view.getUint16(40) : 0;
  if (samples === 0 || bytes.length < 42 + 3 * samples) throw new DicomError('truncated', 'The JPEG 2000 code stream ends inside its header. Send the image again.');
  const depth = view.getUint8(42);
  for (let index = 0; index < samples; index++) {
    const at = 42 + index * 3;
    if (view.getUint8(at) !== depth || view.getUint8(at + 1) !== 1 || view.getUint8(at + 2) !== 1) {
      throw new DicomError('unsupported', 'The components of the JPEG 2000 code stream differ in depth or size; export the image uncompressed.');
    }
  }
  return {
    rows: view.getUint32(12) - view.getUint32(20),
    columns: view.getUint32(8) - view.getUint32(16),
    samples,
    precision: (depth & 0x7f) + 1,
    isSigned: depth > 0x7f,
    hasComponentTransform: samples >= 3 && componentTransform(view),
  };
}

/**
 * Refuses a code stream with a marker inside its packets, where coding leaves none (15444-1 B.10.1, C.2.2.1;
 * 15444-15 7.1): a damaged one mostly decodes without complaint into wrong values, and this is the one trace left.
 *
 * @throws {DicomError} broken-value
 */
export function expectWholePackets(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 2;
  while (at + 4 <= bytes.length && view.getUint16(at) !== SOT) at += 2 + view.getUint16(at + 2);
  while (at + 12 <= bytes.length && view.getUint16(at) === SOT) {
    const length = view.getUint32(at + 6);
    const end = length === 0 ? bytes.length : Math.min(bytes.length, at + length);
    let body = at + 12;
    while (body + 4 <= end && view.getUint16(body) !== SOD) body += 2 + view.getUint16(body + 2);
    for (let found = bytes.indexOf(0xff, body + 2); found >= 0 && found + 1 < end; found = bytes.indexOf(0xff, found + 1)) {
      const marker = view.getUint16(found);
      if (marker === EOC && length === 0) return;
      if (marker > 0xff8f && marker !== SOP && marker !== EPH) {
        throw new DicomError('broken-value', `The JPEG 2000 code stream holds ${marker.toString(16).toUpperCase()} at byte ${found}, where no marker can be; the image is damaged. Send it again.`);
      }
    }
    at = end;
  }
}

function componentTransform(view: DataView): boolean {
  for (let at = 2; at + 4 <= view.byteLength; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint16(at);
    if (marker === COD && at + 9 <= view.byteLength) return view.getUint8(at + 8) !== 0;
    if (marker === SOT || marker === SOD || marker < 0xff00) return false;
  }
  return false;
}
