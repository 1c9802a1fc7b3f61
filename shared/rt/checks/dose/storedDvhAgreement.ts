import { compareStored, storedDvhOf } from '../../dvh/storedDvh.ts';
import type { Dvh, StoredDvh, Structure } from '../../types.ts';
import { absent, atStructure, flag, notApplicable, notCheckable, pass, rounded } from '../findings.ts';
import { sourceOf } from '../sources.ts';
import { isDrawn } from '../structures/structureRoles.ts';
import type { Check, CheckFinding, Review } from '../types.ts';
import { highestPrescribedGy } from './planFacts.ts';

/** Of organs with little dose a percentage says nothing: differences under this part of the prescription are none. */
const leastPartOfPrescription = { mean: 0.005, dose: 0.01 } as const;

/** The planning system's histograms against those computed here. */
export const storedDvhAgreement: Check = {
  number: 59,
  title: { zh: '存储的 DVH 与重算一致', en: 'Stored DVH against recomputed' },
  severity: 'B',
  attributes: ['DVHSequence'],
  rule: {
    zh: '2 cm³ 以上的结构：平均剂量、D2%、D98% 相差 2 % 以内，体积 3 % 以内（场所设置）；低剂量器官另容许处方的 0.5 %（平均）和 1 %',
    en: 'Structures over 2 cm³: mean, D2% and D98% within 2 %, volume within 3 % (site settings); for organs of low dose 0.5 % (mean) and 1 % of the prescription are allowed as well',
  },
  source: sourceOf('C.8.8.4'),
  sentences: {
    none: { zh: '剂量中没有存储 DVH', en: 'The dose has no stored DVH' },
    agree: { zh: '{{structures}} 个结构的存储 DVH 与重算一致', en: 'The stored DVHs of {{structures}} structures agree with the recomputed ones' },
    differs: { zh: '{{structure}} {{figure}}：存储 {{stored}} {{unit}}，重算 {{ours}} {{unit}}（相差 {{differencePercent}} %）', en: '{{structure}} {{figure}}: stored {{stored}} {{unit}}, recomputed {{ours}} {{unit}} ({{differencePercent}} % apart)' },
    unreadable: { zh: '{{structure}} 的存储 DVH 以相对剂量表示，没有归一剂量，无法比较', en: 'The stored DVH of {{structure}} is relative without its normalization dose and cannot be compared' },
    outside: { zh: '{{structures}} 超出剂量网格，计划系统的统计方式不同，不作比较', en: '{{structures}} leave the dose grid and were counted in another way; they are not compared' },
    small: { zh: '有存储 DVH 的结构都小于 {{fromCc}} cm³，不作比较', en: 'All structures with a stored DVH are under {{fromCc}} cm³ and are not compared' },
  },
  run: (review) => {
    const { structureSet, numbers, site: { tolerances } } = review;
    const dose = numbers.planDose;
    if (dose === null || dose.units !== 'GY') return [absent('RTDOSE in Gy')];
    if (dose.storedDvhs.length === 0) return [notApplicable('none')];
    if (structureSet === null) return [absent('RTSTRUCT')];
    let compared = 0;
    const outside: string[] = [];
    const findings = structureSet.structures.filter(isDrawn).flatMap((structure) => {
      const stored = storedDvhOf(structure.number, dose.storedDvhs);
      const dvh = stored === null ? null : numbers.dvh(structure);
      if (stored === null || dvh === null || dvh.volumeCc <= tolerances.storedDvh.fromCc) return [];
      // Of a structure that leaves the grid some systems count the part inside, as here, some all of it with no dose outside.
      if (isPartial(dvh, review) && !isVolumeNear(stored.volumeUnits === 'CM3' ? (stored.volume[0] ?? 0) : 0, dvh.volumeCc * dvh.coverage, review)) {
        outside.push(structure.name);
        return [];
      }
      compared += 1;
      return compare(structure, stored, dvh, review);
    });
    const left = outside.length === 0 ? [] : [notApplicable('outside', { structures: outside })];
    if (compared === 0) return left.length > 0 ? left : [notApplicable('small', { fromCc: tolerances.storedDvh.fromCc })];
    return [...(findings.length > 0 ? findings : [pass('agree', { structures: compared })]), ...left];
  },
};

const isPartial = ({ coverage }: Dvh, { site }: Review): boolean => coverage * 100 < site.tolerances.coveragePercent;

const isVolumeNear = (theirsCc: number, oursCc: number, { site }: Review): boolean => Math.abs(theirsCc - oursCc) <= (site.tolerances.storedDvh.volumePercent / 100) * oursCc;

function compare(structure: Structure, stored: StoredDvh, dvh: Dvh, review: Review): readonly CheckFinding[] {
  const { storedDvh } = review.site.tolerances;
  const places = [atStructure(structure.number)];
  const comparison = compareStored(dvh, stored);
  if (comparison.stored.meanGy === null) return [notCheckable('unreadable', { structure: structure.name }, places)];
  const prescribedGy = highestPrescribedGy(review) ?? review.numbers.planDose?.maximum ?? 0;
  const doses = [
    { figure: 'Dmean', key: 'meanGy', percent: storedDvh.meanPercent, least: leastPartOfPrescription.mean },
    { figure: 'D2%', key: 'd2Gy', percent: storedDvh.dosePercent, least: leastPartOfPrescription.dose },
    { figure: 'D98%', key: 'd98Gy', percent: storedDvh.dosePercent, least: leastPartOfPrescription.dose },
  ] as const;
  const findings = doses.flatMap(({ figure, key, percent, least }) => {
    const [theirs, ours] = [comparison.stored[key], comparison.ours[key]];
    // The part at the border of the grid, where systems differ, is most of what has least dose.
    if (theirs === null || ours === null || (key === 'd98Gy' && isPartial(dvh, review))) return [];
    const difference = Math.abs(theirs - ours);
    if (difference <= Math.max((percent / 100) * ours, least * prescribedGy)) return [];
    return [flag('differs', { structure: structure.name, figure, stored: rounded(theirs), ours: rounded(ours), unit: 'Gy', differencePercent: rounded((100 * difference) / ours), tolerancePercent: percent }, places)];
  });
  const theirsCc = comparison.stored.volumeCc;
  if (theirsCc === null || isPartial(dvh, review) || isVolumeNear(theirsCc, dvh.volumeCc, review)) return findings;
  const differencePercent = rounded(100 * Math.abs(theirsCc / dvh.volumeCc - 1));
  return [...findings, flag('differs', { structure: structure.name, figure: 'V', stored: rounded(theirsCc), ours: rounded(dvh.volumeCc), unit: 'cm³', differencePercent, tolerancePercent: storedDvh.volumePercent }, places)];
}
