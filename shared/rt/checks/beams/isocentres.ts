import { length, subtract, type Vector3 } from '../../../geometry/vector.ts';
import type { Beam, Plan } from '../../types.ts';
import { treatmentBeams } from './beamKinds.ts';

export interface Isocentre {
  readonly pointMm: Vector3;
  readonly beams: readonly Beam[];
}

const isocentreOf = ({ controlPoints }: Beam): Vector3 | null => controlPoints[0]?.isocenterMm ?? null;

/** Isocentres of beams, those within `withinMm` of the first of a group as one. */
export function isocentresOf(beams: readonly Beam[], withinMm: number): readonly Isocentre[] {
  const groups: { pointMm: Vector3; beams: Beam[] }[] = [];
  for (const beam of beams) {
    const pointMm = isocentreOf(beam);
    if (pointMm === null) continue;
    const group = groups.find((known) => length(subtract(known.pointMm, pointMm)) <= withinMm);
    if (group === undefined) groups.push({ pointMm, beams: [beam] });
    else group.beams.push(beam);
  }
  return groups;
}

/** Isocentres of the beams that treat. */
export const treatmentIsocentres = (plan: Plan, withinMm: number): readonly Isocentre[] => isocentresOf(treatmentBeams(plan), withinMm);

/** A point to 0.1 mm, as findings show it. */
export const shown = (point: Vector3): readonly number[] => point.map((value) => Number(value.toFixed(1)));
