import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { createRecoveryKey } from '../../safe/recoveryKey.ts';
import { parseOptions } from './parseOptions.ts';
import { UsageError } from './usageError.ts';

export const usage = 'Usage: mdt recovery-key create <folder> --name <organisation> [--json]; the passphrase is asked for, or read from MDT_RECOVERY_PASSPHRASE. Writes mdt-recovery-<id>.public.json for every console and .private.json for the administrator alone.';

/**
 * `mdt recovery-key create <folder>`: the organisation's recovery key, made on the administrator's computer.
 * @throws {UsageError} for a passphrase that is missing or short, or files that are there already
 */
export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseOptions(args, { name: { type: 'string' }, json: { type: 'boolean' } }, usage);
  const [action, folder] = positionals;
  const name = values.name?.trim() ?? '';
  if (action !== 'create' || folder === undefined || positionals.length > 2 || name === '') throw new UsageError(`Say create, a folder and --name. ${usage}`);
  const { keyId, publicFile, privateFile } = await createRecoveryKey(name, await askPassphrase()).catch((error: unknown) => {
    throw error instanceof Error ? new UsageError(error.message) : error;
  });
  await mkdir(folder, { recursive: true });
  const base = join(folder, `mdt-recovery-${keyId}`);
  await writeFile(`${base}.private.json`, privateFile, { flag: 'wx', mode: 0o600 });
  await writeFile(`${base}.public.json`, publicFile, { flag: 'wx' });
  const made = { keyId, name, publicFile: `${base}.public.json`, privateFile: `${base}.private.json` };
  if (values.json === true) console.log(JSON.stringify(made));
  else for (const line of [`recovery key ${keyId} of ${name}`, `for every console:       ${made.publicFile}`, `keep offline, with its passphrase apart: ${made.privateFile}`]) console.log(line);
  return 0;
}

async function askPassphrase(): Promise<string> {
  const told = process.env['MDT_RECOVERY_PASSPHRASE'];
  if (told !== undefined && told !== '') return told;
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await reader.question('Passphrase of the recovery key (12 characters or more): ');
  } finally {
    reader.close();
  }
}
