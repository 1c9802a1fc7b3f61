import { existsSync, readFileSync } from 'node:fs';
import { link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { StoreError } from '../../shared/errors/appError.ts';
import { syncFolder } from '../safe/durableFile.ts';
import { envelopeSchema } from '../safe/keyEnvelope.ts';
import { organisationSealSchema } from '../safe/recoveryKey.ts';
import { sealedSchema } from '../safe/sealToKey.ts';

const sealsSchema = z.object({
  /** Sealed by the key store (base64), or wrapped under the passphrase. */
  seal: z.union([z.object({ protection: z.literal('keystore'), sealed: z.string() }), z.object({ protection: z.literal('passphrase'), envelope: envelopeSchema })]),
  /** The same key under the administrator's recovery code. */
  recovery: envelopeSchema,
  /** The same key sealed to the organisation's recovery key. */
  organisation: organisationSealSchema.optional(),
});
/** Every way one key is protected. */
export type Seals = z.infer<typeof sealsSchema>;

const keyFileSchema = sealsSchema.extend({
  format: z.literal('mdt-key/1'),
  /** A key the record is being moved to. Either key leads to the other until nothing is left under the former one. */
  next: sealsSchema.extend({ underFormer: sealedSchema, formerUnder: sealedSchema }).optional(),
});
export type KeyFile = z.infer<typeof keyFileSchema>;

/** The key file, or undefined where there is none. @throws {StoreError} corrupt when it cannot be read */
export function readKeyFile(file: string): KeyFile | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return keyFileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new StoreError('corrupt', `The key file ${file} cannot be read. Put it back from the backup; the record itself is untouched.`, { cause });
  }
}

/** Writes the file whole or not at all, and never over an existing one. */
export async function writeNewKeyFile(file: string, content: KeyFile): Promise<void> {
  const partial = await writePartial(file, content);
  try {
    await link(partial, file);
    await syncFolder(dirname(file));
  } finally {
    await rm(partial, { force: true });
  }
}

/** Puts a new content in the place of the former, whole or not at all. */
export async function replaceKeyFile(file: string, content: KeyFile): Promise<void> {
  await rename(await writePartial(file, content), file);
  await syncFolder(dirname(file));
}

async function writePartial(file: string, content: KeyFile): Promise<string> {
  await mkdir(dirname(file), { recursive: true });
  const partial = `${file}.${process.pid}.partial`;
  const handle = await open(partial, 'w', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(content, undefined, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return partial;
}
