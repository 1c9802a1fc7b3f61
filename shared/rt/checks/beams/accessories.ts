import type { Beam } from '../../types.ts';
import { absent, atBeam, flag, notApplicable, pass, rounded } from '../findings.ts';
import { sourceOf } from '../sources.ts';
import type { Check, CheckFinding } from '../types.ts';
import { treatmentBeams, turnDeg } from './beamKinds.ts';

/** What lies in a beam, one text each. */
function accessoriesOf({ wedges, blocks, applicators, bolusROINumbers, ion }: Beam): readonly string[] {
  return [
    ...wedges.map(({ id, angleDeg, type }) => `wedge ${id ?? type ?? ''} ${angleDeg ?? '–'}°`),
    ...blocks.map(({ name, number }) => `block ${name ?? number}`),
    ...applicators.map(({ id, type }) => `applicator ${id ?? type ?? ''}`),
    ...bolusROINumbers.map((roi) => `bolus ROI ${roi}`),
    ...(ion?.devices ?? []).map(({ kind, id }) => `${kind} ${id ?? ''}`),
  ].map((text) => text.trim());
}

export const accessories: Check = {
  number: 35,
  title: { zh: '楔形板、补偿膜、挡块、限光筒', en: 'Wedges, bolus, blocks, applicators' },
  severity: 'B',
  attributes: ['NumberOfWedges', 'WedgeAngle', 'ReferencedBolusSequence', 'NumberOfBlocks', 'ApplicatorSequence'],
  rule: { zh: '按射野列出；补偿膜只用于部分治疗野则提示；引用的补偿膜 ROI 存在且类型为 BOLUS', en: 'Listed per beam; bolus on some but not all treatment beams is flagged; the bolus ROI exists and is of type BOLUS' },
  source: sourceOf('C.8.8.14'),
  sentences: {
    listed: { zh: '附件：{{list}}', en: 'Accessories: {{list}}' },
    none: { zh: '没有附件', en: 'There are no accessories' },
    some: { zh: '补偿膜只用于射野 {{withBolus}}，射野 {{without}} 没有', en: 'Bolus on beams {{withBolus}}, but not on {{without}}' },
    roi: { zh: '射野引用的补偿膜 ROI {{roi}} 不存在或类型不是 BOLUS', en: 'Bolus ROI {{roi}} is not there or not of type BOLUS' },
    brachy: { zh: '近距离治疗计划没有射野', en: 'Brachytherapy has no beams' },
  },
  run: ({ plan, structureSet }) => {
    if (plan === null) return [absent('RTPLAN')];
    if (plan.kind === 'brachy') return [notApplicable('brachy')];
    const beams = treatmentBeams(plan);
    if (beams.length === 0) return [absent('BeamSequence (300A,00B0)')];
    const findings: CheckFinding[] = [];
    const withBolus = beams.filter(({ bolusROINumbers, stated }) => bolusROINumbers.length > 0 || (stated.boli ?? 0) > 0);
    const without = beams.filter((beam) => !withBolus.includes(beam));
    if (withBolus.length > 0 && without.length > 0) {
      findings.push(flag('some', { withBolus: withBolus.map(({ number }) => number), without: without.map(({ number }) => number) }, without.map(({ number }) => atBeam(number))));
    }
    const rois = [...new Set(beams.flatMap(({ bolusROINumbers }) => bolusROINumbers))];
    if (rois.length > 0 && structureSet === null) findings.push(absent('RTSTRUCT'));
    for (const roi of structureSet === null ? [] : rois) {
      if (!structureSet?.structures.some(({ number, interpretedType }) => number === roi && interpretedType === 'BOLUS')) findings.push(flag('roi', { roi }, [{ kind: 'structure', roiNumber: roi }]));
    }
    const list = beams.flatMap((beam) => accessoriesOf(beam).map((text) => `${beam.number}: ${text}`));
    return findings.length > 0 ? findings : [list.length > 0 ? pass('listed', { list }) : pass('none')];
  },
};

export const couchRotation: Check = {
  number: 36,
  title: { zh: '转床与非共面', en: 'Couch rotation or non-coplanar' },
  severity: 'C',
  attributes: ['PatientSupportAngle', 'TableTopPitchAngle', 'TableTopRollAngle'],
  rule: { zh: '床角、俯仰角、横滚角不为零的治疗野列出', en: 'Treatment beams with a couch angle, pitch or roll other than 0 are listed' },
  source: sourceOf('C.8.8.14'),
  sentences: {
    coplanar: { zh: '{{beams}} 个治疗野床角均为 0', en: 'The couch stands at 0 for all {{beams}} treatment beams' },
    turned: { zh: '射野 {{beam}}（{{name}}）床角 {{couchDeg}}°、俯仰 {{pitchDeg}}°、横滚 {{rollDeg}}°', en: 'Beam {{beam}} ({{name}}): couch {{couchDeg}}°, pitch {{pitchDeg}}°, roll {{rollDeg}}°' },
    brachy: { zh: '近距离治疗计划没有射野', en: 'Brachytherapy has no beams' },
  },
  run: ({ plan }) => {
    if (plan === null) return [absent('RTPLAN')];
    if (plan.kind === 'brachy') return [notApplicable('brachy')];
    const beams = treatmentBeams(plan).filter(({ controlPoints }) => controlPoints.length > 0);
    const silent = beams.filter(({ controlPoints }) => Number.isNaN(controlPoints[0]?.couchDeg));
    if (beams.length === 0 || silent.length > 0) return [absent('PatientSupportAngle (300A,0122)', silent.map(({ number }) => atBeam(number)))];
    const findings = beams.flatMap((beam): CheckFinding[] => {
      const turned = beam.controlPoints.find(({ couchDeg, pitchDeg, rollDeg }) => [couchDeg, pitchDeg ?? 0, rollDeg ?? 0].some((angle) => Math.abs(turnDeg(0, angle)) > 0.05));
      if (turned === undefined) return [];
      const { couchDeg, pitchDeg, rollDeg } = turned;
      return [flag('turned', { beam: beam.number, name: beam.name, couchDeg: rounded(couchDeg, 1), pitchDeg: pitchDeg === null ? null : rounded(pitchDeg, 1), rollDeg: rollDeg === null ? null : rounded(rollDeg, 1) }, [atBeam(beam.number)])];
    });
    return findings.length > 0 ? findings : [pass('coplanar', { beams: beams.length })];
  },
};
