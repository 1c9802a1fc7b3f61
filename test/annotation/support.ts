import type { Random } from '../fuzz/random.ts';
import { add, dot, normalize, scale } from '../../shared/geometry/vector.ts';
import type { Vector3 } from '../../shared/geometry/vector.ts';
import type { PixelRaster } from '../../shared/annotation/raster.ts';
import type { Annotation, AnnotationFigure, AnnotationKind, AnnotationPlace } from '../../shared/annotation/types.ts';
import { figuresOf } from '../../shared/annotation/figures.ts';

/** A place in patient space; axial where no normal is given. */
export const patientPlace = (normal: Vector3 = [0, 0, 1]): Extract<AnnotationPlace, { space: 'patient' }> => ({ space: 'patient', frameOfReferenceUID: '1.2.3', normal, volumeId: '1.2.4', sopInstanceUID: null, frame: 0 });

export const imagePlace = (fields: Partial<Extract<AnnotationPlace, { space: 'image' }>> = {}): Extract<AnnotationPlace, { space: 'image' }> => ({
  space: 'image', seriesInstanceUID: '1.2.5', sopInstanceUID: '1.2.6', frame: 0, columnSpacingMm: 1, rowSpacingMm: 1, isCalibrated: true, ...fields,
});

/** An annotation with the figures of its points; pixels are not looked at. */
export function annotationOf(kind: AnnotationKind, points: readonly Vector3[], fields: Partial<Annotation> = {}): Annotation {
  const shape = { kind, points, place: fields.place ?? patientPlace() };
  return { ...shape, id: crypto.randomUUID(), text: '', lesion: null, figures: figuresOf(shape, 'none'), studyDate: '20260102', author: 'liang.imaging', atMs: 1, savedIn: null, ...fields };
}

/** A raster in image space, or where told, with these values row by row. */
export const rasterOf = (columns: number, values: readonly number[], fields: Partial<PixelRaster> = {}): PixelRaster => ({
  columns, rows: values.length / columns, columnSpacingMm: 1, rowSpacingMm: 1, pixels: Int16Array.from(values), origin: [0, 0, 0], xDirection: [1, 0, 0], yDirection: [0, 1, 0],
  slope: 1, intercept: 0, paddingValue: null, unit: "[hnsf'U]", isCovered: null, ...fields,
});

/** Value of one figure. */
export const figure = (figures: readonly AnnotationFigure[], quantity: AnnotationFigure['quantity']): number | null => figures.find((one) => one.quantity === quantity)?.value ?? null;

/** A rotation by axis and angle as a function on vectors (Rodrigues), and a shift for points. */
export function randomMotion(random: Random): { readonly turn: (vector: Vector3) => Vector3; readonly move: (point: Vector3) => Vector3 } {
  const axis = normalize([random.next() - 0.5, random.next() - 0.5, random.next() - 0.5]);
  const angle = random.next() * 2 * Math.PI;
  const shift: Vector3 = [random.next() * 400 - 200, random.next() * 400 - 200, random.next() * 2000 - 1000];
  const turn = (v: Vector3): Vector3 => {
    const turned: Vector3 = [axis[1] * v[2] - axis[2] * v[1], axis[2] * v[0] - axis[0] * v[2], axis[0] * v[1] - axis[1] * v[0]];
    return add(add(scale(v, Math.cos(angle)), scale(turned, Math.sin(angle))), scale(axis, dot(axis, v) * (1 - Math.cos(angle))));
  };
  return { turn, move: (point) => add(turn(point), shift) };
}
