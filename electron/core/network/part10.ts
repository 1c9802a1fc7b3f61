import { locateParts } from '../../../shared/dicom/encoding.ts';
import { fileMeta } from '../../../shared/dicom/write/fileMeta.ts';

/** What the network says of an object beside its data set. */
export interface ObjectIdentity {
  readonly sopClassUID: string;
  readonly sopInstanceUID: string;
  readonly transferSyntaxUID: string;
}

/**
 * A received data set as a file: our header before its untouched bytes (PS3.10 7.1). The same object always gives
 * the same file, so that one sent twice is recognised.
 *
 * @throws {DicomError} broken-value when a UID does not have the form of one
 */
export function wrapDataSet(identity: ObjectIdentity, dataSet: Uint8Array): Uint8Array<ArrayBuffer> {
  const file = fileMeta(identity);
  file.push(dataSet);
  return file.join();
}

/**
 * The data set of a file, a view on it: what DIMSE sends.
 * @throws {DicomError} not-dicom
 */
export function dataSetOf(file: Uint8Array): Uint8Array {
  const { metaStart, dataStart } = locateParts(file);
  if (metaStart === null) return file.subarray(dataStart);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let at = metaStart;
  while (at + 12 <= file.length && view.getUint16(at, true) === 2) {
    const vr = String.fromCharCode(file[at + 4] ?? 0, file[at + 5] ?? 0);
    if (vr === 'OB' || vr === 'UN' || vr === 'OW') at += 12 + view.getUint32(at + 8, true);
    else at += 8 + (/^[A-Z]{2}$/.test(vr) ? view.getUint16(at + 6, true) : view.getUint32(at + 4, true));
  }
  return file.subarray(at);
}
