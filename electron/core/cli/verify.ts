import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { StoreError } from '../../../shared/errors/appError.ts';
import type { CaseRecord } from '../../../shared/mdt/caseRecord.ts';
import { signatureSchema } from '../../../shared/mdt/signatureSchema.ts';
import { verifyRecord } from '../commands/verifyRecord.ts';
import { UsageError } from './usageError.ts';

/** As much of an exported record as verifying touches; the rest is compared with the frozen text, whatever it is. */
const fileSchema = z.object({
  schema: z.literal('mdt-record/1'),
  record: z.looseObject({
    id: z.string(), caseNo: z.string(),
    frozen: z.looseObject({ canonical: z.string(), sha256: z.string(), sm3: z.string() }).nullable(),
    signatures: z.array(signatureSchema),
    imaging: z.array(z.looseObject({ sopInstanceUID: z.string(), sha256: z.string() })),
  }),
});

export const usage = 'Usage: mdt verify <minutes file> [--json]';

/**
 * `mdt verify <minutes file> [--json]`: frozen content, digests, signatures and their order.
 * @returns 0 when everything holds, 1 when something does not
 * @throws {StoreError} not-found | corrupt when the file is not an exported record
 */
export async function run(args: readonly string[]): Promise<number> {
  const files = args.filter((arg) => !arg.startsWith('--'));
  const unknown = args.filter((arg) => arg.startsWith('--') && arg !== '--json');
  const [file] = files;
  if (file === undefined || files.length > 1 || unknown.length > 0) throw new UsageError(`Give one file. ${usage}`);
  const record = await readRecord(file);
  const verification = verifyRecord(record);
  if (args.includes('--json')) {
    console.log(JSON.stringify({ file, caseId: record.id, caseNo: record.caseNo, ...verification }, undefined, 2));
  } else {
    for (const line of describe(record, verification)) console.log(line);
  }
  return verification.isValid ? 0 : 1;
}

function describe(record: CaseRecord, { isValid, digest, signatures, problems }: ReturnType<typeof verifyRecord>): string[] {
  return [
    `case ${record.caseNo} (${record.id})`,
    ...(digest ? [`SHA-256 ${digest.sha256}`, `SM3     ${digest.sm3}`] : []),
    ...signatures.map((signature) => `${signature.isValid ? 'valid  ' : 'INVALID'} ${signature.role}${signature.discipline === null ? '' : ` (${signature.discipline})`} ${signature.personName} ${new Date(signature.atMs).toISOString()}`),
    ...problems.map((problem) => `problem: ${problem}`),
    isValid ? 'The record is as it was signed.' : 'The record is NOT as it was signed.',
  ];
}

async function readRecord(file: string): Promise<CaseRecord> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new StoreError('not-found', `${file} cannot be read as a file; name a record exported by the console, and check that it exists and that you may read it.`, { cause, detail: { file } });
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new StoreError('corrupt', `${file} is not JSON; give a record exported by the console.`, { cause, detail: { file } });
  }
  const parsed = fileSchema.safeParse(content);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new StoreError('corrupt', `${file} is not an exported record: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}.`, { detail: { file } });
  }
  return parsed.data.record as unknown as CaseRecord;
}
