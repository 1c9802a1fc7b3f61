import { describe, expect, it } from 'vitest';
import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import { readPresentationState } from '../../shared/dicom/objects/presentationState.ts';
import { patientPointOfPixel } from '../../shared/evidence/pixelPoints.ts';
import { cellFieldsOf, shownStateOf } from '../../shared/evidence/shownState.ts';
import type { ShownFields, ShownImage } from '../../shared/evidence/shownState.ts';
import { writePresentationState } from '../../shared/evidence/writePresentationState.ts';
import { length, subtract } from '../../shared/geometry/vector.ts';
import type { Cell } from '../../shared/viewing/cell.ts';
import { bytesOf, dataSetOf } from '../dicom/objects/support.ts';
import { axialSlices, contextFor, obliqueSlices, radiograph, ultrasound } from './samples.ts';
import { cellOf, shownImage, stateOf } from './shownSamples.ts';

const slice = shownImage(axialSlices[2] ?? radiograph);

function passed(fields: Partial<Cell>, image: ShownImage): ShownFields {
  const { bytes } = writePresentationState({ context: contextFor(), state: stateOf(fields, image), images: [image], annotations: [], label: 'STATE', description: '' });
  const read = cellFieldsOf(readPresentationState(parseDataSet(bytes)), image);
  if (read === null) throw new Error('the state is not about its image');
  return read;
}

describe('a cell and its presentation state', () => {
  it('comes back as it was where nothing was changed, with the window it opened with', () => {
    expect(passed({}, slice)).toEqual({ fields: { window: { centre: 40, width: 400 }, voi: 0, isInverted: false, zoom: 1, centre: null, rotationDegrees: 0, isFlipped: false, unit: 'stored' }, notices: [] });
  });

  const turns = [0, 90, 180, 270].flatMap((rotationDegrees) => [false, true].flatMap((isFlipped) => [false, true].map((isInverted) => ({ rotationDegrees, isFlipped, isInverted }))));
  it.each(turns)('keeps turn, flip and inversion: $rotationDegrees, flipped $isFlipped, inverted $isInverted', (fields) => {
    expect(passed(fields, slice).fields).toMatchObject(fields);
    const inverse = shownImage(radiograph, { isInverse: true });
    expect(passed({ ...fields, content: { kind: 'frames', seriesInstanceUID: 'any' } }, inverse).fields).toMatchObject(fields);
  });

  it.each([[-600, 1500], [0.25, 0.5], [1 / 3, 1e-4], [1e6, 123456.789]])('keeps the window %d / %d', (centre, width) => {
    const { window } = passed({ window: { centre, width } }, slice).fields;
    expect(window?.centre).toBeCloseTo(centre, 9);
    expect(window?.width).toBeCloseTo(width, 9);
  });

  it.each([0.25, 0.5, 1, 1.15, 2, 3.7, 8, 20])('keeps zoom %d and its middle to a pixel, on oblique planes and pixels that are not square', (zoom) => {
    for (const image of [slice, shownImage(obliqueSlices[1] ?? radiograph)]) {
      if (image.plane === null) throw new Error('the image has no plane');
      const [x, y, z] = patientPointOfPixel(image, image.plane, [301.3, 122.8]);
      const { fields } = passed({ zoom, centre: [x, y, z] }, image);
      // Half a pixel of the longer side, of which a state has whole ones.
      const longer = Math.max(image.columns, image.rows);
      expect(Math.abs(longer / fields.zoom - longer / zoom)).toBeLessThanOrEqual(0.5);
      expect(length(subtract(fields.centre ?? [0, 0, 0], [x, y, z]))).toBeLessThanOrEqual(Math.hypot(image.columnSpacingMm, image.rowSpacingMm) / 2 + 1e-6);
    }
  });

  it('does not wander when what was read is saved again', () => {
    for (const zoom of [0.3, 0.77, 1.15, 1.3225, 3.7, 19.9]) {
      const first = stateOf({ zoom, centre: [-101.3, -77.7, -605] }, slice);
      expect(stateOf(passed({ zoom, centre: [-101.3, -77.7, -605] }, slice).fields, slice)).toEqual(first);
    }
  });

  it('keeps the middle of a flat image in its own plane', () => {
    const { fields } = passed({ content: { kind: 'frames', seriesInstanceUID: 'any' }, zoom: 4, centre: [50, 60, 0] }, shownImage(radiograph));
    expect(Math.hypot((fields.centre?.[0] ?? 0) - 50, (fields.centre?.[1] ?? 0) - 60)).toBeLessThan(0.139);
  });

  it('tells a window in SUV in the values of the image', () => {
    const pet = shownImage(axialSlices[0] ?? radiograph, { rescale: { slope: 0.5, intercept: 0, type: 'BQML' }, suvFactor: 2e-4, modality: 'PT' });
    expect(passed({ unit: 'suv', window: { centre: 3, width: 6 } }, pet).fields).toMatchObject({ unit: 'stored', window: { centre: 15_000, width: 30_000 } });
    expect(shownStateOf(cellOf({ unit: 'suv', window: { centre: 3, width: 6 } }), slice)).toBe('no-suv');
  });

  it.each<readonly [string, Partial<Cell>, Partial<ShownImage>]>([
    ['rotation', { rotationDegrees: 15 }, {}],
    ['cut-plane', { plane: 'sagittal' }, {}],
    ['slab', { slab: { mode: 'mip', thicknessMm: 10 } }, {}],
    ['fusion', { fusion: { volumeId: 'pet', colourMap: 'hotIron', opacity: 0.5, window: { centre: 3, width: 6 } } }, {}],
    ['colour-map', { colourMap: 'pet' }, {}],
    ['colour-image', {}, { isColour: true }],
    ['modality-table', {}, { rescale: 'table' }],
    ['no-image', { content: { kind: 'empty' } }, {}],
    ['no-image', { content: { kind: 'document', sopInstanceUID: '1.2' } }, {}],
  ])('refuses what a state cannot hold and says so: %s', (reason, fields, image) => {
    expect(shownStateOf(cellOf(fields), { ...slice, ...image })).toBe(reason);
  });
});

describe('states of others', () => {
  const about = { ReferencedSOPClassUID: slice.sopClassUID, ReferencedSOPInstanceUID: slice.sopInstanceUID };
  const state = {
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.11.1', Modality: 'PR', PresentationLUTShape: 'IDENTITY', ReferencedSeriesSequence: [{ ReferencedImageSequence: [about] }],
    DisplayedAreaSelectionSequence: [{ DisplayedAreaTopLeftHandCorner: bytesOf(new Int32Array([1, 1])), DisplayedAreaBottomRightHandCorner: bytesOf(new Int32Array([512, 400])), PresentationSizeMode: 'TRUE SIZE' }],
    SoftcopyVOILUTSequence: [{ WindowCenter: '1040', WindowWidth: '400' }],
  } as const;

  it('have their window told in the values of the image, for a state has its own line from stored values', () => {
    expect(cellFieldsOf(readPresentationState(dataSetOf(state)), slice)).toMatchObject({ fields: { window: { centre: 40, width: 400 }, zoom: 1, centre: null }, notices: ['true-size'] });
    const doubled = { ...state, RescaleSlope: '2', RescaleIntercept: '-2000', RescaleType: 'US' };
    expect(cellFieldsOf(readPresentationState(dataSetOf(doubled)), slice)?.fields.window).toEqual({ centre: 520, width: 200 });
  });

  it('say what of them is not shown: tables, a window that is missing, a turn of no quarter', () => {
    const { SoftcopyVOILUTSequence: _window, PresentationLUTShape: _shape, ...bare } = state;
    expect(cellFieldsOf(readPresentationState(dataSetOf({ ...bare, ImageRotation: [45] })), slice)?.notices).toEqual(['turned', 'presentation-table', 'true-size', 'no-window']);
    expect(cellFieldsOf(readPresentationState(dataSetOf({ ...state, SoftcopyVOILUTSequence: [{ VOILUTSequence: [{}] }] })), slice)?.notices).toContain('window-table');
  });

  it('are not taken for an image they do not name', () => {
    expect(cellFieldsOf(readPresentationState(dataSetOf(state)), shownImage(ultrasound))).toBeNull();
  });
});
