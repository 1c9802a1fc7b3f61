import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeidentifyReport } from '../../../shared/ipc/channels.ts';

/** Writes `report.json` and the same for reading, `report.txt`, beside the objects. */
export async function writeReports(folder: string, report: DeidentifyReport): Promise<void> {
  await writeFile(join(folder, 'report.json'), `${JSON.stringify(report, null, 2)}\n`, { mode: 0o600 });
  await writeFile(join(folder, 'report.txt'), `${describeReport(report)}\n`, { mode: 0o600 });
}

/** A report as lines of text; holds no original value. */
export function describeReport(report: DeidentifyReport): string {
  const lines = [
    'De-identification, DICOM PS3.15 2024e Basic Application Level Confidentiality Profile',
    `preset ${report.preset}: ${report.filesWritten} objects written, ${report.refused.length} kept back`,
    '',
    'Attributes changed:',
    ...report.changes.map(({ tag, keyword, action, count }) => `  ${tag} ${keyword.padEnd(44)} ${action.padEnd(12)} ${String(count).padStart(7)} ×`),
  ];
  if (report.refused.length > 0) lines.push('', 'Kept back:', ...report.refused.map(({ path, reason, message }) => `  ${path}: ${reason}: ${message}`));
  if (report.warnings.length > 0) lines.push('', 'To be known:', ...summarise(report.warnings));
  return lines.join('\n');
}

/** Each message once, with the number of objects it was said of. */
function summarise(warnings: DeidentifyReport['warnings']): readonly string[] {
  const counts = new Map<string, number>();
  for (const { message } of warnings) counts.set(message, (counts.get(message) ?? 0) + 1);
  return [...counts].map(([message, count]) => `  ${count} objects: ${message}`);
}
