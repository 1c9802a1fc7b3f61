import type { Beam, ControlPoint, Plan } from '../../shared/rt/types.ts';

/** TreatmentDeliveryType (300A,00CE) values of beams that treat; an absent one is taken as treating (PS3.3 C.8.8.14). */
const treatingTypes: ReadonlySet<string> = new Set(['', 'TREATMENT', 'CONTINUATION']);

/** Setup and portal film beams do not treat and are left out of totals. */
export const isSetupBeam = (beam: Beam): boolean => !treatingTypes.has(beam.deliveryType);

/** Monitor units of all treatment beams, and how many of them state none. */
export function totalMeterset(beams: readonly Beam[]): { readonly totalMU: number; readonly unknown: number } {
  const treating = beams.filter((beam) => !isSetupBeam(beam));
  return { totalMU: treating.reduce((sum, beam) => sum + (beam.metersetMU ?? 0), 0), unknown: treating.filter((beam) => beam.metersetMU === null).length };
}

/** One angle, or where it starts and where it stops, in degrees. */
export function angleSpan(points: readonly ControlPoint[], angle: (point: ControlPoint) => number): string {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return '—';
  const [from, to] = [angle(first), angle(last)];
  const isFixed = points.every((point) => Object.is(angle(point), from) || Math.abs(angle(point) - from) < 0.05);
  return isFixed ? degrees(from) : `${degrees(from)} → ${degrees(to)}`;
}

/** An angle the plan does not state is NaN. */
const degrees = (angleDeg: number): string => (Number.isNaN(angleDeg) ? '—' : `${angleDeg.toFixed(1)}°`);

/** Isocentre of the first control point that has one, as 'x, y, z' in mm. */
export function isocentreText(beam: Beam): string {
  const point = beam.controlPoints.find((entry) => entry.isocenterMm !== null)?.isocenterMm;
  return point ? point.map((value) => value.toFixed(1)).join(', ') : '—';
}

/** Total dose, fractions and dose per fraction of each fraction group; parts the plan does not state are null. */
export function fractionation(plan: Plan, prescribedGy: number | null): readonly { readonly number: number; readonly totalGy: number | null; readonly fractions: number | null; readonly perFractionGy: number | null }[] {
  return plan.fractionGroups.map((group) => ({
    number: group.number,
    totalGy: prescribedGy,
    fractions: group.fractionsPlanned,
    // With several groups nothing says how the prescription is shared among them.
    perFractionGy: prescribedGy === null || group.fractionsPlanned === null || group.fractionsPlanned <= 0 || plan.fractionGroups.length > 1 ? null : prescribedGy / group.fractionsPlanned,
  }));
}
