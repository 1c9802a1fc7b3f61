import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { sopClass } from '../../../shared/dicom/sopClasses.ts';
import { fileBytes, type ElementsByKeyword } from '../../dicom/elementBytes.ts';

const folder = mkdtempSync(join(tmpdir(), 'mdt-gamma-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const command = join(import.meta.dirname, '../../../electron/core/cli/mdt.ts');
const size = 9;
/** 100 Gy at the middle column, 5 Gy less a column to either side; stored in cGy. */
const wedge = Uint16Array.from({ length: size ** 3 }, (_, index) => 10_000 - 500 * Math.abs((index % size) - 4));

let uid = 0;
/** Writes an RTDOSE of 9 × 9 × 9 voxels of 3 mm and returns its path. */
function writeDose(name: string, change: ElementsByKeyword = {}): string {
  uid += 1;
  const path = join(folder, name);
  writeFileSync(path, fileBytes({
    SOPClassUID: sopClass.rtDose, SOPInstanceUID: `1.2.${uid}`, StudyInstanceUID: '1.2', SeriesInstanceUID: '1.2.1', Modality: 'RTDOSE', FrameOfReferenceUID: '9.1', DoseUnits: 'GY', DoseType: 'PHYSICAL', DoseSummationType: 'PLAN',
    Rows: [size], Columns: [size], NumberOfFrames: String(size), BitsAllocated: [16], BitsStored: [16], HighBit: [15], PixelRepresentation: [0], SamplesPerPixel: [1], PhotometricInterpretation: 'MONOCHROME2',
    PixelSpacing: [3, 3], ImageOrientationPatient: [1, 0, 0, 0, 1, 0], ImagePositionPatient: [-12, -12, -12], GridFrameOffsetVector: Array.from({ length: size }, (_, k) => 3 * k),
    DoseGridScaling: '0.01', PixelData: new Uint8Array(wedge.buffer), ...change,
  }));
  return path;
}

const reference = writeDose('reference.dcm');
const higher = writeDose('higher.dcm', { DoseGridScaling: '0.0103' });
const otherFrame = writeDose('otherFrame.dcm', { FrameOfReferenceUID: '9.2', ImagePositionPatient: [-2, -12, -12] });
const criteria = ['--dose-percent', '3', '--distance-mm', '3'];

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly error: { readonly code: string; readonly reason: string; readonly message: string } | null;
}

function gamma(...args: readonly string[]): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, 'gamma', ...args], { encoding: 'utf8' });
  return { status, stdout, error: status === 0 ? null : (JSON.parse(stderr) as Outcome['error']) };
}

describe('mdt gamma', () => {
  test('prints the keys of its contract and every parameter used', () => {
    const { status, stdout } = gamma(reference, higher, ...criteria, '--threshold', '10', '--json');
    expect(status).toBe(0);
    const report = JSON.parse(stdout) as Record<string, unknown>;
    expect(report).toMatchObject({
      passPercent: 100, points: 729, comparison: 'comparison of two calculated doses, not measurement QA',
      atLimit: { passed: expect.any(Number) },
      difference: { points: 729, mean: expect.closeTo(0.03 * (100 - (5 * 20) / 9), 4), maximum: expect.closeTo(3, 4), minimum: expect.closeTo(2.4, 4) },
      parameters: { dosePercent: 3, distanceMm: 3, kind: 'global', thresholdPercent: 10, normalisation: 'max', normalisationDose: 100, doseCriterion: 3, thresholdDose: 10, cap: 2 },
      reference: { sopInstanceUID: '1.2.1' }, evaluated: { sopInstanceUID: '1.2.2' }, registration: null,
    });
    // At the end columns (80 Gy) the evaluated dose is 2.4 Gy too high and rises inwards: distance does not help, 2.4/3 is left.
    expect(report['maxGamma']).toBeCloseTo(0.8, 4);
    expect(report['meanGamma']).toBeLessThan(0.6);
  });

  test('options reach the calculation: local, cap, normalisation and threshold', () => {
    const { stdout } = gamma(reference, higher, ...criteria, '--local', '--cap', '1.5', '--normalisation', '50', '--threshold', '180', '--json');
    const report = JSON.parse(stdout) as { points: number; leftOut: object; parameters: object };
    expect(report.parameters).toMatchObject({ kind: 'local', cap: 1.5, normalisation: 50, normalisationDose: 50, thresholdDose: 90, doseCriterion: null, searchRadiusMm: 4.5 });
    // 90 Gy or more: the middle five columns.
    expect(report.points).toBe(5 * 81);
    expect(report.leftOut).toMatchObject({ belowThreshold: 4 * 81 });
  });

  test('a folder with one dose stands for it, and the text names criteria, counts and sources', () => {
    const only = join(folder, 'only');
    mkdirSync(only);
    writeDose('only/RD.dcm');
    const { status, stdout } = gamma(only, higher, ...criteria);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^comparison of two calculated doses, not measurement QA$/mu);
    expect(stdout).toMatch(/^pass +100\.00 %: 729 of 729 points$/mu);
    expect(stdout).toMatch(/^criteria +3 % global = 3\.0000 Gy, 3 mm, from 10 % \(10\.0000 Gy\) of 100\.0000 Gy \(maximum of the reference\)$/mu);
    expect(stdout).toMatch(/^evaluated +PHYSICAL PLAN 1\.2\.2 \(higher\.dcm\)$/mu);
  });

  test('a structure restricts the points; an unknown name lists those there are', () => {
    const square = String.raw`-5\-5\0\5\-5\0\5\5\0\-5\5\0`;
    const set = join(folder, 'RS.dcm');
    writeFileSync(set, fileBytes({
      SOPClassUID: sopClass.rtStructureSet, SOPInstanceUID: '1.3', StudyInstanceUID: '1.2', SeriesInstanceUID: '1.2.2', StructureSetLabel: 'S', FrameOfReferenceUID: '9.1',
      StructureSetROISequence: [{ ROINumber: '1', ReferencedFrameOfReferenceUID: '9.1', ROIName: 'Box' }],
      ROIContourSequence: [{ ReferencedROINumber: '1', ContourSequence: [{ ContourGeometricType: 'CLOSED_PLANAR', NumberOfContourPoints: '4', ContourData: square }, { ContourGeometricType: 'CLOSED_PLANAR', NumberOfContourPoints: '4', ContourData: square.replaceAll(String.raw`\0`, String.raw`\3`) }] }],
    }));
    const { status, stdout } = gamma(reference, higher, ...criteria, '--structures', set, '--structure', 'Box', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ points: 9 * 2, parameters: { structure: 'Box' } });
    expect(gamma(reference, higher, ...criteria, '--structures', set, '--structure', 'Bax')).toMatchObject({ status: 2, error: { message: expect.stringContaining('Box') } });
  });

  test('different frames of reference are refused by name, and accepted with a registration that relates them', () => {
    const refused = gamma(reference, otherFrame, ...criteria);
    expect(refused).toMatchObject({ status: 3, error: { code: 'rt', reason: 'frame-of-reference-mismatch', message: expect.stringMatching(/9\.1.*9\.2/u) } });
    const registration = join(folder, 'REG.dcm');
    const shift = String.raw`1\0\0\-10\0\1\0\0\0\0\1\0\0\0\0\1`;
    writeFileSync(registration, fileBytes({
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.66.1', SOPInstanceUID: '1.4', StudyInstanceUID: '1.2', SeriesInstanceUID: '1.2.3', FrameOfReferenceUID: '9.1',
      RegistrationSequence: [{ FrameOfReferenceUID: '9.2', MatrixRegistrationSequence: [{ MatrixSequence: [{ FrameOfReferenceTransformationMatrix: shift, FrameOfReferenceTransformationMatrixType: 'RIGID' }] }] }],
    }));
    const { status, stdout } = gamma(reference, otherFrame, ...criteria, '--registration', registration, '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ passPercent: 100, maxGamma: 0, points: 729, registration: { sopInstanceUID: '1.4' }, parameters: { isRegistered: true } });
  });

  test('RELATIVE against GY, a dose that is none and a missing file exit 3', () => {
    expect(gamma(reference, writeDose('relative.dcm', { DoseUnits: 'RELATIVE' }), ...criteria)).toMatchObject({ status: 3, error: { code: 'rt', reason: 'unsupported' } });
    expect(gamma(reference, writeDose('unscaled.dcm', { DoseGridScaling: 'abc' }), ...criteria)).toMatchObject({ status: 3, error: { code: 'rt' } });
    expect(gamma(reference, join(folder, 'absent.dcm'), ...criteria)).toMatchObject({ status: 3, error: { code: 'store', reason: 'not-found' } });
  });

  test('wrong usage exits 2 and says what is meant', () => {
    for (const args of [[reference], [reference, higher], [reference, higher, ...criteria, '--cap', '0.5'], [reference, higher, '--dose-percent', 'x', '--distance-mm', '3'], [reference, higher, ...criteria, '--structure', 'Box']]) {
      expect(gamma(...args)).toMatchObject({ status: 2, error: { code: 'usage', message: expect.stringContaining('mdt gamma') } });
    }
  });
});
