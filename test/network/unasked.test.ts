import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Receiving } from '../../electron/core/network/receiving.ts';
import { listInbox } from '../../electron/core/store/inbox.ts';
import { putLocalNode, putNode } from '../../electron/core/store/networkNodes.ts';
import { openStore, type Store } from '../../electron/core/store/openStore.ts';
import type { SampleCase } from '../../shared/rt/phantom/makeSampleCase.ts';
import { removeFolder, temporaryFolder } from '../core/support/console.ts';
import { dcmtk } from './support/dcmtk.ts';
import { writePhantom } from './support/networkConsole.ts';
import { freePort } from './support/orthanc.ts';

const root = temporaryFolder();
let store: Store;
let receiving: Receiving;
let port: number;
let phantom: SampleCase;

beforeAll(async () => {
  store = openStore(join(root, 'data'), new Uint8Array(randomBytes(32)));
  port = await freePort();
  for (const [index, aeTitle] of ['SCANNER', 'PACS'].entries()) {
    putNode(store.db, { id: `00000000-0000-4000-8000-00000000000${index}`, name: aeTitle, kind: 'dimse', aeTitle, host: '127.0.0.1', port: 104, useTls: false, retrieveBy: 'move' }, null);
  }
  putLocalNode(store.db, { aeTitle: 'MDT_TEST', port, isReceiving: true });
  receiving = new Receiving(store, () => undefined);
  await receiving.apply();
  phantom = await writePhantom(join(root, 'phantom'), { seed: 'unasked', slices: 4 });
});

afterAll(async () => {
  await receiving?.stop();
  store?.close();
  removeFolder(root);
});

const send = (callingAe: string, name: string): Promise<unknown> => dcmtk('storescu', '-aet', callingAe, '-aec', 'MDT_TEST', '-xe', 'localhost', String(port), join(root, 'phantom', name));

it('keeps what a scanner sends while the same study is fetched from the PACS: it was acknowledged, whatever becomes of the import', async () => {
  const fetched: string[] = [];
  const stop = receiving.expect(phantom.expected.studyInstanceUID, 'PACS', (object) => Promise.resolve(void fetched.push(object.sopInstanceUID)));
  expect(await send('SCANNER', 'RS.dcm')).toMatchObject({ code: 0 });
  expect(await send('PACS', 'RP.dcm')).toMatchObject({ code: 0 });
  expect([fetched.length, listInbox(store.db).map(({ instances, from }) => [instances, from])]).toEqual([1, [[1, 'SCANNER']]]);
  stop();
});
