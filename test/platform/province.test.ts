import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { openBlobFiles, type BlobFiles } from '../../platform/blobs/blobFiles.ts';
import { createOrderer } from '../../platform/commands/orderer.ts';
import { startPlatform } from '../../platform/host.ts';
import { createLog } from '../../platform/log/log.ts';
import { listDocuments, retryDocuments } from '../../platform/province/cli.ts';
import { documentSourceOf } from '../../platform/province/documentSource.ts';
import { openAdapter, readProvince } from '../../platform/province/settings.ts';
import { startProvinceWorker, type ProvinceWorker, type WorkerTiming } from '../../platform/province/worker.ts';
import { seedSampleNetwork } from '../../platform/seed.ts';
import { openSqliteEngine } from '../../platform/store/engines/sqliteEngine.ts';
import { deriveKey, openStore, type PlatformStore } from '../../platform/store/openStore.ts';
import { startPostgres, type PostgresServer } from '../../scripts/postgres.ts';
import { documentIdOf } from '../../shared/fhir/identity.ts';
import { provinceDocumentSchema } from '../../shared/platform/province.ts';
import { seededRandom } from '../mdt/support.ts';
import { byRules, bySchema } from '../fhir/support/judges.ts';
import { randomCase, type RandomCase } from '../fhir/support/randomCase.ts';
import { eventually, makeFolder, removeFolder, testKey } from './support/network.ts';
import { openProvince, type Fault, type ProvinceEndpoint } from './support/province.ts';
import { finishCase, keepReport } from './support/provinceCases.ts';

/** Short waits of the same kind: a lease that runs out, a delay that doubles. */
const timing: WorkerTiming = { leaseMs: 1500, firstDelayMs: 10, longestDelayMs: 60, pollMs: 25 };
const timeoutMs = 300;

/** The earlier documents that one names, in the words of our contract. */
function earlierIn(text: string): unknown {
  const document = JSON.parse(text) as { earlier?: unknown; entry?: { resource: { resourceType: string; relatesTo?: { code: string; targetIdentifier: { value: string } }[] } }[] };
  const relations = document.entry?.find(({ resource }) => resource.resourceType === 'Composition')?.resource.relatesTo ?? [];
  return document.earlier ?? relations.map(({ code, targetIdentifier }) => ({ code, documentId: targetIdentifier.value.replace('urn:uuid:', '') }));
}

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop());

describe.each(['fhir', 'contract'] as const)('a province that speaks %s', (speaks) => {
  describe.each(['sqlite', 'postgres'] as const)('with documents kept in %s', (engine) => {
    let dir: string;
    let databaseUrl: string | undefined;
    let store: PlatformStore;
    let files: BlobFiles;
    let province: ProvinceEndpoint;
    const workers: ProvinceWorker[] = [];
    const lines: string[] = [];

    beforeEach(async () => {
      dir = makeFolder();
      databaseUrl = engine === 'postgres' ? await postgres.newDatabase() : undefined;
      store = await openStore({ dataDir: dir, key: testKey, databaseUrl });
      await seedSampleNetwork(store);
      files = await openBlobFiles(join(dir, 'blobs'), deriveKey(testKey, 'blobs'));
      province = await openProvince(speaks);
    });
    afterEach(async () => {
      await Promise.all(workers.splice(0).map((worker) => worker.stop()));
      await province.stop();
      expect(await store.audit.firstBreak()).toBeNull();
      await store.close();
      removeFolder(dir);
      expect(lines.filter((line) => line.includes('测试甲'))).toEqual([]);
    });

    const work = (): ProvinceWorker => {
      const worker = startProvinceWorker({ store, files, adapter: openAdapter({ kind: speaks, url: province.url, token: 'secret', timeoutMs }), timing, log: createLog((line) => lines.push(line)) });
      workers.push(worker);
      return worker;
    };
    const finish = (seed: number, goal: 'submitted' | 'delivered', hasReport = true): Promise<RandomCase> => finishCase({ dir, store, files }, seed, goal, hasReport);
    const states = async () => (await store.province.list()).map(({ state }) => state);
    const allSent = () => eventually(async () => ((await states()).every((state) => state === 'sent') ? true : undefined), 30_000);

    it('gets a request and an opinion once each, and leaves a receipt', async () => {
      const { record } = await finish(4, 'delivered');
      work();
      await allSent();
      const rows = await store.province.list();
      expect(rows.filter(({ kind }) => kind === 'consultation')).toHaveLength(1);
      expect(rows.map(({ kind }) => kind)).toContain('referral');
      for (const { commandId, kind, receipt } of rows) {
        const id = documentIdOf(kind, commandId);
        const [text = '', ...more] = province.taken.get(id) ?? [];
        expect(more).toEqual([]);
        expect(receipt).toMatchObject({ documentId: id, adapter: speaks, status: 201, versionId: '1', bodySha256: createHash('sha256').update(text).digest('hex') });
        expect(receipt?.location).toContain(id);
        expect(text).toContain(JSON.stringify(record.caseNo).slice(1, -1));
      }
      const audited = (await store.audit.entries()).filter(({ action }) => action === 'provinceAccepted');
      expect(audited).toHaveLength(rows.length);
    });

    it('has every document once after two nodes sent through seeded faults', async () => {
      const random = seededRandom(11);
      const kinds: readonly Fault[] = ['takeThenDrop', 'takeThenHang', 'hang', 'drop', 'status500', 'status503', 'status429', 'status401'];
      for (let n = 0; n < 12; n += 1) province.faults.push(kinds[Math.floor(random() * kinds.length)] ?? 'drop');
      for (let seed = 1; seed <= 4; seed += 1) await finish(seed, seed % 2 === 0 ? 'delivered' : 'submitted');
      work();
      work();
      await allSent();
      const rows = await store.province.list();
      expect(province.faults).toEqual([]);
      expect(province.sendings()).toBeGreaterThan(rows.length);
      expect([...province.taken.keys()].sort()).toEqual(rows.map(({ kind, commandId }) => documentIdOf(kind, commandId)).sort());
      expect([...province.taken.values()].filter((texts) => texts.length !== 1)).toEqual([]);
    }, 40_000);

    it('has it once when the node dies between sending and receipt', async () => {
      province.faults.push('takeThenHang');
      await finish(3, 'submitted');
      const first = work();
      await eventually(() => Promise.resolve(province.taken.size === 1 ? true : undefined));
      await first.stop();
      expect(await states()).not.toContain('sent');
      work();
      await allSent();
      expect([...province.taken.values()].map((texts) => texts.length)).toEqual(province.taken.size === 1 ? [1] : [1, 1]);
      const known = (await store.province.list()).filter(({ receipt }) => receipt?.status === 200);
      expect(known).toHaveLength(1);
    });

    it('has it once when a node never comes back and its lease runs out', async () => {
      await finish(3, 'submitted');
      const lost = await store.transact((tx) => tx.province.claim('a node that died', Date.now(), timing.leaseMs));
      expect(lost).toBeDefined();
      work();
      await allSent();
      expect(await store.province.sending(lost?.commandId ?? '', 'a node that died', 'x')).toBe(false);
      expect([...province.taken.values()].filter((texts) => texts.length !== 1)).toEqual([]);
    });

    it('refuses for good: an administrator sees why without a patient, and lets it go again', async () => {
      province.faults.push('status422');
      await finish(5, 'submitted');
      work();
      const refused = await eventually(async () => (await store.province.list()).find(({ state }) => state === 'refused'));
      expect(refused).toMatchObject({ lastReason: 'http-422', attempts: 1 });
      expect(refused.lastMessage).toContain('422');
      expect(refused.lastMessage).not.toContain('测试甲');
      const said: object[] = [];
      await listDocuments(store, (value) => said.push(value));
      expect(said).toContainEqual(expect.objectContaining({ commandId: refused.commandId, state: 'refused', reason: 'http-422' }));
      await retryDocuments(store, refused.commandId, (value) => said.push(value));
      expect(said.at(-1)).toMatchObject({ retried: 1 });
      await allSent();
      expect(province.taken.size).toBe((await states()).length);
    });

    it('waits for the report and then carries it', async () => {
      const { record } = await finish(6, 'delivered', false);
      work();
      await eventually(async () => (await store.province.list()).find(({ lastReason }) => lastReason === 'report-not-here'));
      expect((await store.province.list()).find(({ kind }) => kind === 'consultation')).toMatchObject({ state: 'waiting', attempts: 0 });
      await keepReport({ dir, store, files }, 6, record.id);
      await allSent();
      const pdf = Buffer.from('%PDF-1.7 6').toString('base64');
      expect([...province.taken.values()].filter(([text = '']) => text.includes(pdf))).toHaveLength(1);
    });

    it('is told which delivery of the case a later one takes the place of, and which request one sent again', async () => {
      const { commands } = await finish(4, 'delivered');
      const adapter = openAdapter({ kind: speaks, url: province.url, token: null, timeoutMs });
      const first = (await store.province.list()).find(({ kind }) => kind === 'consultation');
      if (!first) throw new Error('no opinion');
      // No command of this version delivers a second time; its row stands for one that will.
      const later = { ...first, commandId: commands.at(-2)?.id ?? '', caseVersion: first.caseVersion + 1, queuedAtMs: first.queuedAtMs + 1 };
      await store.province.add({ ...later, hospitals: first.hospitals ?? [] });
      const [of, again] = await Promise.all([first, later].map(async (row) => documentSourceOf(store, files, row)));
      if (!of || !again) throw new Error('no report');
      expect([earlierIn(adapter.encode(of)), earlierIn(adapter.encode(again))]).toEqual([[], [{ code: 'replaces', documentId: documentIdOf('consultation', first.commandId) }]]);

      const sentAgain = Array.from({ length: 50 }, (_, n) => randomCase(n + 1, 'submitted').record).find(({ transitions }) => transitions.filter(({ to }) => to === 'submitted').length === 2);
      if (!sentAgain) throw new Error('no request was sent again');
      const before = sentAgain.transitions.find(({ to }) => to === 'submitted')?.commandId ?? '';
      const text = adapter.encode({ kind: 'referral', record: sentAgain, meeting: null, hospitals: [], reportPdf: null });
      expect(earlierIn(text)).toEqual([{ code: 'replaces', documentId: documentIdOf('referral', before) }]);
      for (const body of [text, adapter.encode(again)]) {
        if (speaks === 'contract') provinceDocumentSchema.parse(JSON.parse(body));
        else expect([...bySchema(JSON.parse(body) as object), ...byRules(JSON.parse(body) as object)]).toEqual([]);
      }
    });

    it('gets the same bytes at every try, whatever happened to the case and the hospitals since', async () => {
      province.faults.push('takeThenDrop');
      const { commands, record } = await finish(8, 'submitted');
      const first = work();
      await eventually(() => Promise.resolve(province.taken.size > 0 ? true : undefined));
      await first.stop();
      const before = (await store.province.list()).find(({ bodySha256 }) => bodySha256 !== null)?.bodySha256;
      const coordinator = randomCase(9, 'delivered', { id: record.id, hasMinutes: false }).commands.find(({ type }) => type === 'case.accept');
      if (coordinator) await createOrderer(store).push([{ ...coordinator, id: uuidv7(), baseVersion: commands.length }], 'platform');
      work();
      await allSent();
      expect((await store.province.list()).map(({ receipt }) => receipt?.bodySha256)).toContain(before);
    });
  });
});

const source = () => ({ kind: 'referral', record: randomCase(1, 'submitted').record, meeting: null, hospitals: [], reportPdf: null }) as const;

describe('FHIR answers that leave open whether the document is there', () => {
  let province: ProvinceEndpoint;
  beforeEach(async () => {
    province = await openProvince('fhir');
  });
  afterEach(() => province.stop());
  const adapter = () => openAdapter({ kind: 'fhir', url: province.url, token: null, timeoutMs });

  it.each([['status409', 'again'], ['status412', 'refused']] as const)('%s without the document is %s', async (fault, kind) => {
    province.faults.push(fault);
    expect(await adapter().send(uuidv7(), adapter().encode(source()), AbortSignal.timeout(5000))).toMatchObject({ kind });
  });

  it.each(['status409', 'status412'] as const)('%s with the document there is a receipt', async (fault) => {
    const body = adapter().encode(source());
    const id = (JSON.parse(body) as { id: string }).id;
    expect(await adapter().send(id, body, AbortSignal.timeout(5000))).toMatchObject({ kind: 'accepted', status: 201 });
    province.faults.push(fault);
    expect(await adapter().send(id, body, AbortSignal.timeout(5000))).toMatchObject({ kind: 'accepted', status: 200, versionId: '1' });
  });
});

describe('another platform of this kind', () => {
  const token = 'a token of more than twenty characters';
  let dir: string;
  beforeEach(() => {
    dir = makeFolder();
  });
  afterEach(() => removeFolder(dir));

  it('takes a document in once, answers a replay the same, and refuses what was changed on the way', async () => {
    const platform = await startPlatform({ dataDir: dir, key: testKey, port: 0, sample: true, province: { settings: null, intakeToken: token } });
    try {
      const adapter = openAdapter({ kind: 'contract', url: platform.url, token, timeoutMs: 5000 });
      const { record } = randomCase(4, 'delivered');
      const body = adapter.encode({ kind: 'consultation', record, meeting: null, hospitals: [], reportPdf: null });
      const { documentId } = JSON.parse(body) as { documentId: string };
      const send = (text: string) => adapter.send(documentId, text, AbortSignal.timeout(5000));
      expect(await send(body)).toMatchObject({ kind: 'accepted', status: 201 });
      expect(await send(body)).toMatchObject({ kind: 'accepted', status: 200 });
      const changed = JSON.parse(body) as { record: { decision: { chairSummary: string } }; hospitals: unknown[] };
      changed.hospitals = [{ id: 'x', name: 'x', nameEn: 'x', prefecture: '', kind: 'lead' }];
      expect(await send(JSON.stringify(changed))).toMatchObject({ kind: 'refused', message: expect.stringContaining('already-exists') as string });
      changed.record.decision.chairSummary = 'another decision';
      expect(await send(JSON.stringify(changed))).toMatchObject({ kind: 'refused', message: expect.stringContaining('integrity') as string });
      const stranger = openAdapter({ kind: 'contract', url: platform.url, token: 'not the token', timeoutMs: 5000 });
      expect(await stranger.send(documentId, body, AbortSignal.timeout(5000))).toMatchObject({ kind: 'again', reason: 'unauthorized' });
    } finally {
      await platform.stop();
    }
  });
});

it('requests and opinions from before the outbox wait in it after the migration', async () => {
  const dir = makeFolder();
  const engine = openSqliteEngine(dir, deriveKey(testKey, 'database'));
  await engine.close();
  const store = await openStore({ dataDir: dir, key: testKey });
  await seedSampleNetwork(store);
  const { commands } = randomCase(4, 'delivered', { id: uuidv7(), hasMinutes: false });
  await createOrderer(store).push(commands, 'platform');
  const before = (await store.province.list()).map(({ commandId, kind, caseVersion }) => ({ commandId, kind, caseVersion }));
  await store.close();
  const old = openSqliteEngine(dir, deriveKey(testKey, 'database'));
  for (const table of ['province_intake', 'province_receipt', 'province_document']) await sql.raw(`DROP TABLE ${table}`).execute(old.db);
  await sql`DELETE FROM migration WHERE name = '0009-province'`.execute(old.db);
  await old.close();
  const migrated = await openStore({ dataDir: dir, key: testKey });
  const after = (await migrated.province.list()).map(({ commandId, kind, caseVersion }) => ({ commandId, kind, caseVersion }));
  await migrated.close();
  removeFolder(dir);
  expect(before.map(({ kind }) => kind)).toContain('consultation');
  expect(new Set(after.map((row) => JSON.stringify(row)))).toEqual(new Set(before.map((row) => JSON.stringify(row))));
});

it('settings name what is wrong', () => {
  expect(readProvince({})).toBeNull();
  expect(readProvince({ MDT_PROVINCE_URL: 'https://province.example/fhir/', MDT_PROVINCE_KIND: 'fhir' })).toMatchObject({ kind: 'fhir', url: 'https://province.example/fhir', token: null });
  expect(() => readProvince({ MDT_PROVINCE_URL: 'http://province.example' })).toThrow('https://');
  expect(() => readProvince({ MDT_PROVINCE_URL: 'https://province.example', MDT_PROVINCE_KIND: 'hl7v2' })).toThrow('contract or fhir');
});
