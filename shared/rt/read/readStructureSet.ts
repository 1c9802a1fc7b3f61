import { DicomError, RtError } from '../../errors/appError.ts';
import { parseDataSet } from '../../dicom/dataSet.ts';
import type { DataSet } from '../../dicom/dataSet.ts';
import { sopClass } from '../../dicom/sopClasses.ts';
import { fileNotices, notice, type RtNotice } from '../notices.ts';
import { optionalValues } from './optionalValue.ts';
import { readContours } from './readContours.ts';
import { readApproval, readIdentity } from './readIdentity.ts';
import { asRtError } from './translateError.ts';
import type { Structure, StructureSet } from '../types.ts';

/**
 * RT Structure Set: every ROI of StructureSetROISequence with its contours, in file order.
 *
 * A ROI without contours stays listed. A contour that cannot be used is left out and its structure says so.
 *
 * @throws {DicomError} not-dicom | truncated
 * @throws {RtError} unsupported (another kind of object) | missing-attribute | broken-value
 */
export function readStructureSet(bytes: Uint8Array): StructureSet {
  const dataSet = parseDataSet(bytes);
  return asRtError('RTSTRUCT', () => structureSetOf(dataSet));
}

function structureSetOf(dataSet: DataSet): StructureSet {
  const classUID = dataSet.text('SOPClassUID');
  if (classUID !== sopClass.rtStructureSet) throw new RtError('unsupported', `SOP class ${classUID ?? '(absent)'} is not an RT Structure Set.`);
  const warnings: RtNotice[] = [];
  const listed = dataSet.items('StructureSetROISequence');
  const rois = listed.filter((roi) => isNumbered(roi, 'ROINumber', warnings));
  if (listed.length === 0) warnings.push(notice('no-structures'));
  const contourItems = groupByNumber(dataSet.items('ROIContourSequence'), warnings);
  const observations = groupByNumber(dataSet.items('RTROIObservationsSequence'), warnings);
  const numbers = rois.map((roi) => roi.requireNumber('ROINumber'));
  const frameOfReferenceUID = frameOfReferenceOf(dataSet, rois, warnings);

  const structures = rois.map((roi, index): Structure => {
    const number = numbers[index] ?? Number.NaN;
    const isShared = numbers.filter((other) => other === number).length > 1;
    // ROIs that share a number take the items of that number in file order, one each.
    const turn = numbers.slice(0, index).filter((earlier) => earlier === number).length;
    const items = isShared ? (contourItems.get(number) ?? []).slice(turn, turn + 1) : (contourItems.get(number) ?? []);
    return structureOf(roi, number, items, (observations.get(number) ?? [])[isShared ? turn : 0], isShared, frameOfReferenceUID);
  });

  for (const [number, items] of contourItems) {
    if (numbers.includes(number)) continue;
    const contours = items.reduce((sum, item) => sum + item.items('ContourSequence').length, 0);
    warnings.push(notice('roi-undefined', { contours, roiNumber: number }));
  }
  return {
    sopInstanceUID: dataSet.requireText('SOPInstanceUID'),
    identity: readIdentity(dataSet),
    label: dataSet.text('StructureSetLabel') ?? '',
    date: dataSet.text('StructureSetDate'),
    time: dataSet.text('StructureSetTime'),
    approval: readApproval(dataSet),
    frameOfReferenceUID,
    referencedSeries: referencedSeriesOf(dataSet),
    predecessorUIDs: dataSet.items('PredecessorStructureSetSequence').flatMap((item) => item.text('ReferencedSOPInstanceUID') ?? []),
    structures,
    warnings: [...fileNotices(dataSet.warnings), ...warnings],
  };
}

function structureOf(roi: DataSet, number: number, items: readonly DataSet[], observation: DataSet | undefined, isShared: boolean, setFrameUID: string | null): Structure {
  const warnings: RtNotice[] = [];
  if (isShared) warnings.push(notice('roi-number-shared', { roiNumber: number }));
  const ownFrameUID = roi.text('ReferencedFrameOfReferenceUID');
  const isElsewhere = ownFrameUID !== null && setFrameUID !== null && ownFrameUID !== setFrameUID;
  if (isElsewhere) warnings.push(notice('structure-other-frame', { frameOfReferenceUID: ownFrameUID }));
  const name = roi.text('ROIName');
  if (name === null) warnings.push(notice('roi-name-absent'));
  const contours = items.flatMap((item) => readContours(item, warnings));
  return {
    number,
    name: name ?? '',
    interpretedType: observation?.text('RTROIInterpretedType') ?? null,
    generationAlgorithm: roi.text('ROIGenerationAlgorithm'),
    physicalProperties: (observation?.items('ROIPhysicalPropertiesSequence') ?? []).map((item) => ({
      property: item.text('ROIPhysicalProperty') ?? '',
      value: optionalValues(item, warnings, (detail) => notice('structure-value-unreadable', { detail })).number('ROIPhysicalPropertyValue'),
    })),
    ...(isElsewhere ? { otherFrameUID: ownFrameUID } : {}),
    color: colorOf(items[0], number, warnings),
    contours,
    warnings,
  };
}

/** Contours and types find their structure by its number alone, so an item without one belongs to nobody. */
function isNumbered(item: DataSet, keyword: 'ROINumber' | 'ReferencedROINumber', warnings: RtNotice[]): boolean {
  const number = optionalValues(item, [], (detail) => notice('structure-value-unreadable', { detail })).number(keyword);
  if (number === null) warnings.push(notice('roi-number-absent', { place: item.place(keyword), name: item.text('ROIName') ?? item.text('ROIObservationLabel') ?? '–', contours: item.items('ContourSequence').length }));
  return number !== null;
}

function groupByNumber(items: readonly DataSet[], warnings: RtNotice[]): ReadonlyMap<number, readonly DataSet[]> {
  const groups = new Map<number, DataSet[]>();
  for (const item of items) {
    if (!isNumbered(item, 'ReferencedROINumber', warnings)) continue;
    const number = item.requireNumber('ReferencedROINumber');
    const group = groups.get(number);
    if (group === undefined) groups.set(number, [item]);
    else group.push(item);
  }
  return groups;
}

/** Series and images the set was drawn on, by its own account (PS3.3 C.8.8.5). */
function referencedSeriesOf(dataSet: DataSet): StructureSet['referencedSeries'] {
  const series = dataSet
    .items('ReferencedFrameOfReferenceSequence')
    .flatMap((frame) => frame.items('RTReferencedStudySequence'))
    .flatMap((study) => study.items('RTReferencedSeriesSequence'));
  return series.flatMap((item) => {
    const seriesInstanceUID = item.text('SeriesInstanceUID');
    const imageUIDs = item.items('ContourImageSequence').flatMap((image) => image.text('ReferencedSOPInstanceUID') ?? []);
    return seriesInstanceUID === null ? [] : [{ seriesInstanceUID, imageUIDs }];
  });
}

/** Colours for ROIs that bring none; far apart in hue, readable on grey. */
const palette: readonly Structure['color'][] = [
  [255, 99, 71], [65, 175, 255], [255, 209, 64], [110, 220, 110], [214, 120, 255], [255, 150, 60], [64, 224, 208], [255, 130, 180],
];

function colorOf(item: DataSet | undefined, number: number, warnings: RtNotice[]): Structure['color'] {
  const fallback = palette[Math.abs(Math.trunc(number)) % palette.length] ?? [255, 255, 255];
  try {
    const values = item?.numbers('ROIDisplayColor') ?? null;
    if (values === null) return fallback;
    const [red = Number.NaN, green = Number.NaN, blue = Number.NaN] = values;
    if ([red, green, blue].every((part) => part >= 0 && part <= 255)) return [red, green, blue];
  } catch (error) {
    if (!(error instanceof DicomError)) throw error;
  }
  warnings.push(notice('colour-unreadable'));
  return fallback;
}

/** The object may carry it at the top, in its referenced frames or only in its ROIs; where they differ, the one of most ROIs. */
function frameOfReferenceOf(dataSet: DataSet, rois: readonly DataSet[], warnings: RtNotice[]): string | null {
  const ofRois = rois.map((roi) => roi.text('ReferencedFrameOfReferenceUID')).filter((uid) => uid !== null);
  const ofSet = [...dataSet.items('ReferencedFrameOfReferenceSequence').map((item) => item.text('FrameOfReferenceUID')), dataSet.text('FrameOfReferenceUID')].filter((uid) => uid !== null);
  const counts = new Map<string, number>();
  for (const uid of ofRois) counts.set(uid, (counts.get(uid) ?? 0) + 1);
  const chosen = [...counts].reduce<readonly [string, number] | null>((most, entry) => (most === null || entry[1] > most[1] ? entry : most), null)?.[0] ?? ofSet[0] ?? null;
  const distinct = new Set([...ofRois, ...ofSet]);
  if (distinct.size > 1) warnings.push(notice('frames-differ', { frames: distinct.size, frameOfReferenceUID: chosen ?? '' }));
  return chosen;
}
