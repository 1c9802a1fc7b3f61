import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { z } from 'zod';
import { StoreError } from '../../../shared/errors/appError.ts';
import { envelopeSchema, normalizeRecoveryCode, unwrapKey, type Envelope } from '../../safe/keyEnvelope.ts';

/** As much of a console's key file as opening it by hand needs. */
const sealsSchema = z.looseObject({ seal: z.looseObject({ envelope: envelopeSchema.optional() }), recovery: envelopeSchema });
const keyFileSchema = sealsSchema.extend({ next: sealsSchema.optional() });

/** Name of the variable a secret may come in; never an argument, which every user of the computer can read. */
export const secretVariable = 'MDT_PASSPHRASE';

/**
 * The data keys a passphrase or recovery code opens: one, or two while the record moves to a new key.
 *
 * @param dataDir folder of the record; its key file lies beside or above it
 * @throws {StoreError} not-found without a key file; corrupt; wrong-passphrase
 */
export async function openKeys(dataDir: string, secret: string): Promise<Uint8Array[]> {
  const file = [join(dataDir, 'key.json'), join(dirname(dataDir), 'key.json')].find((path) => existsSync(path));
  if (file === undefined) throw new StoreError('not-found', `There is no key.json in ${dataDir} or above it; the record cannot be opened without it.`, { detail: { file: dataDir } });
  let content: z.infer<typeof keyFileSchema>;
  try {
    content = keyFileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new StoreError('corrupt', `The key file ${file} cannot be read; put it back from the backup.`, { cause, detail: { file } });
  }
  const code = normalizeRecoveryCode(secret);
  const ways: [Envelope | undefined, string, string][] = [content, content.next].flatMap((seals) => (seals ? [[seals.seal.envelope, secret, 'passphrase'], [seals.recovery, code, 'recovery']] : []));
  const keys: Uint8Array[] = [];
  for (const [envelope, given, purpose] of ways) {
    const key = envelope && (await unwrapKey(envelope, given, purpose));
    if (key) keys.push(key);
  }
  if (keys.length === 0) throw new StoreError('wrong-passphrase', `Neither passphrase nor recovery code of ${dataDir}; enter it again. Nothing was changed.`, { detail: { file } });
  return keys;
}

/** The secret from {@link secretVariable}, or asked for on standard input. */
export async function askSecret(question: string): Promise<string> {
  const told = process.env[secretVariable];
  if (told !== undefined && told !== '') return told;
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await reader.question(question);
  } finally {
    reader.close();
  }
}
