import { describe, expect, it } from 'vitest';
import { readDose } from '../../../shared/rt/read/readDose.ts';
import { sopClass } from '../../../shared/dicom/sopClasses.ts';
import { add, cross, dot, normalize, scale, type Vector3 } from '../../../shared/geometry/vector.ts';
import { sampleTrilinear } from '../../../shared/volume/sample.ts';
import { fileBytes } from '../../dicom/elementBytes.ts';

const [rows, columns] = [5, 4];
const [rowSpacing, columnSpacing] = [2, 3.5];
/** Planes of unequal distance. */
const offsets = [0, 2.5, 5.5, 6.75, 10];
const corner: Vector3 = [-31.7, 42.3, -118.6];

/** A dose that grows linearly along every axis, so that trilinear interpolation returns it exactly; it is 0 at no voxel. */
const gradient: Vector3 = [0.031, -0.047, 0.059];
const field = (point: Vector3): number => 40 + dot(gradient, point);

type Orientation = readonly [row: Vector3, column: Vector3];

/** Rows and columns as exporters write them: the picture of a prone or feet first patient is turned, the axes stay the patient's. */
const positions: readonly (readonly [string, Orientation])[] = [
  ['HFS', [[1, 0, 0], [0, 1, 0]]], ['HFP', [[-1, 0, 0], [0, -1, 0]]], ['HFDL', [[0, -1, 0], [1, 0, 0]]], ['HFDR', [[0, 1, 0], [-1, 0, 0]]],
  ['FFS', [[-1, 0, 0], [0, 1, 0]]], ['FFP', [[1, 0, 0], [0, -1, 0]]], ['FFDL', [[0, 1, 0], [1, 0, 0]]], ['FFDR', [[0, -1, 0], [-1, 0, 0]]],
];
const oblique: Orientation = [normalize([0.9, 0.3, -0.2]), normalize(cross(normalize([0.2, -0.1, 0.97]), [0.9, 0.3, -0.2]))];
const square: Orientation = [oblique[0], normalize(add(oblique[1], scale(oblique[0], -dot(oblique[0], oblique[1]))))];

function doseFile([row, column]: Orientation, planes: readonly number[], vector: readonly number[], bits: 16 | 32, isSigned = false): Uint8Array {
  const normal = cross(row, column);
  const scaling = bits === 16 ? 0.002 : 1e-7;
  const samples = planes.flatMap((offset) => Array.from({ length: rows * columns }, (_, n) => {
    const point = add(add(corner, scale(normal, offset)), add(scale(row, (n % columns) * columnSpacing), scale(column, Math.floor(n / columns) * rowSpacing)));
    return Math.round((isSigned ? -1 : 1) * field(point) / scaling);
  }));
  const array = bits === 16 ? (isSigned ? Int16Array : Uint16Array) : isSigned ? Int32Array : Uint32Array;
  return fileBytes({
    SOPClassUID: sopClass.rtDose, SOPInstanceUID: '1.1', FrameOfReferenceUID: '9', DoseUnits: 'GY', DoseType: isSigned ? 'ERROR' : 'PHYSICAL', DoseSummationType: 'PLAN', ReferencedRTPlanSequence: [{ ReferencedSOPInstanceUID: '5' }],
    Rows: [rows], Columns: [columns], NumberOfFrames: String(planes.length), BitsAllocated: [bits], BitsStored: [bits], HighBit: [bits - 1], PixelRepresentation: [isSigned ? 1 : 0], SamplesPerPixel: [1],
    PhotometricInterpretation: 'MONOCHROME2', PixelSpacing: [rowSpacing, columnSpacing], ImageOrientationPatient: [...row, ...column], ImagePositionPatient: corner, GridFrameOffsetVector: vector,
    DoseGridScaling: String(scaling), PixelData: new Uint8Array(array.from(samples).buffer),
  });
}

/** Points between the voxels and between the planes, none of them on either. */
function probes([row, column]: Orientation, planes: readonly number[]): readonly Vector3[] {
  const normal = cross(row, column);
  return [[0.3, 1.7, 1.1], [2.9, 3.6, 6.2], [1.5, 0.25, 9.4]].map(([i = 0, j = 0, along = 0]) =>
    add(add(corner, scale(normal, along * Math.sign(planes.at(-1) ?? 1))), add(scale(row, i * columnSpacing), scale(column, j * rowSpacing))));
}

function expectField(file: Uint8Array, orientation: Orientation, planes: readonly number[], sign: number, digits: number): void {
  const { geometry, dose, warnings } = readDose(file);
  expect(warnings.map(({ code }) => code)).toEqual(sign > 0 ? [] : ['dose-not-physical']);
  for (const point of probes(orientation, planes)) expect(sampleTrilinear(geometry, dose, point)).toBeCloseTo(sign * field(point), digits);
  expect(geometry.sliceOffsetsMm[0]).toBe(0);
}

describe('a linear dose in every orientation, with non-square pixels and unequal planes', () => {
  it.each(positions)('%s: 16 and 32 bit, upward and downward, relative and absolute offsets give the field between voxels', (_, orientation) => {
    const up = cross(...orientation)[2];
    for (const planes of [offsets, offsets.map((offset) => -offset)]) {
      const absolute = planes.map((offset) => Number((corner[2] + up * offset).toFixed(6)));
      for (const vector of [planes, absolute]) {
        expectField(doseFile(orientation, planes, vector, 16), orientation, planes, 1, 2);
        expectField(doseFile(orientation, planes, vector, 32), orientation, planes, 1, 4);
      }
      expectField(doseFile(orientation, planes, planes, 16, true), orientation, planes, -1, 2);
      expectField(doseFile(orientation, planes, planes, 32, true), orientation, planes, -1, 4);
    }
  });

  it('reads an oblique grid with relative offsets and refuses absolute ones there', () => {
    expectField(doseFile(square, offsets, offsets, 32), square, offsets, 1, 4);
    expect(() => readDose(doseFile(square, offsets, offsets.map((offset) => offset + corner[2]), 32))).toThrow('GridFrameOffsetVector');
  });

  it('takes absolute offsets that are rounded and begin a little off ImagePositionPatient', () => {
    const hfs: Orientation = [[1, 0, 0], [0, 1, 0]];
    const rounded = offsets.map((offset) => Number((corner[2] + 0.03 + offset).toFixed(2)));
    expect(readDose(doseFile(hfs, offsets, rounded, 16)).geometry.origin).toEqual(corner);
  });

  it('places a single plane at ImagePositionPatient, with or without a vector', () => {
    const hfs: Orientation = [[1, 0, 0], [0, 1, 0]];
    for (const vector of [[], [0], [corner[2]]]) expect(readDose(doseFile(hfs, [0], vector, 16)).geometry).toMatchObject({ slices: 1, origin: corner, sliceOffsetsMm: [0] });
  });
});
