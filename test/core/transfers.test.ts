import { randomBytes, randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { createRecordContext } from '../../electron/core/commands/recordContext.ts';
import { openStore } from '../../electron/core/store/openStore.ts';
import { setSetting } from '../../electron/core/store/people.ts';
import { addPending } from '../../electron/core/store/streams.ts';
import type { PlatformClient } from '../../electron/core/sync/platformClient.ts';
import type { SyncSession } from '../../electron/core/sync/syncSession.ts';
import { Transfers } from '../../electron/core/sync/transfers.ts';
import { SyncError } from '../../shared/errors/appError.ts';
import { actorOf, type Person } from '../../shared/mdt/directory.ts';
import { removeFolder, temporaryFolder, until } from './support/console.ts';

it('a download that is refused is tried again after a pause, not at once', async () => {
  const dir = temporaryFolder();
  const store = openStore(dir, randomBytes(32));
  setSetting(store.db, 'platformName', 'embedded');
  const person: Person = { id: 'he', account: 'he', name: 'he', nameEn: 'he', title: '', hospitalId: 'zhuhai', roles: ['partnerDoctor'], discipline: null, publicKey: null };
  const stream = { kind: 'case', id: randomUUID() } as const;
  const common = { stream, actor: actorOf(person), deviceId: 'd', baseVersion: 0, atMs: 1 };
  addPending(store.db, { ...common, id: randomUUID(), type: 'case.create', payload: { caseNo: 'C', leadHospitalId: 'gd-cancer', fields: {} } });
  addPending(store.db, { ...common, id: randomUUID(), type: 'case.attachImaging', payload: { instances: [{ sopInstanceUID: '1', sopClassUID: '1', seriesInstanceUID: '1', modality: 'CT', sha256: 'a'.repeat(64), byteLength: 1 }] } });
  let arrivals = 0;
  const client = { missingBlobs: () => Promise.resolve(new Set<string>()), blob: () => Promise.reject(new SyncError('refused', 'no')) } as unknown as PlatformClient;
  const session: SyncSession = { person, tokenOf: () => Promise.resolve('t'), dropToken: () => undefined, endIdle: () => Promise.resolve() };
  const transfers = new Transfers({
    context: createRecordContext(store, () => undefined), client, session, onProgress: () => undefined,
    onArrived: () => {
      arrivals += 1;
    },
  });
  transfers.wake();
  await until('the refusal is known', () => transfers.error !== null);
  await transfers.stop();
  expect(transfers.error?.reason).toBe('refused');
  expect(arrivals).toBe(0);
  store.close();
  removeFolder(dir);
});
