import type { Check, CheckFinding } from './types.ts';

type Sentence = Readonly<Record<'zh' | 'en', string>>;

/** Sentences every check may use beside its own. */
export const sharedSentences: Readonly<Record<string, Sentence>> = {
  absent: { zh: '缺少 {{what}}，无法核对', en: '{{what}} is absent; this cannot be checked' },
  error: { zh: '无法核对：{{message}}', en: 'This cannot be checked: {{message}}' },
};

/** The sentence of a finding with its values put in; lists are joined by commas, null is shown as a dash. */
export function sentenceOf(check: Pick<Check, 'sentences'>, finding: CheckFinding, language: 'zh' | 'en'): string {
  const sentence = check.sentences[finding.code] ?? sharedSentences[finding.code];
  if (sentence === undefined) return finding.code;
  const separator = language === 'zh' ? '、' : ', ';
  return sentence[language].replace(/\{\{(\w+)\}\}/gu, (_, name: string) => {
    const value = finding.values[name] ?? null;
    if (value === null) return '–';
    return Array.isArray(value) ? value.join(separator) : String(value);
  });
}
