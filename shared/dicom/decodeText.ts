import { ascii, readCharacterSets } from './characterSets.ts';
import type { CharacterSets } from './characterSets.ts';
import { asJisRoman, decodeExtended } from './decodeExtended.ts';
import { decodeStrictly, decodeWhole } from './decodeWhole.ts';
import { gatherEvidence } from './textEvidence.ts';
import type { TextEvidence } from './textEvidence.ts';

/** Decoded text; `warning` says what had to be assumed. */
export interface DecodedText {
  readonly text: string;
  readonly warning: string | null;
}

const attribute = 'SpecificCharacterSet (0008,0005)';

/**
 * Text of one element by SpecificCharacterSet (PS3.5 6.1.2), before it is split at backslashes:
 * the second byte of a GBK character may be 0x5C.
 *
 * Never throws. What is not declared, or evidently not what is declared, is read as UTF-8 or GB18030 where the
 * bytes say so, else as Latin-1; `warning` says what was assumed.
 *
 * @param evidence what all texts of the object tell; taken from this text alone where it is not given
 */
export function decodeText(bytes: Uint8Array, specificCharacterSet: string | null, vr: string, evidence?: () => TextEvidence): DecodedText {
  if (isPlainAscii(bytes)) return { text: asciiText(bytes), warning: null };
  const sets = readCharacterSets(specificCharacterSet);
  const told = evidence ?? ((): TextEvidence => gatherEvidence([bytes]));
  switch (sets.type) {
    case 'none':
      if (bytes.includes(0x1b)) return extended(bytes, { type: 'extended', initial: [ascii], declared: [ascii] }, vr);
      return guess(bytes, `text is not ASCII although ${attribute} declares nothing else`, told());
    case 'unknown':
      return guess(bytes, `${attribute} ${sets.term} is not known`, told());
    case 'extended':
      return extended(bytes, sets, vr);
    case 'whole':
      return whole(bytes, sets, vr, told);
  }
}

function extended(bytes: Uint8Array, sets: Extract<CharacterSets, { type: 'extended' }>, vr: string): DecodedText {
  const { text, problem } = decodeExtended(bytes, sets.initial, sets.declared, vr);
  return { text, warning: problem === null ? null : `text does not keep to ${attribute}: ${problem}` };
}

function whole(bytes: Uint8Array, { encoding, term }: Extract<CharacterSets, { type: 'whole' }>, vr: string, evidence: () => TextEvidence): DecodedText {
  const why = `text is evidently not in ${attribute} ${term}`;
  const strict = decodeStrictly(bytes, encoding);
  if (encoding === 'utf-8') return strict === null ? guess(bytes, why, evidence()) : { text: strict, warning: null };
  if (encoding === 'gb18030' || encoding === 'gbk') {
    // Four characters of three bytes that are UTF-8 throughout a whole object are no accident.
    if (strict === null || evidence().wideCharacters >= 4) return guess(bytes, why, evidence());
    return { text: strict, warning: null };
  }
  if (encoding === 'windows-1252') {
    const { utf8Characters, commonHanzi, hanziPairs } = evidence();
    const isChinese = hanziPairs >= 2 && commonHanzi * 2 > hanziPairs;
    if (utf8Characters >= 2 || isChinese) return guess(bytes, why, evidence());
  }
  const text = strict ?? decodeWhole(bytes, encoding);
  return { text: encoding === 'shift_jis' ? asJisRoman(text, vr) : text, warning: strict === null ? `some bytes are no characters of ${attribute} ${term}` : null };
}

function guess(bytes: Uint8Array, why: string, evidence: TextEvidence): DecodedText {
  if (evidence.utf8Characters > 0) {
    const text = decodeStrictly(bytes, 'utf-8');
    if (text !== null) return { text, warning: `${why}; UTF-8 assumed` };
  }
  if (evidence.hanziPairs > 0) {
    const text = decodeStrictly(bytes, 'gb18030');
    if (text !== null) return { text, warning: `${why}; GB18030 assumed` };
  }
  return { text: decodeWhole(bytes, 'windows-1252'), warning: `${why}; Latin-1 assumed` };
}

function isPlainAscii(bytes: Uint8Array): boolean {
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0;
    if (byte > 0x7e || byte === 0x1b) return false;
  }
  return true;
}

/** Bytes below 0x80 as text. Most values are short, for which appending is several times faster than spreading. */
export function asciiText(bytes: Uint8Array): string {
  let text = '';
  if (bytes.length <= 128) {
    for (let index = 0; index < bytes.length; index++) text += String.fromCharCode(bytes[index] ?? 0);
    return text;
  }
  for (let start = 0; start < bytes.length; start += 4096) text += String.fromCharCode(...bytes.subarray(start, start + 4096));
  return text;
}
