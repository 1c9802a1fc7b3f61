import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { StoreError } from '../../../shared/errors/appError.ts';
import type { CaseRecord } from '../../../shared/mdt/caseRecord.ts';
import { signatureSchema } from '../../../shared/mdt/signatureSchema.ts';

/** As much of an exported record as the commands on it touch; the rest is compared with the frozen text, whatever it is. */
const fileSchema = z.object({
  schema: z.literal('mdt-record/1'),
  record: z.looseObject({
    id: z.string(), caseNo: z.string(),
    frozen: z.looseObject({ canonical: z.string(), sha256: z.string(), sm3: z.string() }).nullable(),
    signatures: z.array(signatureSchema),
    imaging: z.array(z.looseObject({ sopInstanceUID: z.string(), sha256: z.string() })),
  }),
});

/** @throws {StoreError} not-found */
export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new StoreError('not-found', `${file} cannot be read as a file; name a record exported by the console, and check that it exists and that you may read it.`, { cause, detail: { file } });
  }
}

/** The record an export holds. @throws {StoreError} corrupt when it is none */
export function parseRecord(file: string, text: string): CaseRecord {
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
