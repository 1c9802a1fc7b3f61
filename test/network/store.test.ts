import Database from 'better-sqlite3';
import { randomBytes } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { addToInbox, discardFromInbox, listInbox, listInboxObjects, removeTakenFromInbox } from '../../electron/core/store/inbox.ts';
import { addInstances, getBlob } from '../../electron/core/store/imaging.ts';
import { migrations } from '../../electron/core/store/migrations/list.ts';
import { getLocalNode, getNode, listNodes, putLocalNode, putNode, removeNode } from '../../electron/core/store/networkNodes.ts';
import { openStore } from '../../electron/core/store/openStore.ts';
import { readHeader } from '../../shared/dicom/readHeader.ts';
import { makeSampleCase } from '../../shared/rt/phantom/makeSampleCase.ts';
import { removeFolder, temporaryFolder } from '../core/support/console.ts';

const folders: string[] = [];
const newFolder = (): string => {
  const folder = temporaryFolder();
  folders.push(folder);
  return folder;
};
afterEach(() => folders.splice(0).forEach(removeFolder));

const web = { id: '00000000-0000-4000-8000-000000000001', name: 'B', kind: 'dicomweb', url: 'https://pacs/rs', userName: 'u' } as const;
const dimse = { id: '00000000-0000-4000-8000-000000000002', name: 'A', kind: 'dimse', aeTitle: 'PACS', host: 'pacs', port: 104, useTls: false, retrieveBy: 'move' } as const;

describe('network nodes in the store', () => {
  it('come with the new schema to a record of the one before, whose rows stay', () => {
    const db = new Database(':memory:');
    for (const { sql } of migrations.filter(({ number }) => number < 4)) db.exec(sql);
    db.exec(`INSERT INTO blob (sha256, byte_length, is_local, is_on_platform) VALUES ('aa', 1, 1, 1)`);
    for (const { sql } of migrations.filter(({ number }) => number === 4)) db.exec(sql);
    expect(db.prepare('SELECT count(*) AS n FROM blob').get()).toEqual({ n: 1 });
    expect(db.prepare(`SELECT name FROM pragma_table_list WHERE strict = 1 AND name IN ('network_node', 'local_node', 'inbox_object') ORDER BY name`).pluck().all()).toEqual(['inbox_object', 'local_node', 'network_node']);
    db.close();
  });

  it('keep their password for core alone, and no file shows it', () => {
    const folder = newFolder();
    const store = openStore(folder, randomBytes(32));
    putNode(store.db, web, 'Geheim-4711');
    putNode(store.db, dimse, null);
    expect(listNodes(store.db)).toEqual([dimse, { ...web, hasPassword: true }]);
    expect(getNode(store.db, web.id)).toEqual({ node: web, password: 'Geheim-4711' });
    putNode(store.db, { ...web, name: 'C' }, null);
    expect(getNode(store.db, web.id)).toEqual({ node: { ...web, name: 'C' }, password: null });
    removeNode(store.db, web.id);
    expect(getNode(store.db, web.id)).toBeNull();
    putNode(store.db, web, 'Geheim-4711');
    store.close();
    for (const name of readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())) expect(readFileSync(join(name.parentPath, name.name)).includes('Geheim-4711')).toBe(false);
  });

  it('of this console receive nothing until that is switched on', () => {
    const store = openStore(newFolder(), randomBytes(32));
    expect(getLocalNode(store.db)).toEqual({ aeTitle: 'MDT_CONSOLE', port: 11112, isReceiving: false });
    putLocalNode(store.db, { aeTitle: 'X', port: 104, isReceiving: true });
    expect(getLocalNode(store.db)).toEqual({ aeTitle: 'X', port: 104, isReceiving: true });
    store.close();
  });
});

describe('the inbox in the store', () => {
  const [first, second] = makeSampleCase({ slices: 4, matrixSize: 16 }).files.map(({ bytes }) => readHeader(bytes));
  if (!first || !second) throw new Error('The phantom has no slices.');
  const study = first.studyInstanceUID;

  it('keeps the same object with other bytes beside the first, and gives what a case has', () => {
    const store = openStore(newFolder(), randomBytes(32));
    const { db } = store;
    for (const sha256 of ['a', 'b', 'a']) addToInbox(db, first, { sha256, byteLength: 10 }, 'PACS', 1);
    addToInbox(db, second, { sha256: 'c', byteLength: 5 }, 'CT1', 2);
    expect(listInbox(db)).toMatchObject([{ studyInstanceUID: study, instances: 3, byteLength: 25, from: 'CT1, PACS', receivedAtMs: 2 }]);
    addInstances(db, 'case', [{ header: first, sha256: 'a', byteLength: 10 }]);
    expect(removeTakenFromInbox(db, study)).toBe(1);
    expect(listInboxObjects(db, study).map(({ sha256 }) => sha256).sort()).toEqual(['b', 'c']);
    store.close();
  });

  it('discards blobs that nothing else refers to, and no other', () => {
    const store = openStore(newFolder(), randomBytes(32));
    const { db } = store;
    for (const sha256 of ['a', 'b']) addToInbox(db, first, { sha256, byteLength: 10 }, 'PACS', 1);
    addInstances(db, 'case', [{ header: first, sha256: 'a', byteLength: 10 }]);
    expect(discardFromInbox(db, study)).toEqual(['b']);
    expect([getBlob(db, 'a')?.isLocal, getBlob(db, 'b')]).toEqual([true, null]);
    store.close();
  });
});
