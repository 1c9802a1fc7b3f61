import { describe, expect, it } from 'vitest';
import { emptyCell, stackCell } from '../../shared/viewing/cell.ts';
import type { Cell } from '../../shared/viewing/cell.ts';
import { applyOwnHanging, ownHangingOf, ownHangingsFor, readOwnHangings, subjectOf, withOwnHanging, withoutOwnHanging } from '../../shared/viewing/ownHanging.ts';
import type { OwnHanging } from '../../shared/viewing/ownHanging.ts';
import type { HungSeries } from '../../shared/viewing/seriesClass.ts';
import { series } from './support.ts';

const patient = (): readonly HungSeries[] => [series('MR', 'T1 ax'), series('MR', 'T2 ax'), series('MR', 'T1+C ax'), series('MR', 'T2 ax', { date: '20250101' })];
const stack = (one: HungSeries | undefined, fields: Partial<Cell> = {}): Cell => stackCell(one?.seriesInstanceUID ?? '', 'acquired', fields);
const contentOf = (cell: Cell | undefined): string | null => (cell?.content.kind === 'stack' ? cell.content.volumeId : null);
const saved = (given: readonly HungSeries[]): OwnHanging => ownHangingOf('对比', { modality: 'MR', bodyPart: null }, { grid: { rows: 1, columns: 3, shape: 'even' }, link: 'distance', hasCrosshair: false, cells: [stack(given[1], { isInverted: true }), stack(given[3]), emptyCell] }, given);

describe('own layouts', () => {
  it('hangs the same kinds of series of another patient, new and prior, with how they were shown', () => {
    const one = patient();
    const other = patient();
    const hanging = applyOwnHanging(saved(one), other);
    expect(hanging?.cells.map(contentOf)).toEqual([other[1]?.seriesInstanceUID, other[3]?.seriesInstanceUID, null]);
    expect([hanging?.cells[0]?.isInverted, hanging?.link, hanging?.title]).toEqual([true, 'distance', '对比']);
  });

  it('leaves a place empty where the case has no such series, and is none where it has none at all', () => {
    expect(applyOwnHanging(saved(patient()), [series('MR', 'T2 ax')])?.cells.map(contentOf)).toHaveLength(3);
    expect(applyOwnHanging(saved(patient()), [series('CT', 'chest')])).toBeNull();
  });

  it('takes a fusion over only within one frame of reference', () => {
    const given = [series('CT', 'CT'), series('PT', 'PET')];
    const fusion = { volumeId: given[1]?.seriesInstanceUID ?? '', colourMap: 'hotIron', opacity: 0.4, window: { centre: 2.5, width: 5 } } as const;
    const own = ownHangingOf('融合', { modality: 'PT', bodyPart: null }, { grid: { rows: 1, columns: 1, shape: 'even' }, link: 'position', hasCrosshair: false, cells: [stack(given[0], { fusion })] }, given);
    const next = [series('CT', 'CT'), series('PT', 'PET')];
    expect(applyOwnHanging(own, next)?.cells[0]?.fusion).toEqual({ ...fusion, volumeId: next[1]?.seriesInstanceUID });
    expect(applyOwnHanging(own, [series('CT', 'CT'), series('PT', 'PET', { frameOfReferenceUID: '1.8' })])?.cells[0]?.fusion).toBeNull();
  });

  it('does not take a free direction of one patient to another', () => {
    const given = patient();
    const own = ownHangingOf('斜', { modality: 'MR', bodyPart: null }, { grid: { rows: 1, columns: 1, shape: 'even' }, link: 'off', hasCrosshair: false, cells: [stack(given[0], { plane: 'oblique', oblique: { xDirection: [1, 0, 0], yDirection: [0, 1, 0] } })] }, given);
    expect(own.cells[0]?.plane).toBe('acquired');
  });

  it('is kept under the modality and part of the newest study', () => {
    expect(subjectOf([series('CT', 'chest', { date: '20250101' }), series('MR', 'T2', { bodyPart: 'BRAIN' })], null)).toEqual({ modality: 'MR', bodyPart: 'brain' });
    expect(subjectOf([series('CT', 'AC'), series('PT', 'PET', { bodyPart: 'WHOLEBODY' })], null)).toEqual({ modality: 'PT', bodyPart: 'wholeBody' });
    expect(subjectOf([], null)).toBeNull();
  });

  it('offers those of the very part before general ones, the one saved last first', () => {
    const given = [series('MR', 'T2 ax', { bodyPart: 'BRAIN' })];
    const own = (name: string, bodyPart: string | null): OwnHanging => ({ ...saved(patient()), name, bodyPart, cells: [{ ...ownHangingOf('x', { modality: 'MR', bodyPart: null }, { grid: { rows: 1, columns: 1, shape: 'even' }, link: 'off', hasCrosshair: false, cells: [stack(given[0])] }, given).cells[0] ?? saved(patient()).cells[0] ?? never() }] });
    expect(ownHangingsFor([own('a', 'brain'), own('b', null), own('c', 'brain'), own('d', 'chest')], given, null).map(({ title }) => title)).toEqual(['c', 'a', 'b']);
  });

  it('replaces by name, modality and part, forgets on demand, and reads only whole entries', () => {
    const own = saved(patient());
    expect(withOwnHanging([own], { ...own, link: 'off' })).toEqual([{ ...own, link: 'off' }]);
    expect(withoutOwnHanging([own], own)).toEqual([]);
    expect(readOwnHangings(JSON.parse(JSON.stringify([own, { ...own, grid: { rows: 9, columns: 1, shape: 'even' } }, 'x'])))).toEqual([own]);
    expect(readOwnHangings('x')).toEqual([]);
  });
});

function never(): never {
  throw new Error('a saved layout has its cells');
}
