import { RtError } from '../errors/appError.ts';
import { add, scale } from '../geometry/vector.ts';
import { parseDataSet } from '../dicom/dataSet.ts';
import type { DataSet } from '../dicom/dataSet.ts';
import { frameCount, nativePixels, swapBytes } from '../dicom/nativePixels.ts';
import { readPlane } from '../dicom/readPlane.ts';
import type { ImagePlane } from '../dicom/readPlane.ts';
import { sopClass } from '../dicom/sopClasses.ts';
import type { GridGeometry } from '../volume/types.ts';
import { fileNotices, notice } from './notices.ts';
import { asRtError } from './translateError.ts';
import type { DoseGrid } from './types.ts';

export interface DoseOptions {
  /** Where the dose goes: a SharedArrayBuffer where the host has one. */
  readonly allocate?: (byteLength: number) => ArrayBufferLike;
}

/**
 * RT Dose grid (PS3.3 C.8.8.3): dose = stored · DoseGridScaling on the grid's own geometry, planes ascending along the
 * normal. Both readings of GridFrameOffsetVector; planes that run downward are turned round.
 *
 * Not covered: compressed pixel data.
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
  if (!(scaling > 0)) throw new RtError('broken-value', `DoseGridScaling (3004,000E) is ${scaling}; no dose can be given.`);
  const plane = readPlane(dataSet);
  const frames = frameCount(dataSet);
  const offsets = frameOffsets(dataSet, plane, frames);
  const isDownward = frames > 1 && (offsets[1] ?? 0) < (offsets[0] ?? 0);
  const { dose, maximum } = readGrid(dataSet, plane, frames, scaling, isDownward, options);
  const warnings = fileNotices(dataSet.warnings);
  if (units === 'RELATIVE') warnings.push(notice('dose-relative'));
  const doseType = dataSet.text('DoseType') ?? '';
  if (doseType !== 'PHYSICAL') warnings.push(doseType === '' ? notice('dose-type-absent') : notice('dose-not-physical', { type: doseType }));
  return {
    sopInstanceUID: dataSet.requireText('SOPInstanceUID'),
    frameOfReferenceUID: dataSet.requireText('FrameOfReferenceUID'),
    doseType,
    doseSummationType: dataSet.text('DoseSummationType') ?? '',
    units,
    geometry: geometryOf(plane, offsets, isDownward),
    dose,
    maximum,
    planUID: dataSet.items('ReferencedRTPlanSequence')[0]?.text('ReferencedSOPInstanceUID') ?? null,
    warnings,
  };
}

function unitsOf(dataSet: DataSet): DoseGrid['units'] {
  const units = dataSet.requireText('DoseUnits');
  if (units === 'GY' || units === 'RELATIVE') return units;
  throw new RtError('unsupported', `DoseUnits (3004,0002) is ${units}; only GY and RELATIVE are defined.`);
}

/**
 * Offset of every frame from the first along the normal, mm (PS3.3 C.8.8.3.2): either relative, beginning with 0, or
 * absolute z positions, beginning with that of ImagePositionPatient.
 */
function frameOffsets(dataSet: DataSet, plane: ImagePlane, frames: number): readonly number[] {
  const vector = dataSet.numbers('GridFrameOffsetVector');
  if (vector === null) {
    if (frames === 1) return [0];
    throw new RtError('missing-attribute', `GridFrameOffsetVector (3004,000C) is absent although the grid has ${frames} frames.`);
  }
  if (vector.length !== frames) throw new RtError('broken-value', `GridFrameOffsetVector (3004,000C) has ${vector.length} entries for ${frames} frames; planes cannot be placed.`);
  const offsets = Array.from(vector);
  const first = offsets[0] ?? 0;
  requireMonotonic(offsets);
  if (first === 0) return offsets;
  const isAxial = Math.abs(plane.normal[2]) > 1 - 1e-6;
  if (!isAxial || Math.abs(first - plane.origin[2]) > 0.01) {
    throw new RtError('broken-value', `GridFrameOffsetVector (3004,000C) begins with ${first}, which is neither 0 nor the z of ImagePositionPatient (${plane.origin[2]}); planes cannot be placed.`);
  }
  return offsets.map((z) => (z - first) * Math.sign(plane.normal[2]));
}

function requireMonotonic(offsets: readonly number[]): void {
  const direction = Math.sign((offsets[1] ?? 0) - (offsets[0] ?? 0));
  for (let index = 1; index < offsets.length; index++) {
    const step = (offsets[index] ?? 0) - (offsets[index - 1] ?? 0);
    if (Math.sign(step) !== direction || step === 0) {
      throw new RtError('broken-value', `GridFrameOffsetVector (3004,000C) does not run in one direction at entry ${index + 1}.`);
    }
  }
}

function geometryOf(plane: ImagePlane, offsets: readonly number[], isDownward: boolean): GridGeometry {
  const ascending = isDownward ? offsets.toReversed() : offsets;
  const lowest = ascending[0] ?? 0;
  const { rows, columns, rowDirection, columnDirection, normal, columnSpacingMm, rowSpacingMm } = plane;
  const origin = lowest === 0 ? plane.origin : add(plane.origin, scale(normal, lowest));
  return {
    columns, rows, slices: offsets.length, origin, rowDirection, columnDirection, normal, columnSpacingMm, rowSpacingMm,
    sliceOffsetsMm: ascending.map((offset) => offset - lowest),
  };
}

function readGrid(
  dataSet: DataSet,
  plane: ImagePlane,
  frames: number,
  scaling: number,
  isDownward: boolean,
  options: DoseOptions,
): { readonly dose: Float32Array; readonly maximum: number } {
  const bitsAllocated = dataSet.requireNumber('BitsAllocated');
  if (bitsAllocated !== 16 && bitsAllocated !== 32) throw new RtError('unsupported', `The dose has ${bitsAllocated} bits a voxel; 16 and 32 are defined.`);
  const width = bitsAllocated === 16 ? 2 : 4;
  const perFrame = plane.rows * plane.columns;
  // Everything is checked against the bytes that are there before any memory is taken.
  const source = nativePixels(dataSet, perFrame * frames * width);
  const stored = storedValues(source, width, dataSet.number('PixelRepresentation') === 1, dataSet.isLittleEndian);
  const buffer = (options.allocate ?? ((byteLength) => new ArrayBuffer(byteLength)))(perFrame * frames * 4);
  const dose = new Float32Array(buffer);
  for (let frame = 0; frame < frames; frame++) {
    const target = (isDownward ? frames - 1 - frame : frame) * perFrame;
    const from = frame * perFrame;
    for (let index = 0; index < perFrame; index++) dose[target + index] = (stored[from + index] ?? 0) * scaling;
  }
  let maximum = Number.NEGATIVE_INFINITY;
  for (const value of dose) if (value > maximum) maximum = value;
  return { dose, maximum };
}

/** A copy, because values may begin at an odd byte of the file. */
function storedValues(source: Uint8Array, width: 2 | 4, isSigned: boolean, isLittleEndian: boolean): Int16Array | Uint16Array | Int32Array | Uint32Array {
  const copy = source.slice();
  if (!isLittleEndian) swapBytes(copy, width);
  if (width === 2) return isSigned ? new Int16Array(copy.buffer) : new Uint16Array(copy.buffer);
  return isSigned ? new Int32Array(copy.buffer) : new Uint32Array(copy.buffer);
}
