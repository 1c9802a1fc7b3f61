import type { Machine } from '../../site/types.ts';
import type { Beam, Plan } from '../../types.ts';
import { absent, atBeam, flag, notApplicable, notCheckable, pass } from '../findings.ts';
import { sourceOf } from '../sources.ts';
import type { Check, CheckFinding } from '../types.ts';
import { treatmentBeams } from './beamKinds.ts';

const machineOf = (machines: readonly Machine[], { machine }: Beam): Machine | null => machines.find(({ name }) => name.trim() === machine?.trim()) ?? null;

export const oneMachine: Check = {
  number: 24,
  title: { zh: '同一台机器', en: 'One machine' },
  severity: 'B',
  attributes: ['TreatmentMachineName'],
  rule: { zh: '所有治疗野机器名相同，且在场所机器表中（未填机器表时只核对前者）', en: 'One machine name for all treatment beams, and it is in the site list (without a list only the former is judged)' },
  source: sourceOf('C.8.8.14'),
  sentences: {
    one: { zh: '机器 {{machine}}', en: 'All beams are for {{machine}}' },
    unlisted: { zh: '机器 {{machine}}；场所未填机器表', en: 'All beams are for {{machine}}; the site has listed no machines' },
    several: { zh: '治疗野使用不同机器：{{machines}}', en: 'The treatment beams are for several machines: {{machines}}' },
    unknown: { zh: '机器 {{machine}} 不在场所机器表 {{listed}} 中', en: '{{machine}} is not in the site list {{listed}}' },
    none: { zh: '近距离治疗计划没有射野', en: 'Brachytherapy has no beams' },
  },
  run: ({ plan, site: { machines } }) => {
    if (plan === null) return [absent('RTPLAN')];
    if (plan.kind === 'brachy') return [notApplicable('none')];
    const beams = treatmentBeams(plan);
    const names = [...new Set(beams.flatMap(({ machine }) => machine?.trim() ?? []))];
    if (names.length === 0) return [absent('TreatmentMachineName (300A,00B2)')];
    const places = beams.map(({ number }) => atBeam(number));
    if (names.length > 1) return [flag('several', { machines: names }, places)];
    const [machine = ''] = names;
    if (machines.length === 0) return [pass('unlisted', { machine })];
    const listed = machines.map(({ name }) => name);
    return [listed.some((name) => name.trim() === machine) ? pass('one', { machine }) : flag('unknown', { machine, listed }, places)];
  },
};

/** Nominal energies that machines of a kind have at all: MV, MeV, MeV per nucleon. */
const plausibleEnergies: Readonly<Record<string, readonly [number, number]>> = { PHOTON: [1, 25], ELECTRON: [2, 50], PROTON: [30, 350], ION: [30, 500], NEUTRON: [1, 100] };
/** Dose rate no flattened beam reaches, MU/min. */
const fastestFlattened = 1000;

function energyFindings(beam: Beam, machine: Machine | null, hasList: boolean): readonly CheckFinding[] {
  const { number, name, radiationType, fluenceMode } = beam;
  const energies = [...new Set(beam.controlPoints.flatMap(({ energyMV }) => energyMV ?? []))];
  const place = [atBeam(number)];
  if (radiationType === '') return [absent('RadiationType (300A,00C6)', place)];
  if (energies.length === 0) return [absent('NominalBeamEnergy (300A,0114)', place)];
  const isFree = fluenceMode === 'NON_STANDARD';
  const rates = beam.controlPoints.flatMap(({ doseRateMUPerMin }) => doseRateMUPerMin ?? []);
  const fastest = rates.length === 0 ? null : Math.max(...rates);
  const values = { beam: number, name, radiationType, energies, fluence: fluenceMode, fluenceID: beam.fluenceModeID, doseRateMUPerMin: fastest };
  if (machine === null) {
    if (hasList) return [notCheckable('machine', { ...values, machine: beam.machine }, place)];
    const [low, high] = plausibleEnergies[radiationType] ?? [0, Infinity];
    const found: CheckFinding[] = energies.some((energy) => energy < low || energy > high) ? [flag('implausible', values, place)] : [];
    if (radiationType === 'PHOTON' && fastest !== null && fastest > fastestFlattened && !isFree) found.push(flag('undeclared', values, place));
    return found;
  }
  return energies.flatMap((energy): CheckFinding[] => {
    const same = machine.energies.filter((one) => one.radiationType === radiationType && Math.abs(one.energy - energy) < 0.05);
    const mode = same.find(({ isFlatteningFilterFree }) => isFlatteningFilterFree === isFree);
    if (mode === undefined) return [flag(same.length > 0 ? 'undeclared' : 'unlisted', { ...values, energy, machine: machine.name }, place)];
    const limit = mode.maximumDoseRateMUPerMin;
    return limit !== null && fastest !== null && fastest > limit ? [flag('rate', { ...values, limitMUPerMin: limit }, place)] : [];
  });
}

export const energyAndMode: Check = {
  number: 25,
  title: { zh: '能量与模式', en: 'Energy and mode' },
  severity: 'B',
  attributes: ['NominalBeamEnergy', 'RadiationType', 'FluenceMode', 'DoseRateSet'],
  rule: {
    zh: '能量在机器表中，剂量率不超过该能量上限，无均整器模式须注明；未填机器表时核对该射线类型的合理能量，且 1000 MU/min 以上须注明无均整器',
    en: 'The energy is in the machine list, the dose rate allowed for it, FFF declared; without a list, the energy is one the radiation type has at all, and above 1000 MU/min FFF is declared',
  },
  source: sourceOf('C.8.8.14'),
  sentences: {
    allowed: { zh: '能量 {{energies}}（{{types}}）；机器表：{{list}}', en: 'Energies {{energies}} ({{types}}); machine list: {{list}}' },
    implausible: { zh: '射野 {{beam}}（{{name}}）{{radiationType}} 能量 {{energies}} 不合理', en: 'Beam {{beam}} ({{name}}): {{energies}} is no energy of {{radiationType}} beams' },
    unlisted: { zh: '射野 {{beam}}（{{name}}）{{radiationType}} {{energy}} 不在 {{machine}} 的能量表中', en: 'Beam {{beam}} ({{name}}): {{radiationType}} {{energy}} is not in the list of {{machine}}' },
    undeclared: { zh: '射野 {{beam}}（{{name}}）的均整器模式（{{fluence}}）与能量 {{energies}}、剂量率 {{doseRateMUPerMin}} 不符', en: 'Beam {{beam}} ({{name}}): fluence mode {{fluence}} does not go with {{energies}} at {{doseRateMUPerMin}} MU/min' },
    rate: { zh: '射野 {{beam}}（{{name}}）剂量率 {{doseRateMUPerMin}}，上限 {{limitMUPerMin}} MU/min', en: 'Beam {{beam}} ({{name}}) has {{doseRateMUPerMin}} MU/min, above {{limitMUPerMin}}' },
    machine: { zh: '射野 {{beam}} 的机器 {{machine}} 不在机器表中，能量无法核对', en: 'Machine {{machine}} of beam {{beam}} is not in the site list; its energy cannot be checked' },
    none: { zh: '近距离治疗计划没有射野', en: 'Brachytherapy has no beams' },
  },
  run: ({ plan, site: { machines } }) => {
    if (plan === null) return [absent('RTPLAN')];
    if (plan.kind === 'brachy') return [notApplicable('none')];
    const beams = treatmentBeams(plan);
    if (beams.length === 0) return [absent('BeamSequence (300A,00B0)')];
    const findings = beams.flatMap((beam) => energyFindings(beam, machineOf(machines, beam), machines.length > 0));
    const energies = [...new Set(beams.flatMap(({ energyMV }) => energyMV ?? []))];
    return findings.length > 0 ? findings : [pass('allowed', { energies, types: [...new Set(beams.map(({ radiationType }) => radiationType))], list: machines.length > 0 ? machines.map(({ name }) => name) : '–' })];
  },
};

/** Machines whose axis is not at 1000 mm. */
const otherAxes = /cyber\s?knife|tomo|hi[\s-]?art|radixact|unity|mridian|viewray|gamma|cobalt|theratron/iu;
const isOtherAxis = (plan: Plan, beam: Beam): boolean => [beam.machine, beam.manufacturerModel, plan.manufacturerModel].some((text) => text !== null && otherAxes.test(text));
const linacAxisMm = 1000;

export const sourceAxisDistance: Check = {
  number: 29,
  title: { zh: '源轴距', en: 'Source-axis distance' },
  severity: 'B',
  attributes: ['SourceAxisDistance'],
  rule: { zh: '等于机器表中的值；未填机器表时 C 形臂直线加速器为 1000 mm', en: 'Equals the value of the machine; without a machine list 1000 mm for C-arm linacs' },
  source: sourceOf('C.8.8.14'),
  sentences: {
    equal: { zh: '源轴距 {{distancesMm}} mm（{{basis}}）', en: 'Source-axis distance {{distancesMm}} mm ({{basis}})' },
    differs: { zh: '射野 {{beam}}（{{name}}）源轴距 {{distanceMm}} mm，应为 {{expectedMm}} mm', en: 'Beam {{beam}} ({{name}}): source-axis distance {{distanceMm}} mm, expected {{expectedMm}} mm' },
    unknown: { zh: '射野 {{beam}} 的机器 {{machine}}（{{model}}）不在机器表中，源轴距无法核对', en: 'Machine {{machine}} ({{model}}) of beam {{beam}} is not in the site list; its source-axis distance cannot be checked' },
    none: { zh: '近距离治疗计划没有射野', en: 'Brachytherapy has no beams' },
  },
  run: ({ plan, site: { machines } }) => {
    if (plan === null) return [absent('RTPLAN')];
    if (plan.kind === 'brachy') return [notApplicable('none')];
    const beams = treatmentBeams(plan);
    if (beams.length === 0) return [absent('BeamSequence (300A,00B0)')];
    const findings = beams.flatMap((beam): CheckFinding[] => {
      const { number, name, sourceAxisDistanceMm: distanceMm } = beam;
      if (plan.kind === 'ion' && distanceMm === null) return [notCheckable('unknown', { beam: number, machine: beam.machine, model: beam.manufacturerModel })];
      if (distanceMm === null) return [absent('SourceAxisDistance (300A,00B4)', [atBeam(number)])];
      const machine = machineOf(machines, beam);
      const isUnknown = machine === null && (machines.length > 0 || plan.kind === 'ion' || isOtherAxis(plan, beam));
      if (isUnknown) return [notCheckable('unknown', { beam: number, machine: beam.machine, model: beam.manufacturerModel })];
      const expectedMm = machine?.sourceAxisDistanceMm ?? linacAxisMm;
      return Math.abs(distanceMm - expectedMm) > 0.5 ? [flag('differs', { beam: number, name, distanceMm, expectedMm }, [atBeam(number)])] : [];
    });
    const distancesMm = [...new Set(beams.flatMap(({ sourceAxisDistanceMm }) => sourceAxisDistanceMm ?? []))];
    return findings.length > 0 ? findings : [pass('equal', { distancesMm, basis: machines.length > 0 ? 'site' : 'C-arm' })];
  },
};
