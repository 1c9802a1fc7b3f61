import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeidentifyReport } from '../../shared/ipc/channels.ts';
import { studyPatientName, writeStudy } from '../core/support/study.ts';
import { bytesNode, fileOf, text } from './support.ts';

const root = mkdtempSync(join(tmpdir(), 'mdt-deidentify-'));
const input = join(root, 'Ceshi Jia 19600102');
const command = join(import.meta.dirname, '../../electron/core/cli/mdt.ts');
afterAll(() => rmSync(root, { recursive: true, force: true }));

function mdt(...args: string[]): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  return spawnSync(process.execPath, [command, 'deidentify', ...args], { encoding: 'utf8' });
}

/** Bytes of everything below a folder by path relative to it. */
const contents = (folder: string): ReadonlyMap<string, string> =>
  new Map(readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => {
    const path = join(entry.parentPath, entry.name);
    return [path.slice(folder.length + 1), readFileSync(path, 'latin1')] as const;
  }).sort(([a], [b]) => (a < b ? -1 : 1)));

describe('mdt deidentify', () => {
  beforeAll(() => {
    writeStudy(input, { slices: 3, hasPlan: true, hasDose: true });
    const byte = Uint8Array.of(8, 0);
    const capture = [
      text('x00080060', 'CS', 'OT'), text('x00100010', 'PN', studyPatientName), text('x00100020', 'LO', 'T-0001'), text('x0020000e', 'UI', '1.2.3.4.5.6.7'), bytesNode('x00280002', 'US', Uint8Array.of(1, 0)), text('x00280004', 'CS', 'MONOCHROME2'),
      bytesNode('x00280010', 'US', byte), bytesNode('x00280011', 'US', byte), bytesNode('x00280100', 'US', byte), bytesNode('x00280101', 'US', byte), bytesNode('x00280102', 'US', Uint8Array.of(7, 0)), bytesNode('x00280103', 'US', Uint8Array.of(0, 0)),
      bytesNode('x7fe00010', 'OB', new Uint8Array(64).fill(200)),
    ];
    writeFileSync(join(input, 'capture of Ceshi.dcm'), fileOf(capture, '1.2.840.10008.5.1.4.1.1.7'));
  });

  it('writes counted files and a report without a trace of the patient, and keeps back what nobody looked at', () => {
    const out = join(root, 'out');
    const { status, stdout } = mdt(input, out, '--pseudonym', 'P-7', '--json');
    expect(status).toBe(1);
    const report = JSON.parse(stdout) as DeidentifyReport;
    expect(report.filesWritten).toBe(5);
    expect(report.refused.map(({ reason }) => reason)).toEqual(['needs-review']);
    expect(report.changes).toContainEqual({ tag: '(0010,0010)', keyword: 'PatientName', action: 'replaced', count: 5 });
    const written = contents(out);
    expect([...written.keys()]).toEqual(['P-7/CT/0001/000001.dcm', 'P-7/CT/0001/000002.dcm', 'P-7/CT/0001/000003.dcm', 'P-7/RTDOSE/0001/000001.dcm', 'P-7/RTPLAN/0001/000001.dcm', 'report.json', 'report.txt']);
    for (const [, bytes] of written) expect(bytes).not.toMatch(/Ceshi|Jia\b|19600102|20261120|T-0001/);
    expect([...written.values()].join('')).not.toContain(Buffer.from('测试').toString('latin1'));
  });

  it('masks what was looked at', () => {
    const out = join(root, 'masked');
    expect(mdt(input, out, '--reviewed', '--mask', '0,0,8,2').status).toBe(0);
    const [, capture = ''] = [...contents(out)].find(([path]) => path.includes('/OT/')) ?? [];
    expect(capture.slice(-64)).toBe('\0'.repeat(16) + '\xc8'.repeat(48));
  });

  it('gives the same files for the same key file, which only its owner may read, and others without', () => {
    const key = join(root, 'key');
    const run = (name: string, ...options: string[]): ReadonlyMap<string, string> => {
      mdt(input, join(root, name), '--reviewed', ...options);
      return contents(join(root, name));
    };
    const first = run('first', '--key-file', key);
    expect(statSync(key).mode & 0o777).toBe(0o600);
    expect(run('second', '--key-file', key)).toEqual(first);
    expect([...run('third').keys()]).not.toEqual([...first.keys()]);
  });

  it('asks for what is missing with 2 and says with 3 that nothing could be read', () => {
    expect(mdt(input).status).toBe(2);
    expect(mdt(input, join(root, 'x'), '--preset', 'all').status).toBe(2);
    expect(mdt(input, join(root, 'x'), '--mask', '1,2,0,4').status).toBe(2);
    expect(mdt(input, input).status).toBe(2);
    const empty = join(root, 'texts');
    mkdirSync(empty);
    writeFileSync(join(empty, 'a.txt'), 'no images here');
    const { status, stderr } = mdt(empty, join(root, 'y'));
    expect(status).toBe(3);
    expect(JSON.parse(stderr)).toMatchObject({ code: 'dicom', reason: 'not-dicom' });
    // An element whose VR is none.
    const broken = join(root, 'broken');
    mkdirSync(broken);
    const whole = readFileSync(join(input, readdirSync(input).find((name) => name.endsWith('.dcm')) ?? ''));
    writeFileSync(join(broken, 'a.dcm'), Buffer.concat([whole.subarray(0, 132 + 12 + whole.readUInt32LE(140)), Buffer.from([8, 0, 5, 0, 0x3f, 0x3f, 0, 0, 1, 2])]));
    const refused = mdt(broken, join(root, 'z'));
    expect([refused.status, JSON.parse(refused.stderr)]).toMatchObject([3, { code: 'dicom', reason: 'broken-value', message: expect.stringMatching(/a\.dcm: .*\(0008,0005\) at byte \d+/) as string }]);
    expect(mdt(join(root, 'nowhere'), join(root, 'z')).status).toBe(3);
  });
});
