import { hash } from 'node:crypto';
import { parseDataSet, type DataSet } from '../../../shared/dicom/dataSet.ts';
import { readKeyObjects } from '../../../shared/dicom/objects/keyObjects.ts';
import { readPresentationState } from '../../../shared/dicom/objects/presentationState.ts';
import { readStructuredReport } from '../../../shared/dicom/objects/structuredReport.ts';
import { headerOf } from '../../../shared/dicom/readHeader.ts';
import type { InstanceHeader } from '../../../shared/dicom/types.ts';
import { DicomError } from '../../../shared/errors/appError.ts';
import { mostAttachmentBytes } from '../../../shared/attachment/limits.ts';
import { isAttachment, isEvidenceObject } from '../../../shared/mdt/evidenceObjects.ts';
import { readAttachment } from './ownAttachment.ts';

/** An object this console made, as bytes of a file. */
export interface OwnObject {
  readonly header: InstanceHeader;
  readonly sha256: string;
  readonly bytes: Uint8Array;
}

/** Reports with hundreds of measurements stay far below it. */
const mostBytes = 20_000_000;
/** A file of the most there may be and what is written about it, a colour profile among it. */
const mostObjectBytes = mostAttachmentBytes + 4 * 1024 * 1024;
/** PS3.5 9.1. */
const uidForm = /^(?=.{1,64}$)[0-2](?:\.(?:0|[1-9]\d*))+$/;

/**
 * Reads an object that this console made. Nothing is forgiven as in an import: what is written here others must be able
 * to read.
 *
 * @throws {DicomError} not-dicom | truncated | unsupported | missing-attribute | broken-value
 */
export function readOwnObject(bytes: Uint8Array): OwnObject {
  expectRoom(bytes, mostObjectBytes, 'picture or document');
  if (new TextDecoder('latin1').decode(bytes.subarray(128, 132)) !== 'DICM') throw new DicomError('not-dicom', 'The object does not begin as a DICOM file (PS3.10 7.1).');
  const dataSet = parseDataSet(bytes);
  const header = headerOf(dataSet);
  if (!isAttachment(header)) {
    if (!isEvidenceObject(header)) throw new DicomError('unsupported', `An object of SOP class ${header.sopClassUID} with modality ${header.modality} is no report, key object selection, presentation state, picture or document; import it instead.`);
    expectRoom(bytes, mostBytes, 'report, key object selection or presentation state');
  }
  requireIdentity(dataSet, header);
  readContent(dataSet, header);
  const [warning] = dataSet.warnings;
  if (warning !== undefined) throw new DicomError('broken-value', `The object is not well formed: ${warning}.`, { detail: { sopInstanceUID: header.sopInstanceUID } });
  return { header, sha256: hash('sha256', bytes, 'hex'), bytes };
}

function expectRoom(bytes: Uint8Array, most: number, what: string): void {
  if (bytes.length > most) throw new DicomError('unsupported', `The object has ${bytes.length} bytes, more than the ${most} a ${what} may have.`);
}

function requireIdentity(dataSet: DataSet, header: InstanceHeader): void {
  for (const keyword of ['SOPClassUID', 'SOPInstanceUID', 'StudyInstanceUID', 'SeriesInstanceUID'] as const) {
    const uid = dataSet.requireText(keyword);
    if (!uidForm.test(uid)) throw new DicomError('broken-value', `${dataSet.place(keyword)} is not a UID.`, { detail: { keyword } });
  }
  if (dataSet.metaText('MediaStorageSOPInstanceUID') !== header.sopInstanceUID || dataSet.metaText('MediaStorageSOPClassUID') !== header.sopClassUID) {
    throw new DicomError('broken-value', 'The file meta information names another object than the data set.', { detail: { sopInstanceUID: header.sopInstanceUID } });
  }
}

/** What it says must be readable, not only its header. */
function readContent(dataSet: DataSet, header: InstanceHeader): unknown {
  const { modality } = header;
  if (isAttachment(header)) return readAttachment(dataSet, header);
  if (modality === 'SR') return readStructuredReport(dataSet);
  return modality === 'KO' ? readKeyObjects(dataSet) : readPresentationState(dataSet);
}
