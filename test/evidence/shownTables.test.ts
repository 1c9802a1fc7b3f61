import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import type { Voi } from '../../shared/dicom/display/voi.ts';
import { readPresentationState } from '../../shared/dicom/objects/presentationState.ts';
import { cellFieldsOf, shownStateOf } from '../../shared/evidence/shownState.ts';
import type { ShownImage } from '../../shared/evidence/shownState.ts';
import { writePresentationState } from '../../shared/evidence/writePresentationState.ts';
import type { Cell } from '../../shared/viewing/cell.ts';
import { findingsOf, hasValidators, saidBy, withFiles } from './programs.ts';
import { contextFor, radiograph } from './samples.ts';
import { cellOf, fileOf, shownImage, stateOf } from './shownSamples.ts';

const table = (firstMapped: number, entries: readonly number[], bits: number, explanation: string | null = null): Voi => ({ kind: 'table', table: { firstMapped, entries: Uint16Array.from(entries), bits }, explanation });
/** Over the values 0 to 23 of a picture of 6 × 4. */
const vois: readonly Voi[] = [
  table(0, Array.from({ length: 24 }, (_, at) => Math.round(65535 * (at / 23) ** 2)), 16, 'HARDER'),
  { kind: 'window', shape: 'LINEAR_EXACT', centre: 10, width: 12, explanation: 'SOFT' },
  table(4, [0, 10, 90, 200, 255], 8),
  table(2, [0, 1000, 3000, 4095], 12, 'TWELVE'),
];
const image: ShownImage = shownImage({ ...radiograph, columns: 6, rows: 4 }, { rescale: null, vois, windowShape: 'LINEAR' });
const frames = { content: { kind: 'frames', seriesInstanceUID: 'any' } } as const;
const written = (fields: Partial<Cell>, shown = image): Uint8Array => writePresentationState({ context: contextFor(), state: stateOf({ ...frames, ...fields }, shown), images: [shown], annotations: [], label: 'KEY_IMAGE', description: '' }).bytes;
const back = (fields: Partial<Cell>, shown = image) => cellFieldsOf(readPresentationState(parseDataSet(written(fields))), shown);

/** Brightness of a value through one of the tables, by its words. */
function through(voi: number, value: number): number {
  const one = vois[voi];
  if (one?.kind !== 'table') throw new Error('no table');
  const { firstMapped, entries, bits } = one.table;
  const index = Math.min(entries.length - 1, Math.max(0, value - firstMapped));
  return ((entries[index] ?? 0) / (2 ** bits - 1)) * 255;
}

describe('a shown state of an image with tables', () => {
  it('is shown through the same table again, or its windows', () => {
    for (const voi of [0, 2, 3]) expect(back({ voi })).toMatchObject({ fields: { window: null, voi }, notices: [] });
    expect(back({ voi: 1 })).toMatchObject({ fields: { window: { centre: 10, width: 12 }, voi: 0 }, notices: [] });
    expect(back({ voi: 2, window: { centre: 5, width: 6 } })).toMatchObject({ fields: { window: { centre: 5, width: 6 }, voi: 0 }, notices: [] });
  });

  it('says so where the image does not bring the table', () => {
    expect(back({ voi: 2 }, { ...image, vois: vois.slice(0, 2) })).toMatchObject({ fields: { window: null, voi: 0 }, notices: ['window-table'] });
  });

  it('is refused for a table that begins below 0', () => {
    expect(shownStateOf(cellOf(frames), { ...image, vois: [table(-5, [0, 255], 8)] })).toBe('voi-table');
  });

  it.runIf(hasValidators).each([0, 2, 3])('through table %d has no error for dciodvfy, and dcmp2pgm draws the picture the cell shows', (voi) => {
    const bytes = written({ voi });
    expect(findingsOf(bytes).errors).toEqual([]);
    const pgm = withFiles({ 'ps.dcm': bytes, 'image.dcm': fileOf(image) }, (path) => {
      expect(saidBy('dcmp2pgm', ['-p', path('ps.dcm'), path('image.dcm'), path('out.pgm')]).status).toBe(0);
      return readFileSync(path('out.pgm'));
    });
    const wrong = [...pgm.subarray(-24)].filter((level, value) => Math.abs(level - through(voi, value)) > 1);
    expect(wrong).toEqual([]);
  });
});
