import { absent, fail, flag, pass } from '../findings.ts';
import { sourceOf } from '../sources.ts';
import type { Check, CheckFinding, Review } from '../types.ts';

interface Moment {
  readonly object: string;
  readonly attribute: string;
  /** YYYYMMDD; null where absent or not a date of a treatment. */
  readonly date: string | null;
  /** HHMMSS; null where absent. */
  readonly time: string | null;
}

/** A DICOM date that can be one of planning; de-identified objects carry other text, or a year before there was any DICOM. */
const realDate = (text: string | null): string | null => (text !== null && /^\d{8}$/u.test(text.trim()) && text.trim() >= '19850101' ? text.trim() : null);
const realTime = (text: string | null): string | null => {
  const digits = text?.trim().replace(/\..*$/u, '') ?? '';
  return /^\d{4}(\d\d)?$/u.test(digits) ? digits.padEnd(6, '0') : null;
};

/** Images carry a date only, and a dose the moment its file was written, by another clock: both are compared by day. */
function moments({ images, structureSet, plan, numbers, doses }: Review): readonly Moment[] {
  const dates = images.flatMap(({ date }) => realDate(date) ?? []).toSorted((a, b) => (a < b ? -1 : 1));
  const dose = numbers.planDose ?? doses[0] ?? null;
  return [
    { object: 'image', attribute: 'AcquisitionDate (0008,0022)', date: dates.at(-1) ?? null, time: null },
    { object: 'RTSTRUCT', attribute: 'StructureSetDate (3006,0008)', date: realDate(structureSet?.date ?? null), time: realTime(structureSet?.time ?? null) },
    { object: 'RTPLAN', attribute: 'RTPlanDate (300A,0006)', date: realDate(plan?.date ?? null), time: realTime(plan?.time ?? null) },
    { object: 'RTDOSE', attribute: 'InstanceCreationDate (0008,0012) of the dose', date: realDate(dose?.identity.instanceCreationDate ?? null), time: null },
  ];
}

/** True where the first is later than the second; on the same day only if both give the time. */
function isLater(a: Moment, b: Moment): boolean {
  if (a.date === null || b.date === null) return false;
  if (a.date !== b.date) return a.date > b.date;
  return a.time !== null && b.time !== null && a.time > b.time;
}

const written = ({ date, time }: Moment): string => (time === null ? (date ?? '') : `${date ?? ''} ${time}`);

function run(review: Review): readonly CheckFinding[] {
  const all = moments(review);
  const findings: CheckFinding[] = [];
  const dated = all.filter(({ date }) => date !== null);
  for (const [n, later] of dated.entries()) {
    const earlier = dated[n - 1];
    if (earlier === undefined || !isLater(earlier, later)) continue;
    const values = { first: earlier.object, firstDate: written(earlier), second: later.object, secondDate: written(later) };
    findings.push(earlier.object === 'RTSTRUCT' && later.object === 'RTPLAN' ? fail('structures', values) : flag('order', values));
  }
  const silent = all.filter(({ date }) => date === null);
  if (silent.length > 0) findings.push(absent(`a date in ${silent.map(({ attribute }) => attribute).join(', ')}`));
  return findings.length > 0 ? findings : [pass('order-kept', { dates: all.map((one) => `${one.object} ${written(one)}`) })];
}

export const timeOrder: Check = {
  number: 7,
  title: { zh: '时间顺序', en: 'Time order' },
  severity: 'A',
  attributes: ['StructureSetDate', 'StructureSetTime', 'RTPlanDate', 'RTPlanTime', 'InstanceCreationDate'],
  rule: {
    zh: '影像 ≤ 结构 ≤ 计划 ≤ 剂量；结构晚于计划为不通过，其余次序不符为提示；同一天只有双方都有时间才比较时间',
    en: 'Image ≤ structures ≤ plan ≤ dose; structures changed after the plan FAIL, any other order is flagged; on one day times are compared only where both give one',
  },
  source: sourceOf('C.8.8.5, C.8.8.9, C.12.1'),
  sentences: {
    'order-kept': { zh: '次序正确：{{dates}}', en: 'In order: {{dates}}' },
    structures: { zh: '结构在计划之后被修改：结构 {{firstDate}}，计划 {{secondDate}}', en: 'Structures were changed after the plan: structures {{firstDate}}, plan {{secondDate}}' },
    order: { zh: '{{first}}（{{firstDate}}）晚于 {{second}}（{{secondDate}}）', en: '{{first}} ({{firstDate}}) is later than {{second}} ({{secondDate}})' },
  },
  run,
};
