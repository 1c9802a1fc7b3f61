import { lookUpTag } from './dictionary.ts';
import type { ElementTable } from './elements.ts';

const textRepresentations: ReadonlySet<string> = new Set(['LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UT']);
/** Long enough for reports, too short for what is not text. */
const maxTextBytes = 65_536;
/** Names of structures lie in items; more than this many texts tell nothing new. */
const maxTexts = 2_000;

/** Values of an object and its items that SpecificCharacterSet governs; not those of items that declare their own. */
export function textsIn(bytes: Uint8Array, elements: ElementTable): readonly Uint8Array[] {
  const texts: Uint8Array[] = [];
  const visit = (table: ElementTable): void => {
    for (const tag of Object.keys(table)) {
      if (texts.length >= maxTexts) return;
      const element = table[tag];
      if (element === undefined || element.length === 0) continue;
      if (element.items !== undefined) {
        for (const { dataSet } of element.items) if (dataSet.elements['x00080005'] === undefined) visit(dataSet.elements);
      } else if (element.length <= maxTextBytes && textRepresentations.has(element.vr ?? lookUpTag(tag)?.vr ?? '')) {
        texts.push(bytes.subarray(element.dataOffset, element.dataOffset + element.length));
      }
    }
  };
  visit(elements);
  return texts;
}

/** What the texts of a whole object tell of the encoding they are really in. */
export interface TextEvidence {
  /** Every text is valid UTF-8 and this many characters take two bytes or more. */
  readonly utf8Characters: number;
  /** Those of them that take three or more, as Chinese does. */
  readonly wideCharacters: number;
  /** Every high byte is half of a GB 2312 pair and this many pairs are common hanzi (rows 16 to 55). */
  readonly commonHanzi: number;
  readonly hanziPairs: number;
}

/** Counts over all texts of an object; zero where they cannot be in the encoding. */
export function gatherEvidence(texts: Iterable<Uint8Array>): TextEvidence {
  const utf8 = { characters: 0, wide: 0, isPossible: true };
  const gb = { pairs: 0, common: 0, isPossible: true };
  for (const bytes of texts) {
    for (let at = 0; at < bytes.length && utf8.isPossible; at++) {
      const length = utf8Length(bytes, at);
      if (length === 0) utf8.isPossible = false;
      else if (length > 1) {
        utf8.characters++;
        if (length > 2) utf8.wide++;
        at += length - 1;
      }
    }
    for (let at = 0; at < bytes.length && gb.isPossible; at++) {
      const lead = bytes[at] ?? 0;
      if (lead < 0x80) continue;
      const trail = bytes[++at] ?? 0;
      if (lead < 0xa1 || lead > 0xf7 || trail < 0xa1 || trail === 0xff) gb.isPossible = false;
      gb.pairs++;
      if (lead >= 0xb0 && lead <= 0xd7) gb.common++;
    }
  }
  return {
    utf8Characters: utf8.isPossible ? utf8.characters : 0,
    wideCharacters: utf8.isPossible ? utf8.wide : 0,
    commonHanzi: gb.isPossible ? gb.common : 0,
    hanziPairs: gb.isPossible ? gb.pairs : 0,
  };
}

/** Bytes of the character at a position; 0 where it is not UTF-8. */
function utf8Length(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const length = lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
  for (let next = 1; next < length; next++) if (((bytes[at + next] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}
