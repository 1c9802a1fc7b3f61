import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { PixelBox } from '../../../shared/deid/burnIn.ts';
import type { Preset } from '../../../shared/deid/presets.ts';
import { DeidError } from '../../../shared/deid/refusal.ts';
import { DicomError } from '../../../shared/errors/appError.ts';
import { readOrMakeKey } from '../deidentify/keyFile.ts';
import { describeReport } from '../deidentify/reports.ts';
import { runJob } from '../deidentify/runJob.ts';
import { listFiles } from '../files/listFiles.ts';
import { parseOptions } from './parseOptions.ts';
import { UsageError } from './usageError.ts';

export const usage = 'Usage: mdt deidentify <in> <out> [--preset teaching|qc|research] [--pseudonym P] [--key-file f] [--mask x,y,w,h]... [--reviewed] [--json]; <out> is a new or empty folder, --mask blackens pixels of the series that need a look, --reviewed says that somebody looked.';

const presets: Readonly<Record<string, Preset>> = { teaching: 'teaching', qc: 'qualityControl', research: 'research' };

interface Request {
  readonly input: string;
  readonly folder: string;
  readonly preset: Preset;
  readonly pseudonym: string | null;
  readonly keyFile: string | null;
  readonly boxes: readonly PixelBox[];
  readonly isReviewed: boolean;
  readonly isJson: boolean;
}

/**
 * `mdt deidentify <in> <out>`: a file or folder by PS3.15 annex E into a new folder, with a report.
 *
 * @returns 0 when every file was written, 1 when some were kept back
 * @throws {DicomError} when no file could be read: the reason of the first
 */
export async function run(args: readonly string[]): Promise<number> {
  const request = readArguments(args);
  const { signal } = new AbortController();
  const { files, rejects } = await listFiles([request.input], signal);
  // Without a key file the key is forgotten, and with it the way back.
  const key = request.keyFile === null ? new Uint8Array(randomBytes(32)) : await readOrMakeKey(request.keyFile);
  const sources = files.map(({ name, path }) => ({ name, read: () => readFile(path) }));
  const done = await runJob(sources, {
    preset: request.preset, key, pseudonym: request.pseudonym, folder: request.folder, signal,
    decide: ({ burnIn }) => ({ isIncluded: true, isReviewed: request.isReviewed && burnIn.burnIn !== 'none', boxes: request.boxes }),
    onProgress: () => undefined,
  }).catch((error: unknown) => {
    throw error instanceof DeidError && error.reason === 'folder-not-empty' ? new UsageError(error.message) : error;
  });
  const report = { ...done, refused: [...done.refused, ...rejects] };
  console.log(request.isJson ? JSON.stringify(report, null, 2) : describeReport(report));
  const [first] = report.refused;
  if (report.filesWritten === 0 && report.refused.every(({ reason }) => unreadable.has(reason))) {
    const none = `None of the ${files.length} files under ${request.input} is a DICOM object that can be read`;
    const isDicom = first !== undefined && first.reason !== 'unreadable';
    throw new DicomError(isDicom ? (first.reason as DicomReason) : 'not-dicom', first === undefined ? `${none}.` : `${none}; ${first.path}: ${first.message}`);
  }
  return report.refused.length > 0 ? 1 : 0;
}

type DicomReason = ConstructorParameters<typeof DicomError>[0];

/** Reasons that say a file could not be read; the others that it was and is kept back. */
const unreadable: ReadonlySet<string> = new Set<DicomReason | 'unreadable'>(['not-dicom', 'truncated', 'broken-value', 'unreadable']);

const optionTypes = {
  preset: { type: 'string' },
  pseudonym: { type: 'string' },
  'key-file': { type: 'string' },
  mask: { type: 'string', multiple: true },
  reviewed: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

function readArguments(args: readonly string[]): Request {
  const { values, positionals } = parseOptions(args, optionTypes, usage);
  const [input, folder] = positionals;
  if (input === undefined || folder === undefined || positionals.length > 2) throw new UsageError(`One input and one new folder are needed. ${usage}`);
  const name = values.preset ?? 'teaching';
  const preset = Object.hasOwn(presets, name) ? presets[name] : undefined;
  if (preset === undefined) throw new UsageError(`--preset is teaching, qc or research, not ${name}. ${usage}`);
  const pseudonym = values.pseudonym?.trim() ?? null;
  if (pseudonym !== null && !/^[\p{L}\p{N}_. -]{1,32}$/u.test(pseudonym)) throw new UsageError(`--pseudonym has 1 to 32 letters, digits, dots, dashes or spaces. ${usage}`);
  return { input, folder, preset, pseudonym, keyFile: values['key-file'] ?? null, boxes: (values.mask ?? []).map(boxOf), isReviewed: values.reviewed === true, isJson: values.json === true };
}

function boxOf(text: string): PixelBox {
  const match = /^(\d{1,5}),(\d{1,5}),([1-9]\d{0,4}),([1-9]\d{0,4})$/.exec(text);
  if (match === null) throw new UsageError(`--mask is x,y,width,height in pixels, not ${text}. ${usage}`);
  const [x = 0, y = 0, width = 0, height = 0] = match.slice(1).map(Number);
  return { x, y, width, height };
}
