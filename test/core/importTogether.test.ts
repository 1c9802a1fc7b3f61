import { hash, randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { ObjectSource } from '../../electron/core/files/objectSource.ts';
import { runImport } from '../../electron/core/files/runImport.ts';
import { Network } from '../../electron/core/network/network.ts';
import { inboxSource } from '../../electron/core/network/sources.ts';
import { addToInbox } from '../../electron/core/store/inbox.ts';
import { putRunningImport } from '../../electron/core/store/importJobs.ts';
import { listInstances } from '../../electron/core/store/imaging.ts';
import { blobPlaceOf, openStore, type Store } from '../../electron/core/store/openStore.ts';
import { readHeader } from '../../shared/dicom/readHeader.ts';
import type { ImportReport } from '../../shared/ipc/channels.ts';
import type { Person } from '../../shared/mdt/directory.ts';
import { removeFolder, sampleRequest, startConsole, temporaryFolder, until } from './support/console.ts';
import { never, usePools } from './support/pool.ts';
import { writeStudy } from './support/study.ts';

const root = temporaryFolder();
writeStudy(join(root, 'one'), { slices: 40, seed: 'one' });
writeStudy(join(root, 'other'), { slices: 40, seed: 'other', patientID: 'T-0002' });
const filesOf = (name: string): Buffer[] => readdirSync(join(root, name)).sort().map((file) => readFileSync(join(root, name, file)));
afterAll(() => removeFolder(root));

/** Something that happens when it is told to. */
function makeGate(): { readonly open: () => void; readonly opened: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { open: resolve, opened: promise };
}

const arriving = (files: readonly Uint8Array[], before: Promise<void>, last: readonly Uint8Array[] = []): ObjectSource => ({
  open: async function* open() {
    for (const [index, bytes] of files.entries()) yield { name: String(index), bytes };
    await before;
    for (const bytes of last) yield { name: 'last', bytes };
  },
  taken: () => Promise.resolve(),
});
const unreadable = async (store: Store, caseId: string): Promise<number> => {
  const outcomes = await Promise.allSettled(listInstances(store.db, caseId).map(({ sha256 }) => store.blobs.read(sha256)));
  return outcomes.filter(({ status }) => status === 'rejected').length;
};
const blobFiles = (store: Store): number => {
  const folder = join(store.dataDir, 'blobs');
  return existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.name.endsWith('.bin')).length : 0;
};

describe('two imports into one case', () => {
  it('go one after the other, so that the second finds out whose case it is', async () => {
    const console = await startConsole();
    await console.signIn('he.doctor');
    const caseId = randomUUID();
    await console.submit({ kind: 'case', id: caseId }, 'case.create', { caseNo: 'N-1', leadHospitalId: 'gd-cancer', fields: sampleRequest });
    const ids = [randomUUID(), randomUUID()] as const;
    for (const [index, name] of ['one', 'other'].entries()) await console.call('import.start', { importId: ids[index] ?? '', caseId, source: { kind: 'paths', paths: [join(root, name)] }, patientKey: null });
    const report = (importId: string): Promise<ImportReport> => console.call('import.report', { importId });
    await until('both end', async () => (await Promise.all(ids.map(report))).every(({ phase }) => phase === 'done'));
    expect(await report(ids[0])).toMatchObject({ imported: 40, rejects: [] });
    const second = await report(ids[1]);
    expect([second.imported, new Set(second.rejects.map(({ reason }) => reason))]).toEqual([0, new Set(['other-patient'])]);
    expect((await console.call('imaging.get', { caseId })).instances).toHaveLength(40);
    await console.stop();
    removeFolder(console.dataDir);
  });

  it('are each cancelled alone, also the one that waits', async () => {
    const console = await startConsole();
    await console.signIn('he.doctor');
    const caseId = randomUUID();
    await console.submit({ kind: 'case', id: caseId }, 'case.create', { caseNo: 'N-1', leadHospitalId: 'gd-cancer', fields: sampleRequest });
    const ids = [randomUUID(), randomUUID()] as const;
    for (const importId of ids) await console.call('import.start', { importId, caseId, source: { kind: 'paths', paths: [join(root, 'one')] }, patientKey: null });
    await console.call('import.cancel', { importId: ids[1] });
    await until('both end', async () => (await Promise.all(ids.map(async (importId) => (await console.call('import.report', { importId })).phase))).join() === 'done,cancelled');
    await console.stop();
    removeFolder(console.dataDir);
  });
});

describe('bytes two sides count on', () => {
  const stores: Store[] = [];
  const openPool = usePools();
  afterEach(() => {
    for (const store of stores.splice(0)) store.close();
  });
  const begin = (): { readonly store: Store; readonly take: (caseId: string, source: ObjectSource, onDone?: (files: number) => void) => Promise<ImportReport> } => {
    const dataDir = join(root, randomUUID());
    const key = new Uint8Array(randomBytes(32));
    const store = openStore(dataDir, key);
    stores.push(store);
    const pool = openPool({ blobs: blobPlaceOf(dataDir, key) });
    const take = (caseId: string, source: ObjectSource, onDone: (files: number) => void = () => undefined): Promise<ImportReport> => {
      const job = { importId: randomUUID(), caseId, source: { kind: 'inbox', studyInstanceUID: '1.2' } as const, patientKey: null };
      putRunningImport(store.db, { ...job, personId: 'p', startedAtMs: 1 });
      return runImport({ store, pool, openSource: () => source }, { ...job, signal: never(), onProgress: ({ filesDone }) => onDone(filesDone) });
    };
    return { store, take };
  };
  it('stay when one import gives them back and another one is about to list them', async () => {
    const { store, take } = begin();
    const [first, second] = [makeGate(), makeGate()];
    const kept = take('kept', arriving(filesOf('one'), second.opened));
    // Two patients: it gives everything back.
    const mixed = take('mixed', arriving(filesOf('one'), first.opened, filesOf('other')));
    await until('both have written', () => blobFiles(store) === 32);
    first.open();
    expect(await mixed).toMatchObject({ phase: 'choosePatient', imported: 0 });
    second.open();
    expect(await kept).toMatchObject({ phase: 'done', imported: 40 });
    expect(await unreadable(store, 'kept')).toBe(0);
    expect(blobFiles(store)).toBe(40);
  });

  it('stay when a study is discarded from the inbox while it is taken into a case', async () => {
    const { store, take } = begin();
    const network = new Network(store, { onInboxChanged: () => undefined, onSendProgress: () => undefined });
    const files = filesOf('one');
    for (const bytes of files) {
      const sha256 = hash('sha256', bytes, 'hex');
      await store.blobs.put(sha256, bytes);
      addToInbox(store.db, readHeader(bytes), { sha256, byteLength: bytes.length }, 'CT1', 1);
    }
    const studyInstanceUID = readHeader(files[0] ?? new Uint8Array()).studyInstanceUID;
    const gate = makeGate();
    const inner = inboxSource(store, studyInstanceUID, () => undefined);
    const slow: ObjectSource = {
      open: async function* open(signal, expectTotal) {
        yield* inner.open(signal, expectTotal);
        await gate.opened;
      },
      taken: () => inner.taken(),
    };
    let done = 0;
    const taking = take('kept', slow, (filesDone) => (done = filesDone));
    await until('the first lot is taken', () => done === 32);
    network.discard({ id: 'p' } as Person, studyInstanceUID);
    gate.open();
    expect(await taking).toMatchObject({ phase: 'done', imported: 40 });
    expect([await unreadable(store, 'kept'), blobFiles(store)]).toEqual([0, 40]);
    await network.stop();
  });
});
