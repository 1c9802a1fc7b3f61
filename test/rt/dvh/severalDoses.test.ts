import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { run } from '../../../electron/core/cli/dvh.ts';
import { readOnlyDose } from '../../../electron/core/cli/readOnlyObject.ts';
import { sopClass } from '../../../shared/dicom/sopClasses.ts';
import { fileBytes, type ElementsByKeyword } from '../../dicom/elementBytes.ts';

const root = mkdtempSync(join(tmpdir(), 'mdt-doses-'));
afterAll(() => rmSync(root, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

const common: ElementsByKeyword = { StudyInstanceUID: '1.9', FrameOfReferenceUID: '9', PatientID: 'A' };
const flat = (uid: string, stored: number, change: ElementsByKeyword = {}): Uint8Array => fileBytes({
  ...common, SOPClassUID: sopClass.rtDose, SOPInstanceUID: uid, SeriesInstanceUID: '1.9.1', Modality: 'RTDOSE', DoseUnits: 'GY', DoseType: 'PHYSICAL', DoseSummationType: 'PLAN', DoseGridScaling: '0.01',
  Rows: [8], Columns: [8], NumberOfFrames: '8', BitsAllocated: [16], BitsStored: [16], HighBit: [15], PixelRepresentation: [0], SamplesPerPixel: [1], PhotometricInterpretation: 'MONOCHROME2',
  PixelSpacing: [3, 3], ImageOrientationPatient: [1, 0, 0, 0, 1, 0], ImagePositionPatient: [0, 0, 0], GridFrameOffsetVector: [0, 3, 6, 9, 12, 15, 18, 21],
  PixelData: new Uint8Array(new Uint16Array(512).fill(stored).buffer), ReferencedRTPlanSequence: [{ ReferencedSOPInstanceUID: '5.5' }], ...change,
});
const structures = (uid: string, name: string): Uint8Array => fileBytes({
  ...common, SOPClassUID: sopClass.rtStructureSet, SOPInstanceUID: uid, SeriesInstanceUID: '1.9.2', Modality: 'RTSTRUCT', StructureSetLabel: 'S',
  StructureSetROISequence: [{ ROINumber: '1', ROIName: name, ReferencedFrameOfReferenceUID: '9' }],
  ROIContourSequence: [{ ReferencedROINumber: '1', ContourSequence: [6, 9, 12].map((z) => ({ ContourGeometricType: 'CLOSED_PLANAR', NumberOfContourPoints: '4', ContourData: [6, 6, z, 15, 6, z, 15, 15, z, 6, 15, z] })) }],
});
const plan = fileBytes({ ...common, SOPClassUID: sopClass.rtPlan, SOPInstanceUID: '5.5', SeriesInstanceUID: '1.9.3', Modality: 'RTPLAN', RTPlanLabel: 'Boost' });

function folderOf(name: string, files: Readonly<Record<string, Uint8Array>>): string {
  const folder = join(root, name);
  mkdirSync(folder);
  for (const [file, bytes] of Object.entries(files)) writeFileSync(join(folder, file), bytes);
  return folder;
}

interface Report {
  readonly dose: { readonly warnings: readonly string[] };
  readonly structureSet: { readonly chosenBy: string };
  readonly structures: readonly { readonly name: string; readonly meanGy: number }[];
}

async function reportOf(folder: string): Promise<Report> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  expect(await run([folder, '--json'])).toBe(0);
  return JSON.parse(String(log.mock.lastCall?.[0])) as Report;
}

describe('mdt dvh of folders with several objects', () => {
  test('a file that stands there twice is one dose and one structure set', async () => {
    const files = { 'a.dcm': flat('1.1', 1000), 'b.dcm': flat('1.1', 1000), 'c.dcm': structures('2.1', 'A'), 'd.dcm': structures('2.1', 'A') };
    const folder = folderOf('copies', files);
    expect((await reportOf(folder)).structures).toMatchObject([{ name: 'A', meanGy: 10 }]);
    expect((await readOnlyDose(folder)).dose.sopInstanceUID).toBe('1.1');
  });

  test('two different doses of one UID are never chosen between', async () => {
    const folder = folderOf('namesakes', { 'a.dcm': flat('1.1', 1000), 'b.dcm': flat('1.1', 2000), 'c.dcm': structures('2.1', 'A') });
    await expect(run([folder])).rejects.toThrow('There are 2 RTDOSE objects');
    await expect(run([folder, '--dose', '1.1'])).rejects.toThrow('2 different RTDOSE objects');
  });

  test('the structure set the dose itself names is taken before one that only shares its frame', async () => {
    const named = flat('1.1', 1000, { ReferencedStructureSetSequence: [{ ReferencedSOPInstanceUID: '2.2' }] });
    const report = await reportOf(folderOf('named', { 'a.dcm': named, 'b.dcm': structures('2.1', 'A'), 'c.dcm': structures('2.2', 'B') }));
    expect(report).toMatchObject({ structureSet: { chosenBy: 'dose' }, structures: [{ name: 'B' }] });
  });

  test('beam doses alone are listed with plan and file and not added up', async () => {
    const beams = { 'a.dcm': flat('1.1', 1000, { DoseSummationType: 'BEAM' }), 'b.dcm': flat('1.2', 500, { DoseSummationType: 'BEAM' }) };
    const folder = folderOf('beams', { ...beams, 'c.dcm': structures('2.1', 'A'), 'd.dcm': plan });
    await expect(run([folder])).rejects.toThrow('1.1 (BEAM of plan Boost, a.dcm), 1.2 (BEAM of plan Boost, b.dcm). None is the total dose of a plan');
  });

  test('the figures of a single beam say in their warnings what they are of', async () => {
    const folder = folderOf('beam', { 'a.dcm': flat('1.1', 1000, { DoseSummationType: 'BEAM' }), 'c.dcm': structures('2.1', 'A') });
    expect((await reportOf(folder)).dose.warnings).toContain('not the total dose of a plan: DoseSummationType is BEAM');
  });
});
