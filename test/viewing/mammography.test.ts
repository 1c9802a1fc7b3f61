import { describe, expect, it } from 'vitest';
import { hungViews } from '../../renderer/reading/hungViews.ts';
import { flatEdgeLetters } from '../../renderer/viewport/furniture.ts';
import { transformOf } from '../../renderer/viewport/transform.ts';
import type { Projection } from '../../shared/dicom/projection.ts';
import { hangingsFor } from '../../shared/viewing/hanging.ts';
import { mammogramName, mammogramTurn } from '../../shared/viewing/mammography.ts';
import type { HungView } from '../../shared/viewing/mammography.ts';
import { applyOwnHanging, ownHangingOf } from '../../shared/viewing/ownHanging.ts';
import { classOf } from '../../shared/viewing/seriesClass.ts';
import { series } from './support.ts';

const projection = (laterality: 'R' | 'L', view: string, fields: Partial<Projection> = {}): Projection => ({ laterality, view, modifiers: [], orientation: null, ...fields });
const view = (frame: number, of: Projection | null, isRaw = false): HungView => ({ frame, projection: of, isRaw });
const ways = ['L MLO', 'R CC', 'L CC', 'R MLO'].map((text) => projection(text[0] === 'R' ? 'R' : 'L', text.slice(2)));
const square = { columns: 2, rows: 2, columnSpacingMm: 1, rowSpacingMm: 1, origin: [0, 0, 0], xDirection: [1, 0, 0], yDirection: [0, 1, 0] } as const;
const study = (date: string) => ways.map((way) => series('MG', null, { date, views: [view(0, way)] }));
/** As readers know them, whichever series they are in: each picture named by series and frame. */
const hungFrames = (given: Parameters<typeof hangingsFor>[0]): readonly unknown[] => {
  const [first] = hangingsFor(given);
  return [first?.name, first?.cells.map((cell) => [cell.content.kind === 'frames' ? given.findIndex(({ seriesInstanceUID }) => cell.content.kind === 'frames' && seriesInstanceUID === cell.content.seriesInstanceUID) : -1, cell.frame])];
};

describe('mammograms', () => {
  it('hang by side and view of their headers, whatever their series are called', () => {
    const given = ways.map((of, index) => series('MG', ['R MLO', '', 'L CC Tomo', null][index] ?? null, { views: [view(0, of)] }));
    expect(hungFrames(given)).toEqual(['mammography', [[1, 0], [2, 0], [3, 0], [0, 0]]]);
    expect(given.map(classOf)).toEqual(['LMLO', 'RCC', 'LCC', 'RMLO']);
  });

  it('hang from one series that holds all four', () => {
    const one = series('MG', 'Screening', { views: ways.map((of, frame) => view(frame, of)) });
    expect(hungFrames([one])).toEqual(['mammography', [[0, 1], [0, 2], [0, 3], [0, 0]]]);
    expect(classOf(one)).toBe('other');
  });

  it('hang the plain view to be read before those of a part, with something particular, or for processing', () => {
    const cc = projection('R', 'CC');
    const others = [projection('L', 'CC'), projection('R', 'MLO'), projection('L', 'MLO')];
    const given = [series('MG', null, { views: [view(0, { ...cc, modifiers: ['S'] }), view(1, cc, true), view(2, { ...cc, modifiers: ['NP'] }), view(3, cc), ...others.map((of, index) => view(index + 4, of))] })];
    expect(hungFrames(given)).toEqual(['mammography', [[0, 3], [0, 4], [0, 5], [0, 6]]]);
    const spots = given.map((one) => ({ ...one, views: one.views.filter(({ frame }) => frame === 0 || frame > 3) }));
    expect(hungFrames(spots)).toEqual(['mammography', [[-1, 0], [0, 4], [0, 5], [0, 6]]]);
  });

  it('fall back to the words of their series for what the header leaves out', () => {
    expect(mammogramName(null, ' r mlo ')).toBe('RMLO');
    expect(mammogramName({ laterality: 'R', view: null, modifiers: [], orientation: null }, ' left mlo ')).toBe('RMLO');
    expect(mammogramName({ laterality: null, view: 'CC', modifiers: [], orientation: null }, ' 左 mlo ')).toBe('LCC');
    expect([mammogramName(projection('R', 'ML'), ' r mlo '), mammogramName({ laterality: 'B', view: 'CC', modifiers: [], orientation: null }, ' l cc ')]).toEqual([null, null]);
  });

  it('hang with the prior below, view over view', () => {
    expect(hungFrames([...study('20250101'), ...study('20261101')])).toEqual(['mammographyPrior', [[5, 0], [6, 0], [7, 0], [4, 0], [1, 0], [2, 0], [3, 0], [0, 0]]]);
  });

  it('hang CC beside MLO where there is one side, with the prior of that side below', () => {
    const right = study('20261101').filter((_, at) => ways[at]?.laterality === 'R');
    expect(hungFrames(right)).toEqual(['mammography', [[0, 0], [1, 0]]]);
    expect(hangingsFor(right)[0]?.grid).toMatchObject({ rows: 1, columns: 2 });
    const both = [...right, ...study('20250101')];
    expect(hungFrames(both)).toEqual(['mammographyPrior', [[0, 0], [1, 0], [3, 0], [5, 0]]]);
    expect(hangingsFor(both)[0]?.grid).toMatchObject({ rows: 2, columns: 2 });
  });

  // The chest wall of the right breast is to be right, that of the left one left; feet, or of CC the inner side, below.
  it.each([
    ['R', 'MLO', 'P', 'FL', 0, false], ['R', 'MLO', 'A', 'FL', 0, true], ['R', 'MLO', 'A', 'H', 180, false], ['R', 'MLO', 'P', 'H', 180, true], ['L', 'MLO', 'A', 'FR', 0, false], ['L', 'MLO', 'P', 'FR', 0, true],
    ['R', 'CC', 'P', 'L', 0, false], ['R', 'CC', 'P', 'R', 180, true], ['L', 'CC', 'A', 'R', 0, false], ['L', 'CC', 'P', 'L', 180, false], ['L', 'CC', 'P', 'R', 0, true], ['L', 'MLO', 'F', 'A', 0, false],
  ] as const)('%s %s that lies %s\\%s is turned %d° and flipped: %s', (laterality, name, row, column, rotationDegrees, isFlipped) => {
    const of = projection(laterality, name, { orientation: [row, column] });
    expect(mammogramTurn(of)).toEqual({ rotationDegrees, isFlipped });
    const letters = flatEdgeLetters(transformOf(square, 100, 100, 1, null, [0, 0, 0], mammogramTurn(of)), { right: row, bottom: column });
    if (!'HF'.includes(row)) expect([letters?.right[0], letters?.bottom[0]]).toEqual([laterality === 'R' ? 'P' : 'A', name === 'MLO' ? 'F' : laterality === 'R' ? 'L' : 'R']);
    const given = ways.map((way) => series('MG', null, { views: [view(0, way.laterality === laterality && way.view === name ? of : way)] }));
    expect(hangingsFor(given)[0]?.cells.filter((cell) => cell.rotationDegrees === rotationDegrees && cell.isFlipped === isFlipped).length).toBeGreaterThanOrEqual(1);
  });

  it('are found again by an own layout in the next study, by their view', () => {
    const before = ways.map((of) => series('MG', null, { views: [view(0, of)] }));
    const shown = hangingsFor(before)[0];
    if (shown === undefined) throw new Error('no hanging');
    const own = ownHangingOf('x', { modality: 'MG', bodyPart: null }, shown, before);
    const next = ways.toReversed().map((of) => series('MG', null, { date: '20270101', views: [view(0, of)] }));
    expect(applyOwnHanging(own, next)?.cells.map((cell) => next.findIndex((one) => cell.content.kind === 'frames' && one.seriesInstanceUID === cell.content.seriesInstanceUID))).toEqual([2, 1, 0, 3]);
  });
});

/** Of the index; named by its view, too. */
const header = (sopInstanceUID: string, instanceNumber: number | null, frames: number, sopClassUID = '1.2.840.10008.5.1.4.1.1.1.2') => ({ sopInstanceUID, sopClassUID, instanceNumber, image: { rows: 1, columns: 1, frames, photometric: null, bitsAllocated: 16, isLossy: false, projection: projection('R', sopInstanceUID) } });

it('pictures of a series count their frames in the order they are shown in', () => {
  expect(hungViews([header('b', null, 1), header('c', 2, 3), header('a', 1, 2, '1.2.840.10008.5.1.4.1.1.1.2.1')]).map(({ frame, projection: of, isRaw }) => [frame, of?.view, isRaw])).toEqual([[0, 'a', true], [2, 'c', false], [5, 'b', false]]);
});
