import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningPlatform } from '../../platform/host.ts';
import { newDatabase, stopEngines } from './support/engines.ts';
import { makeFolder, removeFolder, startSample, testKey } from './support/network.ts';

const main = fileURLToPath(new URL('../../platform/main.ts', import.meta.url));
/** A command that does not end by itself is ended and fails; an idle connection to PostgreSQL would hold it for 10 s and more. */
const hangMs = 8000;

let dir: string;
let databaseUrl: string;
let platform: RunningPlatform;
beforeAll(async () => {
  dir = makeFolder();
  databaseUrl = (await newDatabase('postgres')) ?? '';
  platform = await startSample(dir, { databaseUrl });
});
afterAll(async () => {
  await platform.stop();
  await stopEngines();
  removeFolder(dir);
});

interface End {
  readonly code: number | null;
  /** From the last line on standard output to the end of the process, ms. */
  readonly afterMs: number;
  readonly said: Record<string, unknown>[];
  readonly errors: string;
}

/** A command as a person runs it, with how long its process stayed when all was said. */
async function run(args: readonly string[], database = databaseUrl): Promise<End> {
  const child = spawn(process.execPath, [main, ...args], { env: { ...process.env, MDT_PLATFORM_KEY: Buffer.from(testKey).toString('hex'), MDT_PLATFORM_DATABASE: database }, stdio: ['ignore', 'pipe', 'pipe'] });
  let [text, errors, saidAtMs] = ['', '', performance.now()];
  child.stdout.on('data', (part: Buffer) => {
    text += part.toString();
    saidAtMs = performance.now();
  });
  child.stderr.on('data', (part: Buffer) => {
    errors += part.toString();
    saidAtMs = performance.now();
  });
  const code = await new Promise<number | null>((resolve) => void child.once('close', resolve));
  return { code, afterMs: performance.now() - saidAtMs, said: text.trim().split('\n').filter(Boolean).map((line) => JSON.parse(line) as Record<string, unknown>), errors };
}

test('every command of the administrator on PostgreSQL says its word and ends, beside a platform that goes on', async () => {
  const copies = join(dir, 'copies');
  const at = ['--data', dir];
  const list = [['province', 'list'], ['province', 'retry', 'all'], ['account', 'list'], ['hospital', 'add', 'h-1', '--name', '一院', '--name-en', 'First', '--prefecture', '广州', '--kind', 'partner'], ['restored', 'report'], ['backup', copies]];
  for (const args of list) {
    const end = await run([...args, ...at]);
    expect({ args, code: end.code, errors: end.errors }).toEqual({ args, code: 0, errors: '' });
    expect(end.said.length, args.join(' ')).toBeGreaterThan(0);
    expect(end.afterMs, args.join(' ')).toBeLessThan(hangMs);
    if (args[0] === 'backup') {
      const { folder } = end.said[0] as { folder?: string };
      const back = await run(['restore', folder ?? '', '--data', join(dir, 'back')], await newDatabase('postgres'));
      expect([back.code, back.errors, back.afterMs < hangMs]).toEqual([0, '', true]);
    }
  }
  expect((await fetch(`${platform.url}/v1/health/ready`)).status).toBe(200);
}, 60_000);

test('a command that cannot be done on PostgreSQL says why, and ends too', async () => {
  for (const args of [['province', 'retry'], ['province', 'forget'], ['account', 'disable', 'nobody']]) {
    const end = await run([...args, '--data', dir]);
    expect([args, end.code, end.afterMs < hangMs]).toEqual([args, 1, true]);
    expect(JSON.parse(end.errors)).toMatchObject({ code: expect.any(String) as string, reason: expect.any(String) as string });
  }
}, 30_000);
