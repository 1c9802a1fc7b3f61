import { textNode, withNode } from '../dicom/write/elementTree.ts';
import type { ElementTree } from '../dicom/write/elementTree.ts';
import { methodCodes } from './presets.ts';
import type { Preset } from './presets.ts';

/** Text of DeidentificationMethod. */
const method = 'MDT console, DICOM PS3.15 2024e Annex E';

/** What is known of an object's pixels afterwards. */
export interface PixelOutcome {
  /** A person looked at them, and what was to be masked is masked. */
  readonly isReviewed: boolean;
  /** A head in a volume: the face can be reconstructed, and is not removed here. */
  readonly hasRecognizableFeatures: boolean;
}

/** Adds the marks that say what was done (PS3.15 E.1.1, PS3.3 C.7.1.1 and C.12.1). */
export function withMarks(tree: ElementTree, preset: Preset, pixels: PixelOutcome): ElementTree {
  const items = methodCodes(preset, pixels.isReviewed).map(({ value, meaning }) => [textNode('x00080100', 'SH', value), textNode('x00080102', 'SH', 'DCM'), textNode('x00080104', 'LO', meaning)]);
  let marked = withNode(tree, textNode('x00080005', 'CS', 'ISO_IR 192'));
  marked = withNode(marked, textNode('x00120062', 'CS', 'YES'));
  marked = withNode(marked, textNode('x00120063', 'LO', method));
  marked = withNode(marked, { kind: 'sequence', tag: 'x00120064', vr: 'SQ', items });
  marked = withNode(marked, textNode('x00280303', 'CS', 'MODIFIED'));
  if (pixels.isReviewed) marked = withNode(marked, textNode('x00280301', 'CS', 'NO'));
  if (pixels.hasRecognizableFeatures) marked = withNode(marked, textNode('x00280302', 'CS', 'YES'));
  return marked;
}

/** Every text the marks hold, in which a word that is also part of a name stands by right. */
export function ownText(preset: Preset): string {
  return [method, ...methodCodes(preset, true).map(({ meaning }) => meaning), 'MDT_CONSOLE_1 ISO_IR 192 MODIFIED LINAC REMOVED Private code'].join('\n');
}
