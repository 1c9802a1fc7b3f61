import type { CaseRecord } from '../../shared/mdt/caseRecord.ts';
import { isFilled } from '../../shared/mdt/fields.ts';
import { decisionLayout } from './fieldLayout.ts';

type Translate = (key: string) => string;

/** The decision in words, one item a line, as the chair reads it aloud; empty items are left out. */
export function readBackText(record: CaseRecord, t: Translate): string {
  const lines = decisionLayout.flatMap((group) => group.fields).flatMap((spec) => {
    const value = record.decision[spec.key];
    if (!isFilled(value)) return [];
    const words = spec.choices ? t(`${spec.choices.prefix}.${String(value)}`) : String(value);
    return [`${t(`decision.${spec.key}`)}${t('colon')}${words}`];
  });
  const changes = record.changeRequests.map((change) => `${t('changeRequests')}${t('colon')}${change.about} ${change.text}`.trim());
  return [...lines, ...changes].join('\n');
}
