import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportProgress, ImportReport } from '../../shared/ipc/channels.ts';
import { removeFolder, sampleRequest, startConsole, temporaryFolder, until, type TestConsole } from './support/console.ts';
import { studyPatientName, writeStudy } from './support/study.ts';

const ended = new Set(['done', 'cancelled', 'choosePatient', 'failed']);

describe('import of a folder', () => {
  let console: TestConsole;
  const root = temporaryFolder();

  beforeAll(async () => {
    console = await startConsole();
    await console.signIn('he.doctor');
  });

  afterAll(async () => {
    await console.stop();
    removeFolder(console.dataDir);
    removeFolder(root);
  });

  const newCase = async (): Promise<string> => {
    const caseId = randomUUID();
    await console.submit({ kind: 'case', id: caseId }, 'case.create', { caseNo: 'I-1', leadHospitalId: 'gd-cancer', fields: sampleRequest });
    return caseId;
  };
  const importInto = async (caseId: string, folder: string, patientKey: string | null = null): Promise<ImportReport> => {
    const importId = randomUUID();
    await console.call('import.start', { importId, caseId, source: { kind: 'paths', paths: [folder] }, patientKey });
    await until('the import ends', async () => ended.has((await console.call('import.report', { importId })).phase));
    await until('its last progress is told', () => console.events.some((event) => event.channel === 'import.progress' && (event.payload as ImportProgress).importId === importId && ended.has((event.payload as ImportProgress).phase)));
    return console.call('import.report', { importId });
  };

  it('takes what is good, names every reject with its reason, and keeps a dose whose plan is missing', async () => {
    const folder = join(root, 'mixed');
    writeStudy(join(folder, 'a'), { slices: 5, hasDose: true });
    const outside = join(root, 'elsewhere.dcm');
    writeFileSync(outside, 'x');
    symlinkSync(outside, join(folder, 'link.dcm'));
    writeFileSync(join(folder, 'notes.txt'), 'This is not a DICOM file.');
    const whole = readFileSync(join(folder, 'a', 'ct-0000.dcm'));
    writeFileSync(join(folder, 'cut.dcm'), whole.subarray(0, 200));
    writeFileSync(join(folder, 'DICOMDIR'), 'index');
    writeFileSync(join(folder, 'copy of ct.dcm'), readFileSync(join(folder, 'a', 'ct-0001.dcm')));
    const caseId = await newCase();
    const report = await importInto(caseId, folder);
    expect(report).toMatchObject({ phase: 'done', imported: 6, duplicates: 1, error: null });
    expect(report.rejects.map((reject) => [reject.path, reject.reason])).toEqual([['cut.dcm', 'truncated'], ['link.dcm', 'outside'], ['notes.txt', 'not-dicom']]);
    expect(report.rejects.every((reject) => reject.message.length > 20)).toBe(true);
    expect(report.warnings.some((warning) => warning.path === 'DICOMDIR')).toBe(true);
    expect(report.problems.join('\n')).toMatch(/RTDOSE \S+ refers to RTPLAN \S+, which is not here/);
    const imaging = await console.call('imaging.get', { caseId });
    expect(imaging.instances.map((instance) => instance.header.modality).sort()).toEqual(['CT', 'CT', 'CT', 'CT', 'CT', 'RTDOSE']);
    expect((await console.call('case.get', { caseId })).record.imaging).toHaveLength(6);
    const again = await importInto(caseId, folder);
    expect(again).toMatchObject({ phase: 'done', imported: 0, duplicates: 7 });
  });

  it('takes nothing of a folder with two patients until one is chosen, then only that one', async () => {
    const folder = join(root, 'two');
    writeStudy(join(folder, 'one'), { slices: 3, seed: 'two/one' });
    writeStudy(join(folder, 'other'), { slices: 4, seed: 'two/other', patientID: 'T-0002', patientName: 'Ceshi^Yi=测试^乙' });
    const caseId = await newCase();
    const first = await importInto(caseId, folder);
    expect(first).toMatchObject({ phase: 'choosePatient', imported: 0 });
    expect(first.patients.map((patient) => [patient.patientID, patient.instances])).toEqual([['T-0001', 3], ['T-0002', 4]]);
    expect((await console.call('imaging.get', { caseId })).instances).toEqual([]);
    const second = await importInto(caseId, folder, first.patients[1]?.key ?? '');
    expect(second).toMatchObject({ phase: 'done', imported: 4 });
    expect(second.rejects.map((reject) => reject.reason)).toEqual(['other-patient', 'other-patient', 'other-patient']);
  });

  it('refuses another patient in a case that has one, and a folder that is not there', async () => {
    const caseId = await newCase();
    writeStudy(join(root, 'p1'), { slices: 2, seed: 'p1' });
    writeStudy(join(root, 'p2'), { slices: 2, seed: 'p2', patientID: 'T-0009' });
    await importInto(caseId, join(root, 'p1'));
    expect(await importInto(caseId, join(root, 'p2'))).toMatchObject({ imported: 0, rejects: [{ reason: 'other-patient' }, { reason: 'other-patient' }] });
    expect(await importInto(caseId, join(root, 'absent'))).toMatchObject({ phase: 'failed', error: { code: 'store', reason: 'not-found' } });
  });

  it('stops when cancelled before anything is taken, and takes all when run again', async () => {
    const folder = join(root, 'many');
    writeStudy(folder, { slices: 400, seed: 'many' });
    const caseId = await newCase();
    const importId = randomUUID();
    await console.call('import.start', { importId, caseId, source: { kind: 'paths', paths: [folder] }, patientKey: null });
    await console.call('import.cancel', { importId });
    await until('the import ends', async () => ended.has((await console.call('import.report', { importId })).phase));
    expect(await console.call('import.report', { importId })).toMatchObject({ phase: 'cancelled', imported: 0 });
    expect(await importInto(caseId, folder)).toMatchObject({ phase: 'done', imported: 400, duplicates: 0 });
  });

  it('leaves no readable patient name, word of the request or pixel marker in any file', async () => {
    const needles = [studyPatientName, '测试', 'Ceshi', sampleRequest.history ?? '', 'ISO_IR 192', 'SQLite format'].map((text) => Buffer.from(text, 'utf8'));
    const visit = (folder: string): void => {
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) visit(path);
        else for (const needle of needles) expect(readFileSync(path).includes(needle), `${entry.name} holds ${needle.toString()}`).toBe(false);
      }
    };
    mkdirSync(join(console.dataDir, 'blobs'), { recursive: true });
    visit(console.dataDir);
  });
});
