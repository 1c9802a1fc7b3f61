import { isDeviceName } from '../../names/accessoryName.ts';
import type { Structure } from '../../types.ts';
import { absent, atStructure, flag, notApplicable, notCheckable, pass, rounded } from '../findings.ts';
import { isDrawn, matchOf } from '../structures/structureRoles.ts';
import type { Check, CheckFinding, Review } from '../types.ts';

/** Dose to implanted devices and what is in a beam's way. */
export const implantedDevice: Check = {
  number: 60,
  title: { zh: '植入装置与治疗床的剂量', en: 'Entry through implanted device or couch edge' },
  severity: 'B',
  attributes: ['ROIName', 'RTROIInterpretedType'],
  rule: { zh: '起搏器、ICD 等装置的最大剂量，超过 2 Gy（场所设置）提示；治疗床的最大剂量列出', en: 'The maximum dose to pacemaker, ICD and the like is shown, above 2 Gy (site setting) flagged; that of the couch is listed' },
  source: 'AAPM TG-203 (Miften et al., Med Phys 2019;46:e757); AAPM TG-275 (Ford et al., Med Phys 2020;47:e236)',
  sentences: {
    none: { zh: '没有勾画植入装置', en: 'No implanted device is contoured' },
    low: { zh: '{{structure}} 最大剂量 {{maximumGy}} Gy', en: '{{structure}} gets at most {{maximumGy}} Gy' },
    high: { zh: '植入装置 {{structure}} 最大剂量 {{maximumGy}} Gy，超过 {{limitGy}} Gy', en: 'The implanted device {{structure}} gets {{maximumGy}} Gy, above {{limitGy}} Gy' },
    outside: { zh: '植入装置 {{structure}} 只有 {{coveredPercent}} % 在剂量网格内，最大剂量未知', en: 'Only {{coveredPercent}} % of the implanted device {{structure}} lies in the dose grid; its maximum is unknown' },
    couch: { zh: '治疗床 {{structure}} 最大剂量 {{maximumGy}} Gy', en: 'The couch {{structure}} gets at most {{maximumGy}} Gy' },
  },
  run: (review) => {
    const { structureSet, numbers } = review;
    if (structureSet === null) return [absent('RTSTRUCT')];
    const drawn = structureSet.structures.filter(isDrawn);
    const devices = drawn.filter((structure) => isDeviceName(structure.name) || matchOf(structure, review).standard === 'Pacemaker');
    const couch = drawn.filter(({ interpretedType }) => interpretedType === 'SUPPORT');
    if (devices.length + couch.length === 0) return [notApplicable('none')];
    if (numbers.planDose === null || numbers.planDose.units !== 'GY') return [absent('RTDOSE in Gy')];
    const listed = couch.flatMap((structure) => {
      const maximumGy = numbers.dvh(structure)?.maxGy ?? null;
      return maximumGy === null ? [] : [pass('couch', { structure: structure.name, maximumGy: rounded(maximumGy) }, [atStructure(structure.number)])];
    });
    const findings = [...devices.map((structure) => judge(structure, review)), ...listed];
    return findings.length > 0 ? findings : [notApplicable('none')];
  },
};

function judge(structure: Structure, { numbers, site: { tolerances } }: Review): CheckFinding {
  const dvh = numbers.dvh(structure);
  const places = [atStructure(structure.number)];
  const maximumGy = dvh?.maxGy ?? null;
  const coveredPercent = rounded((dvh?.coverage ?? 0) * 100, 1);
  if (maximumGy !== null && maximumGy > tolerances.deviceMaximumGy) return flag('high', { structure: structure.name, maximumGy: rounded(maximumGy), limitGy: tolerances.deviceMaximumGy }, places);
  if (maximumGy === null || coveredPercent < tolerances.coveragePercent) return notCheckable('outside', { structure: structure.name, coveredPercent }, places);
  return pass('low', { structure: structure.name, maximumGy: rounded(maximumGy) }, places);
}
