import { findNode, textOf, unsignedOf } from '../dicom/write/elementTree.ts';
import type { ElementTree } from '../dicom/write/elementTree.ts';
import { isAllKnown } from './cleanText.ts';

/** Longest name TG-263 allows is 16; systems write up to this many before it becomes a sentence. */
const longestName = 40;

/**
 * Name of a structure: as it is where every word of it is anatomy, a target or an operation on them (TG-263 names,
 * their English and Chinese synonyms, PTV/CTV/GTV/ITV with numbers), else `ROI_n`.
 */
export function cleanRoiName(name: string, number: string, isIdentifier: (word: string) => boolean): string {
  const trimmed = name.trim();
  return trimmed.length <= longestName && isAllKnown(trimmed, isIdentifier) ? trimmed : `ROI_${number}`;
}

/** Number by which an item of a structure, segment or beam sequence is told from the others. */
export function itemNumber(item: ElementTree): string {
  for (const tag of ['x30060022', 'x300a00c0']) {
    const text = textOf(findNode(item, tag)).trim();
    if (/^\d{1,6}$/.test(text)) return text;
  }
  return String(unsignedOf(findNode(item, 'x00620004')) ?? '');
}
