// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { DeskControlsContext } from '../../renderer/reading/controls.ts';
import { deskSeries } from '../../renderer/reading/deskSeries.ts';
import { keyPlaceOf } from '../../renderer/reading/keys/deskKeys.ts';
import { ShortcutsDialog } from '../../renderer/reading/keys/ShortcutsDialog.tsx';
import { PanelEdge } from '../../renderer/reading/panels/PanelEdge.tsx';
import { SeriesPanel } from '../../renderer/reading/panels/SeriesPanel.tsx';
import { MixDialog } from '../../renderer/reading/safety/MixDialog.tsx';
import { PatientBanner } from '../../renderer/reading/safety/PatientBanner.tsx';
import { GridPicker } from '../../renderer/reading/toolbar/GridPicker.tsx';
import { ToolButton } from '../../renderer/reading/toolbar/ToolButton.tsx';
import { useRovingFocus } from '../../renderer/reading/toolbar/useRovingFocus.ts';
import { IconPointer } from '@tabler/icons-react';
import { keymap } from '../../shared/viewing/shortcuts.ts';
import type { ShortcutOverrides } from '../../shared/viewing/shortcuts.ts';
import { imagingOf, instance, li, show, startWords, zhang } from './support.tsx';

beforeAll(() => startWords());
afterEach(cleanup);

describe('the series panel', () => {
  const series = deskSeries(imagingOf([instance({ series: '1.2.1', description: '肺' }), instance({ series: '1.2.2', description: '前片', study: '1.9.0', date: '20251001' }), instance({ series: '1.2.3', description: '缺', isPresent: false, isLossy: true })]));

  it('marks studies before the newest with the time between', () => {
    show(<SeriesPanel series={series} seriesIn={[null]} onOpen={vi.fn()} onDrag={vi.fn()} />);
    expect(screen.getByText('前片 · 早 1 年 1 个月')).toBeTruthy();
  });

  it('is one stop of the Tab key; arrows go through the series and Enter hangs one', () => {
    const onOpen = vi.fn();
    show(<SeriesPanel series={series} seriesIn={['1.2.2']} onOpen={onOpen} onDrag={vi.fn()} />);
    const rows = screen.getAllByRole('option');
    expect(rows.map((row) => row.tabIndex)).toEqual([0, -1, -1]);
    rows[0]?.focus();
    fireEvent.keyDown(rows[0] as Element, { key: 'End' });
    expect(document.activeElement).toBe(rows[2]);
    fireEvent.keyDown(rows[2] as Element, { key: 'Enter' });
    expect(onOpen).toHaveBeenCalledWith(expect.objectContaining({ seriesInstanceUID: '1.2.2' }));
  });

  it('says in each name what is missing, lossy, and where it hangs', () => {
    show(<SeriesPanel series={series} seriesIn={[null, '1.2.3']} onOpen={vi.fn()} onDrag={vi.fn()} />);
    expect(screen.getByRole('option', { name: /^CT #2\s*在第 2 格\s*缺\s*1 幅\s*有损\s*缺 1$/ }).getAttribute('aria-selected')).toBe('true');
  });
});

describe('two patients', () => {
  it('are both named, and leaving it is what Enter does', () => {
    const onConfirm = vi.fn();
    const onCancel = vi.fn();
    show(<MixDialog pair={{ a: zhang, b: li, differences: ['patientID', 'patientName', 'birthDate'] }} onConfirm={onConfirm} onCancel={onCancel} />);
    expect(screen.getByTestId('mix-shown').textContent).toBe('张三 · A1001 · 1960-01-02');
    expect(screen.getByTestId('mix-coming').textContent).toBe('李四 · B2002 · 1970-02-03');
    expect(screen.getByText('不一致项：患者号、姓名、出生日期。')).toBeTruthy();
    expect(screen.getByTestId('mix-cancel').hasAttribute('data-autofocus')).toBe(true);
    expect(screen.getByTestId('mix-confirm').hasAttribute('data-autofocus')).toBe(false);
    fireEvent.click(screen.getByTestId('mix-cancel'));
    expect([onCancel.mock.calls.length, onConfirm.mock.calls.length]).toEqual([1, 0]);
  });
});

it('shows the patient of the images with the age at the study', () => {
  show(<PatientBanner patient={zhang} studyDate="20261101" />);
  expect(screen.getByTestId('patient-banner').textContent).toBe('张三男66 岁患者号 A1001出生 1960-01-02检查日期 2026-11-01');
});

const dayMs = 86_400_000;

function Keys({ onMap, checkedAtMs = null, onGreyCheck = () => undefined }: { readonly onMap: (overrides: ShortcutOverrides) => void; readonly checkedAtMs?: number | null; readonly onGreyCheck?: () => void }) {
  const [overrides, set] = useState<ShortcutOverrides>({});
  return <ShortcutsDialog greyCheckedAtMs={checkedAtMs} onGreyCheck={onGreyCheck} now={() => 1_793_000_000_000} overrides={overrides} onClose={() => undefined} onOverrides={(next) => {
    set(next);
    onMap(next);
  }} />;
}

describe('the help', () => {
  it('reminds of a check of the screen that was never done, or not for 30 days, and leads there', () => {
    const onGreyCheck = vi.fn();
    show(<Keys onMap={vi.fn()} onGreyCheck={onGreyCheck} />);
    expect(screen.getByTestId('grey-reminder').textContent).toContain('本机尚未做过灰阶检查');
    fireEvent.click(within(screen.getByTestId('grey-reminder')).getByRole('button'));
    expect(onGreyCheck).toHaveBeenCalledOnce();
    cleanup();
    show(<Keys onMap={vi.fn()} checkedAtMs={1_793_000_000_000 - 31 * dayMs} />);
    expect(screen.getByTestId('grey-reminder').textContent).toContain('31 天前');
    cleanup();
    show(<Keys onMap={vi.fn()} checkedAtMs={1_793_000_000_000 - 30 * dayMs} />);
    expect(screen.queryByTestId('grey-reminder')).toBeNull();
  });
});

const keyOf = (command: string): HTMLElement => document.querySelector<HTMLElement>(`[data-key-of="${command}"]`) ?? document.body;

function Bar() {
  return <div {...useRovingFocus<HTMLDivElement>()} role="toolbar"><ToolButton command="toolSelect" icon={IconPointer} isOn /><ToolButton command="invert" icon={IconPointer} isDisabled why="没有影像" /><ToolButton command="reset" icon={IconPointer} /></div>;
}

describe('the list of shortcuts', () => {

  it('takes the next free key pressed', () => {
    const onMap = vi.fn<(overrides: ShortcutOverrides) => void>();
    show(<Keys onMap={onMap} />);
    fireEvent.click(keyOf('toolLength'));
    expect(keyOf('toolLength').textContent).toBe('请按键…');
    fireEvent.keyDown(keyOf('toolLength'), { key: 'Shift', shiftKey: true });
    fireEvent.keyDown(keyOf('toolLength'), { key: 'J', shiftKey: true });
    expect(keymap(onMap.mock.lastCall?.[0] ?? {}).get('Shift+J')).toBe('toolLength');
    expect(keyOf('toolLength').textContent).toBe('Shift+J');
  });

  it('names the command that has a key already, and takes it only when told to', () => {
    const onMap = vi.fn<(overrides: ShortcutOverrides) => void>();
    show(<Keys onMap={onMap} />);
    fireEvent.click(keyOf('toolLength'));
    fireEvent.keyDown(keyOf('toolLength'), { key: 'w' });
    expect(screen.getByRole('alert').textContent).toContain('W 已用于“调窗”');
    expect(onMap).not.toHaveBeenCalled();
    fireEvent.click(screen.getByTestId('key-take'));
    const map = keymap(onMap.mock.lastCall?.[0] ?? {});
    expect([map.get('W'), keyOf('toolWindow').textContent]).toEqual(['toolLength', '']);
  });

  it('leaves all as it is on Escape, and gives the default back', () => {
    const onMap = vi.fn<(overrides: ShortcutOverrides) => void>();
    show(<Keys onMap={onMap} />);
    fireEvent.click(keyOf('invert'));
    fireEvent.keyDown(keyOf('invert'), { key: 'Escape' });
    expect(onMap).not.toHaveBeenCalled();
    fireEvent.click(keyOf('invert'));
    fireEvent.keyDown(keyOf('invert'), { key: 'y' });
    fireEvent.click(screen.getByRole('button', { name: '恢复“反色”的默认按键' }));
    expect(onMap.mock.lastCall?.[0]).toEqual({});
  });
});

describe('controls', () => {
  it('have names and keys for screen readers, run their command, and say why they cannot', () => {
    const run = vi.fn();
    show(<DeskControlsContext value={{ run, onView: vi.fn(), overrides: { reset: ['Ctrl+R'] }, isDriving: true }}><Bar /></DeskControlsContext>);
    expect(screen.getByRole('button', { name: '选择标注' }).getAttribute('aria-pressed')).toBe('true');
    expect(screen.getByRole('button', { name: '恢复画面' }).getAttribute('aria-keyshortcuts')).toBe('Ctrl+R');
    fireEvent.click(screen.getByRole('button', { name: '反色: 没有影像' }));
    expect(run).not.toHaveBeenCalled();
    fireEvent.click(screen.getByRole('button', { name: '恢复画面' }));
    expect(run).toHaveBeenCalledWith('reset');
  });

  it('are one stop of the Tab key, gone through by arrows', () => {
    show(<Bar />);
    const buttons = within(screen.getByRole('toolbar')).getAllByRole('button');
    expect(buttons.map((button) => button.tabIndex)).toEqual([0, -1, -1]);
    buttons[0]?.focus();
    fireEvent.keyDown(buttons[0] as Element, { key: 'ArrowLeft' });
    expect(document.activeElement).toBe(buttons[2]);
    expect(buttons.map((button) => button.tabIndex)).toEqual([-1, -1, 0]);
  });

  it('choose a grid by its last cell, with arrow keys too', () => {
    const onGrid = vi.fn();
    show(<GridPicker grid={{ rows: 1, columns: 1, shape: 'even' }} onGrid={onGrid} />);
    const first = screen.getByRole('button', { name: '1 行 1 列' });
    first.focus();
    fireEvent.keyDown(first, { key: 'ArrowDown' });
    fireEvent.keyDown(document.activeElement as Element, { key: 'ArrowRight' });
    fireEvent.click(document.activeElement as Element);
    expect(onGrid).toHaveBeenCalledWith({ rows: 2, columns: 2, shape: 'even' });
  });

  it('make panels wider by arrow keys, within bounds', () => {
    const onWidth = vi.fn();
    show(<PanelEdge side="right" width={552} onWidth={onWidth} label="宽度" />);
    fireEvent.keyDown(screen.getByRole('separator'), { key: 'ArrowRight' });
    fireEvent.keyDown(screen.getByRole('separator'), { key: 'ArrowLeft' });
    expect(onWidth.mock.calls).toEqual([[560], [536]]);
  });
});

describe('keys pressed around the desk', () => {
  it('are the desk’s on buttons and tabs, but for those that work them, and nobody’s where one writes or reads', () => {
    document.body.innerHTML = '<header><button id="a"><b id="b">English</b></button><div role="tab" id="c"></div><input id="d"><p id="e" tabindex="0"></p><div role="dialog"><button id="f"></button></div></header><div id="desk"><div data-cell="0" id="g"></div></div>';
    const desk = document.getElementById('desk');
    expect(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => keyPlaceOf(document.getElementById(id), desk))).toEqual(['control', 'control', 'control', 'writing', 'elsewhere', 'writing', 'cells']);
    expect(keyPlaceOf(document.getElementById('a'), null)).toBe('elsewhere');
    document.body.innerHTML = '';
  });
});
