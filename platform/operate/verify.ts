import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { AppError, toErrorShape } from '../../shared/errors/appError.ts';
import { checkEnvironment } from '../checkEnvironment.ts';
import { readKey, readOptions } from '../cliOptions.ts';
import { PlatformError } from '../platformError.ts';
import { inspectPlatform } from '../verifyPlatform.ts';
import { verifyCopy } from './verifyCopy.ts';

export const verifyUsage = [
  'npm run platform -- verify [--data <dir>] [--database postgres://…]      every page, row, record and blob; on SQLite with the platform stopped',
  'npm run platform -- verify <folder of one copy> [--data <dir>]           every byte of a copy, with the key of the platform in --data or MDT_PLATFORM_KEY',
  'exit code 0: all is as it was written; 1: what is not is named; 2: wrong usage; 3: it cannot be read, or the key is another',
].join('\n');

/**
 * `verify`: names what is not as the platform wrote it, one object a line, and changes nothing.
 * @param say one object a line on standard output
 * @param sayError the same on standard error
 * @returns exit code 0, 1, 2 or 3
 */
export async function runVerify(args: readonly string[], env: Readonly<Record<string, string | undefined>>, say: (value: object) => void, sayError: (value: object) => void): Promise<number> {
  try {
    checkEnvironment(env);
    const { place, copy } = read(args, env);
    const { key } = readKey(env, place.dataDir, false);
    const { findings, checked } = copy === undefined ? await inspectPlatform({ ...place, key }) : await verifyCopy(resolve(copy), key);
    for (const { where, message } of findings) say({ where, message });
    say({ isValid: findings.length === 0, findings: findings.length, checked });
    return findings.length === 0 ? 0 : 1;
  } catch (error) {
    sayError(toErrorShape(error));
    return error instanceof AppError && error.reason === 'bad-setting' ? 2 : 3;
  }
}

function read(args: readonly string[], env: Readonly<Record<string, string | undefined>>) {
  try {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { data: { type: 'string' }, database: { type: 'string' } } });
    if (positionals.length > 1) throw new TypeError('verify takes one copy at most');
    const given = (['data', 'database'] as const).flatMap((name) => (values[name] === undefined ? [] : [`--${name}`, values[name]]));
    return { place: readOptions(given, process.cwd(), env), copy: positionals[0] };
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new PlatformError('bad-setting', `${cause instanceof Error ? cause.message : String(cause)}. Usage:\n${verifyUsage}`, { cause });
  }
}
