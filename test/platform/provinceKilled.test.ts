import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBlobFiles } from '../../platform/blobs/blobFiles.ts';
import type { WorkerTiming } from '../../platform/province/worker.ts';
import { seedSampleNetwork } from '../../platform/seed.ts';
import { deriveKey, openStore, type PlatformStore } from '../../platform/store/openStore.ts';
import { documentIdOf } from '../../shared/fhir/identity.ts';
import { seededRandom } from '../mdt/support.ts';
import { newDatabase, stopEngines, type EngineKind } from './support/engines.ts';
import { makeFolder, removeFolder, testKey } from './support/network.ts';
import { openProvince, type Moment, type ProvinceEndpoint } from './support/province.ts';
import { finishCase } from './support/provinceCases.ts';
import type { ProvinceNodeOptions } from './support/provinceNode.ts';

/** SIGKILLs of each pair, and cases to be sent. MDT_LONG=1 takes all pairs and many more, MDT_SEED=<number> one seed again. */
const isLong = process.env['MDT_LONG'] === '1';
const [kills, cases] = isLong ? [24, 60] : [4, 8];
const pairs = [['fhir', 'sqlite'], ['contract', 'postgres'], ...(isLong ? [['contract', 'sqlite'], ['fhir', 'postgres']] as const : [])] as const;
/** A lease that outlives its worker by little, so that the next one does not wait for minutes. */
const timing: WorkerTiming = { leaseMs: 700, firstDelayMs: 10, longestDelayMs: 60, pollMs: 40 };
const program = fileURLToPath(new URL('support/provinceNode.ts', import.meta.url));

interface When {
  readonly at: Moment | 'unsent';
  readonly delayMs: number;
}

describe.each(pairs)('a province that speaks %s, a platform on %s', (speaks, engine: EngineKind) => {
  let dir: string;
  let databaseUrl: string | undefined;
  let store: PlatformStore;
  let province: ProvinceEndpoint;
  let onMoment: ((moment: Moment) => void) | null = null;
  const nodes = new Set<ChildProcess>();

  beforeEach(async () => {
    dir = makeFolder();
    databaseUrl = await newDatabase(engine);
    const filling = await openStore({ dataDir: dir, key: testKey, databaseUrl });
    await seedSampleNetwork(filling);
    const files = await openBlobFiles(join(dir, 'blobs'), deriveKey(testKey, 'blobs'));
    for (let seed = 1; seed <= cases; seed += 1) await finishCase({ dir, store: filling, files }, seed, seed % 2 === 0 ? 'delivered' : 'submitted');
    await filling.close();
    store = await openStore({ dataDir: dir, key: testKey, databaseUrl, isBeside: true });
    province = await openProvince(speaks, (moment) => onMoment?.(moment));
  });
  afterEach(async () => {
    onMoment = null;
    await Promise.all([...nodes].map(kill));
    await province.stop();
    await store.close();
    removeFolder(dir);
  });

  const start = async (): Promise<ChildProcess> => {
    const node = fork(program, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    nodes.add(node);
    const settings = { kind: speaks, url: province.url, token: 'secret', timeoutMs: 5000 };
    node.send({ dataDir: dir, databaseUrl, province: { settings, timing, intakeToken: undefined } } satisfies ProvinceNodeOptions);
    await once(node, 'message');
    return node;
  };
  const kill = async (node: ChildProcess): Promise<void> => {
    nodes.delete(node);
    if (node.exitCode !== null || node.signalCode !== null) return;
    const ended = once(node, 'exit');
    node.kill('SIGKILL');
    await ended;
  };
  const isDone = async (): Promise<boolean> => (await store.province.list()).every(({ state }) => state === 'sent');

  /** Everything arrived, each document once, and each has its one receipt and one line in the audit. */
  const expectOnce = async (): Promise<void> => {
    const rows = await store.province.list();
    expect(rows.filter(({ kind }) => kind === 'consultation')).toHaveLength(cases / 2);
    expect(rows.map(({ state, receipt }) => [state, receipt?.documentId])).toEqual(rows.map(({ kind, commandId }) => ['sent', documentIdOf(kind, commandId)]));
    expect([...province.taken.keys()].sort()).toEqual(rows.map(({ kind, commandId }) => documentIdOf(kind, commandId)).sort());
    expect([...province.taken.values()].filter((texts) => texts.length !== 1)).toEqual([]);
    const accepted = (await store.audit.entries()).filter(({ action }) => action === 'provinceAccepted').map(({ detail }) => detail['documentId']);
    expect(accepted.map(String).sort()).toEqual([...province.taken.keys()].sort());
    expect(await store.audit.firstBreak()).toBeNull();
  };

  it(`has every finished consultation once after SIGKILL at up to ${kills} random moments`, async () => {
    const seed = Number(process.env['MDT_SEED'] ?? Date.now() % 100_000);
    const random = seededRandom(seed);
    const moments = ['taken', 'answered', 'arrived', 'unsent'] as const;
    const struck: Record<When['at'], number> = { unsent: 0, arrived: 0, taken: 0, answered: 0 };
    const width = engine === 'postgres' ? 2 : 1;
    for (let done = 0; done < kills && !(await isDone()); ) {
      const running = await Promise.all(Array.from({ length: width }, start));
        const at = moments[done % moments.length] ?? 'taken';
      // After the answer the receipt is on its way to the disk for a millisecond or a few.
      const when: When = { at, delayMs: at === 'unsent' ? random() * 60 : at === 'answered' ? random() * 4 : 0 };
      await strike(when, running);
      struck[when.at] += 1;
      done += 1;
    }
    await start();
    for (const endMs = Date.now() + 60_000; !(await isDone()); await wait(50)) if (Date.now() > endMs) throw new Error(`Documents still wait; MDT_SEED=${seed}`);
    process.stdout.write(`province ${speaks} on ${engine}: seed ${seed}, killed ${JSON.stringify(struck)}, ${province.sendings()} sendings of ${province.taken.size} documents\n`);
    await expectOnce();
  }, 240_000);

  /** Kills all nodes when the moment comes, or when there is nothing left to send. */
  async function strike({ at, delayMs }: When, running: readonly ChildProcess[]): Promise<void> {
    const { promise: came, resolve: come } = Promise.withResolvers<void>();
    if (at === 'unsent') setTimeout(come, delayMs);
    else {
      onMoment = (moment) => {
        if (moment !== at) return;
        // At once, inside the endpoint's own turn: the answer is not written yet.
        if (delayMs === 0) for (const node of running) node.kill('SIGKILL');
        setTimeout(come, delayMs);
      };
    }
    const over = setInterval(() => void isDone().then((is) => (is ? come() : undefined)), 200);
    await came;
    clearInterval(over);
    onMoment = null;
    await Promise.all(running.map(kill));
  }

  if (engine === 'postgres') it('gets every document by one of two nodes only, when none fails', async () => {
    await Promise.all([start(), start()]);
    for (const endMs = Date.now() + 30_000; !(await isDone()); await wait(50)) if (Date.now() > endMs) throw new Error('Documents still wait.');
    expect(province.sendings()).toBe((await store.province.list()).length);
    await expectOnce();
  }, 60_000);
});

afterAll(() => stopEngines());
