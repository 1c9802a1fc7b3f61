import { describe, expect, it } from 'vitest';
import { emptyCell, stackCell } from '../../shared/viewing/cell.ts';
import { firstPanels, mostSavedDesks, readPanels, readSavedDesks, savedDeskOf, withPanels, withSavedDesk } from '../../shared/viewing/savedDesk.ts';
import type { SavedDesk } from '../../shared/viewing/savedDesk.ts';

const desk = (caseId: string, fields: Partial<SavedDesk> = {}): SavedDesk => ({ caseId, grid: { rows: 1, columns: 2, shape: 'even' }, link: 'position', hasCrosshair: true, hasReferenceLines: true, hasAnnotations: true, activeCell: 0, cells: [stackCell('1.2#2'), stackCell('1.3')], ...fields });

describe('the remembered desk', () => {
  it('keeps fifty cases, the one left last at the end', () => {
    const all = Array.from({ length: 60 }, (_, index) => index).reduce<readonly SavedDesk[]>((desks, index) => withSavedDesk(desks, desk(`case ${index}`)), []);
    expect([all.length, all[0]?.caseId, all.at(-1)?.caseId]).toEqual([mostSavedDesks, 'case 10', 'case 59']);
    expect(withSavedDesk(all, desk('case 20')).map(({ caseId }) => caseId).slice(-2)).toEqual(['case 59', 'case 20']);
  });

  it('empties cells whose series is gone, and takes off a fusion whose upper series is', () => {
    const fusion = { volumeId: '1.9', colourMap: 'pet', opacity: 0.5, window: { centre: 2.5, width: 5 } } as const;
    const saved = [desk('a', { cells: [stackCell('1.2#2', 'axial', { fusion }), stackCell('1.3')] })];
    expect(savedDeskOf(saved, 'a', (uid) => uid === '1.2')?.cells).toEqual([stackCell('1.2#2', 'axial'), emptyCell]);
    expect(savedDeskOf(saved, 'a', () => false)).toBeNull();
    expect(savedDeskOf(saved, 'b', () => true)).toBeNull();
  });

  it('opens standing, even where it was left playing', () => {
    expect(withSavedDesk([], desk('a', { cells: [stackCell('1.2', 'acquired', { cineFps: 10 })] }))[0]?.cells[0]?.cineFps).toBeNull();
  });

  it('survives JSON and leaves out broken entries', () => {
    const good = desk('a');
    expect(readSavedDesks(JSON.parse(JSON.stringify([good, { ...good, activeCell: 12 }, { ...good, cells: [{}] }, null])))).toEqual([good]);
    expect(readSavedDesks(undefined)).toEqual([]);
  });
});

describe('panels', () => {
  it('reads widths within bounds, else those of a first opening', () => {
    const panels = { ...firstPanels, seriesWidth: 300 };
    expect(readPanels({ panels })).toEqual(panels);
    for (const broken of [null, 1, {}, { panels: { ...panels, sideWidth: 9000 } }]) expect(readPanels(broken)).toEqual(firstPanels);
  });

  it('leaves what other pages keep beside them', () => expect(withPanels({ grey: true }, firstPanels)).toEqual({ grey: true, panels: firstPanels }));
});
