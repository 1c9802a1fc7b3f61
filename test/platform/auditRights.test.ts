import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PlatformClient } from '../../electron/core/sync/platformClient.ts';
import { hashPassword } from '../../platform/accounts/password.ts';
import type { RunningPlatform } from '../../platform/host.ts';
import { openStore, type PlatformStore } from '../../platform/store/openStore.ts';
import type { Stream } from '../../shared/mdt/command.ts';
import type { Role } from '../../shared/mdt/directory.ts';
import { platformAuditSchema } from '../../shared/platform/auditContract.ts';
import { engineKinds, newDatabase, stopEngines } from './support/engines.ts';
import { makeFolder, password, removeFolder, signIn, startSample, testKey, type Console } from './support/network.ts';
import { draftCase } from './support/streams.ts';

afterAll(stopEngines);

const rowsOf = (body: unknown) => platformAuditSchema.parse(body).rows;

describe.each(engineKinds)('who may ask who saw a case, on %s', (kind) => {
  const dir = makeFolder();
  let platform: RunningPlatform;
  let store: PlatformStore;
  let doctor: Console;
  let sent: Stream;
  let draft: Stream;
  beforeAll(async () => {
    const databaseUrl = await newDatabase(kind);
    platform = await startSample(dir, { databaseUrl });
    store = await openStore({ dataDir: dir, key: testKey, databaseUrl, isBeside: true });
    const hash = await hashPassword(password);
    const add = (id: string, hospitalId: string, roles: Role[]): Promise<void> =>
      store.accounts.addAccount({ id, account: id, name: id, nameEn: id, title: '', hospitalId, roles, discipline: null, publicKey: null }, hash, false);
    await store.accounts.addHospital({ id: 'elsewhere', name: '别院', nameEn: 'Elsewhere', prefecture: '', kind: 'partner' });
    await add('root.lead', 'gd-cancer', ['administrator']);
    await add('root.partner', 'zhuhai', ['administrator']);
    await add('desk.partner', 'zhuhai', ['coordinator']);
    await add('desk.elsewhere', 'elsewhere', ['chair', 'coordinator']);
    await add('root.elsewhere', 'elsewhere', ['administrator']);
    doctor = await signIn(platform.url, 'he.doctor');
    [sent, draft] = [await draftCase(doctor), await draftCase(doctor)];
    await doctor.push(doctor.command(sent, 'case.submit', {}, 2));
  });
  afterAll(async () => {
    await store.close();
    await platform.stop();
    removeFolder(dir);
  });
  const ask = async (account: string, subject: string, more = '') => (await signIn(platform.url, account)).ask('GET', `/v1/audit?subject=${subject}${more}`);

  test.each(['chen.chair', 'zhou.coord', 'desk.partner'])('%s, of a hospital of the case, sees what both hospitals did with it and with no other', async (account) => {
    const { status, body } = await ask(account, sent.id);
    expect(status).toBe(200);
    expect(new Set(rowsOf(body).map(({ subject }) => subject))).toEqual(new Set([sent.id]));
    expect(rowsOf(body).filter(({ action }) => action === 'command').map(({ personId, hospitalId }) => [personId, hospitalId])).toEqual(Array.from({ length: 3 }, () => ['he.doctor', 'zhuhai']));
    expect(rowsOf(body).at(-1)).toMatchObject({ action: 'auditRead', personId: account });
  });

  test('an administrator sees what people of the own hospital did, and not what others did', async () => {
    const [lead, partner] = [rowsOf((await ask('root.lead', sent.id)).body), rowsOf((await ask('root.partner', sent.id)).body)];
    expect([new Set(lead.map(({ hospitalId }) => hospitalId)), new Set(partner.map(({ hospitalId }) => hospitalId))]).toEqual([new Set(['gd-cancer']), new Set(['zhuhai'])]);
    expect(partner.some(({ action, personId }) => action === 'command' && personId === 'he.doctor')).toBe(true);
  });

  test.each([['he.doctor', 'sent'], ['lin.expert', 'sent'], ['wu.physics', 'sent'], ['desk.elsewhere', 'sent'], ['root.elsewhere', 'sent'], ['chen.chair', 'draft'], ['root.lead', 'draft']])('%s is refused the %s case, and the refusal is noted with the case', async (account, which) => {
    const { id } = which === 'sent' ? sent : draft;
    expect(await ask(account, id)).toMatchObject({ status: 403, body: { reason: 'not-permitted' } });
    expect((await store.audit.ofSubject(id, 1)).map(({ entry }) => entry)).toMatchObject([{ action: 'refusal', personId: account, detail: { type: 'audit.view', reason: 'not-permitted' } }]);
  });

  test('a case nobody knows is refused as one that is not theirs, and without a session or a case there is no answer', async () => {
    expect(await ask('chen.chair', randomUUID())).toMatchObject({ status: 403, body: { reason: 'not-permitted' } });
    expect((await fetch(`${platform.url}/v1/audit?subject=${sent.id}`)).status).toBe(401);
    for (const query of ['', '?subject=', '?subject=not-an-id', `?subject=${sent.id}&limit=0`, `?subject=${sent.id}&limit=100000`, `?subject=${sent.id}&before=-1`]) {
      expect((await (await signIn(platform.url, 'chen.chair')).ask('GET', `/v1/audit${query}`)).status, query).toBe(400);
    }
  });

  test('a long log comes page by page, each row once and in its order, and is noted as one question', async () => {
    const at = { atMs: Date.now(), action: 'blobRead' as const, personId: 'he.doctor', hospitalId: 'zhuhai', deviceId: 'd', detail: {} };
    await store.transact(async (tx) => {
      for (let count = 0; count < 2100; count += 1) await tx.audit.append({ ...at, subject: count % 2 === 0 ? sent.id : draft.id });
    });
    const coordinator = await signIn(platform.url, 'zhou.coord');
    const pages: number[][] = [];
    for (let before: number | null = Number.MAX_SAFE_INTEGER; before !== null; ) {
      const { rows, older }: { rows: { sequence: number }[]; older: number | null } = platformAuditSchema.parse((await coordinator.ask('GET', `/v1/audit?subject=${sent.id}&limit=400&before=${before}`)).body);
      pages.unshift(rows.map(({ sequence }) => sequence));
      before = older;
    }
    const all = (await store.audit.ofSubject(sent.id, 100_000)).map(({ sequence }) => sequence);
    expect(pages.map((page) => page.length)).toEqual([expect.any(Number), 400, 400]);
    expect(pages.flat()).toEqual(all);
    const client = new PlatformClient(platform.url);
    const whole = (await client.audit(coordinator.session.token, sent.id)).rows;
    expect(whole.map(({ sequence }) => sequence)).toEqual([...all, whole.at(-1)?.sequence]);
    expect((await store.audit.ofSubject(sent.id, 100_000)).length).toBe(all.length + 1);
    expect(await store.audit.firstBreak()).toBeNull();
  });
});
