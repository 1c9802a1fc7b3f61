import { convertBytes } from 'dicom-character-set';

/** Decoded text; `warning` says what had to be assumed. */
export interface DecodedText {
  readonly text: string;
  readonly warning: string | null;
}

/** Spellings seen in files that mean a defined term of PS3.3 C.12.1.1.2. */
const aliases: Readonly<Record<string, string>> = {
  'UTF-8': 'ISO_IR 192',
  UTF8: 'ISO_IR 192',
  'GB 18030': 'GB18030',
  GB2312: 'GBK',
  'GB 2312': 'GBK',
  CP936: 'GBK',
  LATIN1: 'ISO_IR 100',
  'ISO-8859-1': 'ISO_IR 100',
  'ISO_IR 58': 'GBK',
};

/**
 * Text of one element by SpecificCharacterSet (PS3.5 6.1.2), before it is split at backslashes:
 * the second byte of a GBK character may be 0x5C.
 *
 * Undeclared or undecodable bytes never throw: they are read as UTF-8 where that is valid, as
 * GB18030 where they look like pairs of it, otherwise as Latin-1, and `warning` says so.
 */
export function decodeText(bytes: Uint8Array, specificCharacterSet: string | null, vr: string): DecodedText {
  if (isPlainAscii(bytes)) return { text: asciiText(bytes), warning: null };
  // A copy, because TextDecoder refuses views of shared memory in browsers.
  const copy = bytes.slice();
  const declared = normaliseSets(specificCharacterSet);
  if (declared === '') {
    if (copy.includes(0x1b)) return { text: convertLenient('\\ISO 2022 IR 58', copy, vr), warning: 'text holds escape sequences but no SpecificCharacterSet (0008,0005); ISO 2022 IR 58 assumed' };
    return guess(copy, 'text is not ASCII although no SpecificCharacterSet (0008,0005) is given');
  }
  try {
    return { text: convertBytes(declared, copy, { vr }), warning: null };
  } catch {
    return guess(copy, `text cannot be read with SpecificCharacterSet (0008,0005) ${declared}`);
  }
}

function convertLenient(sets: string, bytes: Uint8Array, vr: string): string {
  try {
    return convertBytes(sets, bytes, { vr });
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function normaliseSets(sets: string | null): string {
  if (sets === null) return '';
  const terms = sets.split('\\').map((raw) => {
    const term = raw.trim().toUpperCase();
    return aliases[term] ?? term.replace(/^ISO[-_ ]IR[-_ ]?/, 'ISO_IR ').replace(/^ISO[-_ ]2022[-_ ]IR[-_ ]?/, 'ISO 2022 IR ');
  });
  if (terms.length === 1 && terms[0] === 'ISO_IR 6') return '';
  return terms.join('\\').replace(/\\+$/, '');
}

function guess(bytes: Uint8Array, why: string): DecodedText {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), warning: `${why}; UTF-8 assumed` };
  } catch {
    const encoding = looksLikeGb2312(bytes) ? 'gb18030' : 'windows-1252';
    return { text: new TextDecoder(encoding).decode(bytes), warning: `${why}; ${encoding === 'gb18030' ? 'GB18030' : 'Latin-1'} assumed` };
  }
}

/** High bytes come in pairs, both above 0xA0, the first not above 0xF7. */
function looksLikeGb2312(bytes: Uint8Array): boolean {
  for (let index = 0; index < bytes.length; index++) {
    const lead = bytes[index] ?? 0;
    if (lead < 0x80) continue;
    const trail = bytes[index + 1] ?? 0;
    if (lead < 0xa1 || lead > 0xf7 || trail < 0xa1) return false;
    index++;
  }
  return true;
}

function isPlainAscii(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte > 0x7e || byte === 0x1b) return false;
  return true;
}

function asciiText(bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += 4096) {
    text += String.fromCharCode(...bytes.subarray(start, start + 4096));
  }
  return text;
}
