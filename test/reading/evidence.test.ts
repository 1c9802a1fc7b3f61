// @vitest-environment happy-dom
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readReport, saveKeyImage, saveReport, unnamedDevice } from '../../renderer/reading/evidenceActions.ts';
import type { EvidenceSetting } from '../../renderer/reading/evidenceActions.ts';
import type { Annotation } from '../../shared/annotation/types.ts';
import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import { writeDicom } from '../../shared/dicom/write/writeDicom.ts';
import { tinyVolume } from './fakeDesk.tsx';
import { imagingOf, instance } from './support.tsx';

const folder = mkdtempSync(join(tmpdir(), 'reading-evidence-'));
afterAll(() => rmSync(folder, { recursive: true }));

const uids = Array.from({ length: 10 }, (_, k) => `1.2.1.${k}`);
const slices = uids.map((sopInstanceUID, k) => {
  const one = instance({ series: '1.2.1', number: k + 1 });
  return { ...one, header: { ...one.header, sopInstanceUID } };
});
const head = writeDicom({ SOPClassUID: '1.2.840.10008.5.1.4.1.1.2', SOPInstanceUID: '1.2.1.3', StudyInstanceUID: '1.9.1', SeriesInstanceUID: '1.2.1', Modality: 'CT', PatientName: 'ZHANG^SAN=张^三', PatientID: 'A1001', PatientBirthDate: '19600102', PatientSex: 'M', StudyDate: '20261101', StudyTime: '101112', StudyID: '7', AccessionNumber: 'ACC1', Rows: 4, Columns: 4 });

function desk(): { readonly setting: EvidenceSetting; readonly objects: Uint8Array[] } {
  const objects: Uint8Array[] = [];
  return {
    objects,
    setting: {
      imaging: imagingOf(slices), author: '梁晓东', device: unnamedDevice, language: 'zh', volumesOf: (uid) => (uid === '1.2.1' ? [tinyVolume('1.2.1')] : []),
      actions: {
        readHeads: () => Promise.resolve([{ sopInstanceUID: '1.2.1.3', sha256: 'a', byteLength: head.length, bytes: head, isWhole: true }]), readObject: () => Promise.resolve(objects[0] ?? new Uint8Array()),
        addObjects: (added) => {
          objects.push(...added);
          return Promise.resolve(added.map((bytes) => ({ sopInstanceUID: parseDataSet(bytes).requireText('SOPInstanceUID'), sha256: 'b' })));
        },
      },
    },
  };
}

const length: Annotation = {
  id: '018f0000-0000-7000-8000-000000000001', kind: 'length', place: { space: 'patient', frameOfReferenceUID: '1.7.1', normal: [0, 0, 1], volumeId: '1.2.1', sopInstanceUID: '1.2.1.3', frame: 0 }, points: [[0, 0, 6], [3, 0, 6]], text: '结节', lesion: { name: 'L1', trackingUID: '2.25.77' },
  figures: [{ quantity: 'length', value: 3, unit: 'mm' }], studyDate: '20261101', author: '梁晓东', atMs: 1_793_000_000_000, savedIn: null,
};

describe('what is saved', () => {
  it('comes back as it was drawn, in the study measured on, and DCMTK and dicom3tools read it', async () => {
    const { setting, objects } = desk();
    const uid = await saveReport(setting, [length], []);
    const [bytes] = objects;
    if (bytes === undefined) throw new Error('nothing was saved');
    const dataSet = parseDataSet(bytes);
    expect([dataSet.text('StudyInstanceUID'), dataSet.text('PatientID'), dataSet.text('PatientName')]).toEqual(['1.9.1', 'A1001', 'ZHANG^SAN=张^三']);
    const [read] = await readReport(setting, 'b');
    expect(read).toMatchObject({ id: length.id, kind: 'length', text: '结节', lesion: length.lesion, figures: length.figures, author: '梁晓东', savedIn: uid });
    read?.points.forEach((point, index) => point.forEach((value, axis) => expect(value).toBeCloseTo(length.points[index]?.[axis] ?? Number.NaN, 4)));
    const file = join(folder, 'report.dcm');
    writeFileSync(file, bytes);
    expect(execFileSync('dsrdump', [file], { encoding: 'utf8' })).toContain('"3" (mm');
    // dciodvfy writes its findings to the error stream and fails on errors.
    expect(execFileSync('sh', ['-c', `dciodvfy ${file} 2>&1 || true`], { encoding: 'utf8' })).not.toMatch(/^Error/m);
  });

  it('keeps the frame shown as a key image', async () => {
    const { setting, objects } = desk();
    await saveKeyImage(setting, { sopInstanceUID: '1.2.1.3', frame: 0, columnSpacingMm: 1, rowSpacingMm: 1, isCalibrated: true }, '右肺结节');
    const [bytes] = objects;
    if (bytes === undefined) throw new Error('nothing was saved');
    expect([parseDataSet(bytes).text('Modality'), parseDataSet(bytes).text('StudyInstanceUID')]).toEqual(['KO', '1.9.1']);
    const file = join(folder, 'key.dcm');
    writeFileSync(file, bytes);
    expect(execFileSync('dsrdump', [file], { encoding: 'utf8' })).toContain('右肺结节');
    expect(execFileSync('dcmdump', ['+P', '0008,1155', file], { encoding: 'utf8' })).toContain('[1.2.1.3]');
  });

  it('is refused with what to do where the series is not open any more', async () => {
    const { setting, objects } = desk();
    await expect(saveReport({ ...setting, volumesOf: () => [] }, [length], [])).rejects.toMatchObject({ code: 'store', reason: 'not-found' });
    await expect(saveKeyImage(setting, { sopInstanceUID: '9.9', frame: 0, columnSpacingMm: 1, rowSpacingMm: 1, isCalibrated: true }, '')).rejects.toMatchObject({ reason: 'not-found' });
    expect(objects).toEqual([]);
  });
});
