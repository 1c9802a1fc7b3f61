/** A name taken apart that stands for a volume made from an organ: its planning risk volume, or the organ without a target. */
export type DerivedName =
  | { readonly kind: 'prv'; readonly base: string; readonly marginMm: number | null }
  | { readonly kind: 'minus'; readonly base: string; readonly without: string };

const prvPatterns: readonly { readonly pattern: RegExp; readonly base: number; readonly margin: number; readonly unit: number }[] = [
  { pattern: /^prv[\s_-]*(\d+(?:\.\d+)?)\s*(mm|cm)?[\s_-]+(.+)$/iu, margin: 1, unit: 2, base: 3 },
  { pattern: /^prv[\s_-]*(\D+?)[\s_-]*(\d+(?:\.\d+)?)?\s*(mm|cm)?$/iu, base: 1, margin: 2, unit: 3 },
  { pattern: /^(.+?)[\s_-]*\(?prv[\s_-]*(\d+(?:\.\d+)?)?\s*(mm|cm)?\)?$/iu, base: 1, margin: 2, unit: 3 },
  { pattern: /^(.+?)[\s_]*(?:\+|外扩|外放|exp)[\s_]*(\d+(?:\.\d+)?)\s*(mm|cm)?$/iu, base: 1, margin: 2, unit: 3 },
];

/** Side behind the margin (OpticNrv_PRV03_L), as TG-263 writes it. */
const sideBehind = /[\s_](l|r|lt|rt|left|right|左|右)$/iu;

/** Takes a name of a derived volume apart; null where it is none. Margins without unit are mm, below 1 cm. */
export function takeApart(name: string): DerivedName | null {
  const text = name.normalize('NFKC').trim();
  const minus = /^(.+?)\s*(?:[-–]|_?minus_?|_?less_?|[\s_]+not[\s_]*|减去?|除外?)\s*(?!\d)(.+)$/iu.exec(text);
  const side = /prv/iu.test(text) ? sideBehind.exec(text) : null;
  const stem = side === null ? text : text.slice(0, side.index);
  for (const { pattern, base, margin, unit } of prvPatterns) {
    const match = pattern.exec(stem);
    const organ = match?.[base];
    if (match === null || organ === undefined) continue;
    const value = match[margin] === undefined ? null : Number(match[margin]);
    const isCm = match[unit]?.toLowerCase() === 'cm' || (match[unit] === undefined && value !== null && value < 1);
    return { kind: 'prv', base: side === null ? organ : `${organ}_${side[1] ?? ''}`, marginMm: value === null ? null : value * (isCm ? 10 : 1) };
  }
  const [, base, without] = minus ?? [];
  return base === undefined || without === undefined ? null : { kind: 'minus', base, without };
}
