import { DicomError } from '../../errors/appError.ts';
import { cross, dot } from '../../geometry/vector.ts';
import type { Vector3 } from '../../geometry/vector.ts';
import { nameAttribute } from '../attributes.ts';
import type { DataSet } from '../dataSet.ts';
import { readReferences } from './reference.ts';
import type { SopReference } from './reference.ts';

/** Row by row: maps a point of `fromFrameOfReferenceUID` into the registered frame (PS3.3 C.20.2.1.1), mm. */
export type Matrix4 = readonly [number, number, number, number, number, number, number, number, number, number, number, number, number, number, number, number];

/** How one frame of reference lies in the registered one. */
export interface FrameRegistration {
  /** Null where only images are named. */
  readonly fromFrameOfReferenceUID: string | null;
  readonly images: readonly SopReference[];
  /** What the object calls it: RIGID, RIGID_SCALE or AFFINE; of several steps the most general. */
  readonly type: string;
  /** All steps multiplied, first step first. */
  readonly matrix: Matrix4;
  /** Rotation and shift alone, within 1e-3: distances stay what they are. Judged from the numbers, whatever `type` says. */
  readonly isRigid: boolean;
}

/** A spatial registration (PS3.3 A.39.1). */
export interface Registration {
  readonly label: string | null;
  /** The frame everything is mapped into. */
  readonly frameOfReferenceUID: string | null;
  readonly frames: readonly FrameRegistration[];
  /** Parts of a deformable registration (A.39.2), whose grids are listed and not applied. */
  readonly deformations: readonly Deformation[];
  readonly warnings: readonly string[];
}

export interface Deformation {
  readonly fromFrameOfReferenceUID: string | null;
  /** Null where the object has matrices only. */
  readonly gridDimensions: readonly [number, number, number] | null;
  readonly gridResolutionMm: readonly [number, number, number] | null;
}

/**
 * Matrices of a spatial or deformable registration.
 *
 * @throws {DicomError} missing-attribute | broken-value (not a 4 × 4 matrix with the last row 0 0 0 1)
 */
export function readRegistration(dataSet: DataSet): Registration {
  const warnings: string[] = [];
  const frames = dataSet.items('RegistrationSequence').map((item) => readFrame(item, warnings));
  return {
    label: dataSet.text('ContentLabel'),
    frameOfReferenceUID: dataSet.text('FrameOfReferenceUID'),
    frames,
    deformations: dataSet.items('DeformableRegistrationSequence').map(readDeformation),
    warnings: [...dataSet.warnings, ...warnings],
  };
}

const generality = ['RIGID', 'RIGID_SCALE', 'AFFINE'];

function readFrame(item: DataSet, warnings: string[]): FrameRegistration {
  const steps = item.items('MatrixRegistrationSequence').flatMap((registration) => registration.items('MatrixSequence'));
  if (steps.length === 0) throw new DicomError('missing-attribute', `A registration has no ${nameAttribute('MatrixSequence')}.`, { detail: { tag: '(0070,030A)' } });
  const types = steps.map((step) => step.text('FrameOfReferenceTransformationMatrixType') ?? 'AFFINE');
  const type = types.toSorted((a, b) => generality.indexOf(b) - generality.indexOf(a))[0] ?? 'AFFINE';
  const matrix = steps.map(readMatrix).reduce((product, next) => multiply(next, product));
  const isRigid = hasRigidNumbers(matrix);
  if (type === 'RIGID' && !isRigid) warnings.push(`a ${nameAttribute('FrameOfReferenceTransformationMatrix')} is called RIGID but is not a rotation and a shift; distances would change`);
  return { fromFrameOfReferenceUID: item.text('FrameOfReferenceUID'), images: readReferences(item.items('ReferencedImageSequence')), type, matrix, isRigid };
}

function readMatrix(step: DataSet): Matrix4 {
  const matrix = [...step.requireNumbers('FrameOfReferenceTransformationMatrix', 16)] as unknown as Matrix4;
  const isAffine = Math.abs(matrix[12]) + Math.abs(matrix[13]) + Math.abs(matrix[14]) < 1e-6 && Math.abs(matrix[15] - 1) < 1e-6;
  if (isAffine) return matrix;
  throw new DicomError('broken-value', `${step.place('FrameOfReferenceTransformationMatrix')} does not end in the row 0 0 0 1.`, { detail: { tag: '(3006,00C6)' } });
}

function multiply(a: Matrix4, b: Matrix4): Matrix4 {
  const at = (m: Matrix4, row: number, column: number): number => m[row * 4 + column] ?? 0;
  return Array.from({ length: 16 }, (_, index) => {
    const row = Math.floor(index / 4);
    const column = index % 4;
    return at(a, row, 0) * at(b, 0, column) + at(a, row, 1) * at(b, 1, column) + at(a, row, 2) * at(b, 2, column) + at(a, row, 3) * at(b, 3, column);
  }) as unknown as Matrix4;
}

const near = (value: number, wanted: number): boolean => Math.abs(value - wanted) < 1e-3;

/** Columns of the upper left 3 × 3 are perpendicular unit vectors, and right-handed. */
function hasRigidNumbers(m: Matrix4): boolean {
  const x: Vector3 = [m[0], m[4], m[8]];
  const y: Vector3 = [m[1], m[5], m[9]];
  const z: Vector3 = [m[2], m[6], m[10]];
  const arePerpendicular = near(dot(x, y), 0) && near(dot(x, z), 0) && near(dot(y, z), 0);
  return arePerpendicular && near(dot(x, x), 1) && near(dot(y, y), 1) && near(dot(z, z), 1) && near(dot(cross(x, y), z), 1);
}

function readDeformation(item: DataSet): Deformation {
  const grid = item.items('DeformableRegistrationGridSequence')[0];
  const triple = (keyword: 'GridDimensions' | 'GridResolution'): readonly [number, number, number] | null => {
    const [x, y, z] = grid?.numbers(keyword) ?? [];
    return x === undefined || y === undefined || z === undefined ? null : [x, y, z];
  };
  return { fromFrameOfReferenceUID: item.text('SourceFrameOfReferenceUID'), gridDimensions: triple('GridDimensions'), gridResolutionMm: triple('GridResolution') };
}
