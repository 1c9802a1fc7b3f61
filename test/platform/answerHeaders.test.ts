import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningPlatform } from '../../platform/host.ts';
import { makeFolder, removeFolder, signIn, startSample } from './support/network.ts';

const dir = makeFolder();
let platform: RunningPlatform;
beforeAll(async () => {
  platform = await startSample(dir);
});
afterAll(async () => {
  await platform.stop();
  removeFolder(dir);
});

test.each([
  ['an answer with patients’ data', '/v1/feed', 200], ['health', '/v1/health/ready', 200], ['a refusal', '/v1/feed?limit=nonsense', 400], ['a route that is none', '/v1/nothing', 404],
])('%s may be kept by nobody on the way, is what it says it is, and names no program', async (_what, path, status) => {
  const { session } = await signIn(platform.url, 'he.doctor');
  const answer = await fetch(platform.url + path, { headers: { authorization: `Bearer ${session.token}`, origin: 'https://elsewhere.example' } });
  const headers = Object.fromEntries(answer.headers);
  expect([answer.status, headers['cache-control'], headers['x-content-type-options']]).toEqual([status, 'no-store', 'nosniff']);
  expect(headers).not.toHaveProperty('access-control-allow-origin');
  expect(Object.keys(headers).filter((name) => ['server', 'x-powered-by'].includes(name))).toEqual([]);
  expect(await answer.text()).not.toMatch(/node_modules|\.ts:\d|at \w+ \(/);
});
