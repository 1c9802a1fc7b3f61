import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { createServer, connect, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { verifyWithKey } from '../../electron/core/cli/verifyFolder.ts';
import { openStore } from '../../electron/core/store/openStore.ts';
import { verifyPlatform } from '../../platform/host.ts';
import type { CallName, RequestOf, ResponseOf } from '../../shared/ipc/channels.ts';
import type { CommandType } from '../../shared/mdt/command.ts';
import { PlatformServer } from '../platform/support/platformServer.ts';
import { removeFolder, samplePassword, sampleRequest, temporaryFolder, until } from './support/console.ts';
import { spawnCore, type CoreProcess } from './support/coreProcess.ts';
import { writeStudy } from './support/study.ts';

const slices = 4;
const edge = 512;
/** Pixels of all slices; what is around them is little. */
const studyBytes = slices * edge * edge * 2;

/** A console's line to the platform, and the bytes that went over it. */
interface Line {
  readonly url: string;
  readonly server: Server;
  sent: number;
  received: number;
}

function lineTo(url: string): Promise<Line> {
  const port = Number(new URL(url).port);
  return new Promise((resolve) => {
    const server = createServer((near) => {
      const far = connect(port, '127.0.0.1');
      near.on('data', (part) => (line.sent += part.length)).pipe(far);
      far.on('data', (part) => (line.received += part.length)).pipe(near);
      for (const end of [near, far]) end.on('error', () => undefined).on('close', () => (near.destroy(), far.destroy()));
    });
    const line: Line = { get url() { return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; }, server, sent: 0, received: 0 };
    server.listen(0, '127.0.0.1', () => resolve(line));
  });
}

/** Core as a process of its own, on a line of its own. */
interface Site {
  readonly core: CoreProcess;
  readonly dataDir: string;
  readonly key: Uint8Array;
  readonly line: Line;
}

const platformDir = temporaryFolder();
const study = temporaryFolder();
let platform: PlatformServer;
let partner: Site;
let lead: Site;

async function siteOf(url: string, account: string): Promise<Site> {
  const [dataDir, key, line] = [temporaryFolder(), new Uint8Array(randomBytes(32)), await lineTo(url)];
  const core = spawnCore({ dataDir, key, isRestart: false, settings: { platformUrl: line.url } });
  expect((await core.begun).kind).toBe('ready');
  const site = { core, dataDir, key, line };
  await call(site, 'session.signIn', { account, password: samplePassword });
  return site;
}

async function call<C extends CallName>({ core }: Site, channel: C, request: RequestOf<C>): Promise<ResponseOf<C>> {
  const result = await core.call(channel, request);
  if (!result.ok) throw Object.assign(new Error(`${channel}: ${result.error.message}`), { shape: result.error });
  return result.value as ResponseOf<C>;
}

async function act(site: Site, caseId: string, type: CommandType, payload: unknown): Promise<void> {
  const baseVersion = type === 'case.create' ? 0 : (await call(site, 'case.get', { caseId })).record.version;
  await call(site, 'record.submit', { commandId: randomUUID(), stream: { kind: 'case', id: caseId }, type, baseVersion, payload });
}

const blobsUnder = (dir: string): string[] => (existsSync(dir) ? readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && /^[0-9a-f]{64}(?:\.bin)?$/.test(entry.name)).map(({ name }) => name.slice(0, 64)).toSorted() : []);
const blobsOf = ({ dataDir }: Site): string[] => blobsUnder(join(dataDir, 'blobs'));

async function sent(site: Site): Promise<void> {
  await until('everything is sent', async () => {
    const { outbox, uploads } = await call(site, 'sync.status', {});
    return outbox === 0 && uploads.waiting === 0;
  });
}

/** A request of the partner with the study. */
async function requested(caseNo: string): Promise<string> {
  const caseId = randomUUID();
  await act(partner, caseId, 'case.create', { caseNo, leadHospitalId: 'gd-cancer', fields: sampleRequest });
  const importId = randomUUID();
  await call(partner, 'import.start', { importId, caseId, source: { kind: 'paths', paths: [study] }, patientKey: null });
  await until('the import is done', async () => (await call(partner, 'import.report', { importId })).phase === 'done');
  expect((await call(partner, 'case.get', { caseId })).record.imaging).toHaveLength(slices);
  await act(partner, caseId, 'case.submit', {});
  await sent(partner);
  return caseId;
}

const isHere = (caseId: string): Promise<boolean> => call(lead, 'case.list', {}).then(({ cases }) => cases.some(({ record }) => record.id === caseId));
const storedFor = async (site: Site, caseId: string): Promise<number> => (await call(site, 'storage.get', {})).cases.find((one) => one.caseId === caseId)?.both ?? 0;

beforeAll(async () => {
  writeStudy(study, { slices, edge });
  platform = new PlatformServer(['--port', '0', '--data', platformDir, '--sample'], { MDT_PLATFORM_KEY: 'ab'.repeat(32) });
  const { url } = await platform.ready(0);
  [partner, lead] = await Promise.all([siteOf(url, 'he.doctor'), siteOf(url, 'zhou.coord')]);
});
afterAll(async () => {
  for (const { line, dataDir } of [partner, lead]) {
    line.server.close();
    removeFolder(dataDir);
  }
  for (const dir of [platformDir, study]) removeFolder(dir);
});

it('the same bytes in two cases are stored and sent once, and stay where one case needs them when the other has gone', async () => {
  const first = await requested('S-1');
  const bytes = blobsOf(partner);
  expect(bytes).toHaveLength(slices);
  expect(partner.line.sent).toBeGreaterThan(studyBytes);

  const before = partner.line.sent;
  const second = await requested('S-2');
  expect(partner.line.sent - before, 'bytes of the second case').toBeLessThan(studyBytes / slices);
  expect(blobsOf(partner)).toEqual(bytes);
  expect(blobsUnder(join(platformDir, 'blobs'))).toEqual(bytes);

  for (const caseId of [first, second]) {
    await until('the request is there', () => isHere(caseId));
    await act(lead, caseId, 'case.accept', { route: 'mdt' });
  }
  for (const caseId of [first, second]) await until('the images of both are there', async () => (await storedFor(lead, caseId)) === slices);
  expect(blobsOf(lead)).toEqual(bytes);
  expect(lead.line.received).toBeGreaterThan(studyBytes);
  expect(lead.line.received, 'bytes of both cases').toBeLessThan(studyBytes * 1.5);

  await act(partner, first, 'case.withdraw', { reason: '重复申请' });
  await sent(partner);
  await until('the case has left', async () => !(await isHere(first)));
  await until('its removal is proved', async () => (await call(partner, 'removal.list', { stream: { kind: 'case', id: first } })).removals.some(({ consoles }) => consoles.some(({ confirmedAtMs }) => confirmedAtMs !== null)));
  expect(blobsOf(lead)).toEqual(bytes);
  expect(await storedFor(lead, second)).toBe(slices);
  expect(blobsUnder(join(platformDir, 'blobs'))).toEqual(bytes);

  await act(partner, second, 'case.withdraw', { reason: '重复申请' });
  await until('nobody at the lead hospital needs the bytes', () => blobsOf(lead).length === 0);
  expect(blobsOf(partner)).toEqual(bytes);

  expect([await partner.core.stop(), await lead.core.stop(), await platform.stop()]).toEqual([0, 0, 0]);
  for (const { dataDir, key } of [partner, lead]) expect((await verifyWithKey(dataDir, key)).findings).toEqual([]);
  // Who saw it there stays known.
  const store = openStore(lead.dataDir, lead.key);
  expect(store.db.prepare('SELECT DISTINCT action FROM audit WHERE case_id = ? OR subject = ?').all(first, first)).toEqual(expect.arrayContaining([{ action: 'case.view' }, { action: 'record.removed' }]));
  store.close();
  expect(await verifyPlatform({ dataDir: platformDir, key: new Uint8Array(32).fill(0xab) })).toEqual([]);
}, 120_000);
