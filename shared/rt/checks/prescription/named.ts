import type { Plan, Prescription, StructureSet } from '../../types.ts';
import { absent, atStructure, flag, pass } from '../findings.ts';
import { sourceOf } from '../sources.ts';
import { structureOfPrescription, targetClassOf } from '../targets.ts';
import type { Check, CheckFinding } from '../types.ts';

function findingOf(prescription: Prescription, set: StructureSet, plan: Plan): CheckFinding {
  const { roiNumber, description } = prescription;
  const structure = structureOfPrescription(set, prescription);
  const place = { kind: 'object', sopInstanceUID: plan.sopInstanceUID, attribute: 'DoseReferenceSequence' } as const;
  if (structure === null) return roiNumber === null ? absent('ReferencedROINumber (3006,0084) of the prescription', [place]) : flag('missing', { roiNumber, description }, [place]);
  const kind = targetClassOf(structure);
  const values = { structure: structure.name, type: structure.interpretedType, description };
  return kind === null ? flag('no-target', values, [atStructure(structure.number)]) : pass('found', values);
}

export const prescribedTarget: Check = {
  number: 16,
  title: { zh: '处方所指靶区存在', en: 'Target named in the prescription exists' },
  severity: 'B',
  attributes: ['DoseReferenceDescription', 'ReferencedROINumber', 'RTROIInterpretedType'],
  rule: { zh: '处方引用的 ROI 存在，且为 PTV、CTV 或 GTV（按类型，其次按名称）', en: 'The ROI of the prescription is there and is a PTV, CTV or GTV, by type, else by name' },
  source: sourceOf('C.8.8.10'),
  sentences: {
    found: { zh: '处方靶区为 {{structure}}', en: 'The prescription is to {{structure}}' },
    missing: { zh: '处方引用的 ROI {{roiNumber}}（{{description}}）不存在', en: 'ROI {{roiNumber}} of the prescription ({{description}}) is not there' },
    'no-target': { zh: '处方所指 {{structure}} 类型为 {{type}}，不是靶区', en: 'The prescription is to {{structure}} of type {{type}}, which is no target' },
  },
  run: ({ plan, structureSet }) => {
    if (plan === null) return [absent('RTPLAN')];
    if (structureSet === null) return [absent('RTSTRUCT')];
    // A prescription at coordinates or to the site is of no structure; it is judged only where it names one.
    const targets = plan.prescriptions.filter(({ type }) => type === 'TARGET');
    const named = targets.filter((one) => one.roiNumber !== null || structureOfPrescription(structureSet, one) !== null);
    if (targets.length === 0) return [absent('DoseReferenceSequence (300A,0010) of type TARGET')];
    if (named.length === 0) return [absent('ReferencedROINumber (3006,0084) of the prescription')];
    return named.map((prescription) => findingOf(prescription, structureSet, plan));
  },
};

export const fractionGroups: Check = {
  number: 18,
  title: { zh: '分次组', en: 'Fraction groups' },
  severity: 'C',
  attributes: ['FractionGroupSequence', 'FractionGroupNumber', 'NumberOfFractionsPlanned'],
  rule: { zh: '只有一个分次组，或每组编号唯一、分次数和射野齐全', en: 'One fraction group, or each with a number of its own, its fractions and its beams' },
  source: sourceOf('C.8.8.13'),
  sentences: {
    described: { zh: '{{groups}} 个分次组：{{list}}', en: '{{groups}} fraction group(s): {{list}}' },
    repeated: { zh: '分次组编号 {{group}} 出现多次', en: 'Fraction group number {{group}} is used more than once' },
    incomplete: { zh: '分次组 {{group}} 缺少 {{missing}}', en: 'Fraction group {{group}} lacks {{missing}}' },
  },
  run: ({ plan }) => {
    if (plan === null) return [absent('RTPLAN')];
    const { fractionGroups: groups } = plan;
    if (groups.length === 0) return [absent('FractionGroupSequence (300A,0070)')];
    const numbers = groups.map(({ number }) => number);
    const repeated = [...new Set(numbers.filter((number, n) => numbers.indexOf(number) < n))].map((group) => flag('repeated', { group }));
    const incomplete = groups.flatMap(({ number, fractionsPlanned, beamNumbers, brachySetups }) => {
      const missing = [...(fractionsPlanned === null ? ['NumberOfFractionsPlanned (300A,0078)'] : []), ...(beamNumbers.length + brachySetups.length === 0 ? ['ReferencedBeamSequence (300C,0004)'] : [])];
      return missing.length > 0 ? [flag('incomplete', { group: number, missing })] : [];
    });
    const findings = [...repeated, ...incomplete];
    const list = groups.map(({ number, fractionsPlanned, beamNumbers }) => `${number}: ${fractionsPlanned ?? '–'} × ${beamNumbers.length}`);
    return findings.length > 0 ? findings : [pass('described', { groups: groups.length, list })];
  },
};
