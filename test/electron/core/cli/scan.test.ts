import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScanReport } from '../../../../electron/core/cli/scanFiles.ts';
import { makeZip } from '../../../core/support/zip.ts';
import { fileBytes } from '../../../dicom/elementBytes.ts';
import { dataFolder, hasRealData } from '../../../dicom/realData.ts';

const mdt = fileURLToPath(new URL('../../../../electron/core/cli/mdt.ts', import.meta.url));

const run = (...args: readonly string[]): ReturnType<typeof runAs> => runAs(undefined, ...args);

/** @param uid of the user to run as; ourselves where it is undefined */
function runAs(uid: number | undefined, ...args: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [mdt, ...args], { maxBuffer: 64_000_000, ...(uid === undefined ? {} : { uid }) }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

describe('mdt scan', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mdt-scan-'));
    await writeFile(join(folder, 'ct.dcm'), fileBytes({ SOPClassUID: '1.2.840.10008.5.1.4.1.1.2', SOPInstanceUID: '1.1', StudyInstanceUID: '1', SeriesInstanceUID: '2', Modality: 'CT' }));
    await writeFile(join(folder, 'letter.txt'), 'Dear colleague');
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('lists what it takes and why it rejects the rest, relative to the folder', async () => {
    const { code, out } = await run('scan', folder, '--json');
    const report = JSON.parse(out) as ScanReport;
    expect(code).toBe(0);
    expect(report.summary).toEqual({ files: 2, instances: 1, rejected: 1 });
    expect(report.instances[0]).toMatchObject({ path: 'ct.dcm', sopInstanceUID: '1.1' });
    expect(report.rejects[0]).toMatchObject({ path: 'letter.txt', reason: 'not-dicom' });
    expect((await run('scan', folder)).out).toContain('2 files: 1 instances, 1 rejected');
  });

  it('exits 2 on wrong usage and 3 on unreadable input, with one JSON object on stderr', async () => {
    for (const [args, code] of [[[], 2], [['fly'], 2], [['scan'], 2], [['scan', '--loud', folder], 2], [['scan', join(folder, 'none')], 3], [['scan', join(folder, 'letter.txt')], 3]] as const) {
      const result = await run(...args);
      expect(result.code, args.join(' ')).toBe(code);
      expect(Object.keys(JSON.parse(result.err) as object)).toEqual(['code', 'reason', 'message']);
    }
  });

  it('says why when nothing could be read', async () => {
    const cut = join(folder, 'cut');
    await mkdir(cut);
    const whole = await readFile(join(folder, 'ct.dcm'));
    await writeFile(join(cut, 'cut.dcm'), whole.subarray(0, whole.length - 3));
    const { code, err } = await run('scan', cut);
    await rm(cut, { recursive: true });
    expect(code).toBe(3);
    expect(JSON.parse(err)).toMatchObject({ code: 'dicom', reason: 'truncated', message: expect.stringMatching(/cut\.dcm: .*SeriesInstanceUID \(0020,000E\) at byte \d+/) as string });
  });

  it('names the command that does not exist, and the file that may be the missing dose', async () => {
    expect((await run('fly')).err).toContain('There is no command fly.');
    const { code, err } = await run('dvh', folder);
    expect(code).toBe(3);
    expect(err).toContain('There is no RTDOSE');
    expect(err).toContain('Not read: 1, first letter.txt: ');
  });

  it('finds objects in an archive, tells their kind, and names links out of the folder', async () => {
    const mixed = await mkdtemp(join(folder, 'mixed-'));
    await writeFile(join(mixed, 'export.zip'), makeZip([{ name: 'CD/1', bytes: await readFile(join(folder, 'ct.dcm')) }, { name: 'CD/letter', bytes: Buffer.from('Dear colleague') }]));
    await symlink(join(folder, 'letter.txt'), join(mixed, 'link'));
    await writeFile(join(mixed, 'Thumbs.db'), '');
    const report = JSON.parse((await run('scan', mixed, '--json')).out) as ScanReport;
    expect(report.instances).toMatchObject([{ path: 'export.zip/CD/1', kind: 'image' }]);
    expect(report.studies[0]?.series[0]).toMatchObject({ modality: 'CT', kinds: ['image'], instances: 1 });
    expect(report.rejects.map(({ path, reason }) => [path, reason])).toEqual([['export.zip/CD/letter', 'not-dicom'], ['link', 'outside']]);
    expect(report.notes.map(({ path }) => path)).toEqual(['Thumbs.db']);
    const { out } = await run('scan', mixed);
    for (const words of ['image', 'link: outside', 'Passed over:', 'Thumbs.db']) expect(out).toContain(words);
  });

  it('says not-found for a path that is not there, though another one is', async () => {
    const { code, err } = await run('scan', folder, join(folder, 'none'));
    expect([code, JSON.parse(err)]).toMatchObject([3, { code: 'store', reason: 'not-found' }]);
  });

  it.each(['scan', 'frame', 'dvh', 'verify'])('prints the usage of %s when asked', async (command) => {
    const { code, out } = await run(command, '--help');
    expect([code, out.startsWith(`Usage: mdt ${command} `)]).toEqual([0, true]);
  });

  // Windows keeps its rights elsewhere. Root reads every folder, so the command is run as somebody else there.
  it.runIf(process.platform !== 'win32')('rejects a locked folder and a locked file and reads the others', async () => {
    const locked = await mkdtemp(join(tmpdir(), 'mdt-locked-'));
    await chmod(locked, 0o755);
    await mkdir(join(locked, 'closed'), { mode: 0o000 });
    await writeFile(join(locked, 'secret.dcm'), 'x', { mode: 0o000 });
    await copyFile(join(folder, 'ct.dcm'), join(locked, 'ct.dcm'));
    const { code, out } = await runAs(process.getuid?.() === 0 ? 65_534 : undefined, 'scan', locked, '--json');
    await rm(locked, { recursive: true });
    expect([code, JSON.parse(out)]).toMatchObject([0, { summary: { instances: 1 }, rejects: [{ path: 'closed', reason: 'unreadable' }, { path: 'secret.dcm', reason: 'unreadable' }] }]);
  });

  it('says that a folder is empty', async () => {
    const empty = await mkdtemp(join(folder, 'empty-'));
    const { code, err } = await run('scan', empty);
    expect(code).toBe(3);
    expect(err).toContain('There is no file under');
  });

  it.runIf(hasRealData)('lists all 108 instances of rt-esophagus-imrt and its complete chain', async () => {
    const report = JSON.parse((await run('scan', join(dataFolder, 'rt-esophagus-imrt'), '--json')).out) as ScanReport;
    expect(report.instances).toHaveLength(108);
    expect(report.chain.isComplete).toBe(true);
  });
});
