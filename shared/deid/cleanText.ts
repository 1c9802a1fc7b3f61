import { chineseTerms, englishWords, isSmallWord } from './words.ts';

/** Numbers as they stand in descriptions of images and plans; longer ones may be numbers of a person. */
const patterns: readonly RegExp[] = [
  /^(?:0|[1-9]\d{0,2})(?:\.\d{1,3})?$/,
  /^[1-9]\d{0,4}(?:\.\d{1,3})?(?:gy|cgy)$/,
  /^(?:0|[1-9]\d{0,3})(?:\.\d{1,3})?(?:mm|cm|m|kv|kvp|ma|mas|s|sec|ms|min|h|t|ml|cc|mg|mbq|mci|hz|mhz|x|fx|d|mv|mev|deg|w|f)$/,
  /^(?:t1|t2|pd|te|tr|ti|b|fa|prv|ph|seg|gr|slab|roi|field|beam|arc|plan)\d{1,4}$/,
  /^(?:f|z|c|l|s|th|st)\d{1,3}$/,
  // What follows the target is one of the usual letters: two or three of any would be a syllable of a name.
  /^[a-z]?(?:ptv|ctv|gtv|itv|tv|dmpo)(?:[a-z]|nd|nx|np|ln|lns|rpn|hr|ir|lr|opt|sb|eva|evl|exp|crp|tot|sum|all|new|bst|mr|ct|pet|pre|pos|pst|sv|pb|in|out|rt|lt)?(?:\d{1,5}(?:[a-z]\d{0,2})?)?$/,
  /^\d{1,3}x\d{1,3}$/,
  /^[cpy]{0,2}t[0-4x][a-d]?n[0-3x][a-c]?m[01x][a-c]?$/,
  /^[bhijtudq][rfvl]?\d{2}[a-z]?$/,
];

/**
 * Days, UIDs and numbers of a telephone or an identity card, each of whose parts alone would pass for a size or a count.
 * Groups of digits count from seven digits on.
 */
const writtenNumbers = /\d+(?:\.\d+){2,}|(?<![\d.])\d{1,4}([-/])\d{1,2}\1\d{1,4}(?!\.?\d)|\d{4}年(?:\s*\d{1,2}月(?:\s*\d{1,2}[日号]?)?)?|\d{2}年\s*\d{1,2}月(?:\s*\d{1,2}[日号]?)?|\d{1,2}月\s*\d{1,2}[日号]|(?<![\d.])(?=(?:\d[ -]?){7})\d{2,4}(?:[ -]\d{2,4}){2,}(?!\.?\d)/gu;
/** A sign no list allows, so that the text does not count as whole. */
const dropped = ' \ufffd ';

/** A target with its dose, as PTV_6000. */
const targetDose = /\b([a-z]?(?:ptv|ctv|gtv|itv)[a-z]{0,3})[_ -](\d{3,5})(?![\d.])/giu;
/** Word in front of a number: `lung1`, `ring2`. */
const numberedWord = /^([a-z]+)\d{1,2}$/;
const tokenPattern = /\d+(?:\.\d+)?[A-Za-z%]*|[A-Za-z][A-Za-z0-9]*|[\u3400-\u9fff]+|[^\s\d\w\u3400-\u9fff]|_|[^\s]/gu;
/** Signs that separate words and say nothing. */
const separator = /^[\s_\-/\\.,;:()[\]+&^=#*|<>~%@!'"?、，。：；（）]$/u;

/** What is left of a text, and whether anything was dropped. */
export interface CleanedText {
  readonly text: string;
  readonly isWhole: boolean;
}

/**
 * Keeps the words and numbers of a text that are on the allow list, in their order, and drops everything else
 * (option Clean Descriptors, PS3.15 E.3.5).
 *
 * @param isIdentifier true for a word that names the patient or somebody else of this case, whatever the allow list says
 */
export function cleanText(text: string, isIdentifier: (word: string) => boolean): CleanedText {
  const kept: string[] = [];
  let isWhole = true;
  for (const [token] of text.replace(writtenNumbers, dropped).replace(targetDose, '$1$2').matchAll(tokenPattern)) {
    if (separator.test(token)) continue;
    const allowed = /^[\u3400-\u9fff]/u.test(token) ? chineseIn(token) : isAllowed(token) ? [token] : camelParts(token);
    const named = allowed.filter((word) => !isIdentifier(word));
    if (named.join('') !== token) isWhole = false;
    kept.push(...named);
  }
  const joined = kept.join(' ');
  const hasContent = kept.some((word) => /[A-Za-z\u3400-\u9fff]/u.test(word) && !isSmallWord(word));
  return !hasContent || isIdentifier(joined) ? { text: '', isWhole: false } : { text: joined, isWhole };
}

/** Every word of the text is on the allow list, and there is one. */
export function isAllKnown(text: string, isIdentifier: (word: string) => boolean): boolean {
  return cleanText(text, isIdentifier).isWhole && !isIdentifier(text.trim());
}

/**
 * Keeps the sentences of a narrative that consist of allowed words alone. Words are not dropped out of a sentence:
 * what is left could say the opposite.
 */
export function cleanNarrative(text: string, isIdentifier: (word: string) => boolean): string {
  return text.split(/[\r\n。；！？]+|(?<=[.;!?])\s+/u).filter((sentence) => isAllKnown(sentence, isIdentifier)).map((sentence) => sentence.trim()).join('\n');
}

function isAllowed(token: string): boolean {
  const word = token.toLowerCase();
  if (englishWords.has(word) || patterns.some((pattern) => pattern.test(word))) return true;
  const numbered = numberedWord.exec(word)?.[1];
  return numbered !== undefined && englishWords.has(numbered);
}

/** `SpinalCord` as its parts where each of them is allowed. */
function camelParts(token: string): readonly string[] {
  const parts = token.split(/(?<=[a-z])(?=[A-Z0-9])|(?<=\d)(?=[A-Za-z])/);
  return parts.length > 1 && parts.every(isAllowed) ? [token] : [];
}

/** Terms found in a run of Chinese characters, longest first; characters of no term are dropped. */
function chineseIn(run: string): readonly string[] {
  const found: string[] = [];
  for (let at = 0; at < run.length; ) {
    const term = chineseTerms.find((one) => run.startsWith(one, at));
    if (term !== undefined) found.push(term);
    at += term?.length ?? 1;
  }
  // Single characters are parts of names as well as of anatomy; alone they may stay only beside a longer term.
  return found.some((term) => term.length > 1) || found.join('') === run && run.length <= 2 ? found : [];
}
