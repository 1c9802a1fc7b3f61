import { randomBytes, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createRecordContext, type RecordContext } from '../../electron/core/commands/recordContext.ts';
import { planBlobs } from '../../electron/core/sync/blobPlan.ts';
import type { PlatformClient } from '../../electron/core/sync/platformClient.ts';
import { pushOutbox } from '../../electron/core/sync/pushOutbox.ts';
import type { SyncSession } from '../../electron/core/sync/syncSession.ts';
import { markLocal } from '../../electron/core/store/imaging.ts';
import { record as firstSchema } from '../../electron/core/store/migrations/0001-record.ts';
import { openStore, type Store } from '../../electron/core/store/openStore.ts';
import { setSetting } from '../../electron/core/store/people.ts';
import { addPending, countOutboxElsewhere, getCommand } from '../../electron/core/store/streams.ts';
import type { AnyCommand } from '../../shared/mdt/command.ts';
import type { Person } from '../../shared/mdt/directory.ts';
import type { Outcome } from '../../shared/sync/protocol.ts';
import { removeFolder, temporaryFolder } from './support/console.ts';

const person = (id: string, hospitalId: string): Person => ({ id, account: id, name: id, nameEn: id, title: '', hospitalId, roles: ['partnerDoctor'], discipline: null, publicKey: null });
const chair = person('chair', 'gd-cancer');
const colleague = person('colleague', 'gd-cancer');
const stranger = person('stranger', 'shaoguan');

let dir: string;
let key: Uint8Array;
let store: Store;
let context: RecordContext;
let pushed: { token: string; ids: string[] }[];

beforeEach(() => {
  dir = temporaryFolder();
  key = randomBytes(32);
  store = openStore(dir, key);
  setSetting(store.db, 'platformName', 'https://province');
  context = createRecordContext(store, () => undefined);
  pushed = [];
});
afterEach(() => {
  store.close();
  removeFolder(dir);
});

const client = {
  push: (token: string, commands: readonly AnyCommand[]) => {
    pushed.push({ token, ids: commands.map((command) => command.id) });
    return Promise.resolve({ outcomes: commands.map((command): Outcome => ({ status: 'committed', commandId: command.id, version: 9 })), nowMs: 0 });
  },
} as unknown as PlatformClient;

const sessionOf = (signedIn: Person | null, tokens: readonly string[]): SyncSession => ({
  person: signedIn, tokenOf: (id) => Promise.resolve(tokens.includes(id) ? `token of ${id}` : null), dropToken: () => undefined, endIdle: () => Promise.resolve(),
});

function pending(by: Person, type: AnyCommand['type'], payload: unknown = {}): AnyCommand {
  const { id: personId, name, title, hospitalId, roles, discipline } = by;
  const command: AnyCommand = { id: randomUUID(), stream: { kind: 'case', id: randomUUID() }, type, actor: { personId, name, title, hospitalId, roles, discipline }, deviceId: store.deviceId, baseVersion: 0, atMs: 1, payload };
  addPending(store.db, command);
  return command;
}

it('a signature waits when only somebody of another hospital is signed in, and goes with a colleague of its own', async () => {
  const signature = pending(chair, 'decision.sign');
  expect(await pushOutbox(context, client, sessionOf(stranger, ['stranger']))).toBe(1);
  expect(pushed).toEqual([]);
  expect(getCommand(store.db, signature.id)?.status).toBe('pending');
  await pushOutbox(context, client, sessionOf(colleague, ['colleague']));
  expect(pushed).toEqual([{ token: 'token of colleague', ids: [signature.id] }]);
});

it('what was made for one platform is not sent to another, neither commands nor images', async () => {
  const sha256 = 'a'.repeat(64);
  const create = pending(chair, 'case.create', { caseNo: 'C', leadHospitalId: 'gd-cancer', fields: {} });
  const attach: AnyCommand = { ...create, id: randomUUID(), type: 'case.attachImaging', payload: { instances: [{ sopInstanceUID: '1', sopClassUID: '1', seriesInstanceUID: '1', modality: 'CT', sha256, byteLength: 1 }] } };
  addPending(store.db, attach);
  markLocal(store.db, sha256, 1);
  setSetting(store.db, 'platformName', 'embedded');
  await pushOutbox(context, client, sessionOf(chair, ['chair']));
  expect(pushed).toEqual([]);
  expect(countOutboxElsewhere(store.db)).toBe(2);
  expect(planBlobs(context, chair, 0).uploads).toEqual([]);
  setSetting(store.db, 'platformName', 'https://province');
  expect(planBlobs(context, chair, 0).uploads.map((transfer) => transfer.sha256)).toEqual([sha256]);
  await pushOutbox(context, client, sessionOf(chair, ['chair']));
  expect(pushed.flatMap((batch) => batch.ids)).toEqual([create.id, attach.id]);
});

it('a record of the schema before knows where its streams belong', async () => {
  const create = pending(chair, 'case.create', { caseNo: 'C', leadHospitalId: 'gd-cancer', fields: {} });
  const made = store.db.prepare("SELECT type, name FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type").all() as { type: string; name: string }[];
  const later = made.filter(({ name }) => !new RegExp(`(?:TABLE|INDEX|TRIGGER) ${name}\\b`).test(firstSchema.sql));
  expect(later).toContainEqual({ type: 'table', name: 'stream_home' });
  store.db.exec(`PRAGMA foreign_keys = OFF; ${later.map(({ type, name }) => `DROP ${type} IF EXISTS ${name};`).join(' ')} PRAGMA user_version = 1; PRAGMA foreign_keys = ON`);
  const tables = store.db.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").all() as { name: string }[];
  for (const { name } of tables) {
    const first = new RegExp(`CREATE TABLE ${name} \\(([\\s\\S]*?)\\) STRICT`).exec(firstSchema.sql)?.[1] ?? '';
    const columns = (store.db.pragma(`table_info(${name})`) as { name: string }[]).filter((column) => !new RegExp(`\\b${column.name}\\b`).test(first));
    for (const column of columns) store.db.exec(`ALTER TABLE ${name} DROP COLUMN ${column.name}`);
  }
  store.close();
  store = openStore(dir, key);
  context = createRecordContext(store, () => undefined);
  await pushOutbox(context, client, sessionOf(chair, ['chair']));
  expect(pushed.flatMap((batch) => batch.ids)).toEqual([create.id]);
});
