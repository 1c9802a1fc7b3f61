import type { ElementNode, ElementTree, SequenceNode } from '../dicom/write/elementTree.ts';
import type { ChangeKind, ChangeList } from './changes.ts';
import type { Identifiers } from './identifiers.ts';
import type { KeyedValues } from './keyedValues.ts';
import type { OptionLetter } from './presets.ts';

/** What the attributes of one object are cleaned with. */
export interface CleanContext {
  readonly options: ReadonlySet<OptionLetter>;
  readonly values: KeyedValues;
  readonly pseudonym: string;
  readonly dateOffsetDays: number;
  /** Which plan or structure set of the patient this is, from 1. */
  readonly ordinal: number;
  readonly identifiers: Identifiers;
}

/** What a rule of its own may use to clean one attribute; every method notes what it changed. */
export interface Cleaner {
  readonly context: CleanContext;
  readonly changes: ChangeList;
  readonly isIdentifier: (word: string) => boolean;
  /** The words of a text that may stay. */
  readonly wordsOf: (text: string) => string;
  tree(tree: ElementTree): ElementTree;
  /** Every item cleaned. */
  sequence(node: SequenceNode): SequenceNode;
  /** The value replaced by text; not noted where it is the same. */
  replaced(node: ElementNode, text: string, action?: ChangeKind): ElementNode;
  /** Notes that the attribute is gone. */
  removed(node: ElementNode): null;
}
