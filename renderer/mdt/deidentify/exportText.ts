import type { TFunction } from 'i18next';
import type { DeidentifyReport } from '../../../shared/ipc/channels.ts';

/** The report of an export as plain text, for the file that goes with the copies; it never holds an original value. */
export function exportText(report: DeidentifyReport, t: TFunction<'deidentify'>): string {
  const lines = [
    t('text.title'), '',
    `${t('preset')}${t('colon')}${t(`presetName.${report.preset}`)}`,
    `${t('text.folder')}${t('colon')}${report.folder}`,
    t('counts', { written: report.filesWritten, refused: report.refused.length }), '',
    t('stillPersonal'), '',
    t('changes'), '-'.repeat(40),
    ...report.changes.map((change) => `${change.tag}\t${change.keyword}\t${t(`action.${change.action}`)}\t${change.count}`),
    ...(report.refused.length === 0 ? [] : ['', t('refused'), '-'.repeat(40), ...report.refused.flatMap((one) => [`- ${one.path}`, `    ${refusalWords(one.reason, t)}`, `    ${one.message}`])]),
    ...(report.warnings.length === 0 ? [] : ['', t('warnings'), '-'.repeat(40), ...report.warnings.map((one) => `- ${one.path}: ${one.message}`)]),
  ];
  return `${lines.join('\r\n')}\r\n`;
}

/** Why an object was kept back, in the reader's language. */
export const refusalWords = (reason: string, t: TFunction<'deidentify'>): string => t(`refusal.${reason}`, { defaultValue: t('refusal.other', { reason }) });
