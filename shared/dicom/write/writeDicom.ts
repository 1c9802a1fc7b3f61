import { DicomError } from '../../errors/appError.ts';
import { longFormRepresentations } from '../elements.ts';
import { Chunks, explicitHeader, implicitHeader, itemTag, longestShortValue } from './chunks.ts';
import type { DicomObject } from './dicomObject.ts';
import { dictionary, isDicomKeyword, type WrittenVr } from './dictionary.ts';
import { encodeValue } from './encodeValue.ts';
import { fileMeta } from './fileMeta.ts';
import { explicitLittleEndian } from './writeElements.ts';

export interface WriteOptions {
  /** UIDs of objects that exist, which may not have the form of one; new UIDs must have it. */
  readonly copiedUIDs?: ReadonlySet<string>;
}

function elementHeader(keyword: string, tag: number, vr: WrittenVr, length: number): Uint8Array {
  if (length > longestShortValue && !longFormRepresentations.has(vr)) {
    throw new DicomError('broken-value', `${keyword} (${vr}) cannot be written: ${length} bytes, at most ${longestShortValue} fit explicit VR.`, {
      detail: { keyword, vr },
    });
  }
  return explicitHeader(tag, vr, length);
}

function encodeSequence(keyword: string, value: unknown, options: WriteOptions): Chunks {
  if (!Array.isArray(value)) {
    throw new DicomError('broken-value', `${keyword} (SQ) cannot be written: an array of items is needed.`, { detail: { keyword, vr: 'SQ' } });
  }
  const chunks = new Chunks();
  for (const item of value as readonly DicomObject[]) {
    const body = encodeObject(item, options);
    chunks.push(implicitHeader(itemTag, body.length));
    chunks.append(body);
  }
  return chunks;
}

function encodeObject(object: DicomObject, options: WriteOptions): Chunks {
  const known = Object.entries(object)
    .filter(([, value]) => value !== undefined)
    .map(([keyword, value]) => {
      if (!isDicomKeyword(keyword)) {
        throw new DicomError('unsupported', `${keyword} is not in the writer's dictionary; add it with its tag and VR.`, { detail: { keyword } });
      }
      return { keyword, value, ...dictionary[keyword] };
    })
    .sort((a, b) => a.tag - b.tag);
  const chunks = new Chunks();
  for (const { keyword, value, tag, vr } of known) {
    if (value === null) {
      chunks.push(elementHeader(keyword, tag, vr, 0));
    } else if (vr === 'SQ') {
      const body = encodeSequence(keyword, value, options);
      chunks.push(elementHeader(keyword, tag, vr, body.length));
      chunks.append(body);
    } else {
      const body = encodeValue(keyword, vr, value, options.copiedUIDs);
      chunks.push(elementHeader(keyword, tag, vr, body.length));
      chunks.push(body);
    }
  }
  return chunks;
}

/**
 * A data set as the bytes of a DICOM file: Part 10 header, explicit VR little endian,
 * sequences and items of defined length, text in UTF-8.
 *
 * `SpecificCharacterSet` is always ISO_IR 192 and is added when the object leaves it out.
 *
 * @param dataSet attributes by keyword; SOPClassUID and SOPInstanceUID must be present
 * @param options UIDs it refers to, which are written as those objects have them
 * @throws {DicomError} missing-attribute (no SOP UIDs) | unsupported (unknown keyword) | broken-value (wrong type, length or form)
 * @see DICOM PS3.10 section 7; PS3.5 sections 6 and 7
 */
export function writeDicom(dataSet: DicomObject, options: WriteOptions = {}): Uint8Array<ArrayBuffer> {
  const { SOPClassUID, SOPInstanceUID, SpecificCharacterSet } = dataSet;
  if (typeof SOPClassUID !== 'string') throw new DicomError('missing-attribute', 'SOPClassUID is needed to write a file.');
  if (typeof SOPInstanceUID !== 'string') throw new DicomError('missing-attribute', 'SOPInstanceUID is needed to write a file.');
  if (SpecificCharacterSet !== undefined && SpecificCharacterSet !== 'ISO_IR 192') {
    throw new DicomError('unsupported', 'SpecificCharacterSet must be ISO_IR 192: the writer encodes UTF-8 only.');
  }
  const file = fileMeta({ sopClassUID: SOPClassUID, sopInstanceUID: SOPInstanceUID, transferSyntaxUID: explicitLittleEndian });
  file.append(encodeObject({ ...dataSet, SpecificCharacterSet: 'ISO_IR 192' }, options));
  return file.join();
}
