import { prescribedDose } from '../../plan/prescription.ts';
import type { FractionBeam, Structure } from '../../types.ts';
import { treatmentBeams } from '../beams/beamKinds.ts';
import { absent, atStructure, fail, flag, notApplicable, notCheckable, pass, rounded } from '../findings.ts';
import { sourceOf } from '../sources.ts';
import { planTargets, plannedFractions, structureOfPrescription, targetClassOf } from '../targets.ts';
import type { Check, CheckFinding, Review } from '../types.ts';

/** True where no beam states its point, or all state the same within 1 mm. */
function isAtOnePoint(beams: readonly FractionBeam[]): boolean {
  const points = beams.flatMap(({ doseSpecificationPointMm }) => (doseSpecificationPointMm === null ? [] : [doseSpecificationPointMm]));
  const [first] = points;
  return first === undefined || points.every((point) => Math.hypot(point[0] - first[0], point[1] - first[1], point[2] - first[2]) < 1);
}

export const beamDoseSum: Check = {
  number: 14,
  title: { zh: '分野剂量之和等于单次剂量', en: 'Beam doses sum to dose per fraction' },
  severity: 'B',
  attributes: ['BeamDose', 'ReferencedBeamSequence', 'TargetPrescriptionDose', 'NumberOfFractionsPlanned'],
  rule: { zh: '各野剂量给在同一点时，其和与单次处方剂量相差不超过 3 %（场所设置）', en: 'Given at one point, the beam doses add up to the prescription per fraction within 3 % (site setting)' },
  source: sourceOf('C.8.8.13'),
  sentences: {
    agrees: { zh: '分野剂量之和 {{sumGy}} Gy，单次处方 {{perFractionGy}} Gy', en: 'The beam doses add up to {{sumGy}} Gy; {{perFractionGy}} Gy per fraction are prescribed' },
    differs: { zh: '分野剂量之和 {{sumGy}} Gy，与单次处方 {{perFractionGy}} Gy 相差 {{percent}} %', en: 'The beam doses add up to {{sumGy}} Gy, {{percent}} % off the prescribed {{perFractionGy}} Gy per fraction' },
    points: { zh: '各野剂量给在不同的点，不能相加', en: 'The beam doses are given at different points and do not add up' },
    brachy: { zh: '近距离治疗计划没有射野', en: 'Brachytherapy has no beams' },
    groups: { zh: '有 {{groups}} 个分次组，未说明剂量如何分配', en: '{{groups}} fraction groups: nothing says how they share the dose' },
  },
  run: ({ plan, site: { tolerances } }) => {
    if (plan === null) return [absent('RTPLAN')];
    if (plan.kind === 'brachy') return [notApplicable('brachy')];
    const [group, ...others] = plan.fractionGroups;
    if (group === undefined) return [absent('FractionGroupSequence (300A,0070)')];
    if (others.length > 0) return [notCheckable('groups', { groups: plan.fractionGroups.length })];
    const imaging = new Set(plan.beams.filter((beam) => !treatmentBeams(plan).includes(beam)).map(({ number }) => number));
    const beams = group.beams.filter(({ beamNumber }) => !imaging.has(beamNumber));
    const silent = beams.filter(({ beamDoseGy }) => beamDoseGy === null);
    if (beams.length === 0 || silent.length > 0) return [absent('BeamDose (300A,0084)', silent.map(({ beamNumber }) => ({ kind: 'beam', beamNumber })))];
    if (!isAtOnePoint(beams)) return [notCheckable('points')];
    const fractions = plannedFractions(plan);
    const { targets } = prescribedDose(plan);
    if (fractions === null || fractions <= 0) return [absent('NumberOfFractionsPlanned (300A,0078)')];
    if (targets.length === 0) return [absent('TargetPrescriptionDose (300A,0026)')];
    const sumGy = beams.reduce((sum, { beamDoseGy }) => sum + (beamDoseGy ?? 0), 0);
    // With several targets the beam doses are at the reference point of one of them.
    const nearest = targets.map(({ targetPrescriptionDoseGy }) => targetPrescriptionDoseGy / fractions).reduce((best, doseGy) => (Math.abs(doseGy - sumGy) < Math.abs(best - sumGy) ? doseGy : best));
    const percent = (100 * (sumGy - nearest)) / nearest;
    const values = { sumGy: rounded(sumGy, 4), perFractionGy: rounded(nearest, 4), percent: rounded(percent, 1), tolerancePercent: tolerances.beamDosePercent };
    return [Math.abs(percent) <= tolerances.beamDosePercent ? pass('agrees', values) : flag('differs', values, beams.map(({ beamNumber }) => ({ kind: 'beam', beamNumber })))];
  },
};

/** Targets a prescription can be judged by: its own structure, else every plan target. */
function judged({ plan, structureSet, numbers }: Review): readonly { readonly prescribedGy: number; readonly structures: readonly Structure[] }[] {
  if (plan === null) return [];
  const targets = prescribedDose(plan).targets.map((prescription) => ({ prescribedGy: prescription.targetPrescriptionDoseGy, own: structureOfPrescription(structureSet, prescription) }));
  const named = targets.flatMap(({ prescribedGy, own }) => (own === null || targetClassOf(own) === null || numbers.dvh(own) === null ? [] : [{ prescribedGy, structures: [own] }]));
  const [highest] = targets;
  if (named.length > 0 || highest === undefined) return named;
  return [{ prescribedGy: highest.prescribedGy, structures: planTargets(structureSet) }];
}

export const gridAgrees: Check = {
  number: 15,
  title: { zh: '剂量矩阵与处方相符', en: 'Dose grid agrees with the prescription' },
  severity: 'A',
  attributes: ['DoseGridScaling', 'DoseSummationType', 'TargetPrescriptionDose'],
  rule: {
    zh: '靶区 D50% 在处方剂量的 90 %–120 % 之间（场所设置）；可发现缩放错误、单次剂量、Gy/cGy 混淆。处方未指明结构时，最高处方对应 D50% 最高的靶区',
    en: 'Target D50% between 90 % and 120 % of the prescription (site setting); catches wrong scaling, the dose of one fraction, Gy for cGy. Where the prescription names no structure, the highest dose goes with the target of the highest D50%',
  },
  source: sourceOf('C.8.8.3'),
  sentences: {
    agrees: { zh: '{{structure}} 的 D50% 为 {{d50Gy}} Gy，即处方 {{prescribedGy}} Gy 的 {{percent}} %', en: 'D50% of {{structure}} is {{d50Gy}} Gy, {{percent}} % of the prescribed {{prescribedGy}} Gy' },
    differs: { zh: '{{structure}} 的 D50% 为 {{d50Gy}} Gy，为处方 {{prescribedGy}} Gy 的 {{percent}} %（应为 {{rangePercent}} %）', en: 'D50% of {{structure}} is {{d50Gy}} Gy, {{percent}} % of the prescribed {{prescribedGy}} Gy (expected {{rangePercent}} %)' },
    beam: { zh: '剂量类型为 {{type}}，不是整个计划的剂量', en: 'The dose is of type {{type}}, not that of a plan' },
  },
  run: (review) => {
    const { plan, numbers, site: { tolerances } } = review;
    if (plan === null) return [absent('RTPLAN')];
    const dose = numbers.planDose;
    if (dose === null) return [absent('RTDOSE of the plan')];
    if (dose.units !== 'GY') return [absent('a dose in Gy (DoseUnits (3004,0002))')];
    if (['BEAM', 'CONTROL_POINT', 'BRACHY', 'BEAM_SESSION', 'FRACTION_SESSION'].includes(dose.doseSummationType)) return [notCheckable('beam', { type: dose.doseSummationType })];
    if (prescribedDose(plan).targets.length === 0) return [absent('TargetPrescriptionDose (300A,0026)')];
    const pairs = judged(review);
    const findings = pairs.flatMap(({ prescribedGy, structures }): CheckFinding[] => {
      const figures = structures.flatMap((structure) => {
        const d50Gy = numbers.dvh(structure)?.d50Gy ?? null;
        return d50Gy === null ? [] : [{ structure, d50Gy }];
      });
      const [first] = figures.toSorted((a, b) => b.d50Gy - a.d50Gy);
      if (first === undefined) return [];
      const percent = (100 * first.d50Gy) / prescribedGy;
      const [low, high] = tolerances.targetMedianPercent;
      const values = { structure: first.structure.name, d50Gy: rounded(first.d50Gy), prescribedGy: rounded(prescribedGy, 4), percent: rounded(percent, 1), rangePercent: [low, high], doseGridMaximumGy: rounded(dose.maximum) };
      return [percent >= low && percent <= high ? pass('agrees', values) : fail('differs', values, [atStructure(first.structure.number), { kind: 'object', sopInstanceUID: dose.sopInstanceUID, attribute: 'DoseGridScaling' }])];
    });
    return findings.length > 0 ? findings : [absent('a target with contours inside the dose grid')];
  },
};
