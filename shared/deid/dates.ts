import type { KeyedValues } from './keyedValues.ts';

const dayMs = 86_400_000;
/** Offsets lie between some three and thirteen years back: beyond any follow-up, so that no shifted date is one that occurred. */
const leastDays = 1000;
const spreadDays = 3650;
const attempts = 2000;

/** `20260131` and the older `2026.01.31` as `20260131`; null where it is no day of the calendar. */
export function normalDate(value: string): string | null {
  const match = /^(\d{4})(\.?)(\d{2})\2(\d{2})$/.exec(value.trim());
  if (match === null) return null;
  const [, year = '', , month = '', day = ''] = match;
  const text = `${year}${month}${day}`;
  return textOfDay(dayOf(text)) === text ? text : null;
}

const dayOf = (date: string): number => Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6, 8))) / dayMs;

function textOfDay(day: number): string {
  const date = new Date(day * dayMs);
  return `${String(date.getUTCFullYear()).padStart(4, '0')}${String(date.getUTCMonth() + 1).padStart(2, '0')}${String(date.getUTCDate()).padStart(2, '0')}`;
}

/** A DA value moved by whole days; null where it is no date. */
export function shiftDate(value: string, offsetDays: number): string | null {
  const date = normalDate(value);
  return date === null ? null : textOfDay(dayOf(date) + offsetDays);
}

/**
 * A DT value with its date part moved and its time part and zone kept (PS3.5 6.2, DT). A month or a year without
 * a day is moved from its middle. Null where it is no date and time.
 */
export function shiftDateTime(value: string, offsetDays: number): string | null {
  const match = /^(\d{4})(\d{2})?(\d{2})?((?:\d{2}){0,3}(?:\.\d{1,6})?)?([+-]\d{4})?$/.exec(value.trim());
  if (match === null) return null;
  const [, year = '', month, day, time = '', zone = ''] = match;
  const shifted = shiftDate(`${year}${month ?? '07'}${day ?? (month === undefined ? '01' : '15')}`, offsetDays);
  if (shifted === null) return null;
  return shifted.slice(0, month === undefined ? 4 : day === undefined ? 6 : 8) + time + zone;
}

/**
 * The offset of one patient: always the same for the same key, and such that no shifted date is an original one,
 * of this patient or of anybody else in the job.
 *
 * @param dates original dates of the patient, `20260131`
 * @param avoid every eight-digit text no shifted date may equal
 * @returns days, negative
 */
export function chooseOffset(values: KeyedValues, patientKey: string, dates: ReadonlySet<string>, avoid: ReadonlySet<string>): number {
  let offset = 0;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    offset = -leastDays - values.number(`dates/${attempt}`, patientKey, spreadDays);
    const isFree = [...dates].every((date) => !avoid.has(shiftDate(date, offset) ?? ''));
    if (isFree) return offset;
  }
  // So many dates that each of 2000 offsets meets one: the check of the written file decides.
  return offset;
}
