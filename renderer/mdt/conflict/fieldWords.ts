import { decisionLayout, requestLayout, type FieldGroup, type FieldSpec } from '../fieldLayout.ts';

/** How a field is entered; undefined for one no form has. */
export function specOf(path: string): FieldSpec<string> | undefined {
  const [group, key] = path.split('.');
  const layout: readonly FieldGroup<string>[] = group === 'request' ? requestLayout : decisionLayout;
  return layout.flatMap((entry) => entry.fields).find((spec) => spec.key === key);
}

/** A field's value as its form shows it. */
export function fieldWords(path: string, value: unknown, t: (key: string) => string): string {
  const choices = specOf(path)?.choices;
  const words = (Array.isArray(value) ? value : [value]).filter((entry): entry is string | number => (typeof entry === 'string' && entry !== '') || typeof entry === 'number');
  return words.length === 0 ? t('conflict.empty') : words.map((entry) => (choices ? t(`${choices.prefix}.${entry}`) : `${entry}`)).join(' · ');
}
