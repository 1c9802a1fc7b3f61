// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CellViewProps } from '../../renderer/viewport/cellProps.ts';
import type { SeriesStore } from '../../renderer/study/series.ts';
import { initialView } from '../../shared/meeting/view.ts';
import type { CaseImaging } from '../../shared/ipc/channels.ts';
import { Desk, fakeActions, fakeStore, tinyVolume } from './fakeDesk.tsx';
import type { Seen } from './fakeDesk.tsx';
import { imagingOf, instance, li, show, startWords, zhang } from './support.tsx';

const given = vi.hoisted(() => ({ store: null as unknown, cells: new Map<number, unknown>() }));
vi.mock('../../renderer/study/useSeriesStore.ts', async (original) => ({ ...(await original<object>()), useSeriesStore: () => given.store }));
// The cells draw on canvases, which this environment has none of; what they are given is what counts here.
vi.mock('../../renderer/viewport/CellView.tsx', () => ({
  CellView: (props: CellViewProps) => {
    given.cells.set(props.scene.index, props);
    return <div className="viewport" data-cell={props.scene.index} tabIndex={0} role="application" aria-label={props.label} />;
  },
}));

beforeAll(() => startWords());
beforeEach(() => given.cells.clear());
afterEach(cleanup);

const propsOf = (index: number): CellViewProps => given.cells.get(index) as CellViewProps;
const newSeen = (): Seen => ({ view: initialView, changes: [] });
const twoStudies = (): CaseImaging => imagingOf([
  ...Array.from({ length: 10 }, (_, k) => instance({ series: '1.2.1', number: k + 1, description: '胸部' })),
  ...Array.from({ length: 10 }, (_, k) => instance({ series: '1.2.2', number: k + 1, description: '胸部', study: '1.9.0', date: '20250101' })),
]);

async function open(imaging: CaseImaging, store: SeriesStore, actions = fakeActions(), props: Partial<Parameters<typeof Desk>[0]> = {}): Promise<{ readonly seen: Seen; readonly unmount: () => void }> {
  given.store = store;
  const seen = newSeen();
  const { unmount } = show(<Desk imaging={imaging} seen={seen} actions={actions} {...props} />);
  await waitFor(() => expect(seen.changes.length).toBeGreaterThan(0));
  // What was hung is drawn.
  await waitFor(() => expect(document.querySelector('[data-shows="empty"]')).toBeNull());
  return { seen, unmount };
}

const cell = (index: number): Element => document.querySelector(`[data-slot="${index}"]`) ?? document.body;
const press = (key: string, held: object = {}): void => void fireEvent.keyDown(document.body, { key, ...held });
const bothCt = () => fakeStore([tinyVolume('1.2.1'), tinyVolume('1.2.2', { frameOfReferenceUID: '1.7.2' })]);

describe('opening a case', () => {
  it('hangs the newest CT left and its prior right, in one window, holding just those series', async () => {
    const store = bothCt();
    const { seen, unmount } = await open(twoStudies(), store);
    expect(seen.view.cells.slice(0, 2).map(({ content }) => content)).toEqual([{ kind: 'stack', volumeId: '1.2.1' }, { kind: 'stack', volumeId: '1.2.2' }]);
    await waitFor(() => expect([...store.held]).toEqual([['1.2.1', 1], ['1.2.2', 1]]));
    expect(propsOf(0).scene.source?.count).toBe(10);
    unmount();
    expect([...store.held.values()]).toEqual([0, 0]);
  });

  it('opens as it was left, and remembers how it is left', async () => {
    const actions = fakeActions();
    const first = await open(twoStudies(), bothCt(), actions);
    press('2', { ctrlKey: true });
    press('1', { ctrlKey: true });
    first.unmount();
    expect(actions.stored.desk).toMatchObject([{ caseId: 'case', grid: { rows: 1, columns: 1 } }]);
    const second = await open(twoStudies(), bothCt(), fakeActions(JSON.parse(JSON.stringify(actions.stored)) as object));
    await waitFor(() => expect(second.seen.view.grid).toEqual({ rows: 1, columns: 1, shape: 'even' }));
  });

  it('ignores broken preferences', async () => {
    const { seen } = await open(twoStudies(), bothCt(), fakeActions({ desk: 'x', hanging: [1], presets: { a: 1 }, shortcuts: 7, display: null }));
    expect(seen.view.grid.columns).toBe(2);
  });

  it('changes nothing while somebody else drives', () => {
    given.store = bothCt();
    const seen = newSeen();
    show(<Desk imaging={twoStudies()} seen={seen} actions={fakeActions()} isDriving={false} />);
    press('w');
    press('i', { shiftKey: true });
    expect(seen.changes).toEqual([]);
  });
});

describe('hanging series', () => {
  it('puts the series chosen with Enter into the active cell, and one dropped into the cell it is dropped on', async () => {
    const { seen } = await open(twoStudies(), bothCt());
    const [, prior] = screen.getAllByRole('option');
    fireEvent.focus(prior as Element);
    fireEvent.keyDown(prior as Element, { key: 'Enter' });
    expect(seen.view.cells[0]?.content).toEqual({ kind: 'stack', volumeId: '1.2.2' });
    const dataTransfer = { types: ['application/x-mdt-series'], getData: (type: string) => (type === 'application/x-mdt-series' ? '1.2.1' : '') };
    fireEvent.drop(cell(1), { dataTransfer });
    expect([seen.view.cells[1]?.content, seen.view.activeCell]).toEqual([{ kind: 'stack', volumeId: '1.2.1' }, 1]);
  });

  it('exchanges cells by keys and empties one with Delete', async () => {
    const { seen } = await open(twoStudies(), bothCt());
    press('ArrowRight', { altKey: true, shiftKey: true });
    expect(seen.view.cells.slice(0, 2).map(({ content }) => (content.kind === 'stack' ? content.volumeId : ''))).toEqual(['1.2.2', '1.2.1']);
    press('Delete');
    expect(seen.view.cells[1]?.content).toEqual({ kind: 'empty' });
    await waitFor(() => expect(within(cell(1) as HTMLElement).getByText('空格')).toBeTruthy());
  });

  it('moves between cells by keys and fills the desk with one', async () => {
    const { seen } = await open(twoStudies(), bothCt());
    press('ArrowRight', { altKey: true });
    press('Enter');
    expect([seen.view.activeCell, seen.view.maximisedCell]).toEqual([1, 1]);
    expect(document.querySelectorAll('[data-slot]')).toHaveLength(1);
  });
});

describe('keys', () => {
  it('set windows, scroll, and act on the active cell', async () => {
    const { seen } = await open(twoStudies(), bothCt());
    const { tool } = propsOf(0);
    press('2');
    expect(seen.view.cells[0]?.window).toEqual({ centre: -600, width: 1500 });
    const before = propsOf(0).scene.sliceIndex;
    press('ArrowDown');
    expect(propsOf(0).scene.sliceIndex).toBe(before - 1);
    press(']');
    press('h');
    expect([seen.view.cells[0]?.rotationDegrees, seen.view.cells[0]?.isFlipped]).toEqual([270, true]);
    press('m');
    expect(seen.view.cells.slice(0, 3).map(({ plane }) => plane)).toEqual(['axial', 'sagittal', 'coronal']);
    // Where the crosshair comes on it is what the left button moves; the desk opened without one, scrolling.
    expect([tool, propsOf(0).tool]).toEqual(['scroll', 'crosshair']);
  });

  it('choose tools without changing the view, and do nothing while somebody writes', async () => {
    const { seen } = await open(twoStudies(), bothCt());
    const count = seen.changes.length;
    press('l');
    expect([propsOf(0).tool, seen.changes.length]).toEqual(['length', count]);
    const field = document.createElement('input');
    document.body.append(field);
    fireEvent.keyDown(field, { key: 'w' });
    field.remove();
    expect(propsOf(0).tool).toBe('length');
  });

  it('act on the active cell while the list of series has the focus, but for those the list uses', async () => {
    const { seen } = await open(twoStudies(), bothCt());
    const [row] = screen.getAllByRole('option');
    fireEvent.focus(row as Element);
    fireEvent.keyDown(row as Element, { key: '2' });
    expect(seen.view.cells[0]?.window).toEqual({ centre: -600, width: 1500 });
    const { sliceIndex } = propsOf(0).scene;
    fireEvent.keyDown(row as Element, { key: 'ArrowDown' });
    expect(propsOf(0).scene.sliceIndex).toBe(sliceIndex);
  });

  it('are those the person set', async () => {
    const { seen } = await open(twoStudies(), bothCt(), fakeActions({ shortcuts: { invert: ['Y'] } }));
    press('y');
    expect(seen.view.cells[0]?.isInverted).toBe(true);
  });
});

const mixed = (): CaseImaging => imagingOf([instance({ series: '1.2.1', patient: zhang }), instance({ series: '1.2.2', patient: li, description: '外院', study: '1.9.0', date: '20250101' })]);
const dropLi = (): void => void fireEvent.drop(cell(1), { dataTransfer: { types: [], getData: (type: string) => (type === 'application/x-mdt-series' ? '1.2.2' : '') } });

describe('images of two patients', () => {
  it('are not hung by themselves, and only after a person has confirmed; then a banner names both for as long', async () => {
    const { seen } = await open(mixed(), bothCt());
    expect(JSON.stringify(seen.view.cells)).not.toContain('1.2.2');
    expect(propsOf(0).scene.title[0]).toBe('张三 · A1001');
    press('2', { ctrlKey: true });
    dropLi();
    expect(JSON.stringify(seen.view.cells)).not.toContain('1.2.2');
    fireEvent.click(screen.getByTestId('mix-cancel'));
    expect(JSON.stringify(seen.view.cells)).not.toContain('1.2.2');
    dropLi();
    fireEvent.click(screen.getByTestId('mix-confirm'));
    expect(seen.view.cells[1]?.content).toEqual({ kind: 'stack', volumeId: '1.2.2' });
    expect(screen.getByTestId('patient-mix').textContent).toContain('张三 · A1001 · 1960-01-02 与 李四 · B2002 · 1970-02-03');
    press('Delete');
    expect(screen.queryByTestId('patient-mix')).toBeNull();
    dropLi();
    expect(screen.queryByTestId('mix-dialog')).toBeNull();
    expect(screen.getByTestId('patient-mix')).toBeTruthy();
  });

  it('are named where the case is about somebody else', async () => {
    await open(twoStudies(), bothCt(), fakeActions(), { expectedPatient: li });
    expect(screen.getByTestId('patient-mix').textContent).toContain('影像患者（张三 · A1001 · 1960-01-02）与本例患者（李四 · B2002 · 1970-02-03）不一致');
  });
});

describe('dialogs', () => {
  it('open by keys and close by Escape; keys of the desk rest meanwhile', async () => {
    const { seen } = await open(twoStudies(), bothCt());
    press('?');
    const dialog = screen.getByTestId('shortcuts');
    const count = seen.changes.length;
    fireEvent.keyDown(within(dialog).getAllByRole('button')[1] ?? dialog, { key: '2' });
    expect(seen.changes.length).toBe(count);
  });

  it('ask for the words of an arrow and keep them in one step of undo', async () => {
    await open(twoStudies(), bothCt());
    const place = propsOf(0).scene.source?.place(3);
    if (place === null || place === undefined) throw new Error('no place');
    const arrow = { id: '018f0000-0000-7000-8000-000000000003', kind: 'arrow', place, points: [[0, 0, 6], [3, 0, 6]], text: '', lesion: null, figures: [], studyDate: null, author: '梁晓东', atMs: 1, savedIn: null } as const;
    act(() => propsOf(0).annotationActions.add(arrow));
    act(() => propsOf(0).annotationActions.askText(arrow));
    fireEvent.change(screen.getByRole('textbox', { name: '文字' }), { target: { value: ' 结节 ' } });
    fireEvent.click(screen.getByRole('button', { name: '确定' }));
    expect(propsOf(0).scene.annotations[0]?.text).toBe('结节');
    press('z', { ctrlKey: true });
    expect(propsOf(0).scene.annotations[0]?.text).toBe('');
  });
});

describe('what a cell says', () => {
  it('names the series that failed, why, and what to do', async () => {
    const failed = { seriesInstanceUID: '1.2.1', phase: 'failed', volumes: [], flat: null, problems: [{ object: 'CT', error: { code: 'study', reason: 'not-enough-memory', message: 'There is not enough memory' } }], slicesDone: 0, slicesTotal: 10, turn: 0 } as const;
    const { seen } = await open(imagingOf([instance({ series: '1.2.1' })]), fakeStore([], [failed]));
    await waitFor(() => expect(cell(0).textContent).toContain('内存不足'));
    press('2', { ctrlKey: true });
    fireEvent.drop(cell(1), { dataTransfer: { types: [], getData: (type: string) => (type === 'application/x-mdt-series' ? '1.2.1' : '') } });
    expect(seen.view.cells[1]?.content.kind).toBe('stack');
    fireEvent.click(within(cell(0) as HTMLElement).getByTestId('empty-others'));
    expect(seen.view.cells.map(({ content }) => content.kind).filter((kind) => kind !== 'empty')).toEqual(['stack']);
    expect(seen.view.cells[0]?.content.kind).toBe('stack');
    expect(cell(0).textContent).toContain('CT · 2 · 胸部');
  });

  it('shows PET in stored values, saying which attribute SUV lacks', async () => {
    const pet = tinyVolume('1.2.1', { modality: 'PT', unit: 'Bq/ml', suv: { kind: 'refused', attribute: 'PatientWeight (0010,1030)', message: 'no weight' } });
    await open(imagingOf([instance({ series: '1.2.1', modality: 'PT', sopClassUID: '1.2.840.10008.5.1.4.1.1.128' })]), fakeStore([pet]));
    await waitFor(() => expect(propsOf(0).scene.source?.unit).toBe('Bq/ml'));
    expect(propsOf(0).scene.view.cells[0]).toMatchObject({ unit: 'stored', window: null });
    expect(cell(0).textContent).toContain('PatientWeight (0010,1030)');
  });
});

describe('annotations', () => {
  it('are listed with their figures, given a lesion, undone and redone', async () => {
    await open(twoStudies(), bothCt());
    const place = propsOf(0).scene.source?.place(3);
    if (place === null || place === undefined) throw new Error('no place');
    act(() => propsOf(0).annotationActions.add({ id: '018f0000-0000-7000-8000-000000000001', kind: 'length', place, points: [[0, 0, 6], [3, 0, 6]], text: '', lesion: null, figures: [{ quantity: 'length', value: 3, unit: 'mm' }], studyDate: '20261101', author: '梁晓东', atMs: 1, savedIn: null }));
    // Nobody has opened or closed the panel: it opens by itself.
    const panel = screen.getByTestId('measurement-panel');
    expect(panel.textContent).toContain('长 3.0 mm');
    expect(propsOf(0).scene.annotations).toHaveLength(1);
    // The prior is in another frame of reference.
    expect(propsOf(1).scene.annotations).toHaveLength(0);
    press('z', { ctrlKey: true });
    expect(propsOf(0).scene.annotations).toHaveLength(0);
    expect(screen.queryByTestId('measurement-panel')).not.toBeNull();
    press('y', { ctrlKey: true });
    expect(propsOf(0).scene.annotations).toHaveLength(1);
    press('l', { ctrlKey: true });
    expect(screen.queryByTestId('measurement-panel')).toBeNull();
  });

  it('jump to their slice', async () => {
    await open(twoStudies(), bothCt());
    const place = propsOf(0).scene.source?.place(8);
    if (place === null || place === undefined) throw new Error('no place');
    act(() => propsOf(0).annotationActions.add({ id: '018f0000-0000-7000-8000-000000000002', kind: 'probe', place, points: [[1, 1, 16]], text: '', lesion: null, figures: [], studyDate: '20261101', author: '梁晓东', atMs: 1, savedIn: null }));
    fireEvent.click(within(screen.getByTestId('measurement-panel')).getByText('取值'));
    expect(propsOf(0).scene.sliceIndex).toBe(8);
  });
});

/** The desk of a case with a window on another screen. @returns its page */
async function openSecond(imaging: CaseImaging): Promise<{ readonly page: Document; readonly seen: Seen }> {
  const page = document.implementation.createHTMLDocument('');
  page.body.innerHTML = '<div id="root"></div>';
  // The page is there, and so is its window.
  Object.defineProperties(page, { readyState: { value: 'complete' }, defaultView: { value: window } });
  vi.spyOn(window, 'open').mockReturnValue({ closed: false, document: page, close: () => undefined } as unknown as Window);
  const { seen } = await open(imaging, bothCt(), { ...fakeActions(), listScreens: () => Promise.resolve([{ id: '7', label: 'right', width: 1, height: 1, isPrimary: false }]) });
  press('S', { ctrlKey: true, shiftKey: true });
  await waitFor(() => expect(page.querySelector('[data-slot="0"]')?.textContent).toContain('选择序列'));
  return { page, seen };
}

describe('a second window', () => {
  afterEach(() => void vi.restoreAllMocks());

  it('asks about two patients where one works, and nowhere else', async () => {
    const { page } = await openSecond(mixed());
    act(() => page.querySelector<HTMLElement>('[data-slot="0"] [data-testid="series-choice"]')?.click());
    await waitFor(() => expect(page.querySelectorAll('[role=menuitem]')).toHaveLength(2));
    const other = [...page.querySelectorAll<HTMLElement>('[role=menuitem]')].find(({ textContent }) => textContent.includes('外院'));
    act(() => {
      other?.dispatchEvent(new MouseEvent('pointerdown', { bubbles: true }));
      other?.click();
    });
    await waitFor(() => expect(page.querySelector('[data-testid="mix-dialog"]')).not.toBeNull());
    expect(document.querySelector('[data-testid="mix-dialog"]')).toBeNull();
    act(() => page.querySelector<HTMLElement>('[data-testid="mix-cancel"]')?.click());
    expect(page.querySelector('[data-testid="mix-dialog"]')).toBeNull();
  });

  it('has a toolbar of its own and lets a series be chosen there, for its own cells alone', async () => {
    const { page, seen } = await openSecond(twoStudies());
    expect(page.querySelector('[role=toolbar]')?.querySelector('[data-testid="layout-menu"], [data-command="toolLength"]')).not.toBeNull();
    expect([page.querySelector('[data-command="seriesPanel"]'), page.querySelector('[data-command="sidePanel"]')]).toEqual([null, null]);
    const before = seen.view.cells.slice(0, 2).map(({ content }) => content);
    act(() => page.querySelector<HTMLElement>('[data-slot="0"] [data-testid="series-choice"]')?.click());
    await waitFor(() => expect(page.querySelectorAll('[role=menuitem]')).toHaveLength(2));
    act(() => page.querySelector<HTMLElement>('[role=menuitem]')?.click());
    await waitFor(() => expect(page.querySelector('[data-slot="0"]')?.getAttribute('data-shows')).toBe('volume'));
    expect(page.querySelector('[data-testid="patient-banner"]')?.textContent).toContain('A1001');
    expect(seen.view.cells.slice(0, 2).map(({ content }) => content)).toEqual(before);
  });
});
