import { findNode, textOf, textsOf } from '../dicom/write/elementTree.ts';
import type { ElementTree } from '../dicom/write/elementTree.ts';

const sliced: ReadonlySet<string> = new Set(['CT', 'MR', 'PT']);
/** Where the examination is described: body part, study, series, protocol. */
const described = ['x00180015', 'x00081030', 'x0008103e', 'x00181030'] as const;
const headWords = /\b(?:head|headneck|brain|skull|face|facial|orbits?|sinus(?:es)?|neck|ear|iac|pituitary|nasopharynx|cerebr\w*|crani\w*|mandib\w*|tmj|hn|h ?& ?n)\b|头|颅|脑|面|颌|鼻|眼|耳|颈|垂体/iu;

/** Whether a body part or description names the head or neck; an underscore parts words. */
export const namesHead = (text: string): boolean => headWords.test(text.replaceAll('_', ' '));

/** Whether images of a modality are slices a face could be rebuilt from. */
export const isSliced = (modality: string): boolean => sliced.has(modality);

/** Slices that show a head, from which a face can be reconstructed (PS3.15 E.3.2), as far as the descriptions tell. */
export function hasHead(tree: ElementTree): boolean {
  if (!isSliced(textOf(findNode(tree, 'x00080060')).trim())) return false;
  return described.some((tag) => textsOf(findNode(tree, tag)).some(namesHead));
}
