import type { Beam } from '../../types.ts';
import { absent, atBeam, fail, notApplicable, pass, rounded } from '../findings.ts';
import { sourceOf } from '../sources.ts';
import type { Check, CheckFinding } from '../types.ts';
import { isArc, treatmentBeams, turnDeg } from './beamKinds.ts';

const angles = [['gantryDeg', 'GantryAngle'], ['collimatorDeg', 'BeamLimitingDeviceAngle'], ['couchDeg', 'PatientSupportAngle']] as const;
/** Rounding of exports: 1e-9 below 0 is 0. */
const slackDeg = 0.01;
/** Turns smaller than this are rest. */
const restDeg = 0.05;

/** An arc given by its ends alone, as simple arcs and some conformal ones are: nothing lies between to be out of step. */
const isBareArc = ({ controlPoints }: Beam): boolean => controlPoints.length === 2;

function angleFindings(beam: Beam, stepDeg: number): readonly CheckFinding[] {
  const { number, name, controlPoints } = beam;
  const found: CheckFinding[] = [];
  for (const [field, attribute] of angles) {
    const wrong = controlPoints.findIndex((point) => point[field] < -slackDeg || point[field] > 360 + slackDeg);
    if (wrong >= 0) found.push(fail('range', { beam: number, name, attribute, angleDeg: controlPoints[wrong]?.[field] ?? null, controlPoint: wrong }, [atBeam(number, wrong)]));
    if (Number.isNaN(controlPoints[0]?.[field] ?? 0)) found.push(absent(attribute, [atBeam(number)]));
  }
  if (isBareArc(beam)) return found;
  const jump = controlPoints.findIndex((point, n) => n > 0 && Math.abs(turnDeg(controlPoints[n - 1]?.gantryDeg ?? Number.NaN, point.gantryDeg)) > stepDeg + slackDeg);
  if (jump > 0) {
    const [fromDeg, toDeg] = [controlPoints[jump - 1]?.gantryDeg ?? null, controlPoints[jump]?.gantryDeg ?? null];
    found.push(fail('jump', { beam: number, name, fromDeg, toDeg, controlPoint: jump, limitDeg: stepDeg }, [atBeam(number, jump)]));
  }
  return found;
}

export const anglesValid: Check = {
  number: 30,
  title: { zh: '角度有效', en: 'Angles valid' },
  severity: 'A',
  attributes: ['GantryAngle', 'BeamLimitingDeviceAngle', 'PatientSupportAngle'],
  rule: {
    zh: '机架、准直器、床角在 0–360°；多控制点旋转野相邻控制点机架角相差不超过 10°（场所设置），只给起止角的旋转野除外',
    en: 'Gantry, collimator and couch angles lie in 0 to 360°; no gantry step above 10° (site setting) between control points, except in arcs given by their two ends',
  },
  source: sourceOf('C.8.8.14'),
  sentences: {
    valid: { zh: '{{beams}} 个治疗野角度有效，其中 {{arcs}} 个旋转野', en: 'The angles of {{beams}} treatment beams are valid; {{arcs}} are arcs' },
    range: { zh: '射野 {{beam}}（{{name}}）{{attribute}} 为 {{angleDeg}}°', en: 'Beam {{beam}} ({{name}}): {{attribute}} is {{angleDeg}}°' },
    jump: { zh: '射野 {{beam}}（{{name}}）在控制点 {{controlPoint}} 由 {{fromDeg}}° 跳到 {{toDeg}}°', en: 'Beam {{beam}} ({{name}}) jumps from {{fromDeg}}° to {{toDeg}}° at control point {{controlPoint}}' },
    none: { zh: '近距离治疗计划没有射野', en: 'Brachytherapy has no beams' },
  },
  run: ({ plan, site: { tolerances } }) => {
    if (plan === null) return [absent('RTPLAN')];
    if (plan.kind === 'brachy') return [notApplicable('none')];
    const beams = treatmentBeams(plan).filter(({ controlPoints }) => controlPoints.length > 0);
    if (beams.length === 0) return [absent('ControlPointSequence (300A,0111)')];
    const findings = beams.flatMap((beam) => angleFindings(beam, tolerances.gantryStepDeg));
    return findings.length > 0 ? findings : [pass('valid', { beams: beams.length, arcs: beams.filter(isArc).length, anglesDeg: beams.map(({ controlPoints }) => rounded(controlPoints[0]?.gantryDeg ?? Number.NaN, 1)) })];
  },
};

/** The direction at a control point is that of the motion to the next one (PS3.3 C.8.8.14.8). */
function directionFindings(beam: Beam): readonly CheckFinding[] {
  const { number, name, controlPoints } = beam;
  const steps = controlPoints.slice(0, -1).map((point, n) => ({ n, direction: point.gantryDirection ?? 'NONE', turn: turnDeg(point.gantryDeg, controlPoints[n + 1]?.gantryDeg ?? point.gantryDeg) }));
  const moving = steps.filter(({ turn }) => Math.abs(turn) > restDeg);
  if (moving.length === 0) {
    const stated = steps.find(({ direction }) => direction !== 'NONE');
    // A full turn given by its two equal ends is a motion, too.
    return stated === undefined || isBareArc(beam) ? [] : [fail('rest', { beam: number, name, direction: stated.direction }, [atBeam(number, stated.n)])];
  }
  const unstated = moving.find(({ direction }) => direction === 'NONE');
  if (unstated !== undefined) return [fail('unstated', { beam: number, name, controlPoint: unstated.n }, [atBeam(number, unstated.n)])];
  const against = isBareArc(beam) ? undefined : moving.find(({ direction, turn }) => turn > 0 !== (direction === 'CW'));
  return against === undefined ? [] : [fail('against', { beam: number, name, controlPoint: against.n, direction: against.direction, turnDeg: rounded(against.turn, 1) }, [atBeam(number, against.n)])];
}

export const arcDirection: Check = {
  number: 31,
  title: { zh: '旋转方向', en: 'Arc direction' },
  severity: 'A',
  attributes: ['GantryRotationDirection', 'GantryAngle'],
  rule: { zh: '角度变化时为 CW 或 CC 且与变化一致，不变时为 NONE', en: 'CW or CC while the angle changes, and as it changes; NONE in a beam that stands still' },
  source: sourceOf('C.8.8.14.8'),
  sentences: {
    agrees: { zh: '{{arcs}} 个旋转野、{{fixed}} 个固定野方向正确', en: '{{arcs}} arcs and {{fixed}} fixed beams agree with their direction' },
    rest: { zh: '射野 {{beam}}（{{name}}）写明 {{direction}}，机架角却不变', en: 'Beam {{beam}} ({{name}}) states {{direction}}, but the gantry stands still' },
    unstated: { zh: '射野 {{beam}}（{{name}}）控制点 {{controlPoint}} 处机架转动而方向为 NONE', en: 'Beam {{beam}} ({{name}}) turns at control point {{controlPoint}} with direction NONE' },
    against: { zh: '射野 {{beam}}（{{name}}）控制点 {{controlPoint}} 写明 {{direction}}，角度变化 {{turnDeg}}°', en: 'Beam {{beam}} ({{name}}) states {{direction}} at control point {{controlPoint}}, but the angle changes by {{turnDeg}}°' },
    none: { zh: '近距离治疗计划没有射野', en: 'Brachytherapy has no beams' },
  },
  run: ({ plan }) => {
    if (plan === null) return [absent('RTPLAN')];
    if (plan.kind === 'brachy') return [notApplicable('none')];
    const beams = treatmentBeams(plan).filter(({ controlPoints }) => controlPoints.length > 0);
    if (beams.length === 0) return [absent('ControlPointSequence (300A,0111)')];
    if (beams.some(({ controlPoints }) => controlPoints.some(({ gantryDeg }) => Number.isNaN(gantryDeg)))) return [absent('GantryAngle (300A,011E)')];
    const findings = beams.flatMap(directionFindings);
    const arcs = beams.filter(isArc).length;
    return findings.length > 0 ? findings : [pass('agrees', { arcs, fixed: beams.length - arcs })];
  },
};
