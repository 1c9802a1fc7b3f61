import type { LimitNote } from './types.ts';

/** Sentences of the notes beside a limit's result. */
export const limitNoteSentences: Readonly<Record<LimitNote['code'], { readonly zh: string; readonly en: string }>> = {
  union: { zh: '{{plural}} 由 {{first}} 与 {{second}} 合并得到', en: '{{plural}} was made of {{first}} and {{second}}' },
  difference: { zh: '由 {{organ}} 减去 {{targets}} 得到', en: 'made of {{organ}} without {{targets}}' },
  'no-target': { zh: '没有勾画 {{target}}，按整个 {{organ}} 评估', en: 'no {{target}} is contoured; all of {{organ}} is evaluated' },
  'one-side': { zh: '{{plural}} 只勾画了 {{structure}} 一侧', en: 'of {{plural}} only {{structure}} is contoured' },
  maybe: { zh: '{{structures}} 可能是 {{standard}}，需人工确认后才评估', en: '{{structures}} may be {{standard}}; it is not evaluated until a person confirms it' },
  eqd2: { zh: '每次 {{dosePerFractionGy}} Gy，剂量已换算为 EQD2（α/β {{alphaBetaGy}} Gy，{{fractions}} 次）', en: '{{dosePerFractionGy}} Gy per fraction: doses are EQD2 (α/β {{alphaBetaGy}} Gy, {{fractions}} fractions)' },
  'lq-uncertain': { zh: '单次剂量超过 {{fromGy}} Gy，LQ 模型不确定', en: 'LQ model uncertain above {{fromGy}} Gy per fraction' },
  smaller: { zh: '结构体积 {{volumeCc}} cm³，小于限值所需的 {{askedCc}} cm³，无法判断', en: 'the structure has {{volumeCc}} cm³, less than the {{askedCc}} cm³ the limit asks about; it cannot be judged' },
  outside: { zh: '只有 {{coveredPercent}} % 的体积在剂量网格内', en: 'only {{coveredPercent}} % of the volume lies in the dose grid' },
  'exceeded-inside': { zh: '网格内的部分已超过限值', en: 'the part inside the grid already exceeds the limit' },
  'no-dose': { zh: '没有以 Gy 表示的计划剂量', en: 'there is no plan dose in Gy' },
  'no-prescription': { zh: '计划没有处方剂量', en: 'the plan states no prescription dose' },
  'not-cross-checked': { zh: '限值未经第二来源核对', en: 'the limit was not compared with a second reproduction of its table' },
  'one-spared': { zh: '只需一侧满足，取较好的一侧 {{structure}}', en: 'one organ suffices; {{structure}} is the better one' },
  'cannot-compute': { zh: '无法计算：{{reason}}', en: 'cannot be computed: {{reason}}' },
};

/** A note as a sentence. */
export const noteSentence = ({ code, values }: LimitNote, language: 'zh' | 'en'): string =>
  limitNoteSentences[code][language].replace(/\{\{(\w+)\}\}/gu, (_, name: string) => String(values[name] ?? ''));
