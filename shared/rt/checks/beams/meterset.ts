import { dosePerFractionGy, prescribedDose } from '../../plan/prescription.ts';
import type { Beam } from '../../types.ts';
import { plannedFractions } from '../targets.ts';
import { absent, atBeam, fail, flag, notApplicable, pass, rounded } from '../findings.ts';
import { sourceOf } from '../sources.ts';
import type { Check, CheckFinding } from '../types.ts';
import { isArc, isOtherMachine, treatmentBeams } from './beamKinds.ts';

/** Shapes a beam gives dose through: how often its leaves or jaws move while the beam is on, plus one. */
function apertures({ controlPoints }: Beam): number {
  const shapes = controlPoints.filter((point, n) => {
    const next = controlPoints[n + 1];
    return next !== undefined && next.cumulativeMetersetWeight > point.cumulativeMetersetWeight;
  });
  return new Set(shapes.map(({ devices }) => JSON.stringify(devices))).size;
}

/** Segments a planner still shapes by hand; more per beam come from an optimiser. */
const mostForwardSegments = 8;

type Technique = 'static' | 'forward' | 'modulated';
const techniqueOf = (beams: readonly Beam[]): Technique => {
  if (beams.some((beam) => isArc(beam) || apertures(beam) > mostForwardSegments)) return 'modulated';
  const most = Math.max(...beams.map(apertures));
  if (most <= 1) return 'static';
  // A sliding window states only the ends of its motion.
  return beams.some(({ type, controlPoints }) => type === 'DYNAMIC' && controlPoints.some((point, n) => n > 0 && point.cumulativeMetersetWeight > (controlPoints[n - 1]?.cumulativeMetersetWeight ?? 0) && JSON.stringify(point.devices) !== JSON.stringify(controlPoints[n - 1]?.devices))) && most > 2
    ? 'modulated'
    : 'forward';
};

export const metersetPerGy: Check = {
  number: 21,
  title: { zh: '每 Gy 跳数合理', en: 'MU per Gy plausible' },
  severity: 'B',
  attributes: ['BeamMeterset', 'TargetPrescriptionDose', 'NumberOfFractionsPlanned'],
  rule: {
    zh: '静态野 80–400，调强或旋转 150–800 MU/Gy，少数子野的野中野 80–800（场所设置）；离子、螺旋断层和机器人设备不适用',
    en: 'Static fields 80 to 400, IMRT and arcs 150 to 800 MU per Gy, field-in-field of a few segments 80 to 800 (site settings); not for ion, helical and robotic machines',
  },
  source: sourceOf('C.8.8.13'),
  sentences: {
    plausible: { zh: '{{perGy}} MU/Gy（{{technique}}），范围 {{range}}', en: '{{perGy}} MU per Gy ({{technique}}); the range is {{range}}' },
    outside: { zh: '{{perGy}} MU/Gy（{{technique}}），超出范围 {{range}}', en: '{{perGy}} MU per Gy ({{technique}}), outside {{range}}' },
    other: { zh: '此类设备的跳数不按每 Gy 核对', en: 'The metersets of this machine are not judged per Gy' },
  },
  run: ({ plan, site: { tolerances } }) => {
    if (plan === null) return [absent('RTPLAN')];
    const beams = treatmentBeams(plan);
    if (plan.kind !== 'photon-electron' || beams.some((beam) => isOtherMachine(plan, beam))) return [notApplicable('other')];
    const fractions = plannedFractions(plan);
    const highest = prescribedDose(plan).targets[0]?.targetPrescriptionDoseGy ?? null;
    const perFraction = dosePerFractionGy(plan) ?? (highest === null || fractions === null || plan.fractionGroups.length > 1 ? null : highest / fractions);
    if (perFraction === null || !(perFraction > 0)) return [absent('TargetPrescriptionDose (300A,0026) and NumberOfFractionsPlanned (300A,0078)')];
    const silent = beams.filter(({ metersetMU }) => metersetMU === null);
    if (beams.length === 0 || silent.length > 0) return [absent('BeamMeterset (300A,0086)', silent.map(({ number }) => atBeam(number)))];
    const technique = techniqueOf(beams);
    const { conventional, modulated } = tolerances.metersetPerGy;
    const range = { static: conventional, forward: [conventional[0], modulated[1]] as const, modulated }[technique];
    const totalMU = beams.reduce((sum, { metersetMU }) => sum + (metersetMU ?? 0), 0);
    const perGy = totalMU / perFraction;
    const values = { perGy: rounded(perGy, 0), technique, range, totalMU: rounded(totalMU, 1), perFractionGy: rounded(perFraction, 4) };
    return [perGy >= range[0] && perGy <= range[1] ? pass('plausible', values) : flag('outside', values)];
  },
};

export const metersetWeights: Check = {
  number: 22,
  title: { zh: '跳数权重', en: 'Meterset weights' },
  severity: 'A',
  attributes: ['CumulativeMetersetWeight', 'FinalCumulativeMetersetWeight'],
  rule: { zh: '首个控制点为 0，逐点不减，末点等于最终权重', en: 'The first is 0, none is below the one before, the last equals the final weight' },
  source: sourceOf('C.8.8.14'),
  sentences: {
    monotonic: { zh: '{{beams}} 个治疗野的权重正确', en: 'The weights of {{beams}} treatment beams are in order' },
    first: { zh: '射野 {{beam}}（{{name}}）首个权重为 {{weight}}', en: 'Beam {{beam}} ({{name}}) begins at weight {{weight}}' },
    falls: { zh: '射野 {{beam}}（{{name}}）控制点 {{index}} 的权重由 {{before}} 降到 {{weight}}', en: 'Beam {{beam}} ({{name}}): the weight falls from {{before}} to {{weight}} at control point {{index}}' },
    last: { zh: '射野 {{beam}}（{{name}}）末点权重 {{weight}}，最终权重 {{final}}', en: 'Beam {{beam}} ({{name}}) ends at weight {{weight}}, its final weight is {{final}}' },
    none: { zh: '近距离治疗计划没有射野', en: 'Brachytherapy has no beams' },
  },
  run: ({ plan }) => {
    if (plan === null) return [absent('RTPLAN')];
    if (plan.kind === 'brachy') return [notApplicable('none')];
    const beams = treatmentBeams(plan).filter(({ controlPoints }) => controlPoints.length > 0);
    if (beams.length === 0) return [absent('ControlPointSequence (300A,0111)')];
    const findings = beams.flatMap(weightFindings);
    return findings.length > 0 ? findings : [pass('monotonic', { beams: beams.length })];
  },
};

function weightFindings({ number: beam, name, controlPoints, finalCumulativeMetersetWeight: final }: Beam): readonly CheckFinding[] {
  const weights = controlPoints.map(({ cumulativeMetersetWeight }) => cumulativeMetersetWeight);
  if (weights.some(Number.isNaN)) return [absent('CumulativeMetersetWeight (300A,0134)', [atBeam(beam)])];
  // Decimal strings carry up to 16 characters; a millionth of the whole is no meterset.
  const slack = 1e-6 * Math.max(Math.abs(final ?? 1), 1e-3);
  const found: CheckFinding[] = [];
  const first = weights[0] ?? 0;
  if (Math.abs(first) > slack) found.push(fail('first', { beam, name, weight: first }, [atBeam(beam, 0)]));
  const falling = weights.findIndex((weight, n) => n > 0 && weight < (weights[n - 1] ?? 0) - slack);
  if (falling > 0) found.push(fail('falls', { beam, name, index: falling, before: weights[falling - 1] ?? null, weight: weights[falling] ?? null }, [atBeam(beam, falling)]));
  const last = weights.at(-1) ?? 0;
  if (final === null) found.push(absent('FinalCumulativeMetersetWeight (300A,010E)', [atBeam(beam)]));
  else if (Math.abs(last - final) > 1e-4 * Math.abs(final)) found.push(fail('last', { beam, name, weight: last, final }, [atBeam(beam, weights.length - 1)]));
  return found;
}
