import { describe, expect, it } from 'vitest';
import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import { frameViews } from '../../shared/dicom/functionalGroups.ts';
import type { FrameView } from '../../shared/dicom/functionalGroups.ts';
import type { ElementsByKeyword } from './elementBytes.ts';
import { fileBytes } from './elementBytes.ts';
import { hasRealData, readReal } from './realData.ts';

const base = { SOPClassUID: '1.2.840.10008.5.1.4.1.1.4.1', SOPInstanceUID: '1.5', Rows: [4], Columns: [5] };
const position = (z: string): ElementsByKeyword => ({ PlanePositionSequence: [{ ImagePositionPatient: `1\\2\\${z}` }] });
const shared: ElementsByKeyword = {
  PlaneOrientationSequence: [{ ImageOrientationPatient: '1\\0\\0\\0\\1\\0' }],
  PixelMeasuresSequence: [{ PixelSpacing: '2\\1.5', SliceThickness: '3' }],
  PixelValueTransformationSequence: [{ RescaleSlope: '2', RescaleIntercept: '-5', RescaleType: 'HU' }],
};
const views = (elements: ElementsByKeyword, frames = 2): readonly FrameView[] => frameViews(parseDataSet(fileBytes({ ...base, ...elements })), frames);
const view = (elements: ElementsByKeyword, frame = 1): FrameView => {
  const found = views(elements)[frame];
  if (found === undefined) throw new Error('no such frame');
  return found;
};

const pointer = (group: number, element: number) => ({ DimensionIndexPointer: new Uint8Array(Uint16Array.of(group, element).buffer) });

describe('functional groups', () => {
  it('puts a frame together from shared groups and its own, its own first', () => {
    const frame = view({
      SharedFunctionalGroupsSequence: [shared],
      PerFrameFunctionalGroupsSequence: [position('10'), {
        ...position('14'), PixelValueTransformationSequence: [{ RescaleSlope: '3', RescaleIntercept: '0' }],
        FrameContentSequence: [{ StackID: 'A', InStackPositionNumber: new Uint8Array([2, 0, 0, 0]), FrameAcquisitionNumber: [7] }],
        FrameAnatomySequence: [{ AnatomicRegionSequence: [{ CodeMeaning: 'Brain' }], FrameLaterality: 'U' }],
        MRImageFrameTypeSequence: [{ FrameType: 'DERIVED\\PRIMARY' }],
        FrameVOILUTSequence: [{ WindowCenter: '1', WindowWidth: '2' }],
      }],
    });
    expect(frame.isPlaced).toBe(true);
    expect(frame.plane()).toMatchObject({ origin: [1, 2, 14], rowSpacingMm: 2, columnSpacingMm: 1.5, rows: 4, columns: 5 });
    expect(frame.rescale()).toEqual({ slope: 3, intercept: 0, type: null });
    expect(frame.placement()).toMatchObject({ stackID: 'A', inStackPosition: 2, acquisitionNumber: 7 });
    expect(frame.content()).toEqual({ frameType: ['DERIVED', 'PRIMARY'], anatomy: 'Brain', laterality: 'U' });
    expect(frame.sliceThickness()).toBe(3);
    expect(frame.voiSource().dataSet.number('WindowCenter')).toBe(1);
  });

  it('names the attribute each dimension counts', () => {
    const frame = view({
      DimensionIndexSequence: [pointer(0x0020, 0x9056), pointer(0x0020, 0x9057)],
      PerFrameFunctionalGroupsSequence: [{}, { FrameContentSequence: [{ DimensionIndexValues: new Uint8Array(Uint32Array.of(1, 5).buffer) }] }],
    });
    expect(frame.placement().dimensions).toEqual([{ pointer: 'x00209056', index: 1 }, { pointer: 'x00209057', index: 5 }]);
  });

  it('tells absent from broken, naming frame and sequence path', () => {
    const absent = view({ SharedFunctionalGroupsSequence: [shared], PerFrameFunctionalGroupsSequence: [position('1'), {}] });
    expect(absent.isPlaced).toBe(false);
    expect(() => absent.plane()).toThrow(expect.objectContaining({ reason: 'missing-attribute' }));
    const broken = view({ SharedFunctionalGroupsSequence: [shared], PerFrameFunctionalGroupsSequence: [position('1'), position('x')] });
    expect(broken.isPlaced).toBe(true);
    expect(() => broken.plane()).toThrow(expect.objectContaining({ reason: 'broken-value', message: expect.stringMatching(/^Frame 2, in PerFrameFunctionalGroupsSequence \(5200,9230\)\[2\] > PlanePositionSequence \(0020,9113\).*ImagePositionPatient/) }));
    expect(() => view({ SharedFunctionalGroupsSequence: [{ ...shared, PixelValueTransformationSequence: [{ RescaleSlope: '0', RescaleIntercept: '1' }] }] }).rescale()).toThrow('SharedFunctionalGroupsSequence (5200,9229) > PixelValueTransformationSequence');
    expect(view({}).rescale()).toBeNull();
  });

  it('refuses groups that do not reach all frames', () => {
    expect(() => views({ PerFrameFunctionalGroupsSequence: [{}] })).toThrow('1 items for 2 frames');
  });

  it('places the frames of a grid by its offsets, and reads a single slice as it is', () => {
    const plane = { ImagePositionPatient: '1\\2\\10', ImageOrientationPatient: '1\\0\\0\\0\\-1\\0', PixelSpacing: '1\\1' };
    expect(view({ ...plane, NumberOfFrames: '2', GridFrameOffsetVector: '0\\4' }).plane().origin).toEqual([1, 2, 6]);
    expect(view({ ...plane, NumberOfFrames: '2', GridFrameOffsetVector: '10\\4' }).plane().origin).toEqual([1, 2, 4]);
    expect(view({ ...plane, AcquisitionNumber: '3' }, 0).placement()).toMatchObject({ acquisitionNumber: 3, stackID: null });
  });
});

describe.runIf(hasRealData)('real enhanced objects', () => {
  // Read with pydicom 2.3.1.
  it('reads both frames of an enhanced CT', () => {
    const dataSet = parseDataSet(readReal('modalities/enhanced-and-lut/eCT_Supplemental.dcm'));
    const frames = frameViews(dataSet, 2);
    expect(frames.map((frame) => frame.plane().origin)).toEqual([[99.5, -301.5, -159], [99.5, -301.5, -149]]);
    expect(frames[1]?.rescale()).toEqual({ slope: 1, intercept: -1024, type: 'US' });
    expect(frames.map((frame) => frame.placement())).toMatchObject([{ stackID: '1', inStackPosition: 2, acquisitionNumber: 1 }, { inStackPosition: 1 }]);
    expect(frames[0]?.content()).toMatchObject({ laterality: 'U' });
    expect(frames[0]?.sliceThickness()).toBe(10);
    expect(frames[0]?.voiSource().dataSet.number('WindowCenter')).toBe(49);
  });
});
