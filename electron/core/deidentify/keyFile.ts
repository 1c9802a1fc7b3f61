import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { StoreError } from '../../../shared/errors/appError.ts';

/**
 * The key in a file, 64 hexadecimal digits; made there, readable by its owner alone, when there is no such file.
 *
 * @throws {StoreError} corrupt when the file holds something else | read-only
 */
export async function readOrMakeKey(path: string): Promise<Uint8Array> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new StoreError('read-only', `The key file ${path} cannot be read; check its rights.`, { cause: error });
  });
  if (text === null) {
    const key = new Uint8Array(randomBytes(32));
    await writeFile(path, `${Buffer.from(key).toString('hex')}\n`, { mode: 0o600, flag: 'wx' }).catch((cause: unknown) => {
      throw new StoreError('read-only', `The key file ${path} cannot be written; choose another place for it.`, { cause });
    });
    return key;
  }
  if (!/^[0-9a-f]{64}\s*$/i.test(text)) throw new StoreError('corrupt', `${path} is no key file: 64 hexadecimal digits are needed. Name the file a former run made, or a new one.`);
  return new Uint8Array(Buffer.from(text.trim(), 'hex'));
}
