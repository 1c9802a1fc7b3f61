import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScanReport } from '../../../../electron/core/cli/scanFiles.ts';
import { fileBytes } from '../../../dicom/elementBytes.ts';
import { dataFolder, hasRealData } from '../../../dicom/realData.ts';

const mdt = fileURLToPath(new URL('../../../../electron/core/cli/mdt.ts', import.meta.url));

function run(...args: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [mdt, ...args], { maxBuffer: 64_000_000 }, (error, out, err) => {
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

  it('names the command that does not exist, and the file that may be the missing dose', async () => {
    expect((await run('fly')).err).toContain('There is no command fly.');
    const { code, err } = await run('dvh', folder);
    expect(code).toBe(3);
    expect(err).toContain('There is no RTDOSE');
    expect(err).toContain('Not read: 1, first letter.txt: ');
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
