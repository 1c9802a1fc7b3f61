import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { StoreError } from '../../shared/errors/appError.ts';
import { canonicalJson } from '../../shared/mdt/canonical.ts';

const fileSchema = z.object({ path: z.string().regex(/^(?!.*\.\.)[\w./-]+$/), sha256: z.string().regex(/^[0-9a-f]{64}$/), byteLength: z.number().int() });
export type CopiedFile = z.infer<typeof fileSchema>;

const contentSchema = z.object({
  format: z.literal(1), createdAtMs: z.number(), engine: z.enum(['sqlite', 'postgres']), keyProof: z.string(),
  /** Of this copy, relative to its folder; the database first. */
  files: z.array(fileSchema).min(1),
  /** Shared by all copies of the folder above, relative to it. */
  blobs: z.array(fileSchema),
});
export type Manifest = z.infer<typeof contentSchema>;
const manifestSchema = contentSchema.extend({ seal: z.string().regex(/^[0-9a-f]{64}$/) });

export const manifestName = 'manifest.json';

/** By it a copy of another platform is told from a changed one. */
export const keyProofOf = (backupKey: Uint8Array): string => Buffer.from(hkdfSync('sha256', backupKey, new Uint8Array(0), 'mdt-platform/backup-proof', 16)).toString('hex');
const sealOf = (backupKey: Uint8Array, content: Manifest): Buffer => createHmac('sha256', backupKey).update(canonicalJson(content)).digest();

/** The one way a manifest is written down; text that says the same in another way was changed. */
const manifestText = (manifest: unknown): string => `${JSON.stringify(manifest, null, 1)}\n`;
export const writeManifest = (backupKey: Uint8Array, content: Manifest): string => manifestText({ ...content, seal: sealOf(backupKey, content).toString('hex') });

/** @throws {StoreError} not-found | wrong-passphrase | corrupt */
export function readManifest(folder: string, backupKey: Uint8Array): Manifest {
  const path = join(folder, manifestName);
  if (!existsSync(path)) throw new StoreError('not-found', `${folder} is no copy of a platform: it has no ${manifestName}. Name the folder of one copy, such as copies/2026-11-22T21-00-00Z.`);
  const changed = (cause?: unknown): StoreError => new StoreError('corrupt', `${path} was changed or is damaged; restore another copy.`, { cause });
  let parsed: z.infer<typeof manifestSchema>;
  try {
    const text = readFileSync(path, 'utf8');
    const given: unknown = JSON.parse(text);
    if (text !== manifestText(given)) throw changed();
    parsed = manifestSchema.parse(given);
  } catch (cause) {
    throw cause instanceof StoreError ? cause : changed(cause);
  }
  const { seal, ...content } = parsed;
  const [stated, expected] = [Buffer.from(seal, 'hex'), sealOf(backupKey, content)];
  if (stated.length === expected.length && timingSafeEqual(stated, expected)) return content;
  if (content.keyProof !== keyProofOf(backupKey)) throw new StoreError('wrong-passphrase', `${folder} is a copy of a platform with another key; set MDT_PLATFORM_KEY to the key it was made with.`);
  throw changed();
}

export async function hashFile(path: string): Promise<{ sha256: string; byteLength: number }> {
  const hash = createHash('sha256');
  let byteLength = 0;
  for await (const part of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(part);
    byteLength += part.length;
  }
  return { sha256: hash.digest('hex'), byteLength };
}

/** @throws {StoreError} corrupt, naming the file that is missing or has a changed byte */
export async function proveFile(top: string, file: CopiedFile): Promise<void> {
  const path = join(top, file.path);
  const found = existsSync(path) ? await hashFile(path) : null;
  if (!found) throw new StoreError('corrupt', `${path} is missing from the copy; nothing was restored. Use another copy.`, { detail: { file: path } });
  if (found.sha256 !== file.sha256) throw new StoreError('corrupt', `${path} was changed or is damaged (its SHA-256 is not the one noted); nothing was restored. Use another copy.`, { detail: { file: path } });
}
