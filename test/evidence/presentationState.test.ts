import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { annotationKinds } from '../../shared/annotation/types.ts';
import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import { readPresentationState } from '../../shared/dicom/objects/presentationState.ts';
import type { PresentationState } from '../../shared/dicom/objects/presentationState.ts';
import type { ShownImage } from '../../shared/evidence/shownState.ts';
import { writePresentationState } from '../../shared/evidence/writePresentationState.ts';
import type { PresentationStateInput, WrittenPresentationState } from '../../shared/evidence/writePresentationState.ts';
import type { Cell } from '../../shared/viewing/cell.ts';
import { pydicomData, runPydicom } from '../dicom/pydicom.ts';
import { findingsOf, hasValidators, saidBy, withFiles } from './programs.ts';
import { annotationOn, axialSlices, contextFor, radiograph, shapes, tallPixels, ultrasound } from './samples.ts';
import { fileOf, shownImage, stateOf } from './shownSamples.ts';

const slices = axialSlices.slice(0, 3).map((image) => shownImage(image));
const [slice = shownImage(radiograph), second = slice] = slices;
const frames = { content: { kind: 'frames', seriesInstanceUID: 'any' } } as const;

const written = (fields: Partial<PresentationStateInput> = {}): WrittenPresentationState => writePresentationState({ context: contextFor(), state: stateOf({}, slice), images: slices, annotations: [], label: 'READING', description: '肺窗，右上肺结节', ...fields });
const passed = (fields: Partial<PresentationStateInput> = {}): PresentationState => readPresentationState(parseDataSet(written(fields).bytes));

describe('writePresentationState', () => {
  it('names its images, its label and its person', () => {
    expect(passed()).toMatchObject({ label: 'READING', description: '肺窗，右上肺结节', creator: '=梁晓东', creationDate: '20261122', rescale: { slope: 1, intercept: -1000, type: 'HU' }, lutShape: 'IDENTITY', warnings: [] });
    expect(passed().images.map(({ sopInstanceUID }) => sopInstanceUID)).toEqual(slices.map(({ sopInstanceUID }) => sopInstanceUID));
    expect(passed({ state: stateOf(frames, shownImage(ultrasound)), images: [shownImage(ultrasound)] }).images[0]?.frames).toEqual([7]);
  });

  it('names an object once with all its frames', () => {
    const two = [6, 9].map((frame) => shownImage({ ...ultrasound, frame }, { rescale: null }));
    const [first = slice] = two;
    expect(passed({ state: stateOf(frames, first), images: two }).images).toEqual([{ sopClassUID: ultrasound.sopClassUID, sopInstanceUID: ultrasound.sopInstanceUID, frames: [7, 10] }]);
  });

  it('draws every kind in pixels from the corner of the first, with its words and its lesion', () => {
    const lesion = { name: '靶病灶 1', trackingUID: '1.2.3.44' };
    const annotations = annotationKinds.map((kind) => ({ annotation: annotationOn(second, kind, { lesion: kind === 'length' ? lesion : null }), words: kind === 'length' ? '长径 37.4 mm\n右上肺' : '' }));
    const { graphics, texts, layers } = passed({ annotations });
    expect(graphics.map(({ graphicType, points, isFilled, units }) => [graphicType, points.length, isFilled, units])).toEqual([
      ['POLYLINE', 2, false, 'PIXEL'], ['POLYLINE', 3, false, 'PIXEL'], ['POLYLINE', 2, false, 'PIXEL'], ['POLYLINE', 2, false, 'PIXEL'], ['ELLIPSE', 4, false, 'PIXEL'],
      ['POLYLINE', 5, false, 'PIXEL'], ['POLYLINE', shapes.freehand.length + 1, false, 'PIXEL'], ['POINT', 1, false, 'PIXEL'], ['POLYLINE', 2, false, 'PIXEL'], ['POLYLINE', 2, false, 'PIXEL'], ['POLYLINE', 2, false, 'PIXEL'],
    ]);
    expect(graphics[0]?.points.flat()).toEqual([10.123456 / 0.9765625 + 0.5, 12.7 / 0.703125 + 0.5, 41.3 / 0.9765625 + 0.5, 33.333333 / 0.703125 + 0.5].map((value) => expect.closeTo(value, 4) as number));
    expect(graphics[0]).toMatchObject({ tracking: { id: '靶病灶 1', uid: '1.2.3.44' }, layer: 'MEASUREMENTS', images: [{ sopInstanceUID: second.sopInstanceUID }] });
    expect(texts).toMatchObject([{ text: '长径 37.4 mm\n右上肺', anchor: { units: 'PIXEL' }, layer: 'MEASUREMENTS', images: [{ sopInstanceUID: second.sopInstanceUID }] }]);
    expect(layers).toEqual([{ name: 'MEASUREMENTS', order: 1, description: 'Measurements and marks' }]);
  });

  it('leaves out what reaches beyond its image, and tells it', () => {
    const annotation = annotationOn(slice, 'length', { shape: [[-5, 3], [10, 3]] });
    const { leftOut, bytes } = written({ annotations: [{ annotation, words: '' }] });
    expect(leftOut).toEqual([annotation]);
    expect(readPresentationState(parseDataSet(bytes)).graphicAnnotations).toBe(0);
  });

  it('refuses images that do not go together, and what lies on none of them', () => {
    const other = shownImage(axialSlices[1] ?? radiograph, { rescale: { slope: 2, intercept: 0, type: 'US' } });
    expect(() => written({ images: [slice, other] })).toThrow('save a view for each');
    expect(() => written({ images: [] })).toThrow('no image');
    expect(() => written({ annotations: [{ annotation: annotationOn(radiograph, 'length'), words: '' }] })).toThrow('on none of the images');
    expect(() => written({ annotations: [{ annotation: annotationOn(slice, 'length', { isAcross: true }), words: '' }] })).toThrow('on none of the images');
  });

  it('is the same bytes for the same input', () => {
    const annotations = [{ annotation: annotationOn(slice, 'ellipse'), words: '结节' }];
    expect(Buffer.compare(written({ annotations }).bytes, written({ annotations }).bytes)).toBe(0);
  });

  // PS3.3 C.10.4: the upper left corner as it is seen after turning and flipping, told in columns and rows of the image.
  it.each([
    [{}, [1, 1], [512, 400]],
    [{ isFlipped: true }, [512, 1], [1, 400]],
    [{ rotationDegrees: 90 }, [1, 400], [512, 1]],
    [{ rotationDegrees: 180 }, [512, 400], [1, 1]],
    [{ rotationDegrees: 270 }, [512, 1], [1, 400]],
    [{ rotationDegrees: 90, isFlipped: true }, [512, 400], [1, 1]],
    [{ rotationDegrees: 270, isFlipped: true }, [1, 1], [512, 400]],
    [{ rotationDegrees: 180, isFlipped: true }, [1, 400], [512, 1]],
  ] as const)('names the corners after where they are seen: %o', (fields, topLeft, bottomRight) => {
    expect(passed({ state: stateOf(fields, slice) }).displayedAreas).toEqual([{ images: [], topLeft: [...topLeft], bottomRight: [...bottomRight], sizeMode: 'SCALE TO FIT', pixelSpacing: [0.703125, 0.9765625], magnification: null }]);
  });
});

/** Brightness of values of a small image as a cell shows them: flipped, then turned clockwise. */
function seen(rows: readonly (readonly number[])[], { isFlipped = false, rotationDegrees = 0 }: Partial<Cell>): readonly (readonly number[])[] {
  const flipped = isFlipped ? rows.map((row) => row.toReversed()) : rows;
  let turned = flipped;
  for (let quarter = 0; quarter < rotationDegrees / 90; quarter += 1) turned = (turned[0] ?? []).map((_, column) => turned.map((row) => row[column] ?? 0).toReversed());
  return turned;
}

/** Window -987.5 / 16 by C.11.2.1.2.1: ((x - (c - 0.5)) / (w - 1) + 0.5) · 255. */
const brightness = (value: number): number => Math.min(255, Math.max(0, ((value + 988) / 15 + 0.5) * 255));

describe.runIf(hasValidators)('other programs on a presentation state', () => {
  const annotated = annotationKinds.map((kind) => ({ annotation: annotationOn(slice, kind), words: '结节 12 mm' }));
  const states: readonly (readonly [string, Partial<PresentationStateInput>])[] = [
    ['slices with every kind of mark', { annotations: annotated }],
    ['one turned, flipped, inverted and enlarged slice', { state: stateOf({ rotationDegrees: 90, isFlipped: true, isInverted: true, zoom: 3.3 }, slice), images: [slice] }],
    ['a radiograph of low values that are bright', { state: stateOf(frames, shownImage(radiograph, { isInverse: true, rescale: null })), images: [shownImage(radiograph, { isInverse: true, rescale: null })] }],
    ['a frame that is not calibrated, with a sigmoid window', { state: stateOf(frames, shownImage(ultrasound, { rescale: null, windowShape: 'SIGMOID' })), images: [shownImage(ultrasound, { rescale: null, windowShape: 'SIGMOID' })] }],
  ];

  it.each(states)('dciodvfy finds no error in one of %s', (_name, fields) => {
    const { errors, warnings } = findingsOf(written(fields).bytes);
    expect(errors).toEqual([]);
    // A name in ideographic characters alone; a side that is empty because each image has its own.
    expect(warnings.filter((warning) => !/Retired Person Name form|only permitted to be empty when actually unknown.*<Laterality>/.test(warning))).toEqual([]);
  });

  it('dcmpschk passes it; text that is not ASCII is beyond its checker, so it gets one without', () => {
    const { patient, study, device, ...rest } = contextFor();
    const context = { ...rest, author: 'Liang^Xiaodong', patient: { ...patient, patientName: 'Zhang^San' }, study: { ...study, description: 'Chest CT', referringPhysicianName: 'He^Jing' }, device: { ...device, institutionName: null } };
    const annotations = annotationKinds.map((kind) => ({ annotation: annotationOn(slice, kind), words: '12 mm' }));
    const { bytes } = written({ context, description: 'Lung', annotations, state: stateOf({ rotationDegrees: 270, isFlipped: true }, slice) });
    const { text } = withFiles({ 'ps.dcm': bytes }, (path) => saidBy('dcmpschk', [path('ps.dcm')]));
    expect(text).toContain('Test passed');
    expect(text).not.toMatch(/^[EF]:/m);
  });

  const small: ShownImage = { ...slice, columns: 6, rows: 4 };
  const values = Array.from({ length: 4 }, (_, row) => Array.from({ length: 6 }, (__, column) => -1000 + row * 6 + column));
  const views: readonly (readonly [Partial<Cell>, Partial<ShownImage>])[] = [0, 90, 180, 270].flatMap((rotationDegrees) => [false, true].flatMap((isFlipped) => [false, true].map((isInverted, index): readonly [Partial<Cell>, Partial<ShownImage>] => [{ rotationDegrees, isFlipped, isInverted }, { isInverse: index === 0 && isFlipped }])));

  it.each(views)('dcmp2pgm draws the picture the cell shows: %o %o', (fields, image) => {
    const shown = { ...small, ...image };
    const { bytes } = written({ state: stateOf({ ...fields, window: { centre: -987.5, width: 16 } }, shown), images: [shown] });
    const pgm = withFiles({ 'ps.dcm': bytes, 'image.dcm': fileOf(shown) }, (path) => {
      expect(saidBy('dcmp2pgm', ['-p', path('ps.dcm'), path('image.dcm'), path('out.pgm')]).status).toBe(0);
      return readFileSync(path('out.pgm'));
    });
    const isDark = shown.isInverse !== (fields.isInverted ?? false);
    const wanted = seen(values, fields).flat().map((value) => (isDark ? 255 - brightness(value) : brightness(value)));
    const theirs = [...pgm.subarray(-24)];
    for (const [index, value] of theirs.entries()) expect(Math.abs(value - (wanted[index] ?? Infinity))).toBeLessThanOrEqual(1);
  });
});

describe.runIf(pydicomData !== null)('pydicom on a presentation state', () => {
  it('reads points, corners and window as they were meant', () => {
    const shown = shownImage(tallPixels, { rescale: null });
    const { bytes } = written({ state: stateOf({ ...frames, zoom: 2, window: { centre: 1 / 3, width: 1500 } }, shown), images: [shown], annotations: [{ annotation: annotationOn(tallPixels, 'arrow'), words: '空洞' }] });
    const script = "import sys,json,pydicom\nd=pydicom.dcmread(sys.argv[1])\ng=d.GraphicAnnotationSequence[0]\na=d.DisplayedAreaSelectionSequence[0]\nprint(json.dumps([list(g.GraphicObjectSequence[0].GraphicData),g.TextObjectSequence[0].UnformattedTextValue,list(a.DisplayedAreaTopLeftHandCorner),list(a.DisplayedAreaBottomRightHandCorner),float(d.SoftcopyVOILUTSequence[0].WindowCenter),[float(x) for x in a.PresentationPixelSpacing]]))";
    const read = withFiles({ 'ps.dcm': bytes }, (path) => runPydicom(script, [path('ps.dcm')]));
    expect(read).toEqual([[44.4 / 0.2 + 0.5, 18.6 / 0.5 + 0.5, 20.1 / 0.2 + 0.5, 51.5 / 0.5 + 0.5].map((value) => Math.fround(value)), '空洞', [161, 121], [480, 360], expect.closeTo(1 / 3, 12), [0.5, 0.2]]);
  });
});
