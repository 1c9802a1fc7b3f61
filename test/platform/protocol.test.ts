import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PlatformClient } from '../../electron/core/sync/platformClient.ts';
import type { RunningPlatform } from '../../platform/host.ts';
import { feedResponseSchema, removalReportSchema } from '../../shared/sync/protocol.ts';
import { engineKinds, newDatabase, stopEngines, type EngineKind } from './support/engines.ts';
import { makeFolder, removeFolder, signIn, startSample, type Console } from './support/network.ts';
import { draftCase } from './support/streams.ts';

let folder: string;
let platform: RunningPlatform;
let doctor: Console;
let coordinator: Console;

async function begin(kind: EngineKind): Promise<void> {
  folder = makeFolder();
  platform = await startSample(folder, { databaseUrl: await newDatabase(kind) });
  doctor = await signIn(platform.url, 'he.doctor');
  coordinator = await signIn(platform.url, 'zhou.coord');
}
async function end(): Promise<void> {
  await platform.stop();
  removeFolder(folder);
}
afterAll(stopEngines);

const feed = (at: Console, after: number, protocol?: number) => at.ask('GET', `/v1/feed?after=${after}${protocol === undefined ? '' : `&protocol=${protocol}`}`);

it('this console speaks the first protocol with a platform that does not know the question', async () => {
  const asked: string[] = [];
  const old = createServer((request, response) => {
    asked.push(request.url ?? '');
    const isFeed = request.url?.startsWith('/v1/feed');
    response.writeHead(isFeed ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isFeed ? { entries: [], head: 0, nowMs: 1 } : { code: 'platform', reason: 'not-found', message: 'The platform has no such route.' }));
  });
  await new Promise<void>((done) => old.listen(0, '127.0.0.1', done));
  try {
    const client = new PlatformClient(`http://127.0.0.1:${(old.address() as AddressInfo).port}`);
    await client.negotiate();
    await client.feed('t', 0, 5);
    expect(asked.at(-1)).toContain('protocol=1');
  } finally {
    old.close();
  }
});

describe.each(engineKinds)('protocol and removals on %s', (kind) => {
  beforeAll(() => begin(kind));
  afterAll(end);

  it('a console and the platform agree on the newest protocol both speak, and the one to be updated is named', async () => {
    expect(await doctor.ask('POST', '/v1/protocol', { min: 1, max: 1 })).toEqual({ status: 200, body: { version: 1 } });
    expect(await doctor.ask('POST', '/v1/protocol', { min: 1, max: 7 })).toEqual({ status: 200, body: { version: 2 } });
    expect(await doctor.ask('POST', '/v1/protocol', { min: 5, max: 7 })).toMatchObject({ status: 409, body: { reason: 'protocol-version', detail: { mustUpdate: 'platform' } } });
    const { status, body } = await doctor.ask('POST', '/v1/commands', { protocolVersion: 9, commands: [] });
    expect([status, (body as { reason: string }).reason]).toEqual([409, 'protocol-version']);
  });

  it('a console of protocol 1 goes on until something it would misread, which asks it to update; one of protocol 2 gets it, and the hospital that left gets the removal', async () => {
    const stream = await draftCase(doctor);
    expect((await doctor.send(stream, 'case.submit', {}, 2)).status).toBe('committed');
    const before = feedResponseSchema.parse((await feed(coordinator, 0, 2)).body);
    expect(before.entries.map(({ committed }) => committed.version)).toEqual([1, 2, 3]);
    expect((await doctor.send(stream, 'case.withdraw', { reason: '患者要求' }, 3)).status).toBe('committed');

    const old = feedResponseSchema.parse((await feed(doctor, 0)).body);
    expect(old.entries.map(({ committed }) => committed.command.type)).toEqual(['case.create', 'case.attachImaging', 'case.submit']);
    expect(await feed(doctor, old.entries.at(-1)?.position ?? 0)).toMatchObject({ status: 409, body: { reason: 'protocol-version', detail: { mustUpdate: 'console' } } });
    expect((await doctor.ask('POST', '/v1/commands', { protocolVersion: 1, commands: [doctor.command(stream, 'case.edit', { fields: { ecog: 2 } }, 4)] })).status).toBe(200);

    const left = feedResponseSchema.parse((await feed(coordinator, before.head, 2)).body);
    expect(left).toMatchObject({ entries: [], removals: [{ stream, version: 4 }] });
    expect((await coordinator.digest(stream)).status).toBe(404);
    const [removal] = left.removals ?? [];
    const receipt = { position: removal?.position, stream, version: 0, digest: '', blobs: [], unsent: 0, removedAtMs: 1 };
    expect((await coordinator.ask('POST', '/v1/removals', { ...receipt, position: 999 })).status).toBe(404);
    expect((await doctor.ask('POST', '/v1/removals', receipt)).status).toBe(404);
    const confirmed = await coordinator.ask('POST', '/v1/removals', receipt);
    expect(confirmed.status).toBe(200);
    expect(await coordinator.ask('POST', '/v1/removals', receipt)).toEqual(confirmed);
    const report = removalReportSchema.parse((await doctor.ask('GET', `/v1/removals/${stream.id}`)).body);
    expect(report.removals).toMatchObject([{ hospitalId: 'gd-cancer', consoles: [{ deviceId: 'device of zhou.coord', isExact: true, confirmed: { personId: 'zhou.coord', removedAtMs: 1, blobs: 0, unsent: 0 } }] }]);
    expect(report.removals[0]?.consoles[0]?.lastSeenMs).toBeGreaterThan(Date.now() - 10 * 60_000);
    expect((await coordinator.ask('GET', `/v1/removals/${stream.id}`)).status).toBe(404);
  });
});
