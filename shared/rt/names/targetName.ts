import { type Laterality, lateralityOf } from './laterality.ts';

export type TargetKind = 'GTV' | 'CTV' | 'ITV' | 'PTV';

/** What a target's name says (rt-reference section 10), with the habits of hospitals that write 靶区, PGTVnd or PTV4140. */
export interface TargetName {
  readonly kind: TargetKind;
  /** The volume a margin was put about, where the name says it: PGTV is the PTV of a GTV, IGTV the ITV of one. */
  readonly of: 'GTV' | 'CTV' | null;
  /** Class letters, lower case: p, n, nd, nx, sb, tb …; empty where there are none. */
  readonly classes: string;
  readonly number: number | null;
  readonly doseGy: number | null;
  readonly relative: 'high' | 'mid' | 'low' | null;
  readonly laterality: Laterality | null;
  /** Cut back from skin or organs (PTV-03, PTV_eval, PTV-Cord), so that what it is the margin of may leave it. */
  readonly isCropped: boolean;
  /** Words of the name that say none of the above, as written. */
  readonly rest: string;
}

const chineseKinds: readonly (readonly [RegExp, string])[] = [
  [/计划(?:肿瘤)?靶区|计划靶体积/u, 'PTV '], [/临床(?:肿瘤)?靶区|临床靶体积/u, 'CTV '], [/内(?:运动)?靶区|内靶体积/u, 'ITV '],
  [/大体(?:肿瘤)?靶区|肿瘤区|大体肿瘤|原发灶/u, 'GTV '], [/^靶区$/u, 'PTV '],
];

const prefixes: Readonly<Record<string, Pick<TargetName, 'kind' | 'of'>>> = {
  gtv: { kind: 'GTV', of: null }, ctv: { kind: 'CTV', of: null }, itv: { kind: 'ITV', of: null }, ptv: { kind: 'PTV', of: null },
  igtv: { kind: 'ITV', of: 'GTV' }, ictv: { kind: 'ITV', of: 'CTV' }, pgtv: { kind: 'PTV', of: 'GTV' }, pctv: { kind: 'PTV', of: 'CTV' },
  pitv: { kind: 'PTV', of: null }, pigtv: { kind: 'PTV', of: 'GTV' }, cgtv: { kind: 'CTV', of: 'GTV' }, hrctv: { kind: 'CTV', of: null }, irctv: { kind: 'CTV', of: null },
};
const prefixPattern = /^(?:(?:(?:l|r|lt|rt|left|right|boost|breast|nodal|nodes?|pelvis|pelvic|chestwall|cw|brain|prostate|final|total|primary|ln)[\s_]+|[lr]-|[\p{Script=Han}]{1,6}[\s_]*))?(hrctv|irctv|pigtv|igtv|ictv|pgtv|pctv|pitv|cgtv|gtv|ctv|itv|ptv)(?=$|[^a-z]|p|n|t|sb|b|par|v|lr|hr|ir|rp|l(?![a-z])|r(?![a-z])|opt|eval|all|total|boost|s(?![a-z]))/iu;

const croppedPattern = /eval|crop|trim|[-–]\s*(?:0\d(?!\d)|(?!boost|high|mid|low|total|all|node)[a-z]{3}|[\p{Script=Han}])|_?minus|减|[_\s]not|_less|_sub$/iu;

/**
 * Reads a target's name; null where it is none. `z` structures and planning helpers are not told apart here: see
 * `isHelperName`.
 *
 * Dose: a number with Gy or cGy, one of four digits from 1000 (cGy), or one of 20 to 100 (Gy). Smaller numbers count targets.
 */
export function parseTarget(name: string): TargetName | null {
  let text = name.normalize('NFKC').trim();
  for (const [pattern, kind] of chineseKinds) text = text.replace(pattern, kind).trim();
  const start = prefixPattern.exec(text);
  const found = prefixes[start?.[1]?.toLowerCase() ?? ''];
  if (start === null || found === undefined) return null;
  const isCropped = croppedPattern.test(text.slice(start[0].length));
  const dose = takeDose(text.slice(start[0].length).replace(/-0\d(?!\d)/u, ' '));
  const relative = /(high|mid|low|高危|中危|低危)/iu.exec(dose.rest)?.[1]?.toLowerCase() ?? null;
  const classes = /^[\s_-]*((?:nd|nx|rpn|rp|tb|sb|par|hr|ir|lr|boost|ln|np|pt|t|p|n|v|b)(?![a-z]))/iu.exec(dose.rest)?.[1]?.toLowerCase() ?? /^(hr|ir)ctv$/iu.exec(start[1] ?? '')?.[1]?.toLowerCase() ?? '';
  const number = /(?:^|[^\d.])(\d{1,2})(?![\d.]*\d|\s*(?:mm|cm|fx|f\b|%))/iu.exec(dose.rest)?.[1];
  return {
    ...found,
    classes,
    number: number === undefined ? null : Number(number),
    doseGy: dose.doseGy,
    relative: relative === null ? null : relativeWords[relative] ?? null,
    laterality: lateralityOf(name),
    isCropped,
    rest: dose.rest.trim(),
  };
}

const relativeWords: Readonly<Record<string, 'high' | 'mid' | 'low'>> = { high: 'high', mid: 'mid', low: 'low', 高危: 'high', 中危: 'mid', 低危: 'low' };

function takeDose(text: string): { readonly doseGy: number | null; readonly rest: string } {
  const withoutFractions = text.replace(/[\s_/x×*]*\d{1,2}\s*(?:fx|fr|f|次)(?![a-z])/iu, ' ');
  for (const [pattern, factor] of dosePatterns) {
    const match = pattern.exec(withoutFractions);
    const value = Number(match?.[1]?.replace(/[_p]/iu, '.'));
    if (match === null || !(value * factor > 0 && value * factor <= 150)) continue;
    return { doseGy: Math.round(value * factor * 1000) / 1000, rest: `${withoutFractions.slice(0, match.index)} ${withoutFractions.slice(match.index + match[0].length)}` };
  }
  return { doseGy: null, rest: withoutFractions };
}

/** In order of certainty; the number stands in the first group. */
const dosePatterns: readonly (readonly [RegExp, number])[] = [
  [/(?<![\d.])(\d{3,5}(?:\.\d+)?)\s*cgy/iu, 0.01],
  [/(?<![\d.])(\d{1,3}(?:[._p]\d{1,2})?)\s*gy/iu, 1],
  [/(?<![\d.])([1-9]\d{3})(?![\d.]*\d|\s*mm)/u, 0.01],
  [/(?<![\d.])([2-9]\d\.\d{1,2})(?!\d|\s*mm)/u, 1],
  [/(?<![\d.])([2-9]\d)(?![\d.]*\d|\s*(?:mm|%))/u, 1],
];
