import { findNode, textOf, textsOf } from '../dicom/write/elementTree.ts';
import type { ElementTree } from '../dicom/write/elementTree.ts';

const sliced: ReadonlySet<string> = new Set(['CT', 'MR', 'PT']);
/** Where the examination is described: body part, study, series, protocol. */
const described = ['x00180015', 'x00081030', 'x0008103e', 'x00181030'] as const;
const headWords = /\b(?:head|brain|skull|face|facial|orbits?|sinus(?:es)?|neck|ear|iac|pituitary|nasopharynx|cerebr\w*|mandible|tmj)\b|头|颅|脑|鼻咽|面|眼|耳|垂体/iu;

/** Slices that show a head, from which a face can be reconstructed (PS3.15 E.3.2), as far as the descriptions tell. */
export function hasHead(tree: ElementTree): boolean {
  if (!sliced.has(textOf(findNode(tree, 'x00080060')).trim())) return false;
  return described.some((tag) => textsOf(findNode(tree, tag)).some((text) => headWords.test(text.replaceAll('_', ' '))));
}
