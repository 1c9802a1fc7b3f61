import { doseGridOf } from '../support/rtObjects.ts';
import type { Vector3 } from '../../shared/geometry/vector.ts';
import type { Contour, DoseGrid, Structure } from '../../shared/rt/types.ts';

/** A patient frame for tests: shape axes a, b and stack axis c as patient unit vectors. */
export interface Axes {
  readonly a: Vector3;
  readonly b: Vector3;
  readonly c: Vector3;
}

export const patientAxes: Axes = { a: [1, 0, 0], b: [0, 1, 0], c: [0, 0, 1] };

export function structureOf(contours: readonly Contour[], name = 'shape'): Structure {
  return { number: 1, name, interpretedType: null, color: [255, 0, 0], contours, warnings: [] };
}

/** A closed contour through (a, b) pairs at height c, carried into the patient frame about `centre`. */
export function contourOf(pairs: readonly (readonly [number, number])[], c: number, centre: Vector3 = [0, 0, 0], axes: Axes = patientAxes): Contour {
  const pointsMm = Float64Array.from(
    pairs.flatMap(([a, b]) => [0, 1, 2].map((n) => centre[n]! + a * axes.a[n]! + b * axes.b[n]! + c * axes.c[n]!)),
  );
  return { geometricType: 'CLOSED_PLANAR', pointsMm };
}

export function circle(radius: number, vertices = 240): [number, number][] {
  return Array.from({ length: vertices }, (_, n) => {
    const angle = (2 * Math.PI * n) / vertices;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
}

export const rectangle = (a0: number, b0: number, a1: number, b1: number): [number, number][] => [[a0, b0], [a1, b0], [a1, b1], [a0, b1]];

/** Stack of contours at slab centres c = −height/2 + s/2 …, so that half-slice caps give the true height. */
export function stackOf(heightMm: number, sliceMm: number, outline: (c: number) => readonly (readonly [number, number])[], centre: Vector3 = [0, 0, 0], axes: Axes = patientAxes): Structure {
  const contours: Contour[] = [];
  for (let c = -heightMm / 2 + sliceMm / 2; c < heightMm / 2; c += sliceMm) contours.push(contourOf(outline(c), c, centre, axes));
  return structureOf(contours);
}

/** Dose grid of a function, its voxel axes along `axes`, centred on `centre`. */
export function doseOf(
  spacingMm: readonly [number, number, number],
  halfMm: number,
  at: (x: number, y: number, z: number) => number,
  centre: Vector3 = [0, 0, 0],
  axes: Axes = patientAxes,
): DoseGrid {
  const [columns, rows, slices] = spacingMm.map((spacing) => Math.ceil((2 * halfMm) / spacing) + 1) as [number, number, number];
  const origin = centre.map((value, n) => value - halfMm * (axes.a[n]! + axes.b[n]! + axes.c[n]!)) as unknown as Vector3;
  const dose = new Float32Array(columns * rows * slices);
  let index = 0;
  let maximum = 0;
  for (let k = 0; k < slices; k += 1) {
    for (let j = 0; j < rows; j += 1) {
      for (let i = 0; i < columns; i += 1) {
        const p = (n: 0 | 1 | 2): number => origin[n] + i * spacingMm[0] * axes.a[n] + j * spacingMm[1] * axes.b[n] + k * spacingMm[2] * axes.c[n];
        const value = at(p(0), p(1), p(2));
        dose[index] = value;
        index += 1;
        maximum = Math.max(maximum, value);
      }
    }
  }
  return doseGridOf({
    geometry: {
      columns, rows, slices, origin, rowDirection: axes.a, columnDirection: axes.b, normal: axes.c, sliceDirection: axes.c,
      columnSpacingMm: spacingMm[0], rowSpacingMm: spacingMm[1], sliceOffsetsMm: Array.from({ length: slices }, (_, k) => k * spacingMm[2]),
    },
    dose, maximum,
  });
}
