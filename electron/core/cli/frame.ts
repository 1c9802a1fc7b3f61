import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { toErrorShape } from '../../../shared/errors/appError.ts';
import { openDecodePool } from '../files/decodePool.ts';
import { describeFrames } from './describeFrames.ts';
import type { FrameReport } from './describeFrames.ts';
import { parseOptions } from './parseOptions.ts';
import { UsageError } from './usageError.ts';

export const usage = 'Usage: mdt frame <file>... [--frame n] [--out f] [--json]; frames count from 1.';

interface Request {
  readonly files: readonly string[];
  readonly frame: number | null;
  readonly out: string | null;
  readonly isJson: boolean;
}

/** What became of one file. */
type FileReport = FrameReport | { readonly file: string; readonly error: { readonly code: string; readonly reason: string; readonly message: string } };

/** `mdt frame <file>...`: stored pixel values of images; exit code 3 when one of them cannot be read. */
export async function run(args: readonly string[]): Promise<number> {
  const request = readArguments(args);
  const pool = openDecodePool();
  const out = request.out === null ? null : await open(request.out, 'w');
  const reports: FileReport[] = [];
  try {
    for (const file of request.files) {
      const hash = createHash('sha256');
      const take = async (bytes: Uint8Array): Promise<void> => {
        hash.update(bytes);
        await out?.writeFile(bytes);
      };
      reports.push(await describeFrames(file, request.frame, pool, take).then((report): FileReport => ({ ...report, sha256: hash.digest('hex') }), (error: unknown) => refused(file, error)));
    }
  } finally {
    await out?.close();
    await pool.dispose();
  }
  console.log(request.isJson ? JSON.stringify({ files: reports }, null, 2) : reports.map(line).join('\n'));
  const failed = reports.filter((report) => 'error' in report);
  const [first] = failed;
  if (first === undefined) return 0;
  const { code, reason, message } = first.error;
  console.error(JSON.stringify({ code, reason, message: `${failed.length} of ${reports.length} files have no readable image; the first is ${first.file}: ${message}` }));
  return 3;
}

function refused(file: string, error: unknown): FileReport {
  const { code, reason, message } = toErrorShape(error);
  return { file, error: { code, reason, message } };
}

function line(report: FileReport): string {
  if ('error' in report) return `${report.file}: ${report.error.reason}: ${report.error.message}`;
  const { file, dtype, shape, photometric, sha256, minimum, maximum, mean, warnings } = report;
  const [first, ...rest] = [`${file}: ${dtype} ${shape.join(' × ')} ${photometric}, ${minimum} to ${maximum}, mean ${mean}, sha256 ${sha256}`, ...warnings];
  return [first, ...rest.map((warning) => `  ${warning}`)].join('\n');
}

function readArguments(args: readonly string[]): Request {
  const { values, positionals } = parseOptions(args, { frame: { type: 'string' }, out: { type: 'string' }, json: { type: 'boolean' } }, usage);
  if (positionals.length === 0) throw new UsageError(`No file given. ${usage}`);
  if (values.out !== undefined && positionals.length > 1) throw new UsageError(`--out takes the samples of one file, not of ${positionals.length}. ${usage}`);
  const frame = values.frame === undefined ? null : Number(values.frame);
  if (frame !== null && !(Number.isInteger(frame) && frame >= 1)) throw new UsageError(`--frame is a whole number from 1, not ${values.frame}. ${usage}`);
  return { files: positionals, frame, out: values.out ?? null, isJson: values.json === true };
}

