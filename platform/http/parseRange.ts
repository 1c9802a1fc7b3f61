import { PlatformError } from '../platformError.ts';

/**
 * One byte range of RFC 9110 as [start, end); null when the whole is wanted, which includes several ranges at once.
 * @throws {PlatformError} range-not-satisfiable
 */
export function parseRange(header: string | undefined, byteLength: number): readonly [start: number, end: number] | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  const [, first = '', last = ''] = match ?? [];
  if (!match || (first === '' && last === '')) return null;
  const start = first === '' ? Math.max(0, byteLength - Number(last)) : Number(first);
  const end = first === '' || last === '' ? byteLength : Math.min(byteLength, Number(last) + 1);
  if (start >= byteLength || end <= start) throw new PlatformError('range-not-satisfiable', `The object has ${byteLength} bytes.`, { detail: { byteLength } });
  return [start, end];
}
