// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { DeskControlsContext } from '../../renderer/reading/controls.ts';
import { readDisplay, writeDisplay } from '../../renderer/reading/displayPreference.ts';
import { WindowMenu } from '../../renderer/reading/toolbar/WindowMenu.tsx';
import type { WindowMenuProps } from '../../renderer/reading/toolbar/WindowMenu.tsx';
import { restored, voiChosen, windowed } from '../../renderer/viewport/deskActions.ts';
import type { Voi } from '../../shared/dicom/display/voi.ts';
import { cellChange, changeView, initialView } from '../../shared/meeting/view.ts';
import { cellSchema, emptyCell } from '../../shared/viewing/cell.ts';
import { show, startWords } from './support.tsx';

beforeAll(() => startWords());
afterEach(cleanup);

const table = { firstMapped: 0, entries: Uint16Array.of(0, 255), bits: 8 };
const vois: readonly Voi[] = [
  { kind: 'window', shape: 'SIGMOID', centre: 2653, width: 900, explanation: 'NORMAL' }, { kind: 'window', shape: 'SIGMOID', centre: 2713, width: 750, explanation: null },
  { kind: 'table', table, explanation: 'NORMAL' }, { kind: 'table', table, explanation: null },
];
const menu = (fields: Partial<WindowMenuProps> = {}): { readonly onVoi: ReturnType<typeof vi.fn>; readonly onPreset: ReturnType<typeof vi.fn> } => {
  const [onVoi, onPreset] = [vi.fn(), vi.fn()];
  show(
    <DeskControlsContext value={{ run: () => undefined, onView: () => undefined, overrides: {}, isDriving: true }}>
      <WindowMenu modality="MG" own={[]} window={null} vois={vois} voi={0} unit="stored" hasSuv={false} onVoi={onVoi} onPreset={onPreset} onSave={vi.fn()} onForget={vi.fn()} {...fields} />
    </DeskControlsContext>,
  );
  return { onVoi, onPreset };
};
const entries = (): readonly string[] => [...document.querySelectorAll('.reading-menu button')].map((button) => button.textContent).filter((text) => text !== '保存');

describe('the window menu', () => {
  it('lists the windows and tables of the image by their names, that it opens with first', () => {
    const { onVoi, onPreset } = menu();
    const button = screen.getByTestId('window-menu');
    expect(button.textContent).toBe('原始窗');
    fireEvent.click(button);
    expect(entries()).toEqual(['原始窗NORMAL · 2653 / 900', '窗 22713 / 750', 'NORMAL查找表', '查找表 4查找表']);
    fireEvent.click(screen.getByText('NORMAL'));
    expect(onVoi).toHaveBeenCalledWith(2);
    fireEvent.click(button);
    fireEvent.click(screen.getAllByText('原始窗').at(-1) ?? button);
    expect(onPreset).toHaveBeenCalledWith(expect.objectContaining({ id: 'opening', window: null }));
  });

  it('is named by what is shown: a table, a window of the image, or one by hand', () => {
    for (const [fields, name] of [[{ voi: 2 }, 'NORMAL'], [{ voi: 1 }, '窗 2'], [{ voi: 2, window: { centre: 1, width: 2 } }, '自由调窗'], [{ voi: 9 }, '原始窗']] as const) {
      menu(fields);
      expect(screen.getByTestId('window-menu').textContent).toBe(name);
      cleanup();
    }
  });

  it('has no part of the image where that brings but one', () => {
    menu({ vois: vois.slice(0, 1) });
    fireEvent.click(screen.getByTestId('window-menu'));
    expect(entries()).toEqual(['原始窗NORMAL · 2653 / 900']);
  });
});

describe('what a cell shows through', () => {
  const frames = { kind: 'frames', seriesInstanceUID: '1.2.1' } as const;
  const view = changeView(initialView, { ...cellChange(0, { content: frames }), ...cellChange(1, { content: frames }) });

  it('is chosen for all cells of a series, left for a window by hand, and given back as it was', () => {
    const chosen = changeView(view, voiChosen(view, 0, 2));
    expect(chosen.cells.slice(0, 3).map(({ window, voi }) => [window, voi])).toEqual([[null, 2], [null, 2], [null, 0]]);
    const byHand = changeView(chosen, windowed(chosen, 0, { centre: 5, width: 6 }));
    expect(byHand.cells[1]).toMatchObject({ window: { centre: 5, width: 6 } });
    for (const change of [restored(byHand, 0), windowed(byHand, 0, null)]) expect(changeView(byHand, change).cells[0]).toMatchObject({ window: null, voi: 0 });
  });

  it('is what images open with in cells an earlier version kept', () => {
    const { voi: _unknown, ...old } = emptyCell;
    expect(cellSchema.parse(old)).toEqual(emptyCell);
  });
});

describe('the preference for overlay planes', () => {
  it('is on unless somebody hid them, and stays beside the others', () => {
    expect([undefined, null, {}, { hasOverlays: 'no' }, { hasOverlays: true }, { hasOverlays: false }].map((stored) => readDisplay(stored).hasOverlays)).toEqual([true, true, true, true, true, false]);
    const stored = { other: 1 };
    const written = writeDisplay({ ...readDisplay(stored), hasOverlays: false }, stored);
    expect(written).toMatchObject({ other: 1, hasOverlays: false });
    expect(readDisplay(written).hasOverlays).toBe(false);
  });
});
