import { describe, expect, it } from 'vitest';
import { flatReason } from '../../renderer/study/flatReason.ts';
import { flatSpacing } from '../../renderer/study/flatSpacing.ts';
import { flatStack, frameTimeMs } from '../../renderer/study/flatStack.ts';
import type { FlatFrame } from '../../renderer/study/flatFrame.ts';
import type { SeriesObject } from '../../renderer/study/seriesMessages.ts';
import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import type { DataSet } from '../../shared/dicom/dataSet.ts';
import { frameViews } from '../../shared/dicom/functionalGroups.ts';
import type { ElementsByKeyword } from '../dicom/elementBytes.ts';
import { fileBytes } from '../dicom/elementBytes.ts';

const root = '1.2.840.10008.5.1.4.1.1.';
const dataSetOf = (elements: ElementsByKeyword): DataSet => parseDataSet(fileBytes({ SOPClassUID: `${root}7`, Rows: [100], Columns: [200], ...elements }));
const object = (sopInstanceUID: string, instanceNumber: number | null, frames = 1): SeriesObject =>
  ({ sopInstanceUID, instanceNumber, frames, sopClassUID: `${root}7`, seriesInstanceUID: '1', modality: 'OT', sha256: `sha-${sopInstanceUID}`, byteLength: 1 });

describe('frames of pictures', () => {
  it('come by instance number, then frame; images without a number last', () => {
    const { frames } = flatStack('1', 'planar', [object('c', null), object('b', 10), object('a', 9, 2)], null);
    expect(frames.map(({ sopInstanceUID, frame }) => [sopInstanceUID, frame])).toEqual([['a', 0], ['a', 1], ['b', 0], ['c', 0]]);
  });

  it.each([
    ['FrameTime', { FrameTime: '40', CineRate: '10' }, 40],
    ['FrameTimeVector', { FrameTimeVector: '0\\33\\35\\34' }, 34],
    ['CineRate', { CineRate: '20', RecommendedDisplayFrameRate: '5' }, 50],
    ['RecommendedDisplayFrameRate', { FrameTime: '0', RecommendedDisplayFrameRate: '8' }, 125],
    ['nothing', { FrameTime: 'x' }, null],
  ] as const)('stand as long as %s says', (_, elements, expected) => {
    expect(frameTimeMs(dataSetOf(elements))).toBe(expected);
  });

  it('are no slices for a reason', () => {
    const placed = { ImagePositionPatient: [0, 0, 0], ImageOrientationPatient: [1, 0, 0, 0, 1, 0], PixelSpacing: [1, 1], FrameOfReferenceUID: '1.9' };
    expect(flatReason(dataSetOf(placed), `${root}7`)).toBe('planar');
    expect(flatReason(dataSetOf(placed), `${root}2`)).toBeNull();
    expect(flatReason(dataSetOf({ ...placed, SamplesPerPixel: [3] }), `${root}2`)).toBe('colour');
    expect(flatReason(dataSetOf({ PixelSpacing: [1, 1], FrameOfReferenceUID: '1.9' }), `${root}2`)).toBe('not-placed');
    expect(flatReason(dataSetOf({ ...placed, FrameOfReferenceUID: new Uint8Array() }), `${root}2`)).toBe('not-placed');
  });
});

const double = (value: number): Uint8Array => new Uint8Array(Float64Array.of(value).buffer);
const long = (value: number): Uint8Array => new Uint8Array(Uint32Array.of(value).buffer);
const region = (x: readonly [number, number], deltaCm: readonly [number, number], units = 3): ElementsByKeyword => ({
  RegionSpatialFormat: [1], PhysicalUnitsXDirection: [units], PhysicalUnitsYDirection: [units], PhysicalDeltaX: double(deltaCm[0]), PhysicalDeltaY: double(deltaCm[1]),
  RegionLocationMinX0: long(x[0]), RegionLocationMaxX1: long(x[1]), RegionLocationMinY0: long(0), RegionLocationMaxY1: long(99),
});

const spacingOf = (elements: ElementsByKeyword, warnings: string[] = []): FlatFrame['spacing'] => {
  const dataSet = dataSetOf(elements);
  const [view] = frameViews(dataSet, 1);
  if (view === undefined) throw new Error('no frame');
  return flatSpacing(dataSet, view, warnings);
};

describe('the size of pixels', () => {
  it('is of the patient where PixelSpacing says more than the detector', () => {
    expect(spacingOf({ PixelSpacing: [0.2, 0.1] })).toEqual({ rowMm: 0.2, columnMm: 0.1, at: 'patient' });
    expect(spacingOf({ PixelSpacing: [0.2, 0.1], ImagerPixelSpacing: [0.3, 0.15] })).toEqual({ rowMm: 0.2, columnMm: 0.1, at: 'patient' });
    expect(spacingOf({ PixelSpacing: [0.3, 0.15], ImagerPixelSpacing: [0.3, 0.15] })).toEqual({ rowMm: 0.3, columnMm: 0.15, at: 'imager' });
    expect(spacingOf({ PixelSpacing: [0.3, 0.15], ImagerPixelSpacing: [0.3, 0.15], PixelSpacingCalibrationType: 'FIDUCIAL' })?.at).toBe('patient');
    expect(spacingOf({ NominalScannedPixelSpacing: [0.1, 0.1] })?.at).toBe('imager');
  });

  it('is that of ultrasound regions in centimetres that agree and cover half the frame', () => {
    expect(spacingOf({ SequenceOfUltrasoundRegions: [region([0, 199], [0.02, -0.03])] })).toEqual({ columnMm: 0.2, rowMm: expect.closeTo(0.3, 12), at: 'patient' });
    expect(spacingOf({ SequenceOfUltrasoundRegions: [region([0, 59], [0.02, 0.02]), region([100, 159], [0.02, 0.02])] })?.columnMm).toBe(0.2);
    expect(spacingOf({ SequenceOfUltrasoundRegions: [region([0, 59], [0.02, 0.02]), region([100, 159], [0.04, 0.04])] })).toBeNull();
    expect(spacingOf({ SequenceOfUltrasoundRegions: [region([0, 59], [0.02, 0.02])] })).toBeNull();
    expect(spacingOf({ SequenceOfUltrasoundRegions: [region([0, 199], [0.02, 0.02], 4)] })).toBeNull();
    expect(spacingOf({ SequenceOfUltrasoundRegions: [region([0, 399], [0.02, 0.02])] })).toBeNull();
  });

  it('is not known where what is said of it makes no sense, which is told', () => {
    const warnings: string[] = [];
    expect(spacingOf({ PixelSpacing: [0, 1] }, warnings)).toBeNull();
    expect(warnings.join()).toContain('PixelSpacing (0028,0030)');
  });
});
