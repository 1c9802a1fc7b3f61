import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { markLocal } from '../../electron/core/store/imaging.ts';
import { openStore, type Store } from '../../electron/core/store/openStore.ts';
import { Bandwidth } from '../../electron/core/sync/bandwidth.ts';
import type { Transfer } from '../../electron/core/sync/blobPlan.ts';
import { downloadBlob } from '../../electron/core/sync/downloadBlob.ts';
import { PlatformClient } from '../../electron/core/sync/platformClient.ts';
import type { TransferParts } from '../../electron/core/sync/transferParts.ts';
import { uploadBlob } from '../../electron/core/sync/uploadBlob.ts';
import { uploadPack } from '../../electron/core/sync/uploadPack.ts';
import { waitTurn } from '../../electron/core/sync/waitTurn.ts';
import { startPlatform, type RunningPlatform } from '../../platform/host.ts';
import { SyncError } from '../../shared/errors/appError.ts';
import { makeFolder, password, removeFolder, signIn, testKey } from '../platform/support/network.ts';
import { draftCase, hashOf } from '../platform/support/streams.ts';
import { sampleRequest, startConsole, until, type TestConsole } from './support/console.ts';

/** Answers 429 of a route, as the platform itself counts them. */
async function refusals(url: string, route: string, method: string): Promise<number> {
  const text = await (await fetch(`${url}/v1/metrics`)).text();
  const lines = text.split('\n').filter((line) => line.startsWith('mdt_requests_total{') && [`route="${route}"`, `method="${method}"`, 'status="429"'].every((part) => line.includes(part)));
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

describe('consoles that are too fast for the platform', () => {
  const platformDir = makeFolder();
  let platform: RunningPlatform;
  let desk: TestConsole;
  let other: TestConsole;
  const start = (port: number, rates: Parameters<typeof startPlatform>[0]['rates']) => startPlatform({ dataDir: platformDir, key: testKey, port, sample: true, ...(rates ? { rates } : {}) });
  beforeAll(async () => {
    platform = await start(0, {});
    [desk, other] = [await startConsole({ platformUrl: platform.url }), await startConsole({ platformUrl: platform.url })];
    await desk.signIn('he.doctor');
    await other.signIn('he.doctor');
    await until('both are online', async () => (await Promise.all([desk, other].map((console) => console.call('sync.status', {})))).every(({ state }) => state === 'online'));
  });
  afterAll(async () => {
    for (const console of [desk, other]) {
      await console.stop();
      removeFolder(console.dataDir);
    }
    await platform.stop();
    removeFolder(platformDir);
  });

  it('wait as they are told and go on: a week of commands arrives whole, nothing is refused or doubled', async () => {
    const { port } = platform;
    await platform.stop();
    const stream = { kind: 'case', id: randomUUID() } as const;
    await desk.submit(stream, 'case.create', { caseNo: 'ZH-7', leadHospitalId: 'gd-cancer', fields: sampleRequest });
    for (let line = 0; line < 300; line += 1) await desk.submit(stream, 'case.edit', { fields: { history: `line ${line}` } }, 1);
    const { outbox } = await desk.call('sync.status', {});
    expect(outbox).toBeGreaterThan(300);

    platform = await start(port, { commands: { burst: 100, perSecond: 200 } });
    await until('all of it is sent', async () => (await desk.call('sync.status', {})).outbox === 0, 60_000);
    await until('all of it is at the other console of the same person', async () => (await other.call('case.list', {})).cases.some(({ record }) => record.id === stream.id && record.request.history === 'line 299'), 60_000);
    const observer = await signIn(platform.url, 'he.doctor', 'observer');
    const sent: string[] = [];
    for (let after = 0, head = 1; after < head; ) {
      const page = await observer.feed(after);
      sent.push(...page.entries.flatMap(({ committed: { command } }) => (command.actor.personId === 'he.doctor' ? [command.id] : [])));
      ({ head } = page);
      after = page.entries.at(-1)?.position ?? head;
    }
    expect([sent.length, new Set(sent).size]).toEqual([outbox, outbox]);
    for (const console of [desk, other]) {
      expect((await console.call('case.get', { caseId: stream.id })).refused).toEqual([]);
      await until('console and platform are equal', async () => {
        const { local, platform: there } = await console.call('record.digest', { stream });
        return local === there;
      });
    }
    expect(await refusals(platform.url, '/v1/commands', 'POST')).toBeGreaterThan(0);
  }, 120_000);
});

describe('transfers that are too fast for the platform', () => {
  const [platformDir, senderDir, receiverDir] = [makeFolder(), makeFolder(), makeFolder()];
  let platform: RunningPlatform;
  let stores: Store[];
  let sender: TransferParts;
  let receiver: TransferParts;
  const stop = new AbortController();
  beforeAll(async () => {
    platform = await startPlatform({ dataDir: platformDir, key: testKey, port: 0, sample: true, rates: { requests: { burst: 8, perSecond: 1 } } });
    stores = [senderDir, receiverDir].map((dir) => openStore(dir, randomBytes(32)));
    const client = new PlatformClient(platform.url);
    const { token } = await client.signIn('he.doctor', password, 'console');
    [sender, receiver] = stores.map((store) => ({ store, client, token, bandwidth: new Bandwidth(), stop: stop.signal })) as [TransferParts, TransferParts];
  });
  afterAll(async () => {
    for (const store of stores) store.close();
    await platform.stop();
    for (const dir of [platformDir, senderDir, receiverDir]) removeFolder(dir);
  });
  async function kept(bytes: Uint8Array): Promise<Transfer> {
    const { id } = await draftCase(await signIn(platform.url, 'he.doctor'), bytes);
    await sender.store.blobs.put(hashOf(bytes), bytes);
    markLocal(sender.store.db, hashOf(bytes), bytes.length);
    return { sha256: hashOf(bytes), byteLength: bytes.length, caseId: id, kind: 'object', rank: 0 };
  }
  /** Asks until the platform has had enough of this console. */
  const spend = async (): Promise<void> => {
    for (let status = 200; status !== 429; ) ({ status } = await fetch(`${platform.url}/v1/second-factor`, { headers: { authorization: `Bearer ${sender.token}` } }));
  };

  it.each([['a pack of small images', 1000], ['an image in one request', 100_000], ['an image in several requests', 5_000_000]])('%s is sent once the wait is over, and fetched so too', async (_what, length) => {
    const image = await kept(randomBytes(length));
    const send = async (): Promise<void> => {
      if (length === 1000) expect((await uploadPack(sender, [image])).sent).toEqual([image]);
      else await uploadBlob(sender, image);
    };
    await spend();
    await expect(send()).rejects.toMatchObject({ reason: 'refused', detail: { reason: 'rate-limited', status: 429, waitMs: expect.any(Number) as number } });
    await waitTurn(send, stop.signal);
    const fetchIt = (): Promise<unknown> => downloadBlob(receiver, { ...image, kind: 'report' });
    await spend();
    await expect(fetchIt()).rejects.toMatchObject({ reason: 'refused', detail: { reason: 'rate-limited', status: 429 } });
    await waitTurn(fetchIt, stop.signal);
    expect(hashOf(await receiver.store.blobs.read(image.sha256))).toBe(image.sha256);
  }, 60_000);

  it('a wait ends with the console, and what is no question of speed is not tried again', async () => {
    const closing = new AbortController();
    let tries = 0;
    const refusal = new SyncError('refused', 'too fast', { detail: { status: 429, waitMs: 60_000 } });
    const waiting = waitTurn(() => Promise.reject(refusal), closing.signal);
    closing.abort();
    await expect(waiting).rejects.toBe(refusal);
    await expect(waitTurn(() => {
      tries += 1;
      return Promise.reject(new SyncError('refused', 'no', { detail: { status: 403 } }));
    }, stop.signal)).rejects.toMatchObject({ reason: 'refused' });
    expect(tries).toBe(1);
  });
});
