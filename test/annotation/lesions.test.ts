import { describe, expect, it } from 'vitest';
import { lesionTables, newLesionName, sumOfDiameters } from '../../shared/annotation/lesions.ts';
import type { Annotation } from '../../shared/annotation/types.ts';
import { annotationOf, imagePlace } from './support.ts';

/** A bidirectional measurement of a lesion; the tracking UID follows from the name first given. */
const measured = (name: string, studyDate: string | null, longMm: number, shortMm: number, fields: Partial<Annotation> = {}): Annotation =>
  annotationOf('bidirectional', [[0, 0, 0], [longMm, 0, 0], [1, 0, 0], [1, shortMm, 0]], { lesion: { name, trackingUID: `2.25.${name.replace(/\D/g, '')}` }, studyDate, ...fields });

describe('lesions over time', () => {
  const annotations = [
    measured('L1', '20260301', 12, 9), measured('L1', '20260101', 20, 10), measured('L1', '20260601', 15, 8),
    measured('L2', '20260101', 30, 11), measured('L2', '20260301', 24, 12), measured('L10', '20260101', 10, 5),
  ];

  it('lists each lesion by date with changes against the first and the smallest before', () => {
    const [first] = lesionTables(annotations);
    expect(first?.rows.map(({ studyDate, longMm, shortMm, fromFirst, fromSmallest }) => ({ studyDate, longMm, shortMm, fromFirst, fromSmallest }))).toEqual([
      { studyDate: '20260101', longMm: 20, shortMm: 10, fromFirst: null, fromSmallest: null },
      { studyDate: '20260301', longMm: 12, shortMm: 9, fromFirst: { mm: -8, percent: -40 }, fromSmallest: { mm: -8, percent: -40 } },
      { studyDate: '20260601', longMm: 15, shortMm: 8, fromFirst: { mm: -5, percent: -25 }, fromSmallest: { mm: 3, percent: 25 } },
    ]);
  });

  it('orders lesions as people count and goes by tracking UID, not by name', () => {
    expect(lesionTables(annotations).map(({ name }) => name)).toEqual(['L1', 'L2', 'L10']);
    const renamed = lesionTables([...annotations, measured('L2', '20260601', 20, 9, { lesion: { name: 'liver S6', trackingUID: '2.25.2' }, atMs: 9 })]);
    expect(renamed.find(({ trackingUID }) => trackingUID === '2.25.2')).toMatchObject({ name: 'liver S6', rows: [{ longMm: 30 }, { longMm: 24 }, { longMm: 20 }] });
  });

  it('takes the longest of several measurements of a date and names them all', () => {
    const [one, two] = [measured('L1', '20260101', 18, 12), measured('L1', '20260101', 19, 7)];
    expect(lesionTables([one, two])[0]?.rows).toEqual([{ studyDate: '20260101', longMm: 19, shortMm: 7, annotationIds: [one.id, two.id], fromFirst: null, fromSmallest: null }]);
  });

  it('compares nothing that has no length in mm or no date', () => {
    const pixels = annotationOf('length', [[0, 0, 0], [9, 0, 0]], { place: imagePlace({ isCalibrated: false }), lesion: { name: 'L1', trackingUID: '2.25.1' }, studyDate: '20250101' });
    const undated = measured('L1', null, 40, 9);
    const [table] = lesionTables([pixels, undated, measured('L1', '20260101', 20, 10)]);
    expect(table?.rows.map(({ longMm, fromFirst }) => [longMm, fromFirst])).toEqual([[null, null], [20, null]]);
    expect(table?.undatedIds).toEqual([undated.id]);
    expect(lesionTables([annotationOf('length', [[0, 0, 0], [1, 0, 0]])])).toEqual([]);
  });

  it('tells no per cent of a lesion that was 0 mm', () => {
    const gone = measured('L1', '20260101', 0, 0, { points: [[0, 0, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0]] });
    expect(lesionTables([gone, measured('L1', '20260301', 6, 2)])[0]?.rows[1]?.fromFirst).toEqual({ mm: 6, percent: null });
  });
});

describe('changes', () => {
  it('agree with the lengths shown beside them', () => {
    // 15.96 and 24.34 are shown as 16.0 and 24.3; their difference by itself would be 8.38.
    const [table] = lesionTables([measured('L1', '20260101', 15.96, 4.04), measured('L1', '20260301', 24.34, 4.06)]);
    expect(table?.rows.map(({ longMm, shortMm }) => [longMm, shortMm])).toEqual([[16, 4], [24.3, 4.1]]);
    expect(table?.rows[1]?.fromFirst?.mm).toBe(8.3);
    expect(table?.rows[1]?.fromFirst?.percent).toBeCloseTo(51.875, 9);
  });

  it('are none between lengths that read alike', () => {
    const [table] = lesionTables([measured('L1', '20260101', 15.96, 4), measured('L1', '20260301', 16.04, 4)]);
    expect(table?.rows[1]?.fromSmallest).toEqual({ mm: 0, percent: 0 });
  });

  it('of a sum follow from the lengths above it', () => {
    // 10.04 and 10.04 are shown as 10.0 and 10.0, and nobody reads 20.1 from them.
    const sums = sumOfDiameters(lesionTables([measured('L1', '20260101', 10.04, 4), measured('L2', '20260101', 10.04, 4), measured('L1', '20260301', 12.36, 4), measured('L2', '20260301', 10.3, 4)]));
    expect(sums.map(({ sumMm }) => sumMm)).toEqual([20, 22.7]);
    expect(sums[1]?.fromFirst?.mm).toBe(2.7);
    expect(sums[1]?.fromFirst?.percent).toBeCloseTo(13.5, 9);
  });
});

describe('figures of a lesion', () => {
  it('follow from the points, whatever figures came with them', () => {
    const stale = measured('L1', '20260101', 5, 2, { figures: [{ quantity: 'length', value: 77, unit: 'mm' }] });
    expect(lesionTables([stale])[0]?.rows[0]?.longMm).toBe(5);
  });
});

describe('sum of longest diameters', () => {
  it('sums the lesions of the first date and compares with the first and the smallest sum', () => {
    const tables = lesionTables([
      measured('L1', '20260101', 20, 5), measured('L2', '20260101', 30, 5), measured('L1', '20260301', 10, 5), measured('L2', '20260301', 20, 5),
      measured('L1', '20260601', 16, 5), measured('L2', '20260601', 20, 5),
    ]);
    expect(sumOfDiameters(tables)).toEqual([
      { studyDate: '20260101', sumMm: 50, missing: [], additional: [], fromFirst: null, fromSmallest: null },
      { studyDate: '20260301', sumMm: 30, missing: [], additional: [], fromFirst: { mm: -20, percent: -40 }, fromSmallest: { mm: -20, percent: -40 } },
      { studyDate: '20260601', sumMm: 36, missing: [], additional: [], fromFirst: { mm: -14, percent: -28 }, fromSmallest: { mm: 6, percent: 20 } },
    ]);
  });

  it('names lesions missing or new on a date, compares no sums of different lesions and forgets them as smallest', () => {
    const tables = lesionTables([
      measured('L1', '20260101', 20, 5), measured('L2', '20260101', 30, 5), measured('L1', '20260301', 10, 5), measured('L3', '20260301', 70, 5),
      measured('L1', '20260601', 20, 5), measured('L2', '20260601', 25, 5),
    ]);
    const [, second, third] = sumOfDiameters(tables);
    expect(second).toEqual({ studyDate: '20260301', sumMm: 10, missing: ['L2'], additional: ['L3'], fromFirst: null, fromSmallest: null });
    expect(third).toMatchObject({ sumMm: 45, missing: [], additional: [], fromFirst: { mm: -5, percent: -10 }, fromSmallest: { mm: -5, percent: -10 } });
    expect(sumOfDiameters([])).toEqual([]);
  });
});

describe('names of new lesions', () => {
  it('goes on after the highest number, so that no name comes to mean another lesion', () => {
    expect([[], ['L1', 'L2'], ['L1', 'L7', 'node'], ['L2'], ['l5', 'L01', 'L1a']].map(newLesionName)).toEqual(['L1', 'L3', 'L8', 'L3', 'L1']);
  });
});
