import { AppError, DicomError } from '../errors/appError.ts';
import { nameAttribute } from './attributes.ts';
import type { Keyword } from './attributes.ts';
import { parseDataSet } from './dataSet.ts';
import type { DataSet } from './dataSet.ts';
import { isPlan, sopClass } from './sopClasses.ts';
import type { InstanceHeader, ObjectReference } from './types.ts';

/**
 * Header of one file: what is needed to list, link and order it. Pixels are not touched.
 *
 * @throws {DicomError} not-dicom | truncated | unsupported | missing-attribute | broken-value
 */
export function readHeader(bytes: Uint8Array): InstanceHeader {
  return headerOf(parseDataSet(bytes));
}

/**
 * The same from a data set that is already open.
 *
 * @throws {DicomError} unsupported (a DICOMDIR) | missing-attribute
 */
export function headerOf(dataSet: DataSet): InstanceHeader {
  const sopClassUID = dataSet.text('SOPClassUID') ?? dataSet.metaText('MediaStorageSOPClassUID');
  if (sopClassUID === sopClass.mediaDirectory) {
    throw new DicomError('unsupported', 'This is a media directory (DICOMDIR), an index and not an object; the files it lists are read themselves.');
  }
  if (sopClassUID === null) dataSet.requireText('SOPClassUID');
  const own: string[] = [];
  const classUID = sopClassUID ?? '';
  const instanceUID = dataSet.text('SOPInstanceUID') ?? dataSet.metaText('MediaStorageSOPInstanceUID') ?? dataSet.requireText('SOPInstanceUID');
  const header = {
    sopInstanceUID: instanceUID,
    sopClassUID: classUID,
    modality: dataSet.text('Modality') ?? 'OT',
    transferSyntaxUID: dataSet.transferSyntaxUID,
    studyInstanceUID: dataSet.requireText('StudyInstanceUID'),
    seriesInstanceUID: dataSet.requireText('SeriesInstanceUID'),
    frameOfReferenceUID: frameOfReferenceOf(dataSet, classUID),
    instanceNumber: optionalNumber(dataSet, 'InstanceNumber', own),
    patient: {
      patientID: dataSet.text('PatientID'),
      patientName: dataSet.text('PatientName'),
      birthDate: optionalDate(dataSet, 'PatientBirthDate', own),
      sex: dataSet.text('PatientSex'),
    },
    study: { date: optionalDate(dataSet, 'StudyDate', own), description: dataSet.text('StudyDescription') },
    series: { number: optionalNumber(dataSet, 'SeriesNumber', own), description: dataSet.text('SeriesDescription') },
    label: labelOf(dataSet, classUID),
    references: referencesOf(dataSet, classUID),
  };
  checkPixelLength(dataSet, own);
  return { ...header, warnings: [...dataSet.warnings, ...own] };
}

function labelOf(dataSet: DataSet, sopClassUID: string): string | null {
  if (isPlan(sopClassUID)) return dataSet.text('RTPlanLabel');
  if (sopClassUID === sopClass.rtStructureSet) return dataSet.text('StructureSetLabel');
  if (sopClassUID === sopClass.rtDose) return dataSet.text('DoseSummationType');
  return null;
}

/** An RTSTRUCT may carry it only in its sequences. */
function frameOfReferenceOf(dataSet: DataSet, sopClassUID: string): string | null {
  const own = dataSet.text('FrameOfReferenceUID');
  if (own !== null || sopClassUID !== sopClass.rtStructureSet) return own;
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

function referencesOf(dataSet: DataSet, sopClassUID: string): readonly ObjectReference[] {
  const references = new Map<string, ObjectReference>();
  const add = (role: ObjectReference['role'], item: DataSet): void => {
    const uid = item.text('ReferencedSOPInstanceUID');
    if (uid !== null && !references.has(uid)) references.set(uid, { role, sopInstanceUID: uid });
  };
  if (sopClassUID === sopClass.rtStructureSet) {
    for (const item of imageItems(dataSet)) add('image', item);
  } else if (isPlan(sopClassUID)) {
    for (const item of dataSet.items('ReferencedStructureSetSequence')) add('structureSet', item);
  } else if (sopClassUID === sopClass.rtDose || sopClassUID === sopClass.rtBeamsTreatmentRecord) {
    for (const item of dataSet.items('ReferencedRTPlanSequence')) add('plan', item);
    for (const item of dataSet.items('ReferencedStructureSetSequence')) add('structureSet', item);
  }
  return [...references.values()];
}

/** Images of an RTSTRUCT: those of the referenced series and those its contours were drawn on (PS3.3 C.8.8.5, C.8.8.6). */
function* imageItems(dataSet: DataSet): Generator<DataSet> {
  for (const frame of dataSet.items('ReferencedFrameOfReferenceSequence')) {
    for (const study of frame.items('RTReferencedStudySequence')) {
      for (const series of study.items('RTReferencedSeriesSequence')) yield* series.items('ContourImageSequence');
    }
  }
  for (const roi of dataSet.items('ROIContourSequence')) {
    for (const contour of roi.items('ContourSequence')) yield* contour.items('ContourImageSequence');
  }
}

function optionalNumber(dataSet: DataSet, keyword: Keyword, warnings: string[]): number | null {
  try {
    return dataSet.number(keyword);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    warnings.push(error.message);
    return null;
  }
}

function optionalDate(dataSet: DataSet, keyword: Keyword, warnings: string[]): string | null {
  const text = dataSet.text(keyword);
  if (text === null) return null;
  // ACR-NEMA wrote 1993.08.22 (PS3.5 6.2, DA).
  const date = text.replace(/^(\d{4})\.(\d{2})\.(\d{2})$/, '$1$2$3');
  if (/^\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.test(date)) return date;
  warnings.push(`${nameAttribute(keyword)} is not a date`);
  return null;
}

/** Native pixel data shorter than its own description is shown as a finding before anybody opens the image. */
function checkPixelLength(dataSet: DataSet, warnings: string[]): void {
  const pixels = dataSet.pixelData();
  if (pixels === null || pixels.isEncapsulated) return;
  const count = (keyword: Keyword): number => optionalNumber(dataSet, keyword, warnings) ?? 1;
  const bits = count('Rows') * count('Columns') * count('SamplesPerPixel') * count('NumberOfFrames') * count('BitsAllocated');
  if (dataSet.text('PhotometricInterpretation') === 'YBR_FULL_422') return;
  if (bits > 0 && pixels.byteLength < Math.floor(bits / 8)) {
    warnings.push(`${nameAttribute('PixelData')} has ${pixels.byteLength} bytes, fewer than the ${Math.ceil(bits / 8)} its description needs; the image is incomplete`);
  }
}
