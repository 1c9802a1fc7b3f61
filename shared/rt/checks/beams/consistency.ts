import { absent, atBeam, fail, flag, notApplicable, notCheckable, pass, rounded } from '../findings.ts';
import { sourceOf } from '../sources.ts';
import type { Check, CheckFinding } from '../types.ts';
import { isArc, isKnownOtherMachine, isOtherMachine, isSetupInDisguise, treatmentBeams } from './beamKinds.ts';

export const beamCount: Check = {
  number: 19,
  title: { zh: '射野数目一致', en: 'Beam count consistent' },
  severity: 'A',
  attributes: ['NumberOfBeams', 'BeamSequence', 'ReferencedBeamSequence', 'ReferencedBeamNumber'],
  rule: { zh: '分次组引用的射野都存在且只有一个，治疗野都被引用；引用数与 NumberOfBeams 相同', en: 'Every beam a fraction group refers to exists once, every treatment beam is referred to, and NumberOfBeams is their number' },
  source: sourceOf('C.8.8.13, C.8.8.14'),
  sentences: {
    consistent: { zh: '{{beams}} 个射野，引用一致', en: '{{beams}} beams, consistently referred to' },
    undefined: { zh: '分次组 {{group}} 引用的射野 {{beams}} 不存在', en: 'Fraction group {{group}} refers to beams {{beams}}, which do not exist' },
    repeated: { zh: '射野编号 {{beam}} 出现多次', en: 'Beam number {{beam}} is used more than once' },
    unused: { zh: '治疗野 {{beam}}（{{name}}）没有被任何分次组引用', en: 'No fraction group refers to treatment beam {{beam}} ({{name}})' },
    stated: { zh: '分次组 {{group}} 的 NumberOfBeams 为 {{stated}}，实际引用 {{referenced}}', en: 'Fraction group {{group}} states {{stated}} beams and refers to {{referenced}}' },
    none: { zh: '近距离治疗计划没有射野', en: 'Brachytherapy has no beams' },
  },
  run: ({ plan }) => {
    if (plan === null) return [absent('RTPLAN')];
    if (plan.kind === 'brachy') return [notApplicable('none')];
    if (plan.fractionGroups.length === 0) return [absent('FractionGroupSequence (300A,0070)')];
    const numbers = plan.beams.map(({ number }) => number);
    const referenced = new Set(plan.fractionGroups.flatMap(({ beamNumbers }) => beamNumbers));
    const findings: CheckFinding[] = [];
    for (const { number: group, beamNumbers, beamsStated } of plan.fractionGroups) {
      const unknown = beamNumbers.filter((number) => !numbers.includes(number));
      if (unknown.length > 0) findings.push(fail('undefined', { group, beams: unknown }));
      if (beamsStated !== null && beamsStated !== beamNumbers.length) findings.push(flag('stated', { group, stated: beamsStated, referenced: beamNumbers.length }));
    }
    for (const beam of new Set(numbers.filter((number, n) => numbers.indexOf(number) < n))) findings.push(fail('repeated', { beam }, [atBeam(beam)]));
    for (const { number: beam, name } of treatmentBeams(plan)) if (!referenced.has(beam)) findings.push(fail('unused', { beam, name }, [atBeam(beam)]));
    return findings.length > 0 ? findings : [pass('consistent', { beams: numbers.length })];
  },
};

export const metersetRange: Check = {
  number: 20,
  title: { zh: '跳数存在且在范围内', en: 'MU present and in range' },
  severity: 'A',
  attributes: ['BeamMeterset', 'PrimaryDosimeterUnit'],
  rule: {
    zh: '每个治疗野有以 MU 计的跳数；为零或缺失不通过；默认范围 5–1500 MU（场所设置）之外提示，螺旋断层、机器人和离子设备不按此范围',
    en: 'Every treatment beam has a meterset in MU; zero or missing FAILs; outside 5 to 1500 MU (site setting) is flagged, but not on helical, robotic and ion machines',
  },
  source: sourceOf('C.8.8.13, C.8.8.14'),
  sentences: {
    'in-range': { zh: '{{beams}} 个治疗野，共 {{totalMU}} MU', en: '{{beams}} treatment beams, {{totalMU}} MU in all' },
    missing: { zh: '射野 {{beam}}（{{name}}）没有跳数', en: 'Beam {{beam}} ({{name}}) has no meterset' },
    zero: { zh: '射野 {{beam}}（{{name}}）跳数为 {{metersetMU}}', en: 'Beam {{beam}} ({{name}}) has {{metersetMU}} MU' },
    range: { zh: '射野 {{beam}}（{{name}}）{{metersetMU}} MU，范围 {{rangeMU}}', en: 'Beam {{beam}} ({{name}}) has {{metersetMU}} MU; the range is {{rangeMU}}' },
    unit: { zh: '射野 {{beam}}（{{name}}）的剂量单位为 {{unit}}，不是 MU', en: 'The meterset of beam {{beam}} ({{name}}) is in {{unit}}, not MU' },
    time: { zh: '射野 {{beam}}（{{name}}）的剂量单位为 {{unit}}，机器是否按时间照射未知，跳数范围无法核对', en: 'The meterset of beam {{beam}} ({{name}}) is in {{unit}}; whether its machine runs by time is not known, so the range cannot be checked' },
    setup: { zh: '射野 {{beam}}（{{name}}）类型为 TREATMENT 但没有跳数和剂量，按名称当作摆位野', en: 'Beam {{beam}} ({{name}}) stands as TREATMENT without meterset or dose; by its name it is a setup field' },
    none: { zh: '近距离治疗计划没有跳数', en: 'Brachytherapy has no meterset' },
  },
  run: ({ plan, site: { tolerances } }) => {
    if (plan === null) return [absent('RTPLAN')];
    if (plan.kind === 'brachy') return [notApplicable('none')];
    const beams = treatmentBeams(plan);
    if (beams.length === 0) return [absent('treatment beams in BeamSequence (300A,00B0)')];
    const [low, high] = tolerances.metersetMU;
    const findings = beams.flatMap((beam): CheckFinding[] => {
      const { number, name, metersetMU, dosimeterUnit: unit } = beam;
      const place = [atBeam(number)];
      if (unit !== null && unit !== 'MU') {
        if (plan.kind === 'ion' || isKnownOtherMachine(plan, beam)) return [pass('unit', { beam: number, name, unit })];
        // A machine that runs by time does so in all of its beams; beside beams in MU the unit is wrong.
        const isAllByTime = beams.every(({ dosimeterUnit }) => dosimeterUnit === 'MINUTE');
        return [isAllByTime ? notCheckable('time', { beam: number, name, unit }, place) : fail('unit', { beam: number, name, unit }, place)];
      }
      if (metersetMU === null) return [fail('missing', { beam: number, name }, place)];
      if (metersetMU <= 0) return [fail('zero', { beam: number, name, metersetMU }, place)];
      const isRanged = plan.kind !== 'ion' && !isOtherMachine(plan, beam);
      return isRanged && (metersetMU < low || metersetMU > high) ? [flag('range', { beam: number, name, metersetMU: rounded(metersetMU, 1), rangeMU: [low, high] }, place)] : [];
    });
    const disguised = plan.beams.filter(isSetupInDisguise).map(({ number, name }) => flag('setup', { beam: number, name }, [atBeam(number)]));
    const all = [...findings, ...disguised];
    return all.length > 0 ? all : [pass('in-range', { beams: beams.length, totalMU: rounded(beams.reduce((sum, { metersetMU }) => sum + (metersetMU ?? 0), 0), 1) })];
  },
};

export const controlPointCount: Check = {
  number: 23,
  title: { zh: '控制点数目', en: 'Control point count' },
  severity: 'A',
  attributes: ['NumberOfControlPoints', 'ControlPointSequence'],
  rule: { zh: '控制点数等于 NumberOfControlPoints，至少 2 个', en: 'As many control points as NumberOfControlPoints says, at least 2' },
  source: sourceOf('C.8.8.14'),
  sentences: {
    equal: { zh: '{{beams}} 个射野的控制点数一致', en: 'The control points of {{beams}} beams are as stated' },
    differs: { zh: '射野 {{beam}}（{{name}}）写明 {{stated}} 个控制点，实有 {{found}}', en: 'Beam {{beam}} ({{name}}) states {{stated}} control points and has {{found}}' },
    few: { zh: '射野 {{beam}}（{{name}}）只有 {{found}} 个控制点', en: 'Beam {{beam}} ({{name}}) has {{found}} control points only' },
    none: { zh: '近距离治疗计划没有射野', en: 'Brachytherapy has no beams' },
  },
  run: ({ plan }) => {
    if (plan === null) return [absent('RTPLAN')];
    if (plan.kind === 'brachy') return [notApplicable('none')];
    if (plan.beams.length === 0) return [absent('BeamSequence (300A,00B0)')];
    const treated = new Set(treatmentBeams(plan));
    const findings = plan.beams.flatMap((beam): CheckFinding[] => {
      const { number, name, controlPoints, stated } = beam;
      const values = { beam: number, name, stated: stated.controlPoints, found: controlPoints.length };
      if (stated.controlPoints !== null && stated.controlPoints !== controlPoints.length) return [fail('differs', values, [atBeam(number)])];
      return controlPoints.length < 2 && treated.has(beam) ? [fail('few', values, [atBeam(number)])] : [];
    });
    return findings.length > 0 ? findings : [pass('equal', { beams: plan.beams.length, arcs: plan.beams.filter(isArc).length })];
  },
};
