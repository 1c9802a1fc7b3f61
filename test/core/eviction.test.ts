import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { startPlatform, type RunningPlatform } from '../../platform/host.ts';
import { openTransferSettings, type StorageState } from '../../shared/ipc/storageShapes.ts';
import { removeFolder, sampleRequest, startConsole, temporaryFolder, until, type TestConsole } from './support/console.ts';
import { writeStudy } from './support/study.ts';

const storageOf = (state: StorageState, caseId: string) => state.cases.find((one) => one.caseId === caseId);
const setQuota = (console: TestConsole, quotaGB: number | null): Promise<StorageState> => console.call('storage.set', { settings: { ...openTransferSettings, quotaGB } });
const pathOf = (console: TestConsole, sha256: string): string => join(console.dataDir, 'blobs', sha256.slice(0, 2), `${sha256}.bin`);

const isSent = (console: TestConsole, caseId: string) => async (): Promise<boolean> => {
  const stored = storageOf(await console.call('storage.get', {}), caseId);
  return stored !== undefined && stored.both === stored.total;
};

describe('quota', () => {
  const folders: string[] = [];
  const consoles: TestConsole[] = [];
  let platform: RunningPlatform | null = null;
  afterEach(async () => {
    for (const console of consoles.splice(0)) await console.stop();
    await platform?.stop();
    platform = null;
    for (const folder of folders.splice(0)) removeFolder(folder);
  });
  const folder = (): string => {
    const made = temporaryFolder();
    folders.push(made);
    return made;
  };

  async function begin(): Promise<{ console: TestConsole; platformDir: string }> {
    const platformDir = folder();
    platform = await startPlatform({ dataDir: platformDir, key: randomBytes(32), port: 0, sample: true });
    const console = await startConsole({ platformUrl: platform.url, dataDir: folder() });
    consoles.push(console);
    await console.signIn('he.doctor');
    return { console, platformDir };
  }

  async function importedCase(console: TestConsole, seed: string, slices = 6): Promise<string> {
    const caseId = randomUUID();
    await console.submit({ kind: 'case', id: caseId }, 'case.create', { caseNo: seed, leadHospitalId: 'gd-cancer', fields: sampleRequest });
    const study = folder();
    writeStudy(study, { slices, seed });
    const importId = randomUUID();
    await console.call('import.start', { importId, caseId, source: { kind: 'paths', paths: [study] }, patientKey: null });
    await until('the import is done', async () => (await console.call('import.report', { importId })).phase === 'done');
    return caseId;
  }

  it('gives up what nobody opened for longest, says so, and fetches it again when somebody opens it', async () => {
    const { console } = await begin();
    const older = await importedCase(console, 'older');
    const newer = await importedCase(console, 'newer');
    await until('both are at the platform', async () => (await isSent(console, older)()) && (await isSent(console, newer)()));
    const opened = await console.call('imaging.get', { caseId: newer });
    expect(opened.instances.every(({ isPresent }) => isPresent)).toBe(true);
    const given = (await console.call('case.get', { caseId: older })).record.imaging.map(({ sha256 }) => sha256);
    await setQuota(console, 0);
    await until('the older case was given up', async () => storageOf(await console.call('storage.get', {}), older)?.evicted === given.length);
    expect(given.filter((sha256) => existsSync(pathOf(console, sha256)))).toEqual([]);
    expect(storageOf(await console.call('storage.get', {}), newer)).toMatchObject({ evicted: 0, both: opened.instances.length });
    const [first = ''] = given;
    expect(createHash('sha256').update((await console.call('blob.read', { sha256: first })).bytes).digest('hex')).toBe(first);
    await console.call('imaging.get', { caseId: older });
    await until('the whole case is back', async () => (await console.call('imaging.get', { caseId: older })).instances.every(({ isPresent }) => isPresent));
  });

  it('never removes what the platform does not prove by its hash', async () => {
    const { console, platformDir } = await begin();
    const caseId = await importedCase(console, 'only', 8);
    await until('the case is at the platform', isSent(console, caseId));
    const { record } = await console.call('case.get', { caseId });
    const lost = record.imaging[0]?.sha256 ?? '';
    rmSync(join(platformDir, 'blobs', lost.slice(0, 2), lost));
    await setQuota(console, 0);
    await until('the others were given up', async () => storageOf(await console.call('storage.get', {}), caseId)?.evicted === record.imaging.length - 1);
    expect(existsSync(pathOf(console, lost))).toBe(true);
    expect(storageOf(await console.call('storage.get', {}), caseId)).toMatchObject({ both: 1, evicted: record.imaging.length - 1 });
    expect(createHash('sha256').update((await console.call('blob.read', { sha256: lost })).bytes).digest('hex')).toBe(lost);
  });
});
