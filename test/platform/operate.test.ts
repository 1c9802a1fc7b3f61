import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningPlatform } from '../../platform/host.ts';
import { TokenBuckets } from '../../platform/operate/rateLimits.ts';
import { makeFolder, removeFolder, signIn, startSample } from './support/network.ts';
import { draftCase } from './support/streams.ts';

describe('operating a platform', () => {
  const dir = makeFolder();
  const lines: string[] = [];
  let platform: RunningPlatform;
  beforeAll(async () => {
    platform = await startSample(dir, { log: (line) => lines.push(line) });
    const doctor = await signIn(platform.url, 'he.doctor');
    await draftCase(doctor);
    await doctor.feed();
    await doctor.ask('GET', '/v1/feed?limit=nonsense');
  });
  afterAll(async () => {
    await platform.stop();
    removeFolder(dir);
  });

  test('metrics count requests by route, commands by outcome and the feed’s lag, and name nobody', async () => {
    const answer = await fetch(`${platform.url}/v1/metrics`);
    const text = await answer.text();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    expect(text).toContain('mdt_requests_total{method="POST",route="/v1/commands",status="200"} 1');
    expect(text).toContain('mdt_requests_total{method="GET",route="/v1/feed",status="400"} 1');
    expect(text).toContain('mdt_commands_total{status="committed"} 2');
    expect(text).toContain('mdt_feed_lag_entries_count 1');
    expect(text).toContain('mdt_streams 1');
    expect(text).not.toMatch(/he\.doctor|何静|测试甲|ZH-1/);
  });

  test('metrics are refused to who comes through a proxy', async () => {
    expect((await fetch(`${platform.url}/v1/metrics`, { headers: { 'x-forwarded-for': '10.1.1.1' } })).status).toBe(401);
  });

  test('live and ready answer while database and disk do', async () => {
    expect((await fetch(`${platform.url}/v1/health/live`)).status).toBe(200);
    expect(await (await fetch(`${platform.url}/v1/health/ready`)).json()).toMatchObject({ status: 'ok' });
  });

  test('no log line of a run names a patient, a person or a case number', () => {
    expect(lines.join('\n')).not.toMatch(/测试甲|何静|ZH-1|H1\b|Sample-2026/);
  });
});

describe('buckets', () => {
  test('a burst goes through, then so much per second, each name by itself, and the wait says when', () => {
    const buckets = new TokenBuckets({ burst: 10, perSecond: 2 });
    for (let count = 0; count < 10; count += 1) expect(buckets.take('a', 1, 0)).toBe(0);
    expect([buckets.take('a', 1, 0), buckets.take('b', 1, 0), buckets.take('a', 1, 499), buckets.take('a', 1, 500)]).toEqual([1, 0, 1, 0]);
    expect([buckets.take('c', 50, 0), buckets.take('c', 1, 1000), buckets.take('c', 1, 20_500)]).toEqual([0, 20, 0]);
  });
});
