import { DicomError } from '../../errors/appError.ts';
import type { DicomObject } from './dicomObject.ts';
import { dictionary, isDicomKeyword, type WrittenVr } from './dictionary.ts';
import { encodeValue } from './encodeValue.ts';
import { uidFromSeed } from './uidFromSeed.ts';

const EXPLICIT_VR_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
/** Names this writer in every file it makes (PS3.7 D.3.3.2). */
export const implementationClassUID = uidFromSeed('mdt-console/implementation');
const IMPLEMENTATION_VERSION = 'MDT_CONSOLE_1';

/** VRs whose explicit form has two reserved bytes and a 32 bit length (PS3.5 table 7.1-1). */
const hasLongLength = (vr: WrittenVr): boolean => vr === 'OB' || vr === 'OW' || vr === 'SQ';

interface Chunks {
  readonly parts: Uint8Array[];
  length: number;
}

function push(chunks: Chunks, bytes: Uint8Array): void {
  chunks.parts.push(bytes);
  chunks.length += bytes.length;
}

function elementHeader(keyword: string, tag: number, vr: WrittenVr, length: number): Uint8Array {
  const isLong = hasLongLength(vr);
  if (!isLong && length > 0xfffe) {
    throw new DicomError('broken-value', `${keyword} (${vr}) cannot be written: ${length} bytes, at most 65534 fit explicit VR.`, {
      detail: { keyword, vr },
    });
  }
  const header = new Uint8Array(isLong ? 12 : 8);
  const view = new DataView(header.buffer);
  view.setUint16(0, tag >>> 16, true);
  view.setUint16(2, tag & 0xffff, true);
  header[4] = vr.charCodeAt(0);
  header[5] = vr.charCodeAt(1);
  if (isLong) view.setUint32(8, length, true);
  else view.setUint16(6, length, true);
  return header;
}

function itemHeader(length: number): Uint8Array {
  const header = new Uint8Array(8);
  const view = new DataView(header.buffer);
  view.setUint16(0, 0xfffe, true);
  view.setUint16(2, 0xe000, true);
  view.setUint32(4, length, true);
  return header;
}

function encodeSequence(keyword: string, value: unknown): Chunks {
  if (!Array.isArray(value)) {
    throw new DicomError('broken-value', `${keyword} (SQ) cannot be written: an array of items is needed.`, { detail: { keyword, vr: 'SQ' } });
  }
  const chunks: Chunks = { parts: [], length: 0 };
  for (const item of value as readonly DicomObject[]) {
    const body = encodeObject(item);
    push(chunks, itemHeader(body.length));
    for (const part of body.parts) push(chunks, part);
  }
  return chunks;
}

function encodeObject(object: DicomObject): Chunks {
  const known = Object.entries(object)
    .filter(([, value]) => value !== undefined)
    .map(([keyword, value]) => {
      if (!isDicomKeyword(keyword)) {
        throw new DicomError('unsupported', `${keyword} is not in the writer's dictionary; add it with its tag and VR.`, { detail: { keyword } });
      }
      return { keyword, value, ...dictionary[keyword] };
    })
    .sort((a, b) => a.tag - b.tag);
  const chunks: Chunks = { parts: [], length: 0 };
  for (const { keyword, value, tag, vr } of known) {
    if (value === null) {
      push(chunks, elementHeader(keyword, tag, vr, 0));
    } else if (vr === 'SQ') {
      const body = encodeSequence(keyword, value);
      push(chunks, elementHeader(keyword, tag, vr, body.length));
      for (const part of body.parts) push(chunks, part);
    } else {
      const body = encodeValue(keyword, vr, value);
      push(chunks, elementHeader(keyword, tag, vr, body.length));
      push(chunks, body);
    }
  }
  return chunks;
}

function fileMeta(sopClassUID: string, sopInstanceUID: string): Chunks {
  const body: Chunks = { parts: [], length: 0 };
  const add = (keyword: string, tag: number, vr: Exclude<WrittenVr, 'SQ'>, value: unknown): void => {
    const bytes = encodeValue(keyword, vr, value);
    push(body, elementHeader(keyword, tag, vr, bytes.length));
    push(body, bytes);
  };
  add('FileMetaInformationVersion', 0x00020001, 'OB', Uint8Array.of(0, 1));
  add('MediaStorageSOPClassUID', 0x00020002, 'UI', sopClassUID);
  add('MediaStorageSOPInstanceUID', 0x00020003, 'UI', sopInstanceUID);
  add('TransferSyntaxUID', 0x00020010, 'UI', EXPLICIT_VR_LITTLE_ENDIAN);
  add('ImplementationClassUID', 0x00020012, 'UI', implementationClassUID);
  add('ImplementationVersionName', 0x00020013, 'SH', IMPLEMENTATION_VERSION);
  const meta: Chunks = { parts: [], length: 0 };
  const groupLength = encodeValue('FileMetaInformationGroupLength', 'UL', body.length);
  push(meta, elementHeader('FileMetaInformationGroupLength', 0x00020000, 'UL', groupLength.length));
  push(meta, groupLength);
  for (const part of body.parts) push(meta, part);
  return meta;
}

/**
 * A data set as the bytes of a DICOM file: Part 10 header, explicit VR little endian,
 * sequences and items of defined length, text in UTF-8.
 *
 * `SpecificCharacterSet` is always ISO_IR 192 and is added when the object leaves it out.
 *
 * @param dataSet attributes by keyword; SOPClassUID and SOPInstanceUID must be present
 * @throws {DicomError} missing-attribute (no SOP UIDs) | unsupported (unknown keyword) | broken-value (wrong type, length or form)
 * @see DICOM PS3.10 section 7; PS3.5 sections 6 and 7
 */
export function writeDicom(dataSet: DicomObject): Uint8Array<ArrayBuffer> {
  const { SOPClassUID, SOPInstanceUID, SpecificCharacterSet } = dataSet;
  if (typeof SOPClassUID !== 'string') throw new DicomError('missing-attribute', 'SOPClassUID is needed to write a file.');
  if (typeof SOPInstanceUID !== 'string') throw new DicomError('missing-attribute', 'SOPInstanceUID is needed to write a file.');
  if (SpecificCharacterSet !== undefined && SpecificCharacterSet !== 'ISO_IR 192') {
    throw new DicomError('unsupported', 'SpecificCharacterSet must be ISO_IR 192: the writer encodes UTF-8 only.');
  }
  const meta = fileMeta(SOPClassUID, SOPInstanceUID);
  const body = encodeObject({ ...dataSet, SpecificCharacterSet: 'ISO_IR 192' });
  const file = new Uint8Array(132 + meta.length + body.length);
  file.set([0x44, 0x49, 0x43, 0x4d], 128);
  let offset = 132;
  for (const part of [...meta.parts, ...body.parts]) {
    file.set(part, offset);
    offset += part.length;
  }
  return file;
}
