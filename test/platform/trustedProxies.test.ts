import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createHttp } from '../../platform/http/createHttp.ts';
import { readTrustedProxies } from '../../platform/http/trustedProxies.ts';
import { silentLog } from '../../platform/log/log.ts';
import { makeFolder, removeFolder, startSample } from './support/network.ts';

let app: FastifyInstance | null = null;
afterEach(async () => {
  vi.unstubAllEnvs();
  await app?.close();
  app = null;
});

/** The address a request from this machine is counted under, when it says that it comes from `forwarded`. */
async function countedAs(proxies: string | undefined, forwarded: string | undefined): Promise<string> {
  if (proxies !== undefined) vi.stubEnv('MDT_TRUSTED_PROXIES', proxies);
  app = createHttp(silentLog);
  app.get('/address', (request) => ({ address: request.ip }));
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const answer = await fetch(`${url}/address`, { headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded } });
  return ((await answer.json()) as { address: string }).address;
}

describe('the address of a request', () => {
  test.each([
    ['a proxy on this machine is believed', undefined, '10.1.1.7', '10.1.1.7'],
    ['of a list the last that no trusted proxy stated counts: what the console claims before it does not', undefined, '6.6.6.6, 10.1.1.7', '10.1.1.7'],
    ['without the header it is the connection’s', undefined, undefined, '127.0.0.1'],
    ['where the proxy is another machine, who connects from here is not believed', '10.0.0.5', '10.1.1.7', '127.0.0.1'],
    ['two proxies in a row are passed over when both are trusted', 'loopback, 10.0.0.0/24', '6.6.6.6, 10.1.1.7, 10.0.0.5', '10.1.1.7'],
  ])('%s', async (_what, proxies, forwarded, counted) => {
    expect(await countedAs(proxies, forwarded)).toBe(counted);
  });

  test('nothing set or nothing stated means this machine', () => {
    expect([readTrustedProxies({}), readTrustedProxies({ MDT_TRUSTED_PROXIES: ' ' })]).toEqual([['loopback'], ['loopback']]);
  });
});

test('who is not a trusted proxy gets no further sign-ins by forging another address each time', async () => {
  vi.stubEnv('MDT_TRUSTED_PROXIES', '10.0.0.5');
  const dir = makeFolder();
  const platform = await startSample(dir);
  const attempt = async (count: number): Promise<number> =>
    (await fetch(`${platform.url}/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-forwarded-for': `10.2.0.${count}` }, body: JSON.stringify({ account: `nobody${count}`, password: 'guess', deviceId: 'd' }) })).status;
  const first = await Promise.all(Array.from({ length: 30 }, (_none, count) => attempt(count)));
  expect(new Set(first)).toEqual(new Set([401]));
  expect(await attempt(31)).toBe(429);
  await platform.stop();
  removeFolder(dir);
});
