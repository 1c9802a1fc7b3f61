import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkEnvironment, platformVariables } from '../../platform/checkEnvironment.ts';
import { readOptions } from '../../platform/cliOptions.ts';
import { makeFolder, removeFolder } from './support/network.ts';
import { PlatformServer } from './support/platformServer.ts';

const key = 'ab'.repeat(32);
let dir: string;
let servers: PlatformServer[] = [];
beforeEach(() => {
  dir = makeFolder();
});
afterEach(async () => {
  for (const server of servers) await server.stop();
  servers = [];
  removeFolder(dir);
});
const run = (args: readonly string[], env: Record<string, string> = {}): PlatformServer => {
  const server = new PlatformServer(args, { MDT_PLATFORM_KEY: key, ...env });
  servers.push(server);
  return server;
};

describe('settings from the environment', () => {
  test.each([
    [{ MDT_TRUSTED_PROXY: '10.0.0.5' }, 'is MDT_TRUSTED_PROXIES meant?'],
    [{ MDT_PLATFROM_KEY: key }, 'is MDT_PLATFORM_KEY meant?'],
    [{ MDT_PLATFORM_PASSPHRASE: key }, 'they are MDT_PLATFORM_KEY, MDT_PLATFORM_DATABASE'],
    [{ MDT_PROVINCE_ADDRESS: 'https://a.example' }, 'they are'],
    [{ MDT_METRIC_TOKEN: 'x' }, 'is MDT_METRICS_TOKEN meant?'],
  ])('a misspelt name %o is refused with the one that was meant', (env, meant) => {
    expect(() => checkEnvironment(env)).toThrow(`${Object.keys(env)[0]} is no setting of the platform; ${meant}`);
  });

  test.each([
    [{ MDT_TRUSTED_PROXIES: 'proxy.example' }, 'MDT_TRUSTED_PROXIES names "proxy.example"'],
    [{ MDT_TRUSTED_PROXIES: '10.0.0.1,' }, 'MDT_TRUSTED_PROXIES names ""'],
    [{ MDT_TRUSTED_PROXIES: '0.0.0.0/0' }, 'MDT_TRUSTED_PROXIES'],
    [{ MDT_TRUSTED_PROXIES: '10.0.0.0/33' }, 'MDT_TRUSTED_PROXIES'],
    [{ MDT_METRICS_TOKEN: 'short' }, 'MDT_METRICS_TOKEN is shorter'],
    [{ MDT_TURN_URL: 'turn.example', MDT_TURN_SECRET: 's' }, 'MDT_TURN_URL names "turn.example"'],
    [{ MDT_TURN_URL: 'turn:turn.example' }, 'MDT_TURN_SECRET'],
    [{ MDT_ICE_SERVERS: '{}' }, 'MDT_ICE_SERVERS'],
    [{ MDT_PROVINCE_KIND: 'hl7' }, 'MDT_PROVINCE_KIND'],
    [{ MDT_PROVINCE_URL: 'http://province.example' }, 'MDT_PROVINCE_URL'],
  ])('a value that cannot be meant %o is refused by name', (env, message) => {
    expect(() => checkEnvironment(env)).toThrow(message);
  });

  test('good values, empty ones, the console’s own variables and other programs’ pass', () => {
    expect(() => checkEnvironment({
      MDT_TRUSTED_PROXIES: '10.0.0.5, 10.1.0.0/16,loopback,2001:db8::/32', MDT_METRICS_TOKEN: 'x'.repeat(20), MDT_TURN_URL: 'turn:a.example:3478,turns:b.example:5349?transport=tcp', MDT_TURN_SECRET: 's',
      MDT_PLATFORM_URL: 'https://a.example', MDT_PASSPHRASE: 'p', MDT_TEST: '1', PATH: '/bin',
    })).not.toThrow();
    expect(() => checkEnvironment({ MDT_TRUSTED_PROXIES: '', MDT_METRICS_TOKEN: '', MDT_PROVINCE_URL: '' })).not.toThrow();
  });

  test('the list of settings names every variable the platform’s sources read', () => {
    const folder = join(import.meta.dirname, '../../platform');
    const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts')).map((name) => readFileSync(join(folder, name), 'utf8'));
    const read = new Set(sources.flatMap((text) => [...text.matchAll(/env\['(MDT_\w+)'\]/g)].map(([, name]) => name)));
    expect(read).toEqual(new Set<string | undefined>(platformVariables));
  });

  test('docs/operate.md and its neighbours explain every one of them', () => {
    const docs = ['operate', 'nodes', 'province'].map((name) => readFileSync(join(import.meta.dirname, `../../docs/${name}.md`), 'utf8')).join('\n');
    expect(platformVariables.filter((name) => !docs.includes(name))).toEqual([]);
  });

  test.each([
    [{ MDT_TRUSTED_PROXIES: 'proxy.example' }, 'MDT_TRUSTED_PROXIES'],
    [{ MDT_TRUSTD_PROXIES: '10.0.0.1' }, 'MDT_TRUSTED_PROXIES'],
  ])('a server with a wrong setting %o ends at once with one clear line', async (env, named) => {
    const server = run(['--port', '0', '--data', dir], env);
    expect(await server.ended).toBe(1);
    expect(JSON.parse(server.errors)).toMatchObject({ reason: 'bad-setting', message: expect.stringContaining(named) as string });
  });
});

test('what keeps a server from its first start ends it, naming the file, instead of starting it again for ever', async () => {
  writeFileSync(join(dir, 'blobs'), 'not a folder');
  const server = run(['--port', '0', '--data', dir]);
  expect(await server.ended).toBe(1);
  expect(server.errors).toContain('before it was ready');
  expect(server.lines.join('\n') + server.errors).toContain(join(dir, 'blobs'));
  expect(server.starts).toEqual([]);
});

test.each([['https://mdt.example/sub'], ['http://mdt.example'], ['https://user:word@mdt.example'], ['mdt.example']])('--public-url %s, which no console would use, is refused', (address) => {
  expect(() => readOptions(['--public-url', address], '/srv')).toThrow('--public-url');
});

test('in a folder that others may read, what the platform writes is still for its own user alone', async () => {
  chmodSync(dir, 0o755);
  const server = run(['--port', '0', '--data', dir]);
  await server.ready(0);
  const modes = readdirSync(dir, { recursive: true, encoding: 'utf8' }).map((name) => [name, (statSync(join(dir, name)).mode & 0o077).toString(8)]);
  expect(modes.map(([name]) => name)).toContain('platform.db');
  expect(modes.filter(([, others]) => others !== '0')).toEqual([]);
});

describe('commands of the administrator', () => {
  test('on a folder without a platform say so and make none there', async () => {
    const wrong = join(dir, 'typo');
    await Promise.all([['hospital', 'add', 'h-1', '--name', 'a', '--name-en', 'a', '--kind', 'lead'], ['province', 'list']].map(async (args) => {
      const attempt = run([...args, '--data', wrong]);
      expect(await attempt.ended).toBe(1);
      expect(JSON.parse(attempt.errors)).toMatchObject({ reason: 'not-found', message: expect.stringContaining(wrong) as string });
    }));
    expect(existsSync(wrong)).toBe(false);
  });

  test('work beside a running platform, those of the province too', async () => {
    const server = run(['--port', '0', '--data', dir]);
    await server.ready(0);
    await Promise.all([['account', 'list', '--data', dir], ['province', 'list', '--data', dir], ['province', '--data', dir, 'retry', 'all']].map(async (args) => {
      const beside = run(args);
      expect([await beside.ended, beside.errors]).toEqual([0, '']);
    }));
  });

  test('a word that is no command is named', async () => {
    await Promise.all([['account', 'lst'], ['hospital', 'remove', 'x']].map(async (words) => {
      const attempt = run([...words, '--data', dir]);
      expect(await attempt.ended).toBe(1);
      expect(JSON.parse(attempt.errors)).toMatchObject({ reason: 'bad-setting', message: expect.stringContaining(`${words.slice(0, 2).join(' ')} is no command`) as string });
    }));
  });
});
