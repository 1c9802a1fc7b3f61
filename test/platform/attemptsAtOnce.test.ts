import { afterAll, describe, expect, test } from 'vitest';
import { engineKinds, newDatabase, stopEngines } from './support/engines.ts';
import { askSession, makeFolder, removeFolder, signIn, startSample } from './support/network.ts';

afterAll(stopEngines);

const tally = (statuses: readonly number[]): Record<number, number> => Object.fromEntries([...new Set(statuses)].map((status) => [status, statuses.filter((one) => one === status).length]));

describe.each(engineKinds)('guesses sent all at once on %s', (kind) => {
  test('are as many as guesses sent one after the other', async () => {
    const dir = makeFolder();
    const platform = await startSample(dir, { databaseUrl: await newDatabase(kind) });
    const guesses = async (count: number, accountOf: (at: number) => string): Promise<Record<number, number>> =>
      tally(await Promise.all(Array.from({ length: count }, async (_none, at) => (await askSession(platform.url, accountOf(at), 'guess', 'd')).status)));
    expect(await guesses(40, () => 'he.doctor')).toEqual({ 401: 5, 429: 35 });
    // 5 failures of this address are counted already; eight are tried at a time.
    const spread = await guesses(60, (at) => `nobody${at}`);
    expect(spread[401]).toBeGreaterThanOrEqual(25);
    expect(spread[401]).toBeLessThan(25 + 8);
    await platform.stop();
    removeFolder(dir);
  });

  test('at a second factor are no more', async () => {
    const dir = makeFolder();
    const platform = await startSample(dir, { databaseUrl: await newDatabase(kind) });
    const console = await signIn(platform.url, 'he.doctor');
    expect((await console.ask('POST', '/v1/second-factor', {})).status).toBe(200);
    const answers = await Promise.all(Array.from({ length: 40 }, () => console.ask('PUT', '/v1/second-factor', { code: 'abcdef' })));
    expect(tally(answers.map(({ status }) => status))).toEqual({ 403: 5, 429: 35 });
    await platform.stop();
    removeFolder(dir);
  });
});
