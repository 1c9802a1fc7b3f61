import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPlatform, type RunningPlatform } from '../../platform/host.ts';
import { runOperate } from '../../platform/operate/cli.ts';
import { sessionResponseSchema } from '../../shared/platform/contract.ts';
import { engineKinds, newDatabase, stopEngines } from './support/engines.ts';
import { askSession, makeFolder, removeFolder, testKey } from './support/network.ts';

const main = fileURLToPath(new URL('../../platform/main.ts', import.meta.url));

afterAll(stopEngines);

describe.each(engineKinds)('administration beside a running platform on %s', (kind) => {
  let dir: string;
  let platform: RunningPlatform;
  let env: Record<string, string>;
  beforeAll(async () => {
    dir = makeFolder();
    const databaseUrl = await newDatabase(kind);
    platform = await startPlatform({ dataDir: dir, key: testKey, port: 0, sample: false, databaseUrl });
    env = { MDT_PLATFORM_KEY: Buffer.from(testKey).toString('hex'), ...(databaseUrl === undefined ? {} : { MDT_PLATFORM_DATABASE: databaseUrl }) };
  });
  afterAll(async () => {
    await platform.stop();
    removeFolder(dir);
  });
  const run = async (...args: string[]): Promise<Record<string, unknown>> => {
    const said: object[] = [];
    await runOperate([...args, '--data', dir], env, (value) => said.push(value));
    return said[0] as Record<string, unknown>;
  };
  /** As a person runs it: a process of its own. */
  const runThere = async (...args: string[]): Promise<unknown> => JSON.parse((await promisify(execFile)(process.execPath, [main, ...args, '--data', dir], { env: { ...process.env, ...env } })).stdout);
  const refused = (...args: string[]): Promise<string> => run(...args).then(() => 'accepted', (error: unknown) => String(error));
  const enter = (account: string, password: unknown) => askSession(platform.url, account, String(password), 'desk');
  const works = async (token: string): Promise<number> => (await fetch(`${platform.url}/v1/directory`, { headers: { authorization: `Bearer ${token}` } })).status;

  test('a hospital and its people are added, sign in, are shut out at once when closed, and come back with a new password', async () => {
    await runThere('hospital', 'add', 'gz-1', '--name', '广州一院', '--name-en', 'Guangzhou First', '--prefecture', '广州', '--kind', 'lead');
    const { password } = await run('account', 'add', 'doc', '--name', '何静', '--name-en', 'He Jing', '--hospital', 'gz-1', '--roles', 'partnerDoctor,expert', '--discipline', 'surgery');
    const session = sessionResponseSchema.parse(await (await enter('doc', password)).json());
    expect([session.person.hospitalId, await works(session.token)]).toEqual(['gz-1', 200]);
    await run('account', 'disable', 'doc');
    expect([await works(session.token), (await enter('doc', password)).status]).toEqual([401, 403]);
    await run('account', 'enable', 'doc');
    expect((await enter('doc', password)).status).toBe(200);
    const reset = await run('account', 'reset-password', 'doc');
    expect([(await enter('doc', password)).status, (await enter('doc', reset['password'])).status]).toEqual([401, 200]);
    expect(JSON.stringify(await run('account', 'list'))).not.toMatch(/何静|He Jing/);
  });

  test('an administrator is no clinician, the last one stays, and mistakes are named', async () => {
    expect(await refused('account', 'add', 'both', '--name', 'x', '--name-en', 'x', '--hospital', 'gz-1', '--roles', 'administrator,expert')).toContain('sees no patients');
    await run('account', 'add', 'root', '--name', 'x', '--name-en', 'x', '--hospital', 'gz-1', '--roles', 'administrator');
    expect(await refused('account', 'disable', 'root')).toContain('last administrator');
    expect(await refused('account', 'disable', 'nobody')).toContain('no account nobody');
    expect(await refused('account', 'add', 'doc', '--name', 'x', '--name-en', 'x', '--hospital', 'gz-1', '--roles', 'expert')).toContain('already');
    expect(await refused('account', 'add', 'two', '--name', 'x', '--name-en', 'x', '--hospital', 'nowhere', '--roles', 'expert')).toContain('no hospital nowhere');
  });
});
