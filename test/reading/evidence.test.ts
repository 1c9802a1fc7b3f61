// @vitest-environment happy-dom
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readReport, saveKeyImage, saveReport, unnamedDevice } from '../../renderer/reading/evidenceActions.ts';
import type { EvidenceSetting, ShownFrame, StateRefusal } from '../../renderer/reading/evidenceActions.ts';
import { readingLocale } from '../../renderer/reading/locale.ts';
import { asAcquired } from '../../renderer/reading/shownImage.ts';
import type { Annotation } from '../../shared/annotation/types.ts';
import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import { readPresentationState } from '../../shared/dicom/objects/presentationState.ts';
import { writeDicom } from '../../shared/dicom/write/writeDicom.ts';
import { stackCell } from '../../shared/viewing/cell.ts';
import type { Cell } from '../../shared/viewing/cell.ts';
import { tinyVolume } from './fakeDesk.tsx';
import { imagingOf, instance } from './support.tsx';

const folder = mkdtempSync(join(tmpdir(), 'reading-evidence-'));
afterAll(() => rmSync(folder, { recursive: true }));

const uids = Array.from({ length: 10 }, (_, k) => `1.2.1.${k}`);
const slices = uids.map((sopInstanceUID, k) => {
  const one = instance({ series: '1.2.1', number: k + 1 });
  return { ...one, header: { ...one.header, sopInstanceUID } };
});
const head = writeDicom({ SOPClassUID: '1.2.840.10008.5.1.4.1.1.2', SOPInstanceUID: '1.2.1.3', StudyInstanceUID: '1.9.1', SeriesInstanceUID: '1.2.1', Modality: 'CT', PatientName: 'ZHANG^SAN=张^三', PatientID: 'A1001', PatientBirthDate: '19600102', PatientSex: 'M', StudyDate: '20261101', StudyTime: '101112', StudyID: '7', AccessionNumber: 'ACC1', Rows: 4, Columns: 4, RescaleSlope: 1, RescaleIntercept: -1024, RescaleType: 'HU' });

const cell = stackCell('1.2.1', 'acquired', { window: { centre: -600, width: 1500 }, zoom: 2, rotationDegrees: 90, isInverted: true });
const frame: ShownFrame = {
  sopInstanceUID: '1.2.1.3', frame: 0, columnSpacingMm: 1, rowSpacingMm: 1, isCalibrated: true, volume: tinyVolume('1.2.1'), cell, annotations: [],
  look: { isColour: false, isInverse: false, defaultWindow: { centre: 40, width: 400 }, windowShape: 'LINEAR', vois: [], suvFactor: null },
};

function desk(): { readonly setting: EvidenceSetting; readonly objects: Uint8Array[]; readonly steps: number[] } {
  const objects: Uint8Array[] = [];
  const steps: number[] = [];
  return {
    objects, steps,
    setting: {
      imaging: imagingOf(slices), author: '梁晓东', device: unnamedDevice, language: 'zh', volumesOf: (uid) => (uid === '1.2.1' ? [tinyVolume('1.2.1')] : []),
      actions: {
        readHeads: () => Promise.resolve([{ sopInstanceUID: '1.2.1.3', sha256: 'a', byteLength: head.length, bytes: head, isWhole: true }]), readObject: () => Promise.resolve(objects[0] ?? new Uint8Array()),
        addObjects: (added) => {
          objects.push(...added);
          steps.push(added.length);
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

const elsewhere: Annotation = { ...length, id: '018f0000-0000-7000-8000-000000000002', place: { ...length.place, sopInstanceUID: '1.2.1.4' }, points: [[0, 0, 8], [3, 0, 8]] };

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

  it('keeps the frame shown as a key image that names the state it is shown in, both in one step', async () => {
    const { setting, objects, steps } = desk();
    const kept = await saveKeyImage(setting, { ...frame, annotations: [{ annotation: length, words: '3.0 mm' }, { annotation: elsewhere, words: '' }] }, '右肺结节');
    const [state, selection] = objects;
    if (state === undefined || selection === undefined) throw new Error('nothing was saved');
    expect([kept.withoutState, kept.leftOut, steps]).toEqual([null, 0, [2]]);
    expect([parseDataSet(selection).text('Modality'), parseDataSet(selection).text('StudyInstanceUID'), kept.sopInstanceUID]).toEqual(['KO', '1.9.1', parseDataSet(selection).text('SOPInstanceUID')]);
    const file = join(folder, 'key.dcm');
    writeFileSync(file, selection);
    expect(execFileSync('dsrdump', [file], { encoding: 'utf8' })).toContain('右肺结节');
    const named = execFileSync('dcmdump', ['+P', '0008,1155', file], { encoding: 'utf8' });
    expect(named).toContain('[1.2.1.3]');
    expect(named).toContain(parseDataSet(state).requireText('SOPInstanceUID'));
    // DCMTK reads the window, turn and inversion that the cell had.
    const shown = join(folder, 'state.dcm');
    writeFileSync(shown, state);
    const said = execFileSync('dcmdump', [shown], { encoding: 'utf8' });
    for (const words of ['[-600]', '[1500]', '[INVERSE]', '(0070,0042) US 90', '[3.0 mm]', '[1.2.1.3]']) expect(said).toContain(words);
    expect(said).not.toContain('[1.2.1.4]');
    expect(execFileSync('sh', ['-c', `dciodvfy ${shown} 2>&1 || true`], { encoding: 'utf8' })).not.toMatch(/^Error/m);
    expect(readPresentationState(parseDataSet(state))).toMatchObject({ rescale: { slope: 1, intercept: -1024, type: 'HU' }, textAnnotations: 1, graphicAnnotations: 1 });
  });

  it.each<readonly [StateRefusal, Partial<Cell>]>([
    ['rotation', { rotationDegrees: 45 }], ['cut-plane', { plane: 'coronal' }], ['slab', { slab: { mode: 'mip', thicknessMm: 10 } }], ['colour-map', { colourMap: 'hotIron' }],
    ['fusion', { fusion: { volumeId: '1.2.2', colourMap: 'pet', opacity: 0.5, window: { centre: 1, width: 2 } } }],
  ])('keeps the key image alone, and says that it is for the %s', async (refusal, fields) => {
    const { setting, objects } = desk();
    const kept = await saveKeyImage(setting, { ...frame, cell: { ...cell, ...fields } }, '');
    expect([kept.withoutState, objects.map((bytes) => parseDataSet(bytes).text('Modality'))]).toEqual([refusal, ['KO']]);
    expect([readingLocale.zh.evidence.refusal[refusal], readingLocale.en.evidence.refusal[refusal]].every((words) => words.length > 0)).toBe(true);
  });

  it('takes a plane that is the very plane of the images as acquired, and no other', () => {
    const axial: Cell = { ...cell, plane: 'axial' };
    const [x, y, z] = [[1, 0, 0], [0, 1, 0], [0, 0, 1]] as const;
    expect(asAcquired(axial, { xDirection: x, yDirection: y }, tinyVolume('1.2.1')).plane).toBe('acquired');
    expect(asAcquired({ ...cell, plane: 'coronal' }, { xDirection: x, yDirection: z }, tinyVolume('1.2.1')).plane).toBe('coronal');
    expect(asAcquired(axial, { xDirection: [-1, 0, 0], yDirection: y }, tinyVolume('1.2.1')).plane).toBe('axial');
  });

  it('is refused with what to do where the series is not open any more', async () => {
    const { setting, objects } = desk();
    await expect(saveReport({ ...setting, volumesOf: () => [] }, [length], [])).rejects.toMatchObject({ code: 'store', reason: 'not-found' });
    await expect(saveKeyImage(setting, { ...frame, sopInstanceUID: '9.9' }, '')).rejects.toMatchObject({ reason: 'not-found' });
    expect(objects).toEqual([]);
  });
});
