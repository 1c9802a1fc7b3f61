import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readKey, readOptions } from '../cliOptions.ts';
import { PlatformError } from '../platformError.ts';
import type { PlatformStore } from '../store/openStore.ts';
import { addAccount, addHospital, disableAccount, enableAccount, listAccounts, resetPassword, resetSecondFactor } from './accounts.ts';
import { backUp } from './backup.ts';
import { declareAt } from './declareRestored.ts';
import { openBeside } from './openBeside.ts';
import { reportRestore } from './reportRestore.ts';
import { restore } from './restore.ts';

/** The commands beside serving. */
export const operateCommands: ReadonlySet<string | undefined> = new Set(['account', 'hospital', 'backup', 'restore', 'restored']);

export const operateUsage = [
  'npm run platform -- hospital add <id> --name <name> --name-en <name> --prefecture <name> --kind lead|partner',
  'npm run platform -- account add <account> --name <name> --name-en <name> [--title <title>] --hospital <id> --roles <role,…> [--discipline <discipline>]',
  'npm run platform -- account disable|enable|reset-password|reset-second-factor <account>',
  'npm run platform -- account list',
  'npm run platform -- backup <folder of all copies>',
  'npm run platform -- restore <folder of one copy> --data <new folder>',
  'npm run platform -- restored declare      after a copy was put back by other means than restore, before the platform starts',
  'npm run platform -- restored report       which consoles came back since, and what is missing',
  'each with [--data <dir>] [--database postgres://…]',
].join('\n');

const names = ['name', 'name-en', 'prefecture', 'kind', 'title', 'hospital', 'roles', 'discipline', 'data', 'database'] as const;

const needsVerb: ReadonlySet<string | undefined> = new Set(['account', 'hospital', 'restored']);
const verbs: ReadonlySet<string> = new Set(['hospital add', 'restored declare', 'restored report', ...['add', 'list', 'disable', 'enable', 'reset-password', 'reset-second-factor'].map((verb) => `account ${verb}`)]);

/**
 * Administration from the server's own command line; who may run it may do all of it. The platform may be running.
 * @param say one object a line on standard output
 * @throws {PlatformError} bad-setting @throws {StoreError}
 */
export async function runOperate(args: readonly string[], env: Readonly<Record<string, string | undefined>>, say: (value: object) => void): Promise<void> {
  const { values, positionals } = read(args);
  const [command, ...rest] = positionals;
  if (rest[0] === undefined || (needsVerb.has(command) && !verbs.has(`${command} ${rest[0]}`))) return wrong(`${[command, rest[0]].filter(Boolean).join(' ')} is no command, or not a whole one`);
  const place = readOptions([...given('data', values.data), ...given('database', values.database)], process.cwd(), env);
  const keyOf = (): Uint8Array => readKey(env, place.dataDir, false).key;
  if (command === 'backup') return say(await backUp({ ...place, key: keyOf(), target: resolve(rest[0] ?? wrong('backup names no folder')), nowMs: Date.now() }));
  if (command === 'restore') return say({ ...(await restore({ ...place, key: keyOf(), source: resolve(rest[0] ?? wrong('restore names no copy')) })), dataDir: place.dataDir });
  if (command === 'restored' && rest[0] === 'declare') return say({ generation: await declareAt({ ...place, key: keyOf() }), done: 'restored declare' });
  const store = await openBeside(place, env);
  try {
    say(command === 'restored' ? await reportRestore(store) : await administer(store, `${command} ${rest[0] ?? ''}`, rest[1], values));
  } finally {
    await store.close();
  }
}

async function administer(store: PlatformStore, what: string, subject: string | undefined, values: ReturnType<typeof read>['values']): Promise<object> {
  const nowMs = Date.now();
  if (what === 'account list') return { accounts: await listAccounts(store) };
  if (subject === undefined) return wrong(`${what} names nobody`);
  switch (what) {
    case 'hospital add': {
      const { kind } = values;
      if (kind !== 'lead' && kind !== 'partner') return wrong('--kind is lead or partner');
      await addHospital(store, { id: subject, name: values.name ?? wrong('--name is missing'), nameEn: values['name-en'] ?? wrong('--name-en is missing'), prefecture: values.prefecture ?? '', kind }, nowMs);
      return { hospital: subject, done: what };
    }
    case 'account add': {
      const password = await addAccount(store, {
        account: subject, name: values.name ?? '', nameEn: values['name-en'] ?? '', title: values.title ?? '', hospitalId: values.hospital ?? '',
        roles: (values.roles ?? '').split(',').filter(Boolean), discipline: values.discipline ?? null,
      }, nowMs);
      return { account: subject, password, note: 'The password is shown this once.' };
    }
    case 'account reset-password':
      return { account: subject, password: await resetPassword(store, subject, nowMs), note: 'The password is shown this once; every console of this person has to sign in again.' };
    case 'account disable':
      await disableAccount(store, subject, nowMs);
      return { account: subject, done: what };
    case 'account enable':
      await enableAccount(store, subject, nowMs);
      return { account: subject, done: what };
    case 'account reset-second-factor':
      await resetSecondFactor(store, subject, nowMs);
      return { account: subject, done: what };
    default:
      return wrong(`${what} is no command`);
  }
}

function read(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])) as Record<(typeof names)[number], { type: 'string' }> });
  } catch (cause) {
    return wrong(cause instanceof Error ? cause.message : String(cause));
  }
}

const given = (name: string, value: string | undefined): string[] => (value === undefined ? [] : [`--${name}`, value]);

const wrong = (message: string): never => {
  throw new PlatformError('bad-setting', `${message}. Usage:\n${operateUsage}`);
};
