import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { runImport } from '../../electron/core/files/runImport.ts';
import { putRunningImport } from '../../electron/core/store/importJobs.ts';
import { blobPlaceOf, openStore, type Store } from '../../electron/core/store/openStore.ts';
import { sopClass } from '../../shared/dicom/sopClasses.ts';
import { uidFromSeed } from '../../shared/dicom/write/uidFromSeed.ts';
import { writeDicom } from '../../shared/dicom/write/writeDicom.ts';
import type { ImportReport } from '../../shared/ipc/channels.ts';
import { removeFolder, temporaryFolder } from './support/console.ts';
import { never, usePools } from './support/pool.ts';

const write = (folder: string, name: string, patient: { readonly PatientName?: string; readonly PatientBirthDate?: string }): void => {
  mkdirSync(folder, { recursive: true });
  const uid = (of: string): string => uidFromSeed(`${folder}/${name}/${of}`);
  writeFileSync(join(folder, name), writeDicom({ PatientID: '12345', PatientName: 'Zhang^San', ...patient, SOPClassUID: sopClass.rtPlan, SOPInstanceUID: uid('plan'), StudyInstanceUID: uid('study'), SeriesInstanceUID: uid('series'), Modality: 'RTPLAN', RTPlanLabel: 'P1' }));
};

/** Hospitals number their patients each for itself: the same number is another person at the next one. */
describe('objects with the same patient ID', () => {
  const root = temporaryFolder();
  const stores: Store[] = [];
  const openPool = usePools();
  afterEach(() => {
    for (const store of stores.splice(0)) store.close();
  });
  afterAll(() => removeFolder(root));

  const begin = (): ((folder: string, patientKey?: string | null) => Promise<ImportReport>) => {
    const dataDir = join(root, randomUUID());
    const key = new Uint8Array(randomBytes(32));
    const store = openStore(dataDir, key);
    stores.push(store);
    const pool = openPool({ blobs: blobPlaceOf(dataDir, key) });
    return (folder, patientKey = null) => {
      const job = { importId: randomUUID(), caseId: 'c', source: { kind: 'paths' as const, paths: [folder] }, patientKey };
      putRunningImport(store.db, { ...job, personId: 'p', startedAtMs: 1 });
      return runImport({ store, pool, openSource: () => { throw new Error('No other source.'); } }, { ...job, signal: never(), onProgress: () => undefined });
    };
  };

  it('are of two people where their birth dates differ, and one is asked for', async () => {
    const folder = join(root, 'two');
    write(folder, 'a', { PatientBirthDate: '19600102' });
    write(folder, 'b', { PatientBirthDate: '19711203', PatientName: 'Li^Si' });
    write(folder, 'c', {});
    const take = begin();
    const asked = await take(folder);
    expect([asked.phase, asked.patients.map(({ birthDate, instances }) => [birthDate, instances])]).toEqual(['choosePatient', [['19600102', 1], ['19711203', 1], [null, 1]]]);
    const chosen = await take(folder, asked.patients[1]?.key ?? '');
    expect([chosen.imported, chosen.rejects.map(({ path, reason }) => [path, reason])]).toEqual([1, [['a', 'other-patient'], ['c', 'other-patient']]]);
    const later = join(root, 'later');
    write(later, 'a', { PatientBirthDate: '19600102' });
    expect((await take(later)).rejects.map(({ reason }) => reason)).toEqual(['other-patient']);
  });

  it('are of one person where a planning system leaves the birth date out, whichever comes first', async () => {
    const folder = join(root, 'one');
    write(folder, 'a', {});
    write(folder, 'b', { PatientBirthDate: '19600102' });
    const take = begin();
    const report = await take(folder);
    expect([report.phase, report.imported, report.patients.map(({ birthDate, instances }) => [birthDate, instances])]).toEqual(['done', 2, [['19600102', 2]]]);
    const other = join(root, 'second');
    write(other, 'a', { PatientBirthDate: '19711203' });
    expect((await take(other)).rejects.map(({ reason }) => reason)).toEqual(['other-patient']);
    const undated = join(root, 'third');
    write(undated, 'a', {});
    expect(await take(undated)).toMatchObject({ imported: 1, rejects: [] });
  });

  it('and different names are said to be looked at', async () => {
    const folder = join(root, 'names');
    write(folder, 'a', { PatientName: 'Zhang^San' });
    write(folder, 'b', { PatientName: 'ZHANG SAN' });
    const take = begin();
    expect((await take(folder)).problems.join()).not.toContain('PatientName');
    const other = join(root, 'names2');
    write(other, 'a', { PatientName: 'Li^Si' });
    expect((await take(other)).problems.join()).toContain('PatientName');
  });
});
