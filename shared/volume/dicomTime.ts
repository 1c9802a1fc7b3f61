/** Seconds of a day from a TM value (PS3.5 6.2), hours and minutes at least; null for anything else. */
export function secondsOfDay(time: string): number | null {
  const [, hours, minutes, seconds = '0'] = /^(\d{2}):?(\d{2})(?::?(\d{2}(?:\.\d{1,6})?))?$/.exec(time.trim()) ?? [];
  if (hours === undefined || minutes === undefined) return null;
  const [h, m, s] = [Number(hours), Number(minutes), Number(seconds)];
  // 60 is a leap second.
  return h < 24 && m < 60 && s < 61 ? h * 3600 + m * 60 + s : null;
}

/** Seconds since 1970 of the day a DA value names, in whatever zone it was written; null where it names none. */
export function secondsOfDate(date: string): number | null {
  const [, year, month, day] = (/^(\d{4})\.?(\d{2})\.?(\d{2})$/.exec(date.trim()) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return null;
  const ms = Date.UTC(year, month - 1, day);
  const isSame = new Date(ms).getUTCMonth() === month - 1 && new Date(ms).getUTCDate() === day;
  return isSame ? ms / 1000 : null;
}

/** A point in time as written: seconds since 1970 by the local clock, and that clock's offset from UTC where it is told. */
export interface LocalTime {
  readonly seconds: number;
  readonly offsetSeconds: number | null;
}

/** A DT value with date, hours and minutes at least; null for anything else. */
export function localTimeOf(dateTime: string): LocalTime | null {
  const [, date = '', time = '', zone] = /^(\d{8})(\d{4}(?:\d{2}(?:\.\d{1,6})?)?)([+-]\d{4})?$/.exec(dateTime.trim()) ?? [];
  const [day, second] = [secondsOfDate(date), secondsOfDay(time)];
  return day === null || second === null ? null : { seconds: day + second, offsetSeconds: zone === undefined ? null : zoneSeconds(zone) };
}

/** Seconds a zone written as `+0800` is ahead of UTC; null for anything else. */
export function zoneSeconds(zone: string): number | null {
  const [, sign, hours, minutes] = /^([+-])(\d{2})(\d{2})$/.exec(zone.trim()) ?? [];
  return sign === undefined ? null : (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
}
