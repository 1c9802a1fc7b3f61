import { nameAttribute } from './attributes.ts';
import type { Keyword } from './attributes.ts';
import type { DataSet } from './dataSet.ts';
import type { HeaderValues } from './headerValues.ts';
import type { ObjectKind } from './objectKind.ts';

/** Findings of a radiotherapy object that can be told without computing anything; the readers of shared/rt judge again and refuse. */
export function checkRtObject(dataSet: DataSet, kind: ObjectKind, values: HeaderValues): void {
  if (kind === 'dose') checkDose(dataSet, values);
  else if (kind === 'structureSet') checkStructureSet(dataSet, values);
  else if (kind === 'plan' || kind === 'ionPlan') checkPlan(dataSet, values);
}

function checkDose(dataSet: DataSet, values: HeaderValues): void {
  const units = dataSet.text('DoseUnits');
  if (units !== 'GY') values.warnings.push(units === null ? `${dataSet.place('DoseUnits')} is absent or empty` : `${dataSet.place('DoseUnits')} is ${units}; there is no dose in Gy`);
  if (values.number('DoseGridScaling') === null) values.warnings.push(`${dataSet.place('DoseGridScaling')} is absent or empty; there is no dose in Gy`);
  const frames = values.number('NumberOfFrames') ?? 1;
  const offsets = valueCount(dataSet, 'GridFrameOffsetVector');
  if (offsets !== 0 && offsets !== frames) values.warnings.push(`${dataSet.place('GridFrameOffsetVector')} has ${offsets} entries for ${frames} frames`);
  const [rowX = 1, , , , columnY = 1] = values.numbers('ImageOrientationPatient') ?? [];
  if (rowX < 0 || columnY < 0) values.warnings.push(`${dataSet.place('ImageOrientationPatient')} runs against the patient's axes; it is followed as it is`);
}

function checkStructureSet(dataSet: DataSet, values: HeaderValues): void {
  const numbers = new Set<string>();
  for (const roi of dataSet.items('StructureSetROISequence')) {
    const number = roi.text('ROINumber') ?? '';
    if (numbers.has(number)) values.warnings.push(`${roi.place('ROINumber')} ${number} is given to more than one structure`);
    numbers.add(number);
  }
  for (const roi of dataSet.items('ROIContourSequence')) {
    const number = roi.text('ReferencedROINumber') ?? '';
    if (!numbers.has(number)) values.warnings.push(`${roi.place('ReferencedROINumber')} ${number} names no structure of this set`);
    for (const contour of roi.items('ContourSequence')) checkContour(contour, values);
  }
}

function checkContour(contour: DataSet, values: HeaderValues): void {
  const count = valueCount(contour, 'ContourData');
  const points = contour.text('NumberOfContourPoints');
  if (count % 3 !== 0) values.warnings.push(`${contour.place('ContourData')} has ${count} coordinates, which is not a multiple of 3`);
  else if (points !== null && Number(points) * 3 !== count) values.warnings.push(`${contour.place('NumberOfContourPoints')} is ${points} but ${count / 3} points are there`);
}

function checkPlan(dataSet: DataSet, values: HeaderValues): void {
  const beams = [...dataSet.items('BeamSequence'), ...dataSet.items('IonBeamSequence')];
  for (const beam of beams) {
    const hasPoints = beam.items('ControlPointSequence').length > 0 || beam.items('IonControlPointSequence').length > 0;
    if (!hasPoints) values.warnings.push(`${beam.place('BeamNumber')} ${beam.text('BeamNumber') ?? ''} has no ${nameAttribute('ControlPointSequence')}`);
  }
  const numbers = new Set(beams.map((beam) => beam.text('BeamNumber')));
  for (const group of dataSet.items('FractionGroupSequence')) {
    if (group.text('NumberOfFractionsPlanned') === null) values.warnings.push(`${group.place('NumberOfFractionsPlanned')} is absent or empty; the total dose is not known`);
    for (const beam of group.items('ReferencedBeamSequence')) {
      if (!numbers.has(beam.text('ReferencedBeamNumber'))) values.warnings.push(`${beam.place('ReferencedBeamNumber')} ${beam.text('ReferencedBeamNumber') ?? ''} names no beam of this plan`);
    }
  }
}

/** How many values a text attribute has, without reading them. */
function valueCount(dataSet: DataSet, keyword: Keyword): number {
  const bytes = dataSet.rawValue(keyword)?.bytes;
  if (bytes === undefined || bytes.length === 0) return 0;
  let count = 1;
  for (let index = 0; index < bytes.length; index++) if (bytes[index] === 0x5c) count++;
  return count;
}
