import { describe, expect, it } from 'vitest';
import { cellShows } from '../../renderer/reading/cells/cellContents.ts';
import { cellTitle } from '../../renderer/reading/cells/cellTitle.ts';
import { cellsChange, emptied, hangingChange, placed, savedOf, visibleCells } from '../../renderer/reading/cells/deskLayout.ts';
import { effectiveCell, effectiveFusion } from '../../renderer/reading/cells/effectiveCell.ts';
import { tipped } from '../../renderer/reading/cells/oblique.ts';
import { orientationOf, SourceCache } from '../../renderer/reading/cells/sourceCache.ts';
import { deskSeries, deskStudies, imageNumberOf, imageTitle, seriesTitle, seriesWith } from '../../renderer/reading/deskSeries.ts';
import { documentName } from '../../renderer/reading/documentTitles.ts';
import { commandOf } from '../../renderer/reading/keys/deskKeys.ts';
import { hangingChoices, openingOf, seriesOfOnePerson } from '../../renderer/reading/openingDesk.ts';
import { splitChange } from '../../renderer/reading/screens/splitChange.ts';
import { nextScreen } from '../../renderer/reading/screens/useScreens.ts';
import { ageAt, dateText, timeBetween } from '../../renderer/reading/studyAge.ts';
import type { SeriesState } from '../../renderer/study/series.ts';
import type { SliceSource } from '../../renderer/viewport/sliceSource.ts';
import { cross, dot, length } from '../../shared/geometry/vector.ts';
import { changeView, initialView } from '../../shared/meeting/view.ts';
import { emptyCell, stackCell } from '../../shared/viewing/cell.ts';
import { keymap } from '../../shared/viewing/shortcuts.ts';
import type { ImageVolume } from '../../shared/volume/types.ts';
import { imagingOf, instance, li, zhang } from './support.tsx';

const pdf = '1.2.840.10008.5.1.4.1.1.104.1';
const structureSet = '1.2.840.10008.5.1.4.1.1.481.3';

const state = (fields: Partial<SeriesState>): SeriesState => ({ seriesInstanceUID: '1.2.1', phase: 'ready', volumes: [], flat: null, problems: [], slicesDone: 0, slicesTotal: 10, turn: 0, ...fields });
const press = (key: string) => ({ key, ctrlKey: false, altKey: false, shiftKey: false, metaKey: false });
const screen = (id: string, isPrimary: boolean) => ({ id, label: id, width: 1, height: 1, isPrimary });

const nameOf = (kind: 'report' | 'keyObjects' | 'presentationState' | 'encapsulatedPdf', label: string | null, kindName: string, language: 'zh' | 'en' = 'zh'): string => documentName({ kind, label, description: null }, kindName, language);

describe('names of documents', () => {
  it('are Chinese for a Chinese reader where the title is a code', () => {
    expect([nameOf('report', 'Imaging Measurement Report', '结构化报告'), nameOf('keyObjects', 'Of Interest', '关键图像选择'), nameOf('presentationState', 'KEY_IMAGE', '显示状态')]).toEqual(['影像测量报告', '关键图像选择 · 关注图像', '显示状态 · 关键图像']);
    expect([nameOf('report', 'Imaging Measurement Report', 'Structured report', 'en'), nameOf('presentationState', 'KEY_IMAGE', 'Presentation state', 'en')]).toEqual(['Imaging Measurement Report', 'Presentation state · Key image']);
  });

  it('say what the document is where the title is not known, and leave what a person wrote', () => {
    expect([nameOf('report', 'Ovarian Ultrasound', '结构化报告'), nameOf('report', null, '结构化报告'), nameOf('encapsulatedPdf', 'Outside report', 'PDF 文档'), nameOf('encapsulatedPdf', null, 'PDF 文档')]).toEqual(['结构化报告 · Ovarian Ultrasound', '结构化报告', 'Outside report', 'PDF 文档']);
  });
});

const photograph = (number: number, own: { readonly series: string; readonly date: string }) => {
  const { header, ...rest } = instance({ ...own, number, modality: 'XC', sopClassUID: '1.2.840.10008.5.1.4.1.1.77.1.4', study: `1.9.${own.date}` });
  return { ...rest, header: { ...header, label: `photograph ${number}` } };
};

describe('the title of a cell', () => {
  it('says what a photograph of several shows', () => {
    const [series] = deskSeries(imagingOf([instance()]));
    if (series === undefined) throw new Error('a series is there');
    const title = (picture: string | null): readonly string[] => cellTitle({ series, volume: null, plane: null, picture, isMixed: false, language: 'zh', notes: ['note'] });
    const other = { ...series, studyDate: '20200102', modality: 'PT' };
    expect(cellTitle({ series, volume: null, plane: null, picture: null, fused: other, isMixed: false, language: 'zh', notes: [] })[1]).toBe(`+ 2020-01-02 · ${seriesTitle(other)}`);
    expect(title('胃窦 HE')).toEqual([title(null)[0], '胃窦 HE', 'note']);
  });
});

const named = (number: number): string => `image ${number}`;

describe('series of a case', () => {
  const given = imagingOf([
    instance({ number: 2 }), instance({ number: 1, isLossy: true }), instance({ number: 3, isPresent: false }), instance({ series: '1.2.2', modality: 'DX', sopClassUID: '1.2.840.10008.5.1.4.1.1.1.1', study: '1.9.0', date: '20250101' }),
    instance({ series: '1.2.3', modality: 'DOC', sopClassUID: pdf }), instance({ series: '1.2.4', modality: 'RTSTRUCT', sopClassUID: structureSet }),
  ]);
  const series = deskSeries(given);

  it('names an image by the number of its scanner, and where it has none of its own by its place', () => {
    const [ct] = series;
    if (ct === undefined) throw new Error('a series is there');
    const [first] = ct.instances;
    if (first === undefined) throw new Error('an image is there');
    const { sopInstanceUID } = first.header;
    expect(imageNumberOf(ct, sopInstanceUID)).toBe(1);
    expect(imageTitle(ct, sopInstanceUID, 43, named)).toBe(`${seriesTitle(ct)} · image 1`);
    expect(imageNumberOf(ct, '1.2.999')).toBeNull();
    expect(imageTitle(ct, '1.2.999', 43, named)).toBe(`${seriesTitle(ct)} · 44`);
  });

  it('lists pictures by series and documents one by one, and leaves radiotherapy objects to their pages', () => {
    expect(series.map(({ modality, shows }) => [modality, shows])).toEqual([['CT', 'volume'], ['DX', 'frames'], ['DOC', 'document']]);
  });

  it('counts what is here, marks lossy series, orders by number and previews the middle of what is here', () => {
    const [ct] = series;
    expect([ct?.images, ct?.present, ct?.isLossy]).toEqual([3, 2, true]);
    expect(ct?.instances.map(({ header }) => header.instanceNumber)).toEqual([1, 2, 3]);
    expect(ct?.preview?.sha256).toBe(ct?.instances[1]?.sha256);
  });

  it('puts photographs and documents added to the case behind its scans, and names a photograph by its title where it is alone', () => {
    const found = deskSeries(imagingOf([photograph(1, { series: '1.3.1', date: '20261122' }), photograph(2, { series: '1.3.1', date: '20261122' }), photograph(3, { series: '1.3.2', date: '20261123' }), instance({ date: '20250101' })]));
    expect(deskStudies(found).map((study) => study.series.map(({ modality, label }) => [modality, label]))).toEqual([[['CT', null]], [['XC', 'photograph 3']], [['XC', null]]]);
  });

  it('takes an object the case holds twice for one', () => {
    const once = instance();
    expect(deskSeries(imagingOf([once, { ...once }]))[0]?.images).toBe(1);
  });

  it('groups by study, newest first, documents behind pictures', () => {
    expect(deskStudies(series).map(({ header, series: own }) => [header.date, own.map(({ modality }) => modality)])).toEqual([['20261101', ['CT', 'DOC']], ['20250101', ['DX']]]);
  });

  it('finds a series by the UID of its stack, a document by its object', () => {
    expect(seriesWith(series, '1.2.1#2')?.modality).toBe('CT');
    const document = series.find(({ shows }) => shows === 'document');
    expect(seriesWith(series, document?.sopInstanceUID ?? '')).toBe(document);
    expect(seriesWith(series, '1.2.3')).toBeNull();
    expect(series[0] === undefined ? '' : seriesTitle(series[0])).toBe('CT · 2 · 胸部');
  });
});

describe('time between studies', () => {
  it('counts whole months, and days', () => {
    expect(timeBetween('20260115', '20261115')).toEqual({ months: 10, days: 304 });
    expect(timeBetween('20260131', '20260228')).toEqual({ months: 0, days: 28 });
    expect(timeBetween('20200229', '20260228')?.months).toBe(71);
  });
  it('is unknown for a day that is none, a missing one, or the wrong order', () => {
    for (const [from, to] of [['20260231', '20261101'], [null, '20261101'], ['20261101', '20260101'], ['2026', '20261101']] as const) expect(timeBetween(from, to)).toBeNull();
  });
  it('gives the age at the study, not today', () => {
    expect(ageAt('19600102', '20260101')).toEqual({ years: 65, months: 791 });
    expect(ageAt('19600102', '20260102')?.years).toBe(66);
    expect(dateText('20261101')).toBe('2026-11-01');
  });
});

describe('changes of the layout', () => {
  const [ct] = deskSeries(imagingOf([instance()]));
  if (ct === undefined) throw new Error('no series');

  it('puts a series into a cell with only the fields that differ', () => {
    expect(placed(initialView, 2, ct)).toEqual({ 'cells.2.content': { kind: 'stack', volumeId: '1.2.1' }, activeCell: 2 });
    expect(emptied(changeView(initialView, placed(initialView, 2, ct)), 2)).toEqual({ 'cells.2.content': { kind: 'empty' } });
  });

  it('resets what the cell did with the series before', () => {
    const used = changeView(initialView, { 'cells.0.content': { kind: 'stack', volumeId: '1.1' }, 'cells.0.window': { centre: 1, width: 2 }, 'cells.0.zoom': 3, 'cells.0.cineFps': 5 });
    expect(changeView(used, placed(used, 0, ct)).cells[0]).toEqual(stackCell('1.2.1'));
  });

  it('leaves nothing of another case when a hanging is put up', () => {
    const before = changeView(initialView, { 'cells.5.content': { kind: 'stack', volumeId: '9.9' }, crosshairMm: [1, 2, 3], crosshairFrame: '9', maximisedCell: 5 });
    const [hanging] = hangingChoices({ series: [ct], expected: null, disease: null, own: [] });
    const after = changeView(before, hanging === undefined ? {} : hangingChange(before, hanging));
    expect([after.cells[5], after.crosshairMm, after.maximisedCell, after.cells[0]?.content]).toEqual([emptyCell, null, null, { kind: 'stack', volumeId: '1.2.1' }]);
  });

  it('says nothing where nothing changes', () => expect(cellsChange(initialView, [])).toEqual({}));
  it('shows the maximised cell alone', () => {
    expect(visibleCells({ grid: { rows: 2, columns: 2, shape: 'even' }, maximisedCell: null })).toEqual([0, 1, 2, 3]);
    expect(visibleCells({ grid: { rows: 2, columns: 2, shape: 'even' }, maximisedCell: 3 })).toEqual([3]);
  });
});

const volume = (fields: Partial<ImageVolume>): ImageVolume => ({ volumeId: '1.2.1', frameOfReferenceUID: '1.7', defaultWindow: { centre: 5000, width: 10000 }, suv: null, ...fields }) as ImageVolume;
const refused = { kind: 'refused', attribute: 'PatientWeight (0010,1030)', message: 'no weight' } as const;

describe('what can be shown of what is asked for', () => {
  const asked = stackCell('1.2.1', 'axial', { unit: 'suv', window: { centre: 2.5, width: 5 } });

  it('shows SUV where there is a factor, and before the volume is known', () => {
    expect(effectiveCell(asked, volume({ suv: { kind: 'factor', factor: 0.001 } })).cell).toBe(asked);
    expect(effectiveCell(asked, null).cell).toBe(asked);
  });

  it('shows stored values in the window of the header where SUV is refused, naming the attribute', () => {
    const { cell, notice } = effectiveCell(asked, volume({ suv: refused }));
    expect([cell.unit, cell.window, notice]).toEqual(['stored', null, { kind: 'suvRefused', attribute: refused.attribute, message: 'no weight' }]);
  });

  it('lays volumes over each other within one frame of reference alone', () => {
    const fusion = { volumeId: '1.3', colourMap: 'hotIron', opacity: 0.5, window: { centre: 2.5, width: 5 } } as const;
    expect(effectiveFusion(fusion, volume({}), volume({ frameOfReferenceUID: '1.8' }))).toMatchObject({ overlay: null, fusion: null, notice: { kind: 'fusionRefused' } });
    expect(effectiveFusion(fusion, volume({}), null)).toMatchObject({ overlay: null, notice: { kind: 'fusionLoading' } });
    expect(effectiveFusion(fusion, volume({}), volume({ suv: { kind: 'factor', factor: 0.002 } })).overlay?.factor).toBe(0.002);
    expect(effectiveFusion(fusion, volume({}), volume({ suv: refused }))).toMatchObject({ overlay: { factor: 1 }, fusion: { window: { centre: 5000, width: 10000 } }, notice: { kind: 'suvRefused' } });
  });
});

describe('what a cell shows', () => {
  const series = deskSeries(imagingOf([instance()]));
  const kind = (given: SeriesState | null, cell = stackCell('1.2.1')) => cellShows(cell, series, new Map(given === null ? [] : [['1.2.1', given]])).kind;
  const loaded = { volume: volume({}), slicesLoaded: new Uint8Array(1) };
  const flat = { seriesInstanceUID: '1.2.1', reason: 'not-placed', frames: [], frameMs: null } as const;

  it('waits while heads are read and shows the volume as soon as it is laid out', () => {
    expect([kind(null), kind(state({ phase: 'indexing' })), kind(state({ phase: 'loading', volumes: [loaded] }))]).toEqual(['waiting', 'waiting', 'volume']);
  });
  it('shows frames of a series that is no volume, and the volume of one hung by its frames', () => {
    expect(kind(state({ flat }))).toBe('flat');
    expect(kind(state({ volumes: [loaded] }), { ...emptyCell, content: { kind: 'frames', seriesInstanceUID: '1.2.1' } })).toBe('volume');
  });
  it('says what is wrong, and which is a lack of memory', () => {
    const failed = cellShows(stackCell('1.2.1'), series, new Map([['1.2.1', state({ phase: 'failed', problems: [{ object: 'CT', error: { code: 'study', reason: 'not-enough-memory', message: 'm' } }] })]]));
    expect(failed).toMatchObject({ kind: 'failed', isMemory: true });
    expect(kind(null, stackCell('1.2.99'))).toBe('absent');
    expect(kind(null, emptyCell)).toBe('empty');
  });
});

it('makes a new source only when something it depends on is another', () => {
  const cache = new SourceCache();
  const made: number[] = [];
  const take = (key: readonly unknown[]): SliceSource => cache.take(0, key, () => {
    made.push(1);
    return {} as SliceSource;
  });
  const first = take(['a', 1]);
  expect(take(['a', 1])).toBe(first);
  expect(take(['a', 2])).not.toBe(first);
  cache.drop(0);
  expect([made.length, cache.size]).toEqual([2, 0]);
  expect(orientationOf({ plane: 'oblique', oblique: null })).toEqual({ kind: 'acquired' });
});

describe('tipping a plane', () => {
  it('turns the axial plane a quarter about the vertical line into the sagittal one', () => {
    const { xDirection, yDirection } = tipped([1, 0, 0], [0, 1, 0], 'vertical', 90);
    expect(xDirection.map((value) => Math.round(value * 1e9) / 1e9)).toEqual([0, 0, 1]);
    expect(yDirection).toEqual([0, 1, 0]);
  });
  it('keeps directions of length 1 and at a right angle however often it is repeated', () => {
    let plane = { xDirection: [1, 0, 0] as [number, number, number], yDirection: [0, 1, 0] as [number, number, number] };
    for (let turn = 0; turn < 500; turn++) plane = tipped(plane.xDirection, plane.yDirection, turn % 2 === 0 ? 'horizontal' : 'vertical', 5);
    expect(dot(plane.xDirection, plane.yDirection)).toBeCloseTo(0, 9);
    expect([length(plane.xDirection), length(cross(plane.xDirection, plane.yDirection))].map((value) => Math.round(value * 1e9) / 1e9)).toEqual([1, 1]);
  });
  it('comes back by the opposite angle', () => {
    const there = tipped([1, 0, 0], [0, 1, 0], 'horizontal', 35);
    const back = tipped(there.xDirection, there.yDirection, 'horizontal', -35);
    expect(back.yDirection.map((value) => Math.round(value * 1e9) / 1e9)).toEqual([0, 1, 0]);
  });
});

describe('opening a case', () => {
  const mixed = deskSeries(imagingOf([instance({ series: '1.2.10', patient: li, study: '1.9.2', date: '20261120' }), instance({ series: '1.2.11', patient: zhang })]));

  it('hangs one person alone by rule: the one the case is about, else the one of the newest study', () => {
    expect(seriesOfOnePerson(mixed, zhang).map(({ patient }) => patient.patientID)).toEqual(['A1001']);
    expect(seriesOfOnePerson(mixed, null).map(({ patient }) => patient.patientID)).toEqual(['B2002']);
    for (const hanging of hangingChoices({ series: mixed, expected: null, disease: null, own: [] })) expect(JSON.stringify(hanging.cells)).not.toContain('1.2.11');
  });

  it('goes by how the person left it, naming whose images that shows', () => {
    const left = savedOf('case', changeView(initialView, { grid: { rows: 1, columns: 2, shape: 'even' }, 'cells.0.content': { kind: 'stack', volumeId: '1.2.10' }, 'cells.1.content': { kind: 'stack', volumeId: '1.2.11' } }));
    const opening = openingOf(initialView, { caseId: 'case', series: mixed, expected: zhang, disease: null, desks: [left], own: [] });
    expect(opening.saved).toMatchObject({ grid: { columns: 2 } });
    expect(opening.identities.map(({ patientID }) => patientID)).toEqual(['B2002', 'A1001']);
    expect(openingOf(initialView, { caseId: 'other', series: mixed, expected: zhang, disease: null, desks: [left], own: [] }).saved).toBeNull();
  });
});

describe('keys', () => {
  const keys = keymap({});
  it('run commands in cells, leave controls the keys that work them, and do nothing where somebody writes', () => {
    expect([commandOf(press('w'), 'cells', keys), commandOf(press('w'), 'control', keys), commandOf(press('w'), 'writing', keys), commandOf(press('w'), 'elsewhere', keys)]).toEqual(['toolWindow', 'toolWindow', null, null]);
    expect([commandOf(press('ArrowDown'), 'cells', keys), commandOf(press('ArrowDown'), 'control', keys), commandOf(press(' '), 'control', keys)]).toEqual(['sliceNext', null, null]);
  });
});

describe('second windows', () => {
  it('keep their cells and share all else', () => {
    expect(splitChange({ 'cells.1.zoom': 2, grid: { rows: 1, columns: 1, shape: 'even' }, crosshairMm: [1, 2, 3], link: 'off' })).toEqual({ own: { 'cells.1.zoom': 2, grid: { rows: 1, columns: 1, shape: 'even' } }, shared: { crosshairMm: [1, 2, 3], link: 'off' } });
  });
  it('open on another screen first', () => {
    const both = [screen('a', true), screen('b', false)];
    expect(nextScreen(both, [])?.id).toBe('b');
    expect(nextScreen(both, [{ screen: screen('b', false), number: 1 }])?.id).toBe('a');
    expect(nextScreen([], [])).toBeNull();
  });
});
