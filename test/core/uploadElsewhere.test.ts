import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { markLocal } from '../../electron/core/store/imaging.ts';
import { openStore, type Store } from '../../electron/core/store/openStore.ts';
import { Bandwidth } from '../../electron/core/sync/bandwidth.ts';
import type { Transfer } from '../../electron/core/sync/blobPlan.ts';
import { PlatformClient } from '../../electron/core/sync/platformClient.ts';
import type { TransferParts } from '../../electron/core/sync/transferParts.ts';
import { uploadBlob } from '../../electron/core/sync/uploadBlob.ts';
import { uploadPack } from '../../electron/core/sync/uploadPack.ts';
import type { RunningPlatform } from '../../platform/host.ts';
import { makeFolder, removeFolder, signIn, startSample } from '../platform/support/network.ts';
import { draftCase, hashOf } from '../platform/support/streams.ts';

const [platformDir, consoleDir] = [makeFolder(), makeFolder()];
let gone: Server;
let platform: RunningPlatform;
let store: Store;
let parts: TransferParts;

beforeAll(async () => {
  gone = createServer((_request, response) => void response.writeHead(502, { 'content-type': 'text/html' }).end('<html>502 Bad Gateway</html>'));
  await new Promise<void>((resolve) => void gone.listen(0, '127.0.0.1', resolve));
  platform = await startSample(platformDir);
  store = openStore(consoleDir, randomBytes(32));
  const client = new PlatformClient(`http://127.0.0.1:${(gone.address() as AddressInfo).port}`, [platform.url]);
  const { token } = await client.signIn('he.doctor', 'Sample-2026', 'console');
  parts = { store, client, token, bandwidth: new Bandwidth(), stop: new AbortController().signal };
});
afterAll(async () => {
  store.close();
  await platform.stop();
  gone.close();
  for (const dir of [platformDir, consoleDir]) removeFolder(dir);
});

async function kept(bytes: Uint8Array): Promise<Transfer> {
  const { id } = await draftCase(await signIn(platform.url, 'he.doctor'), bytes);
  const sha256 = hashOf(bytes);
  await store.blobs.put(sha256, bytes);
  markLocal(store.db, sha256, bytes.length);
  return { sha256, byteLength: bytes.length, caseId: id, kind: 'object', rank: 0 };
}

test('while the configured node is gone, small and large images are sent to the node in use', async () => {
  const [small, middle, large] = [await kept(randomBytes(1000)), await kept(randomBytes(100_000)), await kept(randomBytes(5_000_000))];
  expect((await uploadPack(parts, [small])).sent).toEqual([small]);
  await uploadBlob(parts, middle);
  await uploadBlob(parts, large);
  expect(await parts.client.missingBlobs(parts.token, [small.sha256, middle.sha256, large.sha256])).toEqual(new Set());
});
