import { fixedToGantry, patientPositions, patientToSupport, supportToFixed, type PatientPosition } from '../../beams/iecFrames.ts';
import { subtract, type Vector3 } from '../../../geometry/vector.ts';
import type { Structure } from '../../types.ts';
import { absent, atBeam, flag, notApplicable, notCheckable, pass, rounded } from '../findings.ts';
import { sourceOf } from '../sources.ts';
import type { Check, CheckFinding, Review } from '../types.ts';
import { treatmentBeams, turnDeg } from './beamKinds.ts';

/** Half the size of the head that passes the patient, mm: about that of the cover of a linac's head. */
const headHalfMm = 300;

/** Every third contour point of body and couch: a contour is finer than the estimate. */
function surfacePoints(structures: readonly Structure[]): readonly Vector3[] {
  const points: Vector3[] = [];
  for (const { contours } of structures) {
    for (const { pointsMm } of contours) {
      for (let n = 0; n + 2 < pointsMm.length; n += 9) points.push([pointsMm[n] ?? 0, pointsMm[n + 1] ?? 0, pointsMm[n + 2] ?? 0]);
    }
  }
  return points;
}

/** Least distance between what lies on the couch and the gantry, mm; the gantry is a cylinder about its axis, of the head's length. */
function clearanceMm(points: readonly Vector3[], isocentre: Vector3, position: PatientPosition, couchDeg: number, gantryDeg: readonly number[], radiusMm: number): number {
  const isTurned = Math.abs(turnDeg(0, couchDeg)) > 0.05;
  let reach = 0;
  for (const point of points) {
    const fixed = supportToFixed(patientToSupport(position, subtract(point, isocentre)), couchDeg);
    if (Math.abs(fixed[1]) > headHalfMm) continue;
    if (!isTurned) {
      reach = Math.max(reach, Math.hypot(fixed[0], fixed[2]));
      continue;
    }
    // With the couch turned the gantry does not go all round: the head at each angle of the beam alone.
    for (const angle of gantryDeg) {
      const [across, , along] = fixedToGantry(fixed, angle);
      if (Math.abs(across) <= headHalfMm) reach = Math.max(reach, along);
    }
  }
  return radiusMm - reach;
}

function run({ plan, structureSet, site: { tolerances } }: Review): readonly CheckFinding[] {
  if (plan === null) return [absent('RTPLAN')];
  if (plan.kind !== 'photon-electron') return [notApplicable('other')];
  if (structureSet === null) return [absent('RTSTRUCT')];
  const beams = treatmentBeams(plan).filter(({ controlPoints, radiationType }) => controlPoints.length > 0 && radiationType !== 'ELECTRON');
  if (beams.length === 0) return [notApplicable('other')];
  const solid = structureSet.structures.filter(({ interpretedType, otherFrameUID }) => otherFrameUID === undefined && (interpretedType === 'EXTERNAL' || interpretedType === 'SUPPORT'));
  const points = surfacePoints(solid);
  if (!solid.some(({ interpretedType, contours }) => interpretedType === 'EXTERNAL' && contours.length > 0)) return [absent('a structure of type EXTERNAL')];
  const position = patientPositions.find((known) => known === plan.patientPosition);
  if (position === undefined) return [notCheckable('position', { position: plan.patientPosition })];
  const { radiusMm, marginMm } = tolerances.clearance;
  const least = beams.flatMap((beam) => {
    const [first] = beam.controlPoints;
    if (first === undefined || first.isocenterMm === null || Number.isNaN(first.couchDeg)) return [];
    const angles = [...new Set(beam.controlPoints.map(({ gantryDeg }) => gantryDeg))];
    return [{ beam, mm: clearanceMm(points, first.isocenterMm, position, first.couchDeg, angles, radiusMm) }];
  });
  const [worst] = least.toSorted((a, b) => a.mm - b.mm);
  if (worst === undefined) return [absent('IsocenterPosition (300A,012C)')];
  const parts = solid.map(({ name }) => name);
  const tight = least.filter(({ mm }) => mm <= marginMm);
  if (tight.length === 0) return [pass('clear', { clearanceMm: rounded(worst.mm, 0), radiusMm, parts })];
  return tight.map(({ beam, mm }) => flag('tight', { beam: beam.number, name: beam.name, clearanceMm: rounded(mm, 0), marginMm, radiusMm, parts }, [atBeam(beam.number)]));
}

export const collisionRisk: Check = {
  number: 37,
  title: { zh: '碰撞风险（估计）', en: 'Collision risk (estimate)' },
  severity: 'B',
  attributes: ['GantryAngle', 'PatientSupportAngle', 'IsocenterPosition', 'ContourData'],
  rule: {
    zh: '估计：以等中心为轴、半径 400 mm 的机架圆柱（沿轴 ±300 mm）到体轮廓和治疗床的间隙大于 20 mm（场所设置）；转床时只算各机架角处的机头',
    en: 'Estimate: a gantry cylinder of 400 mm about the axis through the isocentre (±300 mm along it) clears body and couch by more than 20 mm (site settings); with the couch turned only the head at the angles of the beam',
  },
  source: sourceOf('C.8.8.14'),
  sentences: {
    clear: { zh: '估计最小间隙 {{clearanceMm}} mm（计入 {{parts}}）', en: 'Estimated least clearance {{clearanceMm}} mm (from {{parts}})' },
    tight: { zh: '射野 {{beam}}（{{name}}）估计间隙 {{clearanceMm}} mm（计入 {{parts}}）', en: 'Beam {{beam}} ({{name}}): estimated clearance {{clearanceMm}} mm (from {{parts}})' },
    position: { zh: '体位 {{position}} 未知，无法估计', en: 'Patient position {{position}} is not known; no estimate' },
    other: { zh: '不是光子外照射计划', en: 'Not a photon external beam plan' },
  },
  run,
};
