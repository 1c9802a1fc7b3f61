import { lookUpTag } from '../dicom/dictionary.ts';
import { characterSetRepresentations, singleTextRepresentations, textNode, textOf, textsOf, withNode } from '../dicom/write/elementTree.ts';
import type { ElementNode, ElementTree, SequenceNode, ValueNode } from '../dicom/write/elementTree.ts';
import { ChangeList } from './changes.ts';
import type { ChangeKind } from './changes.ts';
import type { CleanContext, Cleaner } from './cleaner.ts';
import { cleanNarrative, cleanText, isAllKnown } from './cleanText.ts';
import { cleanDesignator, codeReplacement, isCode } from './codes.ts';
import { shiftDate, shiftDateTime } from './dates.ts';
import { dummyOf } from './dummies.ts';
import { keepRuleOf, keptBinary } from './keepRules.ts';
import type { Fallback } from './keepRules.ts';
import { actionOf, basicAction, rowOf } from './profile.ts';
import type { Action, ProfileRow } from './profile.ts';
import { safePrivateVr } from './safePrivate.ts';
import { specialRules } from './specialRules.ts';
import { isStandardUid } from './uids.ts';

const drop = null;
type Outcome = ElementNode | typeof drop;

/** Applies PS3.15 table E.1-1 and our allow lists to every attribute at every level. */
export class TreeCleaner implements Cleaner {
  readonly context: CleanContext;
  readonly changes = new ChangeList();
  readonly warnings = new Set<string>();

  constructor(context: CleanContext) {
    this.context = context;
  }

  readonly isIdentifier = (word: string): boolean => this.context.identifiers.isIn(word);

  /** The words of a text that may stay. */
  readonly wordsOf = (text: string): string => cleanText(text, this.isIdentifier).text;

  tree(tree: ElementTree): ElementTree {
    const cleaned: ElementNode[] = [];
    for (const node of this.#withoutPrivate(tree)) {
      const outcome = this.#node(node, tree);
      if (outcome !== drop) cleaned.push(outcome);
    }
    return cleaned;
  }

  /** Items cleaned each. */
  sequence(node: SequenceNode): SequenceNode {
    const items = node.items.map((item) => {
      const cleaned = this.tree(item);
      const code = isCode(item) ? codeReplacement(item, this.context.values, this.wordsOf) : null;
      if (code === null) return cleaned;
      this.changes.note(node.tag, 'cleaned');
      return code.reduce(withNode, cleaned.filter(({ tag }) => tag !== 'x00080119' && tag !== 'x00080120'));
    });
    return { ...node, items };
  }

  /** A value replaced by text. */
  replaced(node: ElementNode, text: string, action: ChangeKind = 'replaced'): ElementNode {
    if (node.kind === 'value' && textOf(node) === text) return node;
    this.changes.note(node.tag, action);
    return textNode(node.tag, node.vr, text);
  }

  removed(node: ElementNode): typeof drop {
    this.changes.note(node.tag, 'removed');
    return drop;
  }

  #node(node: ElementNode, parent: ElementTree): Outcome {
    const { tag } = node;
    if (tag < 'x00080000' || tag.endsWith('0000') || tag === 'x00080005') return drop;
    // Curves, overlays and the retired variable pixel data, whole groups of them.
    if (/^x(?:50|60)/.test(tag) || (tag.startsWith('x7f') && !tag.startsWith('x7fe0'))) return this.removed(node);
    const special = specialRules[tag];
    if (special !== undefined) return special(this, node, parent);
    const row = rowOf(tag);
    if (row !== null && row.tag !== 'private') return this.apply(actionOf(row, this.context.options), row, node);
    return node.kind === 'value' && Number.parseInt(tag.slice(1, 5), 16) % 2 === 1 ? node : this.#unlisted(node);
  }

  /** One action on one node. */
  apply(action: Action, row: ProfileRow, node: ElementNode): Outcome {
    if (node.kind === 'sequence') return this.#applyToSequence(action, node);
    if (node.kind === 'fragments') return this.removed(node);
    switch (action) {
      case 'remove':
        return this.removed(node);
      case 'empty':
        return this.#emptied(node);
      case 'dummy':
        return node.bytes.length === 0 ? node : this.replaced(node, dummyOf(node.vr, this.context));
      case 'uid':
        return this.#uids(node, true);
      case 'date':
        return this.#date(node) ?? this.apply(basicAction(row.basic), row, node);
      case 'clean':
        return characterSetRepresentations.has(node.vr) ? this.#words(node, () => this.apply(basicAction(row.basic), row, node)) : this.apply(basicAction(row.basic), row, node);
      default:
        return this.#kept(node, () => this.apply(basicAction(row.basic), row, node));
    }
  }

  #applyToSequence(action: Action, node: SequenceNode): Outcome {
    if (action === 'remove') return this.removed(node);
    if (action === 'empty') {
      if (node.items.length === 0) return node;
      this.changes.note(node.tag, 'emptied');
      return { ...node, items: [] };
    }
    const cleaned = this.sequence(node);
    const isLost = action === 'clean' && node.items.length > 0 && cleaned.items.every((item) => item.length === 0);
    return isLost ? this.removed(node) : cleaned;
  }

  #emptied(node: ValueNode): ElementNode {
    return node.bytes.length === 0 ? node : this.replaced(node, '', 'emptied');
  }

  /** An attribute the table does not list. */
  #unlisted(node: ElementNode): Outcome {
    const entry = lookUpTag(node.tag);
    if (entry === null) return this.removed(node);
    if (node.kind === 'sequence') return this.sequence(node);
    if (node.kind === 'fragments') return entry.keyword === 'PixelData' ? node : this.removed(node);
    switch (node.vr) {
      case 'UI':
        return this.#uids(node, false);
      case 'CS':
      case 'DS':
      case 'IS':
        return this.#kept(node, () => this.#unfit(node));
      case 'US': case 'SS': case 'UL': case 'SL': case 'UV': case 'SV': case 'FL': case 'FD': case 'OF': case 'OD': case 'OL': case 'AT':
        return node;
      case 'OB': case 'OW': case 'OV':
        return keptBinary.has(entry.keyword) && !(entry.keyword === 'ICCProfile' && this.#isNamedProfile(node)) ? node : this.removed(node);
      default:
        return this.#text(node, entry.keyword);
    }
  }

  /** A colour profile describes itself in text of one or two bytes a character (ICC.1 10.15). */
  #isNamedProfile({ bytes }: ValueNode): boolean {
    const texts = [new TextDecoder().decode(bytes), ...[0, 1].flatMap((start) => ['utf-16be', 'utf-16le'].map((encoding) => new TextDecoder(encoding).decode(bytes.subarray(start))))];
    return texts.some((text) => this.isIdentifier(text));
  }

  #text(node: ValueNode, keyword: string): Outcome {
    if (keyword === 'CodeValue' || keyword === 'CodeMeaning' || keyword === 'LongCodeValue') return this.#kept(node, () => this.#words(node, () => this.replaced(node, 'REMOVED')));
    if (keyword === 'CodingSchemeDesignator') return this.replaced(node, cleanDesignator(textOf(node), this.context.values));
    const rule = keepRuleOf(keyword);
    if (rule === null || !characterSetRepresentations.has(node.vr)) return this.removed(node);
    if (node.bytes.length === 0) return node;
    const fallback = (): Outcome => this.#fallback(node, rule.fallback);
    if (rule.method === 'verbatim') return this.#kept(node, () => this.#words(node, fallback));
    if (rule.method === 'clean') return this.#words(node, fallback);
    const isPlain = textsOf(node).every((text) => text === '' || /^\d{1,3}$/.test(text));
    return isPlain ? node : this.replaced(node, textsOf(node).map((text) => this.context.values.label(keyword, text)).join('\\'));
  }

  #fallback(node: ValueNode, fallback: Fallback): Outcome {
    if (fallback === 'remove') return this.removed(node);
    return fallback === 'empty' ? this.#emptied(node) : this.replaced(node, dummyOf(node.vr, this.context));
  }

  /** Words of the allow list; where none is left, what `otherwise` says. */
  #words(node: ValueNode, otherwise: () => Outcome): Outcome {
    const wordsOf = (part: string): string => (isAllKnown(part, this.isIdentifier) ? part.trim() : this.wordsOf(part));
    const text = singleTextRepresentations.has(node.vr) ? cleanNarrative(textOf(node), this.isIdentifier) : textOf(node).split('\\').map(wordsOf).join('\\');
    if (text.replaceAll('\\', '') === '') return node.bytes.length === 0 ? node : otherwise();
    return this.replaced(node, text, 'cleaned');
  }

  /** The value as it is, when it has the form of its VR and names nobody. */
  #kept(node: ValueNode, otherwise: () => Outcome): Outcome {
    if (node.bytes.length === 0) return node;
    const isText = characterSetRepresentations.has(node.vr);
    if (isText ? this.isIdentifier(textOf(node)) : !this.#hasForm(node) || this.#isNamedTerm(node)) return otherwise();
    return node;
  }

  #hasForm(node: ValueNode): boolean {
    const pattern = forms[node.vr];
    if (pattern === undefined) return true;
    if (new TextDecoder().decode(node.bytes).split('\\').every((part) => pattern.test(part.replace(/\0+$/, '').trim()))) return true;
    // Mixed case is against the standard and widely written; words of the allow list are harmless in any case.
    return node.vr === 'CS' && textsOf(node).every((text) => text === '' || isAllKnown(text, this.isIdentifier));
  }

  /** A term that names somebody. What says how the object is read stays: without it there is no object. */
  #isNamedTerm(node: ValueNode): boolean {
    if (node.vr !== 'CS' || node.tag.startsWith('x0028') || readingTerms.has(node.tag)) return false;
    return textsOf(node).some((text) => text.length > 2 && this.isIdentifier(text) && !isAllKnown(text, () => false));
  }

  #unfit(node: ValueNode): Outcome {
    this.warnings.add(`${lookUpTag(node.tag)?.keyword ?? node.tag} held a name or something that is no ${node.vr}; it was emptied`);
    return this.#emptied(node);
  }

  #uids(node: ValueNode, isInstance: boolean): ElementNode {
    const mapped = textsOf(node).map((uid) => (uid === '' || isStandardUid(uid, isInstance) ? uid : this.context.values.uid(uid)));
    return this.replaced(node, mapped.join('\\'), 'uidMapped');
  }

  /** Dates shifted, times and zones kept; null where the value is none of them. */
  #date(node: ValueNode): Outcome {
    const texts = textsOf(node);
    if (texts.length === 0) return node;
    const { dateOffsetDays } = this.context;
    if (node.vr === 'TM') return texts.every((text) => text === '' || /^\d{2}(?::?\d{2}(?::?\d{2}(?:\.\d{1,6})?)?)?$/.test(text)) ? node : drop;
    if (node.vr === 'SH') return texts.every((text) => /^[+-]\d{4}$/.test(text)) ? node : drop;
    if (node.vr !== 'DA' && node.vr !== 'DT') return drop;
    const shift = node.vr === 'DA' ? shiftDate : shiftDateTime;
    const shifted = texts.map((text) => (text === '' ? '' : shift(text, dateOffsetDays)));
    return shifted.includes(null) ? drop : this.replaced(node, shifted.join('\\'), 'dateShifted');
  }

  /** Private attributes known to be safe with the creators of their blocks; all others are gone. */
  #withoutPrivate(tree: ElementTree): ElementTree {
    const creators = new Map<string, string>();
    const kept: ElementNode[] = [];
    const used = new Set<string>();
    for (const node of tree) {
      const isPrivate = Number.parseInt(node.tag.slice(1, 5), 16) % 2 === 1;
      if (!isPrivate) {
        kept.push(node);
        continue;
      }
      if (node.tag.startsWith('00', 5)) {
        creators.set(`${node.tag.slice(0, 5)}${node.tag.slice(7)}`, textOf(node));
        continue;
      }
      const block = node.tag.slice(0, 7);
      const vr = safePrivateVr(node.tag, creators.get(block) ?? '');
      const isSafe = vr !== null && node.kind === 'value' && (node.vr === vr || node.vr === 'UN');
      if (!isSafe || !this.#hasForm({ ...node, vr })) {
        this.removed(node);
        continue;
      }
      kept.push({ ...node, vr });
      used.add(block);
    }
    for (const block of used) kept.push(textNode(`${block.slice(0, 5)}00${block.slice(5)}`, 'LO', creators.get(block) ?? ''));
    return kept.sort((a, b) => (a.tag < b.tag ? -1 : 1));
  }
}

/** What kind of object or of SR content item it is. */
const readingTerms: ReadonlySet<string> = new Set(['x00080060', 'x0040a010', 'x0040a040', 'x0040a050']);

/** Forms of VRs that are kept without looking at words; white space around is trimmed first. */
const forms: Readonly<Record<string, RegExp>> = {
  CS: /^[A-Z0-9 _]{0,16}$/,
  DS: /^(?:[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)?$/,
  IS: /^(?:[-+]?\d+)?$/,
  AS: /^(?:\d{3}[DWMY])?$/,
};
