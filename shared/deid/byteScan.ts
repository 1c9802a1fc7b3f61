import type { Identifiers } from './identifiers.ts';

/** One thing to look for. `isDigits`: counts only where it is not inside a longer number. */
interface Needle {
  readonly bytes: Uint8Array;
  readonly isDigits: boolean;
  readonly kind: 'name' | 'date' | 'uid';
}

/** Shorter ones are met by chance in pixels and numbers; words that short were looked for in every text before. */
const leastBytes = 6;

/** What was found, and where; never the text itself. */
export interface Residue {
  readonly kind: Needle['kind'];
  readonly byteOffset: number;
}

/**
 * Looks for every original name, number, day and UID in the bytes of a finished file: UTF-8 in the case given, in upper
 * and in lower case, and the bytes as they stood in the original, whatever character set that was.
 *
 * @param own text this product writes itself, where a word may stand by right
 * @returns the first hit, or null
 */
export function findResidue(file: Uint8Array, identifiers: Identifiers, own: string): Residue | null {
  const needles = needlesOf(identifiers, own.toLowerCase());
  const byStart = new Map<number, Needle[]>();
  const isStart = new Uint8Array(65536);
  for (const needle of needles) {
    const start = ((needle.bytes[0] ?? 0) << 8) | (needle.bytes[1] ?? 0);
    isStart[start] = 1;
    const list = byStart.get(start) ?? [];
    list.push(needle);
    byStart.set(start, list);
  }
  for (let at = 0; at + leastBytes <= file.length; at += 1) {
    const start = ((file[at] ?? 0) << 8) | (file[at + 1] ?? 0);
    if (isStart[start] === 0) continue;
    const hit = byStart.get(start)?.find((needle) => isAt(file, at, needle));
    if (hit !== undefined) return { kind: hit.kind, byteOffset: at };
  }
  return null;
}

function needlesOf(identifiers: Identifiers, own: string): readonly Needle[] {
  const encoder = new TextEncoder();
  const needles = new Map<string, Needle>();
  const add = (bytes: Uint8Array, kind: Needle['kind'], isDigits: boolean): void => {
    if (bytes.length >= leastBytes) needles.set(`${kind}${Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')}`, { bytes, isDigits, kind });
  };
  for (const value of [...identifiers.values, ...identifiers.words]) {
    // Zeros or nines throughout stand for a number nobody has, and for midnight.
    if (own.includes(value.toLowerCase()) || /^(\d)\1*$/.test(value)) continue;
    const isDigits = /^[\d.\-+\s]+$/.test(value);
    for (const form of [value, value.toLowerCase(), value.toUpperCase()]) add(encoder.encode(form), 'name', isDigits);
  }
  for (const value of identifiers.rawValues) add(Uint8Array.from(value, (one) => one.charCodeAt(0)), 'name', false);
  for (const date of identifiers.dates) add(encoder.encode(date), 'date', true);
  for (const uid of identifiers.uids) if (uid.length >= 8) add(encoder.encode(uid), 'uid', true);
  return [...needles.values()];
}

function isAt(file: Uint8Array, at: number, { bytes, isDigits, kind }: Needle): boolean {
  for (let index = 2; index < bytes.length; index += 1) if (file[at + index] !== bytes[index]) return false;
  if (!isDigits) return true;
  // A day may be followed by a time; any other number must stand alone.
  return !isOfNumber(file[at - 1]) && (kind === 'date' || !isOfNumber(file[at + bytes.length]));
}

/** A digit or a point. */
const isOfNumber = (byte: number | undefined): boolean => byte !== undefined && ((byte >= 0x30 && byte <= 0x39) || byte === 0x2e);
