import type { DeliveredBeam, TreatmentRecord } from '../../types.ts';
import { absent, flag, notApplicable, pass, rounded } from '../findings.ts';
import { sourceOf } from '../sources.ts';
import { plannedFractions } from '../targets.ts';
import type { Check, CheckFinding, CheckPlace, Review } from '../types.ts';

interface Delivery {
  readonly record: TreatmentRecord;
  readonly beam: DeliveredBeam;
  readonly place: CheckPlace;
}

/** Records of the plan, or of no plan by name; those of another plan are not judged with it. */
function deliveries({ records, plan }: Review): readonly Delivery[] {
  const own = records.filter(({ planUID }) => plan === null || planUID === null || planUID === plan.sopInstanceUID);
  return own.flatMap((record) => record.beams.map((beam) => ({ record, beam, place: { kind: 'object', sopInstanceUID: record.sopInstanceUID } as const })));
}

const treats = ({ beam: { deliveryType } }: Delivery): boolean => deliveryType === null || deliveryType === 'TREATMENT' || deliveryType === 'CONTINUATION';
const called = ({ beam }: Delivery): { beam: number | null; name: string | null; fraction: number | null } => ({ beam: beam.beamNumber, name: beam.beamName, fraction: beam.fractionNumber });
const noRecords = { zh: '没有治疗记录', en: 'There are no treatment records' };

export const deliveredMeterset: Check = {
  number: 63,
  title: { zh: '实际照射与计划', en: 'Delivered against planned' },
  severity: 'B',
  attributes: ['DeliveredPrimaryMeterset', 'SpecifiedPrimaryMeterset', 'TreatmentTerminationStatus'],
  rule: {
    zh: '实际跳数与记录所载规定跳数（没有则与计划跳数）相差不超过 1 % 或 1 MU（场所设置）；非正常结束列出',
    en: 'The delivered meterset is within 1 % or 1 MU (site setting) of the specified one of the record, else of the plan; an abnormal end is listed',
  },
  source: sourceOf('C.8.8.21'),
  sentences: {
    agrees: { zh: '{{deliveries}} 次照射与计划一致', en: '{{deliveries}} deliveries are as planned' },
    differs: { zh: '第 {{fraction}} 次射野 {{beam}}（{{name}}）实际 {{deliveredMU}}，规定 {{specifiedMU}} MU', en: 'Fraction {{fraction}}, beam {{beam}} ({{name}}): {{deliveredMU}} of {{specifiedMU}} MU delivered' },
    ended: { zh: '第 {{fraction}} 次射野 {{beam}}（{{name}}）结束状态为 {{status}}', en: 'Fraction {{fraction}}, beam {{beam}} ({{name}}) ended as {{status}}' },
    none: noRecords,
  },
  run: (review) => {
    const all = deliveries(review).filter(treats);
    if (all.length === 0) return [notApplicable('none')];
    const { percent, mu } = review.site.tolerances.deliveredMeterset;
    const findings = all.flatMap((delivery): CheckFinding[] => {
      const { beam, place } = delivery;
      const found: CheckFinding[] = [];
      const specified = beam.specifiedMeterset ?? review.plan?.beams.find(({ number }) => number === beam.beamNumber)?.metersetMU ?? null;
      const status = beam.terminationStatus;
      if (status !== null && status !== 'NORMAL') found.push(flag('ended', { ...called(delivery), status }, [place]));
      // Two parts of one fraction, the second as CONTINUATION, make up the meterset together.
      const parts = all.filter((one) => one.beam.beamNumber === beam.beamNumber && one.beam.fractionNumber === beam.fractionNumber && beam.fractionNumber !== null);
      const isSplit = parts.some(({ beam: { deliveryType } }) => deliveryType === 'CONTINUATION');
      if (isSplit && parts[0] !== delivery) return found;
      const given = isSplit ? parts.map((one) => one.beam.deliveredMeterset) : [beam.deliveredMeterset];
      if (specified === null || given.includes(null)) return [...found, absent('DeliveredPrimaryMeterset (3008,0036) or SpecifiedPrimaryMeterset (3008,0032)', [place])];
      const deliveredMU = given.reduce<number>((sum, part) => sum + (part ?? 0), 0);
      const planned = isSplit ? Math.max(...parts.map((one) => one.beam.specifiedMeterset ?? 0), 0) || specified : specified;
      if (Math.abs(deliveredMU - planned) > Math.max((percent / 100) * planned, mu) + 1e-9) found.push(flag('differs', { ...called(delivery), deliveredMU: rounded(deliveredMU), specifiedMU: rounded(planned) }, [place]));
      return found;
    });
    return findings.length > 0 ? findings : [pass('agrees', { deliveries: all.length })];
  },
};

/** Days since 1970 of a DICOM date; NaN where it is none. */
const days = (text: string): number => (/^\d{8}$/u.test(text) ? Date.UTC(Number(text.slice(0, 4)), Number(text.slice(4, 6)) - 1, Number(text.slice(6))) / 86_400_000 : Number.NaN);

/** Days from one DICOM date to another; null where one is none. */
function daysBetween(from: string, to: string): number | null {
  const count = days(to) - days(from);
  return Number.isNaN(count) ? null : count;
}

function gapFindings(all: readonly Delivery[], limitDays: number): readonly CheckFinding[] {
  const dates = [...new Set(all.flatMap(({ record }) => record.treatmentDate ?? []))].toSorted((a, b) => (a < b ? -1 : 1));
  return dates.flatMap((date, n): CheckFinding[] => {
    const before = dates[n - 1];
    const gapDays = before === undefined ? null : daysBetween(before, date);
    return before !== undefined && gapDays !== null && gapDays > limitDays ? [flag('gap', { from: before, to: date, gapDays, limitDays })] : [];
  });
}

export const fractionsDelivered: Check = {
  number: 64,
  title: { zh: '已照分次与间断', en: 'Fractions delivered and gaps' },
  severity: 'B',
  attributes: ['CurrentFractionNumber', 'TreatmentDate', 'NumberOfFractionsPlanned'],
  rule: { zh: '分次不重复（续照除外），不超过计划分次；相邻治疗日相隔超过 3 天列出（场所设置）', en: 'No fraction twice (continuations excepted), none beyond the planned ones; gaps above 3 days (site setting) between treatment days are listed' },
  source: sourceOf('C.8.8.21, C.8.8.24'),
  sentences: {
    regular: { zh: '已照 {{fractions}} 次，计划 {{planned}} 次', en: '{{fractions}} of {{planned}} fractions delivered' },
    repeated: { zh: '第 {{fraction}} 次射野 {{beam}}（{{name}}）照射了 {{times}} 次', en: 'Beam {{beam}} ({{name}}) of fraction {{fraction}} was delivered {{times}} times' },
    beyond: { zh: '照射到第 {{fraction}} 次，计划 {{planned}} 次', en: 'Fraction {{fraction}} was delivered; {{planned}} are planned' },
    gap: { zh: '{{from}} 到 {{to}} 间断 {{gapDays}} 天', en: '{{gapDays}} days between {{from}} and {{to}}' },
    none: noRecords,
  },
  run: (review) => {
    const all = deliveries(review).filter(treats);
    if (all.length === 0) return [notApplicable('none')];
    const numbered = all.filter(({ beam }) => beam.fractionNumber !== null);
    if (numbered.length === 0) return [absent('CurrentFractionNumber (3008,0022)')];
    const findings: CheckFinding[] = [];
    const groups = new Map<string, Delivery[]>();
    for (const delivery of numbered) {
      const key = `${delivery.beam.beamNumber ?? delivery.beam.beamName ?? ''}/${delivery.beam.fractionNumber ?? ''}`;
      groups.set(key, [...(groups.get(key) ?? []), delivery]);
    }
    for (const group of groups.values()) {
      // A beam that was stopped is resumed under the same fraction.
      const whole = group.filter(({ beam }) => beam.deliveryType !== 'CONTINUATION' && (beam.terminationStatus === null || beam.terminationStatus === 'NORMAL'));
      const [first] = whole;
      if (first !== undefined && whole.length > 1) findings.push(flag('repeated', { ...called(first), times: whole.length }, group.map(({ place }) => place)));
    }
    const planned = review.plan === null ? null : plannedFractions(review.plan);
    const fractions = [...new Set(numbered.map(({ beam }) => beam.fractionNumber ?? 0))];
    const last = Math.max(...fractions);
    if (planned === null) findings.push(absent('NumberOfFractionsPlanned (300A,0078)'));
    else if (last > planned) findings.push(flag('beyond', { fraction: last, planned }, numbered.filter(({ beam }) => beam.fractionNumber === last).map(({ place }) => place)));
    findings.push(...gapFindings(all, review.site.tolerances.treatmentGapDays));
    return findings.length > 0 ? findings : [pass('regular', { fractions: fractions.length, planned })];
  },
};

export const overrides: Check = {
  number: 65,
  title: { zh: '治疗中的参数覆盖', en: 'Overrides' },
  severity: 'B',
  attributes: ['OverrideSequence', 'OverrideReason'],
  rule: { zh: '逐一列出；没有理由的提示', en: 'Each is listed; one without a reason is flagged' },
  source: sourceOf('C.8.8.21'),
  sentences: {
    none: { zh: '没有参数覆盖', en: 'Nothing was overridden' },
    listed: { zh: '第 {{fraction}} 次射野 {{beam}}（{{name}}）：{{parameters}}，理由：{{reason}}', en: 'Fraction {{fraction}}, beam {{beam}} ({{name}}): {{parameters}}, because: {{reason}}' },
    unexplained: { zh: '第 {{fraction}} 次射野 {{beam}}（{{name}}）覆盖 {{parameters}} 没有写理由', en: 'Fraction {{fraction}}, beam {{beam}} ({{name}}): {{parameters}} overridden without a reason' },
    'no-records': noRecords,
  },
  run: (review) => {
    const all = deliveries(review);
    if (all.length === 0) return [notApplicable('no-records')];
    const findings = all.flatMap((delivery) =>
      delivery.beam.overrides.map(({ reason, parameters, operator }) => {
        const values = { ...called(delivery), parameters, reason, operator };
        return reason === null || reason.trim() === '' ? flag('unexplained', values, [delivery.place]) : pass('listed', values, [delivery.place]);
      }));
    return findings.length > 0 ? findings : [pass('none')];
  },
};
