import { RtError } from '../../errors/appError.ts';
import { add, scale } from '../../geometry/vector.ts';
import { parseDataSet } from '../../dicom/dataSet.ts';
import type { Keyword } from '../../dicom/attributes.ts';
import type { DataSet } from '../../dicom/dataSet.ts';
import { storedValue } from '../../dicom/storedValue.ts';
import { nameTransferSyntax } from '../../dicom/encoding.ts';
import { frameOffsets } from '../../dicom/frameOffsets.ts';
import { describePixels } from '../../dicom/pixels/describePixels.ts';
import type { PixelDescription } from '../../dicom/pixels/describePixels.ts';
import { encodedFrame } from '../../dicom/pixels/encodedFrame.ts';
import { nativeSamples } from '../../dicom/pixels/nativeSamples.ts';
import { decodeRle } from '../../dicom/pixels/rle.ts';
import type { SampleArray } from '../../dicom/pixels/storedFrame.ts';
import { familyOf } from '../../dicom/pixels/syntaxes.ts';
import { readPlane } from '../../dicom/readPlane.ts';
import type { ImagePlane } from '../../dicom/readPlane.ts';
import { sopClass } from '../../dicom/sopClasses.ts';
import type { GridGeometry } from '../../volume/types.ts';
import { fileNotices, notice } from '../notices.ts';
import { optionalValues } from './optionalValue.ts';
import { readIdentity } from './readIdentity.ts';
import { readStoredDvhs } from './readStoredDvhs.ts';
import { asRtError } from './translateError.ts';
import type { DoseGrid } from '../types.ts';

export interface DoseOptions {
  /** Where the dose goes: a SharedArrayBuffer where the host has one. */
  readonly allocate?: (byteLength: number) => ArrayBufferLike;
}

/**
 * RT Dose grid (PS3.3 C.8.8.3): dose = stored · DoseGridScaling on the grid's own geometry, planes ascending along the
 * normal. Both readings of GridFrameOffsetVector; planes that run downward are turned round.
 *
 * Uncompressed in either byte order, deflated as a whole, or RLE. Not covered: other compression.
 *
 * @throws {DicomError} not-dicom | truncated
 * @throws {RtError} unsupported | missing-attribute (for one, DoseGridScaling) | broken-value
 */
export function readDose(bytes: Uint8Array, options: DoseOptions = {}): DoseGrid {
  const dataSet = parseDataSet(bytes);
  return asRtError('RTDOSE', () => doseOf(dataSet, options));
}

function doseOf(dataSet: DataSet, options: DoseOptions): DoseGrid {
  const classUID = dataSet.text('SOPClassUID');
  if (classUID !== sopClass.rtDose) throw new RtError('unsupported', `SOP class ${classUID ?? '(absent)'} is not an RT Dose.`);
  const units = unitsOf(dataSet);
  const scaling = dataSet.requireNumber('DoseGridScaling');
  if (!(scaling > 0)) throw new RtError('broken-value', `DoseGridScaling (3004,000E) is ${scaling}; it must be above 0, so no dose can be given. Export the dose again.`);
  const plane = readPlane(dataSet);
  const description = describePixels(dataSet);
  const offsets = frameOffsets(dataSet, plane, description.frames);
  const isDownward = description.frames > 1 && (offsets[1] ?? 0) < (offsets[0] ?? 0);
  const { dose, maximum, minimum } = readGrid(dataSet, description, scaling, isDownward, options);
  const warnings = fileNotices(dataSet.warnings);
  const plans = dataSet.items('ReferencedRTPlanSequence');
  const planUIDs = plans.flatMap((item) => item.text('ReferencedSOPInstanceUID') ?? []);
  if (units === 'RELATIVE') warnings.push(notice('dose-relative'));
  const doseType = dataSet.text('DoseType') ?? '';
  if (doseType !== 'PHYSICAL') warnings.push(doseType === '' ? notice('dose-type-absent') : notice('dose-not-physical', { type: doseType }));
  // ERROR is the type of differences, where less than nothing is meant.
  if (minimum < 0 && doseType !== 'ERROR') warnings.push(notice('dose-negative', { minimum: Number(minimum.toPrecision(4)), units: units === 'GY' ? 'Gy' : units }));
  if (units === 'GY' && maximum > implausibleGy) warnings.push(notice('dose-implausible', { maximum: Number(maximum.toPrecision(4)) }));
  if (planUIDs.length === 0 && !withoutPlan.has(dataSet.text('DoseSummationType') ?? '')) warnings.push(notice('dose-plan-absent'));
  const numberOf = (item: DataSet, keyword: Keyword): number | null => optionalValues(item, warnings, (detail) => notice('dose-value-unreadable', { detail })).number(keyword);
  return {
    sopInstanceUID: dataSet.requireText('SOPInstanceUID'),
    identity: readIdentity(dataSet),
    frameOfReferenceUID: dataSet.requireText('FrameOfReferenceUID'),
    doseType,
    doseSummationType: dataSet.text('DoseSummationType') ?? '',
    units,
    comment: dataSet.text('DoseComment'),
    heterogeneityCorrection: dataSet.texts('TissueHeterogeneityCorrection'),
    geometry: geometryOf(plane, offsets, isDownward),
    dose,
    maximum,
    planUID: planUIDs[0] ?? null,
    planUIDs,
    referencedBeams: plans.flatMap((plan) => plan.items('ReferencedFractionGroupSequence')).map((group) => ({
      fractionGroup: numberOf(group, 'ReferencedFractionGroupNumber'),
      beamNumbers: group.items('ReferencedBeamSequence').flatMap((beam) => numberOf(beam, 'ReferencedBeamNumber') ?? []),
    })),
    structureSetUID: dataSet.items('ReferencedStructureSetSequence')[0]?.text('ReferencedSOPInstanceUID') ?? null,
    storedDvhs: readStoredDvhs(dataSet, warnings),
    warnings,
  };
}

/** Above this only voxels at a brachytherapy source are; a scaling left at 1 gives 65 535 Gy. */
const implausibleGy = 1000;

/** Summations that need not name a plan (PS3.3 C.8.8.3). */
const withoutPlan: ReadonlySet<string> = new Set(['RECORD', 'PLAN_OVERVIEW']);

function unitsOf(dataSet: DataSet): DoseGrid['units'] {
  const units = dataSet.requireText('DoseUnits').toUpperCase();
  if (units === 'GY' || units === 'RELATIVE') return units;
  throw new RtError('unsupported', `DoseUnits (3004,0002) is ${units}; only GY and RELATIVE are defined.`);
}

function geometryOf(plane: ImagePlane, offsets: readonly number[], isDownward: boolean): GridGeometry {
  const ascending = isDownward ? offsets.toReversed() : offsets;
  const lowest = ascending[0] ?? 0;
  const { rows, columns, rowDirection, columnDirection, normal, columnSpacingMm, rowSpacingMm } = plane;
  const origin = lowest === 0 ? plane.origin : add(plane.origin, scale(normal, lowest));
  return {
    columns, rows, slices: offsets.length, origin, rowDirection, columnDirection, normal, sliceDirection: normal, columnSpacingMm, rowSpacingMm,
    sliceOffsetsMm: ascending.map((offset) => offset - lowest),
  };
}

/** Dose of every voxel, one frame at a time, so that no second copy of the grid is made. */
function readGrid(dataSet: DataSet, description: PixelDescription, scaling: number, isDownward: boolean, options: DoseOptions): { readonly dose: Float32Array; readonly maximum: number; readonly minimum: number } {
  const { bitsAllocated, samplesPerPixel, sampleKind, frames, rows, columns } = description;
  if (sampleKind !== 'integer' || samplesPerPixel !== 1 || (bitsAllocated !== 16 && bitsAllocated !== 32)) {
    throw new RtError('unsupported', `The dose has ${samplesPerPixel} ${sampleKind} samples of ${bitsAllocated} bits a voxel; one whole number of 16 or 32 bits is defined.`);
  }
  const perFrame = rows * columns;
  // Every frame is found in the bytes that are there before any memory is taken.
  const encoded = Array.from({ length: frames }, (_, frame) => encodedFrame(dataSet, description, frame).bytes);
  const buffer = (options.allocate ?? ((byteLength) => new ArrayBuffer(byteLength)))(perFrame * frames * 4);
  const dose = new Float32Array(buffer);
  let maximum = Number.NEGATIVE_INFINITY;
  let minimum = Number.POSITIVE_INFINITY;
  encoded.forEach((bytes, frame) => {
    const stored = frameValues(bytes, description);
    const target = (isDownward ? frames - 1 - frame : frame) * perFrame;
    for (let index = 0; index < perFrame; index++) {
      const sample = stored[index] ?? 0;
      const kept = storedValue(sample, description);
      // A number that loses bits loses dose; a signed one of few bits may only lack its extended sign.
      if (kept !== sample && (!description.isSigned || sample < 0 || sample >= 2 ** (description.highBit + 1))) throw lostBits(description, sample);
      const value = kept * scaling;
      dose[target + index] = value;
      if (value > maximum) maximum = value;
      if (value < minimum) minimum = value;
    }
  });
  return { dose, maximum: Math.fround(maximum), minimum };
}

const lostBits = ({ bitsStored, highBit, bitsAllocated }: PixelDescription, sample: number): RtError =>
  new RtError('broken-value', `BitsStored (0028,0101) ${bitsStored} and HighBit (0028,0102) ${highBit} leave out bits of stored values such as ${sample} of ${bitsAllocated} bits; which dose is meant is not known. Export the dose again.`);

/** Dose is kept whole: syntaxes that may lose something, and their decoders, are not taken. */
function frameValues(bytes: Uint8Array, description: PixelDescription): SampleArray {
  const family = familyOf(description.transferSyntaxUID);
  if (family === 'native') return nativeSamples(bytes, description);
  if (family === 'rle') return nativeSamples(decodeRle(bytes, description), description);
  throw new RtError('unsupported', `The dose is compressed as ${nameTransferSyntax(description.transferSyntaxUID)}; uncompressed, deflated and RLE doses are read. Export it uncompressed.`);
}
