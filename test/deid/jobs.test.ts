import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeidentifyJobs } from '../../electron/core/deidentify/jobs.ts';
import { openStore } from '../../electron/core/store/openStore.ts';
import { getSetting } from '../../electron/core/store/people.ts';
import type { DeidentifyProgress, DeidentifyReport, RequestOf } from '../../shared/ipc/channels.ts';
import type { Person } from '../../shared/mdt/directory.ts';
import { removeFolder, sampleRequest, startConsole, temporaryFolder, until, type TestConsole } from '../core/support/console.ts';
import { writeStudy } from '../core/support/study.ts';

/** All objects below a folder, in the order of their names. */
const bytes = (folder: string): string => Buffer.concat(readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.name.endsWith('.dcm')).map((entry) => readFileSync(join(entry.parentPath, entry.name)))).toString('base64');

describe('de-identified export of a case', () => {
  let console: TestConsole;
  const root = temporaryFolder();
  const caseId = randomUUID();

  beforeAll(async () => {
    console = await startConsole();
    await console.signIn('he.doctor');
    await console.submit({ kind: 'case', id: caseId }, 'case.create', { caseNo: 'D-1', leadHospitalId: 'gd-cancer', fields: sampleRequest });
    writeStudy(join(root, 'in'), { slices: 3, hasPlan: true, hasDose: true });
    const importId = randomUUID();
    await console.call('import.start', { importId, caseId, source: { kind: 'paths', paths: [join(root, 'in')] }, patientKey: null });
    await until('the import ends', async () => (await console.call('import.report', { importId })).phase === 'done');
  });

  afterAll(async () => {
    await console.stop();
    removeFolder(console.dataDir);
    removeFolder(root);
  });

  const phases = (jobId: string): readonly string[] => console.events.filter(({ channel }) => channel === 'deidentify.progress').map(({ payload }) => payload as DeidentifyProgress).filter((progress) => progress.jobId === jobId).map(({ phase }) => phase);

  async function exportTo(name: string, preset: RequestOf<'deidentify.start'>['preset']): Promise<{ readonly jobId: string; readonly folder: string }> {
    const { series } = await console.call('deidentify.plan', { caseId });
    const jobId = randomUUID();
    const folder = join(root, name);
    await console.call('deidentify.start', { jobId, caseId, folder, preset, pseudonym: 'P-9', series: series.map(({ seriesInstanceUID, modality }) => ({ seriesInstanceUID, isIncluded: modality !== 'RTDOSE', isReviewed: false, boxes: [] })) });
    await until('the export ends', () => ['done', 'failed', 'cancelled'].includes(phases(jobId).at(-1) ?? ''));
    return { jobId, folder };
  }

  it('plans by series: what it is, whether it needs a look, and an image to look at', async () => {
    const { series } = await console.call('deidentify.plan', { caseId });
    expect(series.map(({ modality, instances, burnIn }) => `${modality} ${instances} ${burnIn}`).toSorted()).toEqual(['CT 3 none', 'RTDOSE 1 none', 'RTPLAN 1 none']);
    expect(series.find(({ modality }) => modality === 'CT')?.sampleSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(series.find(({ modality }) => modality === 'RTPLAN')?.sampleSha256).toBeNull();
  });

  it('writes the chosen series, tells how far it is, reports and leaves an entry in the log', async () => {
    const { jobId, folder } = await exportTo('teaching', 'teaching');
    expect(phases(jobId).at(-1)).toBe('done');
    const report: DeidentifyReport = await console.call('deidentify.report', { jobId });
    expect(report).toMatchObject({ filesWritten: 4, folder, preset: 'teaching', refused: [] });
    expect(readdirSync(join(folder, 'P-9')).toSorted()).toEqual(['CT', 'RTPLAN']);
    const { rows } = await console.call('audit.list', { subject: caseId });
    expect(rows.map(({ action }) => action)).toEqual(expect.arrayContaining(['deidentify.start', 'deidentify.done']));
  });

  it('keeps the key of quality control in the record, so that a second export is the same', async () => {
    const [first, second] = [await exportTo('qc-1', 'qualityControl'), await exportTo('qc-2', 'qualityControl')];
    const [other] = [await exportTo('teaching-2', 'teaching')];
    expect(bytes(second.folder)).toBe(bytes(first.folder));
    expect(bytes(other.folder)).not.toBe(bytes(first.folder));
  });

  it('fails with a reason in a folder that holds something', async () => {
    const { jobId } = await exportTo('in', 'teaching');
    const last = console.events.map(({ payload }) => payload as DeidentifyProgress).findLast((progress) => progress.jobId === jobId);
    expect(last).toMatchObject({ phase: 'failed', error: { code: 'deid', reason: 'folder-not-empty' } });
    await expect(console.call('deidentify.report', { jobId })).rejects.toThrow('no report');
  });

  it('tells nobody who is not signed in', async () => {
    const { jobId } = await exportTo('teaching-3', 'teaching');
    await console.call('session.signOut', {});
    await expect(console.call('deidentify.report', { jobId })).rejects.toThrow('signed in');
    await expect(console.call('deidentify.plan', { caseId })).rejects.toThrow('signed in');
    await console.signIn('he.doctor');
  });
});

it('remembers every case a pseudonym was given to', async () => {
  const root = temporaryFolder();
  const store = openStore(join(root, 'data'), new Uint8Array(randomBytes(32)));
  const ended: string[] = [];
  const jobs = new DeidentifyJobs(store, { readBlob: () => Promise.reject(new Error('There is none.')), onProgress: ({ jobId, phase }) => void (phase === 'done' && ended.push(jobId)), log: () => undefined });
  for (const [index, caseId] of ['case-a', 'case-b', 'case-a'].entries()) {
    jobs.start({ id: 'p' } as Person, { jobId: randomUUID(), caseId, folder: join(root, String(index)), preset: 'research', pseudonym: 'R-1', series: [] });
    await until('the export ends', () => ended.length === index + 1);
  }
  expect(getSetting(store.db, 'deidentify.link.research.R-1')).toBe('case-a case-b');
  await jobs.stop();
  store.close();
  removeFolder(root);
});
