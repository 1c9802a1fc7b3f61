import { DicomError } from '../errors/appError.ts';
import { nameAttribute } from './attributes.ts';
import type { Keyword } from './attributes.ts';
import { parseDataSet } from './dataSet.ts';
import type { DataSet } from './dataSet.ts';
import { isKnownTransferSyntax } from './encoding.ts';
import { readImageHeader } from './headerImage.ts';
import { labelOf, referencesOf } from './headerReferences.ts';
import { checkRtObject } from './headerRt.ts';
import { HeaderValues } from './headerValues.ts';
import { objectKind } from './objectKind.ts';
import type { ObjectKind } from './objectKind.ts';
import type { InstanceHeader } from './types.ts';

/**
 * Header of one file: what is needed to list, link and order it. Pixels are not touched.
 *
 * `bytes` may be only the beginning of a file of `fileLength` bytes, as long as everything before the pixels is in it.
 *
 * @throws {DicomError} not-dicom | truncated (with `needBytes` in its detail where the beginning was too short) | unsupported | missing-attribute | broken-value
 */
export function readHeader(bytes: Uint8Array, fileLength = bytes.length): InstanceHeader {
  return headerOf(parseDataSet(bytes, fileLength > bytes.length ? { until: 'x7fe00010', fileLength } : {}));
}

/**
 * The same from a data set that is already open.
 *
 * @throws {DicomError} unsupported (a DICOMDIR) | missing-attribute
 */
export function headerOf(dataSet: DataSet): InstanceHeader {
  const values = new HeaderValues(dataSet);
  const sopClassUID = identify(dataSet, 'SOPClassUID', 'MediaStorageSOPClassUID', values);
  const kind = objectKind(sopClassUID);
  if (kind === 'mediaDirectory') {
    throw new DicomError('unsupported', 'This is a media directory (DICOMDIR), an index and not an object; the files it lists are read themselves.');
  }
  const sopInstanceUID = identify(dataSet, 'SOPInstanceUID', 'MediaStorageSOPInstanceUID', values);
  const header = {
    sopInstanceUID,
    sopClassUID,
    kind,
    modality: dataSet.text('Modality') ?? 'OT',
    transferSyntaxUID: dataSet.transferSyntaxUID,
    studyInstanceUID: ownOr(sopInstanceUID, dataSet, 'StudyInstanceUID', values),
    seriesInstanceUID: ownOr(sopInstanceUID, dataSet, 'SeriesInstanceUID', values),
    frameOfReferenceUID: frameOfReferenceOf(dataSet, kind),
    instanceNumber: values.number('InstanceNumber'),
    patient: {
      patientID: dataSet.text('PatientID'),
      patientName: dataSet.text('PatientName'),
      birthDate: values.date('PatientBirthDate'),
      sex: dataSet.text('PatientSex'),
    },
    study: {
      date: values.date('StudyDate'),
      time: values.time('StudyTime'),
      description: dataSet.text('StudyDescription'),
      accessionNumber: dataSet.text('AccessionNumber'),
    },
    series: {
      number: values.number('SeriesNumber'),
      description: dataSet.text('SeriesDescription'),
      date: values.date('SeriesDate'),
      time: values.time('SeriesTime'),
      bodyPart: dataSet.text('BodyPartExamined'),
    },
    image: readImageHeader(dataSet, kind, values),
    label: labelOf(dataSet, kind),
    references: referencesOf(dataSet, kind),
  };
  checkRtObject(dataSet, kind, values);
  if (kind.startsWith('encapsulated') && (dataSet.rawValue('EncapsulatedDocument')?.bytes.length ?? 0) === 0) values.warnings.push(`${dataSet.place('EncapsulatedDocument')} is absent or empty; there is no document to open`);
  if (!/^[MFO]?$/.test(header.patient.sex ?? '')) values.warnings.push(`${dataSet.place('PatientSex')} is none of M, F and O`);
  if (!dataSet.has('Modality')) values.warnings.push(`${nameAttribute('Modality')} is absent; OT is taken`);
  if (!isKnownTransferSyntax(header.transferSyntaxUID)) values.warnings.push(`TransferSyntaxUID (0002,0010) ${header.transferSyntaxUID} is not one of DICOM; its pixels cannot be shown`);
  return { ...header, warnings: [...dataSet.warnings, ...values.warnings] };
}

/** A UID of the object, from the file meta information where the data set lacks it. */
function identify(dataSet: DataSet, keyword: Keyword, metaKeyword: Keyword, values: HeaderValues): string {
  const own = dataSet.text(keyword);
  const meta = dataSet.metaText(metaKeyword);
  const uid = own ?? meta ?? dataSet.requireText(keyword);
  if (own === null) values.warnings.push(`${nameAttribute(keyword)} is absent; ${nameAttribute(metaKeyword)} is used`);
  else if (meta !== null && meta !== own) values.warnings.push(`${nameAttribute(metaKeyword)} differs from ${dataSet.place(keyword)}, which is used`);
  if (!/^[\d.]{1,64}$/.test(uid)) values.warnings.push(`${dataSet.place(keyword)} is not a UID; other systems may refuse it`);
  return uid;
}

/** An object without a study or series is filed alone, under its own UID, so that it is neither lost nor mixed with others. */
function ownOr(sopInstanceUID: string, dataSet: DataSet, keyword: Keyword, values: HeaderValues): string {
  const own = dataSet.text(keyword);
  if (own === null) values.warnings.push(`${dataSet.place(keyword)} is absent or empty; the object is filed alone`);
  return own ?? sopInstanceUID;
}

/** An RTSTRUCT may carry it only in its sequences. */
function frameOfReferenceOf(dataSet: DataSet, kind: ObjectKind): string | null {
  const own = dataSet.text('FrameOfReferenceUID');
  if (own !== null || kind !== 'structureSet') return own;
  for (const item of dataSet.items('ReferencedFrameOfReferenceSequence')) {
    const uid = item.text('FrameOfReferenceUID');
    if (uid !== null) return uid;
  }
  for (const roi of dataSet.items('StructureSetROISequence')) {
    const uid = roi.text('ReferencedFrameOfReferenceUID');
    if (uid !== null) return uid;
  }
  return null;
}
