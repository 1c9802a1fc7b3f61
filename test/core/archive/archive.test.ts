import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync, zipSync, strFromU8, strToU8 } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readArchive, verifyArchive } from '../../../electron/core/archive/verifyArchive.ts';
import { exportCase } from '../../../electron/core/archive/exportCase.ts';
import { certificateIdOf } from '../../../electron/core/commands/certificateId.ts';
import { openStore } from '../../../electron/core/store/openStore.ts';
import { getCommitted } from '../../../electron/core/store/streams.ts';
import type { ArchiveReport } from '../../../shared/ipc/channels.ts';
import type { CaseRecord } from '../../../shared/mdt/caseRecord.ts';
import { canonicalJson } from '../../../shared/mdt/canonical.ts';
import { makeKeyPair, signText } from '../../../shared/mdt/signature.ts';
import { removeFolder, samplePin, sampleRequest, startConsole, temporaryFolder, until, type TestConsole } from '../support/console.ts';
import { studyPatientName, writeStudy } from '../support/study.ts';

const folder = temporaryFolder();
const passphrase = '转交会诊病例的口令';
const caseId = randomUUID();
const encrypted = join(folder, 'case.mdtcase');
const plain = join(folder, 'plain.mdtcase');
let first: TestConsole;
let second: TestConsole;

beforeAll(async () => {
  [first, second] = [await startConsole(), await startConsole()];
  await first.signIn('he.doctor');
  await second.signIn('he.doctor');
  const stream = { kind: 'case', id: caseId } as const;
  await first.submit(stream, 'case.create', { caseNo: 'A-1', leadHospitalId: 'gd-cancer', fields: sampleRequest });
  writeStudy(join(folder, 'study'), { slices: 3 });
  const importId = randomUUID();
  await first.call('import.start', { importId, caseId, source: { kind: 'paths', paths: [join(folder, 'study')] }, patientKey: null });
  await until('the images are in', async () => ['done', 'failed'].includes((await first.call('import.report', { importId })).phase));
  await first.call('sync.now', {});
  await until('the platform has ordered it', async () => (await first.call('case.get', { caseId })).pending === 0);
  const request = { caseId, pin: samplePin, hasObjects: true };
  await first.call('archive.export', { ...request, jobId: randomUUID(), path: encrypted, passphrase });
  await first.call('archive.export', { ...request, jobId: randomUUID(), path: plain, passphrase: null });
}, 60_000);
afterAll(async () => {
  for (const console of [first, second]) {
    await console.stop();
    removeFolder(console.dataDir);
  }
  removeFolder(folder);
});

const inspect = (console: TestConsole, path: string, given: string | null): Promise<ArchiveReport> => console.call('archive.inspect', { jobId: randomUUID(), path, passphrase: given });
const take = (console: TestConsole, path: string, given: string | null) => console.call('archive.import', { jobId: randomUUID(), path, passphrase: given });

/** The plain archive with its parts changed, as a zip of its own. */
function rewritten(name: string, change: (parts: Record<string, Uint8Array>) => void): string {
  const parts: Record<string, Uint8Array> = unzipSync(new Uint8Array(readFileSync(plain)));
  change(parts);
  const path = join(folder, name);
  writeFileSync(path, zipSync(parts, { level: 0 }));
  return path;
}

describe('an archive of a case', () => {
  it('says who signed it, what it holds, and that all of it is as it was signed', async () => {
    const report = await inspect(first, encrypted, passphrase);
    expect(report).toMatchObject({ caseId, caseNo: 'A-1', isEncrypted: true, hasObjects: true, isValid: true, problems: [], objects: 3, patientName: sampleRequest.patientName, signer: { personName: '何静', hospitalId: 'zhuhai' } });
    expect(await verifyArchive(plain, null)).toMatchObject({ isValid: true, isEncrypted: false, problems: [] });
  });

  it('holds no readable name, number or header when it is encrypted, and opens with its passphrase alone', async () => {
    const bytes = readFileSync(encrypted);
    for (const text of [sampleRequest.patientName ?? '', sampleRequest.hospitalNumber ?? '', studyPatientName, 'DICM', 'manifest.json', caseId]) expect(bytes.includes(text), text).toBe(false);
    await expect(verifyArchive(encrypted, 'another passphrase')).rejects.toMatchObject({ reason: 'wrong-passphrase' });
    await expect(verifyArchive(encrypted, null)).rejects.toMatchObject({ reason: 'wrong-passphrase' });
  });

  it('names the part in which one byte was changed, each of them', async () => {
    const whole: Record<string, Uint8Array> = unzipSync(new Uint8Array(readFileSync(plain)));
    const bytes = readFileSync(plain);
    for (const [name, content] of Object.entries(whole)) {
      const at = bytes.indexOf(Buffer.from(content));
      expect(at, name).toBeGreaterThan(0);
      for (const offset of [0, Math.floor(content.length / 2), content.length - 1]) {
        const changed = Buffer.from(bytes);
        changed[at + offset] = (changed[at + offset] ?? 0) ^ 1;
        const path = join(folder, 'changed.mdtcase');
        writeFileSync(path, changed);
        const told = await verifyArchive(path, null).then(({ problems }) => problems.join('\n'), (error: unknown) => (error instanceof Error ? error.message : ''));
        expect(told, `${name} byte ${offset}`).toContain(name);
      }
    }
  });

  it('is refused with the place when one byte of it was changed while encrypted, wherever', async () => {
    const bytes = readFileSync(encrypted);
    for (const at of [0, 8, 20, 40, 50, 100, Math.floor(bytes.length / 2), bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      const path = join(folder, 'changed-encrypted.mdtcase');
      writeFileSync(path, changed);
      const isFound = await verifyArchive(path, passphrase).then(({ isValid }) => !isValid, () => true);
      expect(isFound, `byte ${at}`).toBe(true);
    }
    writeFileSync(join(folder, 'cut.mdtcase'), bytes.subarray(0, bytes.length - 100));
    await expect(verifyArchive(join(folder, 'cut.mdtcase'), passphrase)).rejects.toMatchObject({ reason: 'corrupt' });
  });

  it('names parts that are missing or were added, and another signer', async () => {
    const missing = rewritten('missing.zip', (parts) => delete parts['audit.json']);
    expect((await verifyArchive(missing, null)).problems).toEqual([expect.stringContaining('audit.json')]);
    const added = rewritten('added.zip', (parts) => void (parts['notes.txt'] = strToU8('added')));
    expect((await verifyArchive(added, null)).problems).toEqual([expect.stringContaining('notes.txt')]);
    const renamed = rewritten('renamed.zip', (parts) => void (parts['manifest.json'] = strToU8(strFromU8(parts['manifest.json'] ?? new Uint8Array()).replace('何静', '何洁'))));
    expect((await verifyArchive(renamed, null)).problems).toEqual([expect.stringContaining('signature')]);
  });

  it('names a record that is not what its commands make, though all of it was signed anew', async () => {
    const keys = makeKeyPair();
    const forged = rewritten('forged.zip', (parts) => {
      const record = strToU8(strFromU8(parts['record.json'] ?? new Uint8Array()).replace('食管癌', '喉癌'));
      const { manifest } = JSON.parse(strFromU8(parts['manifest.json'] ?? new Uint8Array())) as { manifest: { parts: { path: string; byteLength: number; sha256: string }[]; signer: object } };
      const part = manifest.parts.find(({ path }) => path === 'record.json');
      if (part) Object.assign(part, { byteLength: record.length, sha256: createHash('sha256').update(record).digest('hex') });
      Object.assign(manifest.signer, { publicKey: keys.publicKey, certificateId: certificateIdOf(keys.publicKey) });
      parts['record.json'] = record;
      parts['manifest.json'] = strToU8(JSON.stringify({ manifest, algorithm: 'SM2-SM3', value: signText(canonicalJson(manifest), keys) }));
    });
    expect((await verifyArchive(forged, null)).problems).toEqual([expect.stringContaining('not what its commands make')]);
  });

  it.each([['nothing', ''], ['text', 'no archive at all'], ['a zip of something else', null]])('says of %s that it is no archive', async (_what, content) => {
    const path = join(folder, 'other.bin');
    writeFileSync(path, content ?? zipSync({ 'a.txt': strToU8('a') }));
    await expect(verifyArchive(path, null)).rejects.toMatchObject({ reason: 'corrupt' });
    await expect(verifyArchive(join(folder, 'absent.mdtcase'), null)).rejects.toMatchObject({ reason: 'not-found' });
  });
});

describe('taking a case from an archive', () => {
  it('shows it to the hospital that took it, with its images, found by search, and lets nobody change it', async () => {
    const foreign = await startConsole();
    try {
      await foreign.signIn('zhou.coord');
      expect(await take(foreign, encrypted, passphrase)).toEqual({ outcome: 'taken', caseId, objects: 3 });
      const view = await foreign.call('case.get', { caseId });
      expect([view.record.request.patientName, view.imaging]).toEqual([sampleRequest.patientName, { present: 3, total: 3 }]);
      const { instances } = await foreign.call('imaging.get', { caseId });
      expect(instances.map(({ isPresent }) => isPresent)).toEqual([true, true, true]);
      expect((await foreign.call('case.search', { query: '食管癌' })).hits.map((hit) => hit.caseId)).toEqual([caseId]);
      await expect(foreign.submit({ kind: 'case', id: caseId }, 'case.return', { reason: 'x' }, view.record.version)).rejects.toMatchObject({ shape: { reason: 'not-permitted' } });
      await foreign.call('sync.now', {});
      expect(await foreign.call('sync.status', {})).toMatchObject({ outbox: 0, uploads: { waiting: 0 } });
      const { rows } = await foreign.call('audit.list', {});
      expect(rows.filter(({ action, subject }) => action === 'archive.import' && subject === caseId)).toHaveLength(1);
      await foreign.call('session.signOut', {});
      await foreign.signIn('he.doctor');
      expect((await take(foreign, encrypted, passphrase)).outcome).toBe('merged');
    } finally {
      await foreign.stop();
      removeFolder(foreign.dataDir);
    }
  });

  it('of a case that is here and the same changes nothing but adds what is missing', async () => {
    const before = (await first.call('record.digest', { stream: { kind: 'case', id: caseId } })).local;
    expect(await take(first, encrypted, passphrase)).toEqual({ outcome: 'merged', caseId, objects: 0 });
    expect((await first.call('record.digest', { stream: { kind: 'case', id: caseId } })).local).toBe(before);
  });

  it('takes nothing when one byte is wrong, and says which part', async () => {
    const damaged = rewritten('damaged.zip', (parts) => {
      const name = Object.keys(parts).find((path) => path.startsWith('objects/')) ?? '';
      const content = parts[name] ?? new Uint8Array();
      content[400] = (content[400] ?? 0) ^ 1;
    });
    await expect(take(second, damaged, null)).rejects.toThrow(/objects\/[0-9a-f]{64}/);
    await expect(second.call('case.get', { caseId })).rejects.toMatchObject({ shape: { reason: 'not-found' } });
  });

  it('refuses another history of a case that is here, naming where they part', async () => {
    const store = openStore(temporaryFolder(), new Uint8Array(32).fill(7));
    try {
      const { record, commands } = await readArchive(plain, null);
      const stream = { kind: 'case', id: caseId } as const;
      const { putCommitted, putRecord } = await import('../../../electron/core/store/streams.ts');
      for (const { command, version } of commands) putCommitted(store.db, version === 2 ? { ...command, atMs: command.atMs + 1 } : command, version, 1);
      putRecord(store.db, stream, record);
      const { importCase } = await import('../../../electron/core/archive/importCase.ts');
      const { createRecordContext } = await import('../../../electron/core/commands/recordContext.ts');
      const person = (await first.call('session.current', {})).person;
      if (!person) throw new Error('Nobody is signed in.');
      await expect(importCase(createRecordContext(store, () => undefined), person, plain, null, {})).rejects.toMatchObject({ reason: 'invalid', detail: { version: 2 } });
      expect(getCommitted(store.db, stream)).toEqual(record);
    } finally {
      store.close();
      removeFolder(store.dataDir);
    }
  });
});

describe('writing an archive', () => {
  it('asks for the signing PIN, notes it in the access log, and tells how far it is', async () => {
    await expect(first.call('archive.export', { jobId: randomUUID(), caseId, path: join(folder, 'x'), passphrase, hasObjects: true, pin: '000000' })).rejects.toMatchObject({ shape: { reason: 'signature-invalid' } });
    expect(existsSync(join(folder, 'x'))).toBe(false);
    const { rows } = await first.call('audit.list', {});
    expect(rows.filter(({ action, subject }) => action === 'archive.export' && subject === caseId)).toHaveLength(2);
    const progress = first.events.filter(({ channel }) => channel === 'archive.progress').map(({ payload }) => payload as { bytesDone: number; bytesTotal: number });
    expect(progress.some(({ bytesDone, bytesTotal }) => bytesDone === bytesTotal && bytesTotal > 0)).toBe(true);
  });

  it('is refused to somebody who may not see the case', async () => {
    const jobId = randomUUID();
    await expect(second.call('archive.export', { jobId, caseId, path: join(folder, 'y'), passphrase, hasObjects: true, pin: samplePin })).rejects.toMatchObject({ shape: { reason: 'not-found' } });
  });

  it('leaves nothing behind when it is stopped', async () => {
    const store = openStore(first.dataDir, first.key);
    try {
      const { person } = await first.call('session.current', {});
      if (!person) throw new Error('Nobody is signed in.');
      const abort = new AbortController();
      const path = join(folder, 'stopped.mdtcase');
      const request = { caseId, path, passphrase, hasObjects: true, signer: person, keys: makeKeyPair(), nowMs: Date.now(), costLog2: 14 };
      await expect(exportCase(store, { ...request, signal: abort.signal, onProgress: (done, total) => { if (done > total / 2) abort.abort(); } })).rejects.toMatchObject({ reason: 'cancelled' });
      expect([existsSync(path), existsSync(`${path}.partial`)]).toEqual([false, false]);
      expect((getCommitted(store.db, { kind: 'case', id: caseId }) as CaseRecord).caseNo).toBe('A-1');
    } finally {
      store.close();
    }
  });
});
