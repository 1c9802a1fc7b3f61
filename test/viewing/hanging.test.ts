import { describe, expect, it } from 'vitest';
import { cellSchema } from '../../shared/viewing/cell.ts';
import type { Cell } from '../../shared/viewing/cell.ts';
import { cellCount } from '../../shared/viewing/gridPlaces.ts';
import { hangingsFor } from '../../shared/viewing/hanging.ts';
import type { Hanging } from '../../shared/viewing/hanging.ts';
import { bodyPartOf, classOf, directionOf } from '../../shared/viewing/seriesClass.ts';
import type { HungSeries } from '../../shared/viewing/seriesClass.ts';
import { series } from './support.ts';

const uidOf = ({ content }: Cell): string => (content.kind === 'stack' ? content.volumeId : content.kind === 'frames' ? content.seriesInstanceUID : content.kind === 'document' ? content.sopInstanceUID : '');
const first = (given: readonly HungSeries[], disease: string | null = null): Hanging => {
  const [hanging] = hangingsFor(given, disease);
  if (hanging === undefined) throw new Error('no hanging');
  return hanging;
};
/** Name, grid and the series in the cells, as description or modality. */
const seen = (given: readonly HungSeries[], disease: string | null = null): readonly unknown[] => {
  const { name, grid, cells } = first(given, disease);
  return [name, `${grid.rows}x${grid.columns} ${grid.shape}`, cells.map((cell) => given.find((one) => one.seriesInstanceUID === uidOf(cell))?.description ?? '')];
};

const views = (date: string): readonly HungSeries[] => ['L MLO', 'R CC', 'R MLO', 'L CC'].map((view) => series('MG', view, { date }));

/** Numbers below 1, the same for one seed (Mulberry32). */
const seeded = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = Math.trunc(state + 0x6d2b79f5);
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

describe('what a series is', () => {
  it.each([
    ['MR', 'AX T1 FSE', 'T1'], ['MR', 'Ax T1 +C', 'T1C'], ['MR', 'T1WI 增强 横断', 'T1C'], ['MR', 'T2_FLAIR_tra', 'FLAIR'], ['MR', 'T2WI 脂肪抑制', 'T2'], ['MR', 'ep2d_diff_b1000', 'DWI'], ['MR', 'DWI b=800', 'DWI'], ['MR', 'ADC (10^-6 mm²/s)', 'ADC'],
    ['MR', '弥散加权', 'DWI'], ['MR', 'sag_t1_mprage_Gd', 'T1C'], ['MR', '3-plane localizer', 'scout'], ['MR', 'MRCP', 'otherMR'], ['CT', 'Topogram 0.6', 'scout'], ['CT', '定位像', 'scout'], ['CT', '肺窗 1.0', 'lung'], ['CT', 'Lung 1.25mm', 'lung'],
    ['CT', '冠状位重建', 'reconstruction'], ['CT', 'Chest Sag MPR', 'reconstruction'], ['CT', '骨窗', 'bone'], ['CT', '动脉期', 'contrast'], ['CT', 'Thorax C+', 'contrast'], ['CT', '胸部平扫', 'plain'], ['PT', 'PET WB NAC', 'uncorrected'], ['PT', 'PET AC', 'corrected'],
    ['MG', 'R CC', 'RCC'], ['MG', 'L-MLO', 'LMLO'], ['MG', '左乳 斜位', 'LMLO'], ['MG', '右乳头尾位', 'RCC'], ['MG', 'RMLO', 'RMLO'], ['MG', 'spot', 'other'],
  ])('%s "%s" is %s', (modality, description, expected) => expect(classOf(series(modality, description))).toBe(expected));

  it.each([['Ax T2', 'axial'], ['T2_tra', 'axial'], ['冠状位', 'coronal'], ['SAG T1', 'sagittal'], ['T2', null]])('"%s" runs %s', (description, expected) => expect(directionOf({ description })).toBe(expected));

  it.each([
    ['CHEST', 'chest'], ['右肺上叶腺癌', 'chest'], ['HEADNECK', 'headNeck'], ['鼻咽癌', 'headNeck'], ['胶质母细胞瘤', 'brain'], ['HEAD', 'brain'], ['肝细胞癌', 'abdomen'], ['RECTUM', 'pelvis'], ['宫颈癌', 'pelvis'], ['LSPINE', 'spine'], ['颈椎', 'spine'], ['BREAST', 'breast'], ['WHOLEBODY', 'wholeBody'], ['食管癌', 'chest'], ['KNEE', 'limb'],
  ])('"%s" is the part %s', (text, expected) => expect(bodyPartOf([null, '', text])).toBe(expected));

  it('goes by the first text that names a part', () => expect(bodyPartOf(['ABDOMEN', '肺癌'])).toBe('abdomen'));
});

describe('what a case opens with', () => {
  it('shows one chest CT by itself, the axial one with most slices, and offers three planes', () => {
    const given = [series('CT', 'Scout', { images: 2 }), series('CT', '胸部 5mm', { images: 60 }), series('CT', '胸部 1mm', { images: 300 }), series('CT', '冠状位 MPR', { images: 400 })];
    expect(seen(given)).toEqual(['single', '1x1 even', ['胸部 1mm']]);
    const mpr = hangingsFor(given).find(({ name }) => name === 'mpr');
    expect(mpr?.cells.map(({ plane }) => plane)).toEqual(['axial', 'sagittal', 'coronal']);
    expect([mpr?.grid, mpr?.hasCrosshair]).toEqual([{ rows: 1, columns: 3, shape: 'beside' }, true]);
  });

  it('shows a CT with its prior in one window: newest left, the same kind of series right, moving by equal distances', () => {
    const given = [
      series('CT', '肺窗 1mm', { date: '20260301', bodyPart: 'CHEST', images: 280 }), series('CT', '纵隔 5mm', { date: '20260301', bodyPart: 'CHEST', images: 60 }), series('CT', 'Lung 1.0', { date: '20261101', bodyPart: 'CHEST', images: 300 }), series('CT', '纵隔 5mm', { date: '20261101', bodyPart: 'CHEST', images: 60 }),
    ];
    expect(seen(given)).toEqual(['ctPrior', '1x2 even', ['Lung 1.0', '肺窗 1mm']]);
    const { cells, link } = first(given);
    expect(cells.map(({ window }) => window)).toEqual([{ centre: -600, width: 1500 }, { centre: -600, width: 1500 }]);
    expect(link).toBe('distance');
  });

  it('does not compare a chest with a knee', () => {
    expect(seen([series('CT', 'chest', { bodyPart: 'CHEST' }), series('CT', 'knee', { date: '20250101', bodyPart: 'KNEE' })])).toEqual(['single', '1x1 even', ['chest']]);
  });

  it('passes over a study of another modality between the two', () => {
    expect(seen([series('CT', 'new', { date: '20261101' }), series('DX', 'film', { date: '20260901' }), series('CT', 'old', { date: '20260101' })])).toEqual(['ctPrior', '1x2 even', ['new', 'old']]);
  });

  it('shows PET/CT as CT, inverse PET of SUV 0 to 5, both over each other, and the whole PET from the front', () => {
    const given = [series('CT', 'CT AC'), series('PT', 'PET NAC', { images: 300 }), series('PT', 'PET AC', { images: 250 }), series('CT', '肺窗', { frameOfReferenceUID: '1.7.other' })];
    expect(seen(given)).toEqual(['petCt', '2x2 even', ['CT AC', 'PET AC', 'CT AC', 'PET AC']]);
    const [ct, pet, fused, whole] = first(given).cells;
    expect([ct?.fusion, ct?.unit, ct?.plane]).toEqual([null, 'stored', 'axial']);
    expect([pet?.isInverted, pet?.unit, pet?.window]).toEqual([true, 'suv', { centre: 2.5, width: 5 }]);
    expect(fused?.fusion).toMatchObject({ volumeId: given[2]?.seriesInstanceUID, opacity: 0.5 });
    expect([whole?.plane, whole?.slab.mode]).toEqual(['coronal', 'mip']);
  });

  it('never lays PET over a CT of another frame of reference', () => {
    const hanging = first([series('CT', 'CT', { frameOfReferenceUID: '1.7.other' }), series('PT', 'PET')]);
    expect([hanging.name, hanging.cells.some(({ fusion }) => fusion !== null)]).toEqual(['petCt', false]);
  });

  it('shows MR by sequence, four of them, the enhanced one among them', () => {
    const given = [series('MR', 'ADC'), series('MR', 'T1+C ax'), series('MR', 'T2 ax'), series('MR', 'T2 sag', { images: 500 }), series('MR', 'T1 ax'), series('MR', 'DWI'), series('MR', 'localizer')];
    expect(seen(given)).toEqual(['mrSequences', '2x2 even', ['T1 ax', 'T2 ax', 'DWI', 'T1+C ax']]);
    expect(seen([...given, series('MR', 'FLAIR ax', { bodyPart: 'BRAIN' })], '胶质瘤')).toEqual(['mrSequences', '2x2 even', ['T2 ax', 'FLAIR ax', 'DWI', 'T1+C ax']]);
  });

  it('shows one MR series of no known sequence by itself, and with its prior where there is one', () => {
    expect(seen([series('MR', 'MRCP')])).toEqual(['single', '1x1 even', ['MRCP']]);
    expect(seen([series('MR', 'MRCP'), series('MR', 'MRCP old', { date: '20250101' })])).toEqual(['mrPrior', '1x2 even', ['MRCP', 'MRCP old']]);
  });

  it('shows planning images large in axial with sagittal and coronal beside, the crosshair on, before all else', () => {
    const given = [series('CT', 'newer', { date: '20261120' }), series('CT', 'planning', { isPlanning: true })];
    expect(seen(given)).toEqual(['planning', '1x3 beside', ['planning', 'planning', 'planning']]);
    expect(first(given).hasCrosshair).toBe(true);
  });

  it('hangs the four mammography views with the right breast on the left, and the prior below', () => {
    expect(seen(views('20261101'))).toEqual(['mammography', '2x2 even', ['R CC', 'L CC', 'R MLO', 'L MLO']]);
    const both = [...views('20261101'), ...views('20250101')];
    expect(seen(both)[1]).toBe('2x4 even');
    expect(first(both).cells.map((cell) => both.find((one) => one.seriesInstanceUID === uidOf(cell))?.studyDate)).toEqual([...Array(4).fill('20261101'), ...Array(4).fill('20250101')]);
    // The place of a missing view stays empty; one view is a picture by itself.
    expect(seen(views('20261101').slice(0, 3))).toEqual(['mammography', '2x2 even', ['R CC', '', 'R MLO', 'L MLO']]);
    expect(seen(views('20261101').slice(0, 1))[0]).toBe('single');
  });

  it('shows a film with its prior, two views of one study side by side, one by itself', () => {
    expect(seen([series('DX', 'PA'), series('DX', 'PA old', { date: '20250101' })])).toEqual(['filmPrior', '1x2 even', ['PA', 'PA old']]);
    expect(seen([series('DX', 'PA'), series('DX', 'LAT')])).toEqual(['filmViews', '1x2 even', ['PA', 'LAT']]);
    expect(seen([series('CR', 'PA')])).toEqual(['single', '1x1 even', ['PA']]);
  });

  it('shows ultrasound by itself, and a document where there is nothing else', () => {
    expect(first([series('US', 'abdomen')]).cells[0]?.content.kind).toBe('frames');
    const document = series('DOC', '病理报告', { shows: 'document', sopInstanceUID: '1.5.1' });
    expect(first([document])).toMatchObject({ name: 'document', cells: [{ content: { kind: 'document', sopInstanceUID: '1.5.1' } }] });
    expect(first([document, series('US', 'abdomen')]).name).toBe('single');
  });

  it('keeps the scan on the screen when newer photographs, microscopy and papers were added, and shows those where there is nothing else', () => {
    const scan = [series('CT', '胸部平扫', { date: '20261101', images: 200 }), series('CT', '胸部平扫', { date: '20260501', images: 200 })];
    const added = (['GM', 'XC', 'DOC'] as const).map((modality) => series(modality, modality, { date: '20261122', shows: 'frames', images: 2 }));
    expect(seen([...scan, ...added])).toEqual(seen(scan));
    expect(seen(added)).toEqual(['single', '1x1 even', ['GM']]);
  });

  it('is empty for an empty case, and shows a scout rather than nothing', () => {
    expect(first([])).toMatchObject({ name: 'empty', cells: [] });
    expect(seen([series('CT', 'scout')])).toEqual(['single', '1x1 even', ['scout']]);
  });
});

describe('any case', () => {
  const modalities = ['CT', 'PT', 'MR', 'MG', 'DX', 'US', 'NM', 'OT'] as const;
  const names = ['scout', 'T1', 'T2', 'DWI', 'T1+C', 'lung', 'R CC', 'L CC', 'R MLO', 'L MLO', 'PET NAC', '', 'Sag MPR'];

  it.each(Array.from({ length: 60 }, (_, seed) => seed))('seed %i: cells fit the grid, are valid, name series of the case, and do not depend on the order given', (seed) => {
    const random = seeded(seed);
    const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
    const given = Array.from({ length: Math.floor(random() * 14) }, () => series(pick(modalities) ?? 'CT', pick(names) ?? '', { date: pick(['20261101', '20260301', '20250101', '']) ?? '', images: Math.floor(random() * 300) + 1, isPlanning: random() < 0.05 }));
    const hangings = hangingsFor(given);
    expect(hangings.length).toBeGreaterThan(0);
    for (const { grid, cells, name } of hangings) {
      expect(cells.length, name).toBeLessThanOrEqual(cellCount(grid));
      for (const cell of cells) {
        expect(cellSchema.safeParse(cell).success, name).toBe(true);
        expect(given.some((one) => one.seriesInstanceUID === uidOf(cell))).toBe(true);
        if (cell.fusion !== null) expect(given.find((one) => one.seriesInstanceUID === cell.fusion?.volumeId)?.frameOfReferenceUID).toBe(given.find((one) => one.seriesInstanceUID === uidOf(cell))?.frameOfReferenceUID);
      }
    }
    expect(hangingsFor([...given].reverse())).toEqual(hangings);
  });
});
