import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createRecordContext, type RecordContext } from '../../electron/core/commands/recordContext.ts';
import { markLocal } from '../../electron/core/store/imaging.ts';
import { openStore, type Store } from '../../electron/core/store/openStore.ts';
import { setSetting } from '../../electron/core/store/people.ts';
import { addPending } from '../../electron/core/store/streams.ts';
import { PlatformClient } from '../../electron/core/sync/platformClient.ts';
import { pushOutbox } from '../../electron/core/sync/pushOutbox.ts';
import type { SyncSession } from '../../electron/core/sync/syncSession.ts';
import { Transfers } from '../../electron/core/sync/transfers.ts';
import { samplePassword } from '../../platform/seed.ts';
import { actorOf } from '../../shared/mdt/directory.ts';
import { LivePlatform, freePort } from '../core/crash/livePlatform.ts';
import { toResults, type BenchResult } from './benchResult.ts';

const megabyte = 1024 * 1024;
const runs = 5;
const connections = 8;
const sets = [
  { metric: 'blobs to the platform, 200 CT slices of 0.5 MB', count: 200, byteLength: megabyte / 2 },
  { metric: 'blob to the platform, one object of 200 MB', count: 1, byteLength: 200 * megabyte },
] as const;
const peerName = 'plain HTTP';
const peerNote = `peer: PUT of the same bytes from plain files, ${connections} kept connections at a time, each written to a file and fsynced before the answer; no hash, encryption or record. Ours: opened from the encrypted store, sent by tus, hashed, sealed, fsynced and committed with its audit row by a platform process`;

/**
 * Speed of blobs from a console's store to the platform, against a plain HTTP upload of the same bytes to a process that
 * writes them to files, taken alternately. Each run sends bytes that nobody has sent before.
 * @param folder for both; emptied by the caller
 */
export async function measureBlobTransfer(folder: string): Promise<readonly BenchResult[]> {
  const platform = new LivePlatform({ dataDir: join(folder, 'platform'), key: randomBytes(32), port: await freePort() });
  const peer = await startPeer(join(folder, 'peer'));
  const console = await openSender(join(folder, 'console'), () => platform.start().then(() => platform.url));
  try {
    const results: BenchResult[] = [];
    for (const { metric, count, byteLength } of sets) {
      const ours: number[] = [];
      const peers: number[] = [];
      for (let run = 0; run < runs + 1; run += 1) {
        const objects = await writeObjects(join(folder, 'plain'), count, byteLength);
        const rate = (elapsedMs: number): number => (count * byteLength) / megabyte / (elapsedMs / 1000);
        const isWarmUp = run === 0;
        const measureOurs = async (): Promise<void> => void (isWarmUp ? await console.send(objects) : ours.push(rate(await console.send(objects))));
        const measurePeer = async (): Promise<void> => void (isWarmUp ? await peer.send(objects) : peers.push(rate(await peer.send(objects))));
        for (const measure of run % 2 === 0 ? [measureOurs, measurePeer] : [measurePeer, measureOurs]) await measure();
        await rm(join(folder, 'plain'), { recursive: true });
      }
      results.push(...toResults({ metric, unit: 'MB/s', better: 'higher', ours, peer: { name: peerName, samples: peers }, target: { ratioAtLeast: 0.7 }, note: peerNote }));
    }
    return results;
  } finally {
    await console.stop();
    peer.stop();
    await platform.stop();
  }
}

interface BenchObject {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

async function writeObjects(folder: string, count: number, byteLength: number): Promise<BenchObject[]> {
  await mkdir(folder, { recursive: true });
  const objects: BenchObject[] = [];
  for (let at = 0; at < count; at += 1) {
    const bytes = randomBytes(byteLength);
    const path = join(folder, String(at));
    await writeFile(path, bytes);
    objects.push({ path, bytes, sha256: createHash('sha256').update(bytes).digest('hex') });
  }
  return objects;
}

interface Sender {
  /** @returns ms from the moment the sending side is told until the receiving side has answered for the last object */
  send(objects: readonly BenchObject[]): Promise<number>;
}

async function startPeer(folder: string): Promise<Sender & { stop(): void }> {
  await mkdir(folder, { recursive: true });
  const child: ChildProcess = fork(resolve(import.meta.dirname, 'plainUploadServer.ts'), [folder], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const [port] = (await once(child, 'message')) as [number];
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const put = async ({ path, sha256, bytes }: BenchObject): Promise<void> => {
    const sent = request({ host: '127.0.0.1', port, method: 'PUT', path: `/${sha256}`, agent, headers: { 'content-length': bytes.length } });
    const answered = once(sent, 'response');
    await pipeline(createReadStream(path), sent);
    const [response] = await answered;
    response.resume();
    await once(response, 'end');
  };
  return {
    send: async (objects) => {
      const queue = [...objects];
      const startedMs = performance.now();
      await Promise.all(Array.from({ length: connections }, async () => {
        for (let next = queue.shift(); next; next = queue.shift()) await put(next);
      }));
      return performance.now() - startedMs;
    },
    stop: () => {
      agent.destroy();
      child.disconnect();
    },
  };
}

/** A console's store and its transfers, signed in, without the rest of core. */
async function openSender(dataDir: string, startPlatform: () => Promise<string>): Promise<Sender & { stop(): Promise<void> }> {
  const store: Store = openStore(dataDir, randomBytes(32));
  const client = new PlatformClient(await startPlatform());
  setSetting(store.db, 'platformName', client.origin);
  const { token, person } = await client.signIn('he.doctor', samplePassword, store.deviceId);
  const session: SyncSession = { person, tokenOf: () => Promise.resolve(token), dropToken: () => undefined, endIdle: () => Promise.resolve() };
  const context: RecordContext = createRecordContext(store, () => undefined);
  const toldBy = { progress: (): void => undefined };
  const transfers = new Transfers({ context, client, session, onProgress: () => toldBy.progress(), onArrived: () => undefined });
  return {
    send: async (objects) => {
      await attach(context, objects, person, () => pushOutbox(context, client, session));
      const isSent = new Promise<void>((done, fail) => {
        // The first word comes after the first object, or at the end of the pass.
        toldBy.progress = () => {
          if (transfers.error) fail(transfers.error);
          else if (transfers.uploads.waiting === 0) done();
        };
      });
      const startedMs = performance.now();
      transfers.wake();
      await isSent;
      return performance.now() - startedMs;
    },
    stop: async () => {
      await transfers.stop();
      store.close();
    },
  };
}

/** A new case whose objects are in the encrypted store, known to the platform by name and not yet by their bytes. */
async function attach({ store }: RecordContext, objects: readonly BenchObject[], person: Parameters<typeof actorOf>[0], push: () => Promise<unknown>): Promise<void> {
  const common = { stream: { kind: 'case', id: randomUUID() }, actor: actorOf(person), deviceId: store.deviceId, baseVersion: 0, atMs: Date.now() } as const;
  for (const { sha256, bytes } of objects) {
    await store.blobs.put(sha256, bytes);
    markLocal(store.db, sha256, bytes.length);
  }
  const instances = objects.map(({ sha256, bytes }, at) => ({ sopInstanceUID: `1.2.${at + 1}`, sopClassUID: '1.2.840.10008.5.1.4.1.1.2', seriesInstanceUID: '1.2.0', modality: 'CT', sha256, byteLength: bytes.length }));
  addPending(store.db, { ...common, id: randomUUID(), type: 'case.create', payload: { caseNo: 'BENCH', leadHospitalId: 'gd-cancer', fields: {} } });
  addPending(store.db, { ...common, id: randomUUID(), type: 'case.attachImaging', payload: { instances } });
  await push();
}
