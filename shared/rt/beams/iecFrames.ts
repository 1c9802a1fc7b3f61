import type { PatientPoint, Vector3 } from '../../geometry/vector.ts';

/**
 * Points in the right-handed frames of IEC 61217, mm. All have the isocentre as origin, the beam limiting device frame too:
 * its own origin lies in the source, but only its x and y are used and the axis runs through both.
 */
export type SupportPoint = Vector3 & { readonly __frame?: 'iecSupport' };
/** Xf to the right for a viewer facing the gantry, Yf towards the gantry, Zf up. */
export type FixedPoint = Vector3 & { readonly __frame?: 'iecFixed' };
/** Zg from the isocentre to the source. */
export type GantryPoint = Vector3 & { readonly __frame?: 'iecGantry' };
/** The gantry frame turned by the beam limiting device angle. */
export type LimiterPoint = Vector3 & { readonly __frame?: 'iecLimiter' };
/** Xb, Yb in the isocentre plane, where jaws and leaves are given, mm: the beam's eye view seen from the source. */
export type ViewPoint = readonly [xb: number, yb: number];

/** Patient positions with a lying patient (PS3.3 C.7.3.1.1.2). */
export const patientPositions = ['HFS', 'HFP', 'FFS', 'FFP', 'HFDR', 'HFDL', 'FFDR', 'FFDL'] as const;
export type PatientPosition = (typeof patientPositions)[number];

/**
 * Rows of patient axes to support axes: what x, y, z of the offset from the isocentre add to Xs, Ys, Zs (rt-reference
 * section 3.3). FFDR and FFDL are not in that table: they follow from HFDR and HFDL by the half turn about the vertical that
 * leads from HFS to FFS and from HFP to FFP.
 */
const supportRows: Readonly<Record<PatientPosition, readonly [Vector3, Vector3, Vector3]>> = {
  HFS: [[1, 0, 0], [0, 0, 1], [0, -1, 0]],
  HFP: [[-1, 0, 0], [0, 0, 1], [0, 1, 0]],
  FFS: [[-1, 0, 0], [0, 0, -1], [0, -1, 0]],
  FFP: [[1, 0, 0], [0, 0, -1], [0, 1, 0]],
  HFDR: [[0, 1, 0], [0, 0, 1], [1, 0, 0]],
  HFDL: [[0, -1, 0], [0, 0, 1], [-1, 0, 0]],
  FFDR: [[0, -1, 0], [0, 0, -1], [1, 0, 0]],
  FFDL: [[0, 1, 0], [0, 0, -1], [-1, 0, 0]],
};

/** An offset from the isocentre in patient axes, in support axes. */
export function patientToSupport(position: PatientPosition, [x, y, z]: PatientPoint): SupportPoint {
  const [a, b, c] = supportRows[position];
  return [a[0] * x + a[1] * y + a[2] * z, b[0] * x + b[1] * y + b[2] * z, c[0] * x + c[1] * y + c[2] * z];
}

/** Support to fixed frame; the angle is PatientSupportAngle. */
export function supportToFixed([x, y, z]: SupportPoint, couchDeg: number): FixedPoint {
  const { sin, cos } = sinCos(couchDeg);
  return [x * cos - y * sin, x * sin + y * cos, z];
}

/** Fixed to gantry frame. */
export function fixedToGantry([x, y, z]: FixedPoint, gantryDeg: number): GantryPoint {
  const { sin, cos } = sinCos(gantryDeg);
  return [x * cos - z * sin, y, x * sin + z * cos];
}

/** Gantry to beam limiting device frame; the angle is BeamLimitingDeviceAngle. */
export function gantryToLimiter([x, y, z]: GantryPoint, collimatorDeg: number): LimiterPoint {
  const { sin, cos } = sinCos(collimatorDeg);
  return [x * cos + y * sin, -x * sin + y * cos, z];
}

/** Sine and cosine of an angle in degrees, exact at quarter turns. */
export function sinCos(degrees: number): { readonly sin: number; readonly cos: number } {
  const quarters = degrees / 90;
  if (Number.isInteger(quarters)) {
    const turn = ((quarters % 4) + 4) % 4;
    return { sin: [0, 1, 0, -1][turn] ?? 0, cos: [1, 0, -1, 0][turn] ?? 0 };
  }
  const radians = (degrees * Math.PI) / 180;
  return { sin: Math.sin(radians), cos: Math.cos(radians) };
}
