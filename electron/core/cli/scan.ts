import { drawChain } from './drawChain.ts';
import { scanPaths } from './scanFiles.ts';
import type { ScanReport } from './scanFiles.ts';
import { parseOptions } from './parseOptions.ts';
import { UsageError } from './usageError.ts';

export const usage = 'Usage: mdt scan <path>... [--json]; folders, files, zip archives and DICOMDIR files.';

/** `mdt scan <path>... [--json]`: studies, series, instances, RT chain and rejects. */
export async function run(args: readonly string[]): Promise<number> {
  const { paths, isJson } = readArguments(args);
  const { report } = await scanPaths(paths);
  console.log(isJson ? JSON.stringify(report, null, 2) : describe(report));
  if (report.summary.instances > 0) return 0;
  const { reason, message } = whyNothing(report, paths);
  console.error(JSON.stringify({ code: 'dicom', reason, message }));
  return 3;
}

/** A DICOM file that is broken tells more than the first file that is none. */
function whyNothing({ summary, rejects }: ScanReport, paths: readonly string[]): { readonly reason: string; readonly message: string } {
  const reject = rejects.find(({ reason }) => reason !== 'not-dicom') ?? rejects[0];
  if (summary.files === 0) return { reason: 'not-dicom', message: `There is no file under ${paths.join(', ')}; name the folder the images were exported to.` };
  const none = `None of the ${summary.files} files under ${paths.join(', ')} is a DICOM object that can be read`;
  return reject === undefined ? { reason: 'not-dicom', message: `${none}.` } : { reason: reject.reason, message: `${none}; ${reject.path}: ${reject.message}` };
}

function readArguments(args: readonly string[]): { readonly paths: readonly string[]; readonly isJson: boolean } {
  const { values, positionals } = parseOptions(args, { json: { type: 'boolean' } }, usage);
  if (positionals.length > 0) return { paths: positionals, isJson: values.json === true };
  throw new UsageError(`No path given. ${usage}`);
}

function describe(report: ScanReport): string {
  const { files, instances, rejected } = report.summary;
  const lines = [`${files} files: ${instances} instances, ${rejected} rejected`];
  for (const study of report.studies) {
    lines.push('', `Study ${study.studyInstanceUID}  ${study.date ?? 'no date'}  ${study.description ?? ''}`.trimEnd());
    for (const series of study.series) {
      lines.push(`  ${series.modality.padEnd(9)} ${String(series.instances).padStart(5)}  ${series.kinds.join(', ').padEnd(12)}  ${series.seriesInstanceUID}  ${series.description ?? ''}`.trimEnd());
    }
  }
  lines.push('', ...drawChain(report.chain, report.instances));
  const warned = report.instances.filter((instance) => instance.warnings.length > 0);
  if (warned.length > 0) {
    lines.push('', `Findings in ${warned.length} instances, the most frequent:`);
    for (const [warning, count] of countWarnings(report).slice(0, 8)) lines.push(`  ${String(count).padStart(5)} × ${warning}`);
  }
  if (rejected > 0) lines.push('', 'Rejected:', ...report.rejects.map((reject) => `  ${reject.path}: ${reject.reason}: ${reject.message}`));
  if (report.notes.length > 0) lines.push('', 'Passed over:', ...report.notes.map((note) => `  ${note.path}: ${note.message}`));
  return lines.join('\n');
}

function countWarnings(report: ScanReport): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const instance of report.instances) {
    for (const warning of instance.warnings) counts.set(warning, (counts.get(warning) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]);
}
