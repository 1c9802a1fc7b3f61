import { DicomError } from '../../errors/appError.ts';
import { nameAttribute } from '../attributes.ts';
import type { DataSet } from '../dataSet.ts';

/** A document carried inside DICOM (PS3.3 C.24): PDF, CDA, STL and the like. */
export interface EncapsulatedDocument {
  /** As `application/pdf`; null where the object does not say. */
  readonly mimeType: string | null;
  readonly title: string | null;
  /** The document exactly, without DICOM's padding; a view into the file. */
  readonly bytes: Uint8Array;
  readonly warnings: readonly string[];
}

/** Their formats do not end in NUL, so that one there is padding. */
const paddedTypes = /^(?:application\/pdf|text\/|application\/.*xml)/;

/** @throws {DicomError} missing-attribute | truncated */
export function readEncapsulatedDocument(dataSet: DataSet): EncapsulatedDocument {
  const value = dataSet.rawValue('EncapsulatedDocument');
  if (value === null || value.bytes.length === 0) throw new DicomError('missing-attribute', `${nameAttribute('EncapsulatedDocument')} is absent or empty; the document is not in the file.`, { detail: { tag: '(0042,0011)' } });
  const mimeType = dataSet.text('MIMETypeOfEncapsulatedDocument');
  const stated = dataSet.number('EncapsulatedDocumentLength');
  const warnings = [...dataSet.warnings];
  if (stated !== null && stated > value.bytes.length) {
    throw new DicomError('truncated', `${nameAttribute('EncapsulatedDocument')} at byte ${value.byteOffset} has ${value.bytes.length} of ${stated} bytes; the document is incomplete. Send it again.`, {
      detail: { tag: '(0042,0011)', byteOffset: value.byteOffset },
    });
  }
  if (stated !== null && value.bytes.length - stated > 1) warnings.push(`${dataSet.place('EncapsulatedDocument')} has ${value.bytes.length} bytes although ${nameAttribute('EncapsulatedDocumentLength')} says ${stated}`);
  const isPadded = value.bytes.at(-1) === 0 && (mimeType === null || paddedTypes.test(mimeType));
  const length = stated ?? (isPadded ? value.bytes.length - 1 : value.bytes.length);
  return { mimeType, title: dataSet.text('DocumentTitle'), bytes: value.bytes.subarray(0, length), warnings };
}
