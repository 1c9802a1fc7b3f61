import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { RunningPlatform } from '../../platform/host.ts';
import type { Route } from '../../shared/platform/routes/route.ts';
import { routes } from '../../shared/platform/routes/table.ts';
import { makeFolder, removeFolder, startSample } from './support/network.ts';

const dir = makeFolder();
let platform: RunningPlatform;
beforeAll(async () => {
  vi.stubEnv('MDT_PROVINCE_INTAKE_TOKEN', 'agreed by two operators');
  platform = await startSample(dir);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await platform.stop();
  removeFolder(dir);
});

/** The status answered to who announces a body, sends its first bytes and goes on with none; 0 when the platform waits for the rest. */
const answerBeforeBody = (method: string, path: string, length: number): Promise<number> =>
  new Promise((resolve) => {
    const out = request(platform.url + path, { method, headers: { 'content-type': 'application/json', 'content-length': length, authorization: `Bearer ${'x'.repeat(43)}` } }, (answer) => {
      resolve(answer.statusCode ?? 0);
      out.destroy();
    });
    out.on('error', () => resolve(0));
    out.setTimeout(1000, () => out.destroy());
    out.write('{"');
  });

const table: readonly Route[] = Object.values(routes);
const large = table.filter(({ bodyBytes, access }) => bodyBytes !== undefined && access !== 'anyone');

describe('a body of megabytes', () => {
  test.each(large.map(({ method, path, bodyBytes }) => [method, path, bodyBytes] as const))('is not read from a stranger: %s %s', async (method, path, bodyBytes) => {
    const concrete = path.replace(/:\w+/, '0192f3c4-0000-7000-8000-000000000000');
    expect(await answerBeforeBody(method, concrete, bodyBytes ?? 0)).toBe(401);
  });
});
