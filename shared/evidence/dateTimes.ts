import { DicomError } from '../errors/appError.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/**
 * An instant as DICOM writes it at a place.
 *
 * @param atMs milliseconds since 1970, UTC
 * @param utcOffsetMinutes of the place, -720 to 840
 * @returns DA `date`, TM `time` with milliseconds, DT `dateTime` with its offset, and the offset alone (PS3.5 6.2)
 * @throws {DicomError} broken-value where the instant is none or lies outside the years 1000 to 9999
 */
export function dicomInstant(atMs: number, utcOffsetMinutes: number): { readonly date: string; readonly time: string; readonly dateTime: string; readonly offset: string } {
  const local = new Date(atMs + utcOffsetMinutes * 60_000);
  const year = local.getUTCFullYear();
  if (!(year >= 1000 && year <= 9999)) throw new DicomError('broken-value', 'The time of an observation is no time between the years 1000 and 9999.');
  const date = `${year}${two(local.getUTCMonth() + 1)}${two(local.getUTCDate())}`;
  const time = `${two(local.getUTCHours())}${two(local.getUTCMinutes())}${two(local.getUTCSeconds())}.${String(local.getUTCMilliseconds()).padStart(3, '0')}`;
  const distance = Math.abs(utcOffsetMinutes);
  const offset = `${utcOffsetMinutes < 0 ? '-' : '+'}${two(Math.floor(distance / 60))}${two(distance % 60)}`;
  return { date, time, dateTime: `${date}${time}${offset}`, offset };
}

/**
 * Milliseconds since 1970 of a DT value.
 *
 * @param defaultOffset of the object (TimezoneOffsetFromUTC), where the value has none; null: taken as UTC
 * @returns null where the text is no DT, or leaves out the day
 */
export function instantOf(dateTime: string, defaultOffset: string | null): number | null {
  const found = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:\.(\d{1,6}))?)?)?)?([+-]\d{4})?$/.exec(dateTime.trim());
  if (found === null) return null;
  const [, year = '', month = '', day = '', hour = '0', minute = '0', second = '0', fraction = '0', offset = defaultOffset ?? '+0000'] = found;
  const local = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second), Math.round(Number(`0.${fraction}`) * 1000));
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(3, 5));
  return local - (offset.startsWith('-') ? -minutes : minutes) * 60_000;
}
