import type { TFunction } from 'i18next';
import type { ImportReport } from '../../../shared/ipc/channels.ts';
import { formatTime } from '../format.ts';
import { groupRejects, groupWarnings } from './groupFindings.ts';
import { timeWords } from './timeWords.ts';

/** Words of the `import` table. */
type Words = TFunction<'import'>;

/** Where an import came from, for a person: paths, a node or the inbox. */
export function sourceWords(report: Pick<ImportReport, 'source'>, t: Words): string {
  const { source } = report;
  if (source.kind === 'paths') return source.paths.join(t('listComma'));
  return source.kind === 'node' ? t('source.node', { count: source.studyInstanceUIDs.length }) : t('source.inbox');
}

/** One sentence per link of the radiotherapy chain that is not whole. */
export function linkWords(report: Pick<ImportReport, 'links'>, t: Words): readonly string[] {
  return report.links.filter((link) => link.status !== 'complete').map((link) => t(`link.${link.status}`, { from: t(`object.${link.from}`), to: t(`object.${link.to}`), referenced: link.referenced, found: link.found }));
}

/** A reason core gave, and what to do, in the reader's language; one without words of its own keeps its literal. */
export function reasonWords(reason: string, t: Words): { readonly title: string; readonly advice: string } {
  return { title: t(`reject.${reason}.title`, { defaultValue: t('reject.other.title', { reason }) }), advice: t(`reject.${reason}.advice`, { defaultValue: t('reject.other.advice') }) };
}

/** The whole report as plain text: nothing is cut short. */
export function reportText(report: ImportReport, caseNo: string, t: Words): string {
  const took = timeWords(report.elapsedMs);
  const lines = [
    t('text.title'),
    '',
    `${t('text.case')}${t('colon')}${caseNo}`,
    `${t('text.source')}${t('colon')}${sourceWords(report, t)}`,
    `${t('text.started')}${t('colon')}${formatTime(report.startedAtMs)}`,
    `${t('text.took')}${t('colon')}${t(took.key, { ...took })}`,
    `${t('text.result')}${t('colon')}${t(`phase.${report.phase}`)}`,
    t('text.counts', { imported: report.imported, duplicates: report.duplicates, rejected: report.rejects.length, warnings: report.warnings.length }),
    ...(report.error ? [`${t('text.error')}${t('colon')}${report.error.message}`] : []),
    ...section(t('chainProblems'), [...linkWords(report, t), ...report.problems]),
    ...groupRejects(report.rejects).flatMap(({ reason, rejects }) => {
      const words = reasonWords(reason, t);
      return section(`${t('rejected')} · ${words.title} (${rejects.length})`, [words.advice, '', ...rejects.flatMap((reject) => [`- ${reject.path}`, `    ${reject.message}`])]);
    }),
    ...groupWarnings(report.warnings).flatMap(({ message, paths }) => section(`${t('warnings')} (${paths.length})`, [message, '', ...paths.map((path) => `- ${path}`)])),
  ];
  return `${lines.join('\r\n')}\r\n`;
}

const section = (title: string, lines: readonly string[]): readonly string[] => (lines.length === 0 ? [] : ['', title, '-'.repeat(40), ...lines]);

/** Rejects and warnings as a table for a spreadsheet program (RFC 4180), one row each. */
export function reportCsv(report: ImportReport, t: Words): string {
  const rows = [
    [t('csv.kind'), t('csv.file'), t('csv.reason'), t('csv.advice'), t('csv.message')],
    ...report.rejects.map((reject) => {
      const { title, advice } = reasonWords(reject.reason, t);
      return [t('rejected'), reject.path, title, advice, reject.message];
    }),
    ...report.warnings.map((warning) => [t('warnings'), warning.path, '', '', warning.message]),
    ...report.problems.map((problem) => [t('chainProblems'), '', '', '', problem]),
  ];
  return rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

/** A cell that starts like a formula would be run by a spreadsheet program: file names come from outside. */
const csvCell = (text: string): string => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
