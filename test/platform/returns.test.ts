import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { feedPage } from '../../platform/commands/feedPage.ts';
import { createOrderer, type Orderer } from '../../platform/commands/orderer.ts';
import { compareStreams, takeReturns } from '../../platform/commands/takeReturns.ts';
import { declareRestored } from '../../platform/operate/declareRestored.ts';
import { seedSampleNetwork } from '../../platform/seed.ts';
import { openStore, type PlatformStore } from '../../platform/store/openStore.ts';
import type { CaseRecord } from '../../shared/mdt/caseRecord.ts';
import type { AnyCommand, CommandType, Stream } from '../../shared/mdt/command.ts';
import { actorOf, type Person } from '../../shared/mdt/directory.ts';
import { fullRequest } from '../mdt/support.ts';
import { engineKinds, newDatabase, stopEngines } from './support/engines.ts';
import { makeFolder, removeFolder, testKey } from './support/network.ts';

afterAll(stopEngines);

const sealKey = new Uint8Array(32).fill(4);

interface Place {
  readonly store: PlatformStore;
  readonly orderer: Orderer;
  readonly doctor: Person;
  readonly close: () => Promise<void>;
}

async function open(kind: (typeof engineKinds)[number]): Promise<Place> {
  const dataDir = makeFolder();
  const store = await openStore({ dataDir, key: testKey, databaseUrl: await newDatabase(kind) });
  await seedSampleNetwork(store);
  const doctor = await store.accounts.person('he.doctor');
  if (!doctor) throw new Error('the sample network has no he.doctor');
  return { store, orderer: createOrderer(store), doctor, close: async () => { await store.close(); removeFolder(dataDir); } };
}

describe.each(engineKinds)('a platform on %s that was put back from an older copy', (kind) => {
  test('takes what was ordered first before what came since, ends the generation, and takes nothing twice', async () => {
    const [lost, copy] = [await open(kind), await open(kind)];
    const stream: Stream = { kind: 'case', id: randomUUID() };
    const command = (type: CommandType, payload: unknown, baseVersion: number): AnyCommand => ({ id: randomUUID(), stream, type, actor: actorOf(lost.doctor), deviceId: 'd', baseVersion, atMs: 1, payload });
    const created = command('case.create', { caseNo: 'C', leadHospitalId: 'gd-cancer', fields: fullRequest }, 0);
    const first = [command('case.edit', { fields: { history: 'first' } }, 1), command('case.edit', { fields: { diagnosis: 'first' } }, 2)];
    await lost.orderer.push([created, ...first], lost.doctor);
    const feed = await feedPage(lost.store, 'zhuhai', { after: 0, limit: 10, protocol: 2 }, sealKey);
    const ids = [created, ...first].map(({ id }) => id);
    const commands = feed.entries.slice(1).map(({ committed }) => committed);

    await copy.orderer.push([created], copy.doctor);
    const generation = await declareRestored(copy.store, Date.now());
    const since = { ...command('case.edit', { fields: { history: 'since' } }, 1), deviceId: 'other' };
    await expect(copy.orderer.pushInto('first', [since], copy.doctor)).rejects.toMatchObject({ reason: 'restored' });
    await copy.orderer.pushInto(generation.id, [since], copy.doctor);
    expect(await compareStreams(copy.store, generation.id, [{ stream, ids }])).toEqual({ streams: [{ id: stream.id, same: 1, lacking: [1, 2] }] });

    const returner = { person: copy.doctor, deviceId: 'd' };
    const request = { stream, ids, generationId: generation.id, commands };
    const forged = commands.map((entry) => ({ ...entry, command: { ...entry.command, actor: { ...entry.command.actor, personId: 'zhou.coord' } } }));
    expect((await takeReturns(copy.store, copy.orderer, sealKey, returner, { ...request, commands: forged }, Date.now())).refused.map(({ reason }) => reason)).toEqual(['not-permitted', 'not-permitted']);
    const answer = await takeReturns(copy.store, copy.orderer, sealKey, returner, request, Date.now());
    expect(answer).toMatchObject({ taken: 2, refused: [], generation: { number: 3 } });
    expect(await copy.store.streams.commandIds(stream.id)).toEqual([...ids, since.id]);
    const record = (await copy.store.streams.record(stream.id))?.record as CaseRecord;
    expect([record.version, record.request.history, record.conflicts.map(({ path }) => path)]).toEqual([4, 'first', ['request.history']]);

    await expect(takeReturns(copy.store, copy.orderer, sealKey, returner, request, Date.now())).rejects.toMatchObject({ reason: 'restored' });
    expect(await takeReturns(copy.store, copy.orderer, sealKey, returner, { ...request, generationId: answer.generation.id }, Date.now())).toMatchObject({ taken: 0, generation: answer.generation });
    expect((await copy.orderer.push([since], copy.doctor)).map(({ status }) => status)).toEqual(['rebased']);
    expect(await copy.store.streams.head('zhuhai')).toBe(4);
    expect(await copy.store.generations.sharedPosition(['first'], 'zhuhai')).toEqual({ shared: 'first', position: 1 });
    expect(await copy.store.audit.firstBreak()).toBeNull();
    await lost.close();
    await copy.close();
  });
});
