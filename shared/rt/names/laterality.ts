export type Laterality = 'left' | 'right' | 'bilateral';

/** Words behind a side that make it the direction of a beam or the side of a part, not the side of the patient. */
const beamDirections = [
  /[左右]侧?(?:前斜|后斜|前|后|水平|侧位|侧野|斜|切线|切|入射|缘|界|野|旋)/gu,
  /左右(?:对穿|平行|两野|方向)?/gu,
  /(?<![a-z])(?:l|r|lt|rt|left|right)[\s_-]*(?:ant|post|lat|obl|sup|inf|tang|anterior|posterior|lateral|oblique|medial|tangent|side[\s_-]*down)[a-z]*/giu,
  /[左右](?:心|冠|前降支)|(?<![a-z])(?:left|right|lt|rt)[\s_-]*(?:atri|ventric|coronary|circumflex|main)[a-z]*/giu,
];

const bothWords = /双侧|双|两侧|bilateral|(?<![a-z])(?:bilat|both)(?![a-z])/iu;

/**
 * Side of the patient a name or label states, in English or Chinese; null where it states none or both singly.
 *
 * Single letters count only as the first or last word (`L_Breast`, `PTV_L_6000` by its last word before a number, `Lung_R`).
 * Directions of beams (LAO, 左前斜, Lt Lat) are not sides. `RT` in capitals is radiotherapy unless an organ's side is meant.
 */
export function lateralityOf(text: string): Laterality | null {
  let plain = text.normalize('NFKC');
  if (bothWords.test(plain)) return 'bilateral';
  for (const pattern of beamDirections) plain = plain.replace(pattern, ' ');
  const isLeft = plain.includes('左') || hasWord(plain, leftWords);
  const isRight = plain.includes('右') || hasWord(plain, rightWords);
  if (isLeft === isRight) return null;
  return isLeft ? 'left' : 'right';
}

const leftWords = { whole: /^(?:left|lt)$/iu, letter: /^l$/iu };
const rightWords = { whole: /^(?:right|rt)$/iu, letter: /^r$/iu };

function hasWord(text: string, words: { readonly whole: RegExp; readonly letter: RegExp }): boolean {
  const all = wordsOf(text);
  if (all.some((word, n) => words.whole.test(word) && !isRadiotherapy(all, n))) return true;
  const named = all.filter((word) => !/^\d/u.test(word));
  return named.length > 1 && [named[0], named.at(-1)].some((word) => word !== undefined && words.letter.test(word));
}

/** `RT` beside words that are no structure: RT Plan, RT_Chest 6MV. With one more word only, it is that word's side (RT LUNG). */
function isRadiotherapy(words: readonly string[], at: number): boolean {
  if (words[at] !== 'RT') return false;
  const others = words.filter((_, n) => n !== at).map((word) => word.toLowerCase());
  return !others.some((word) => pairedWords.some((organ) => word.startsWith(organ)));
}

/** Beginnings of words for what has two sides. */
const pairedWords = [
  'lung', 'breast', 'mamma', 'kidney', 'renal', 'parotid', 'femur', 'femoral', 'fem', 'hip', 'eye', 'lens', 'optic', 'cochlea', 'temporal', 'hippo', 'neck', 'chestwall', 'cw', 'brach', 'humer', 'axil', 'sclav', 'adrenal', 'ptv', 'ctv', 'gtv', 'itv',
  'submand', 'tonsil', 'orbit', 'retina', 'ear', 'ovary', 'testis', 'ureter', 'knee', 'shoulder', 'thigh', 'arm', 'leg', 'frontal', 'parietal', 'occipital', 'scapula', 'clav', 'lacrimal', 'masseter', 'carotid', 'tmj', 'acet', 'ilium', 'rib',
];

/** Words between separators, letters of both cases (LungL), letters and digits, and scripts. */
const wordsOf = (text: string): string[] =>
  text
    .replace(/([a-z])([A-Z])/gu, '$1 $2')
    .replace(/([A-Za-z])(\d)/gu, '$1 $2')
    .replace(/(\d)([A-Za-z])/gu, '$1 $2')
    .replace(/(\p{Script=Han})([A-Za-z\d])/gu, '$1 $2')
    .replace(/([A-Za-z\d])(\p{Script=Han})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}.]+/u)
    .filter((word) => word !== '');
