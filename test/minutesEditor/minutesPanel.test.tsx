// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import * as Y from 'yjs';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { MinutesActions } from '../../renderer/mdt/minutes/actions.ts';
import { MinutesPanel } from '../../renderer/mdt/minutes/MinutesPanel.tsx';
import { flushMinutes } from '../../renderer/mdt/minutes/minutesSession.ts';
import { markOf } from '../../renderer/mdt/minutes/mark.ts';
import type { MinutesChange, MinutesView } from '../../shared/ipc/channels.ts';
import type { CaseRecord } from '../../shared/mdt/caseRecord.ts';
import { encodeMinutes, openMinutes, readSection, sectionText, typeAs } from '../../shared/minutes/document.ts';
import { freezeMinutes } from '../../shared/minutes/freezeMinutes.ts';
import type { HeardPresence, MinutesPresence } from '../../shared/minutes/presence.ts';
import { caseId, people, replay, untilDiscussion } from '../mdt/support.ts';
import { personOf, show, startWords } from '../mdtPages/pages.tsx';
import { author } from '../minutes/support.ts';

beforeAll(async () => void (await startWords()));
afterEach(cleanup);

/** Core and a colleague's console, as far as the panel knows them. */
function surroundings() {
  const stored = openMinutes();
  const watched: MinutesPresence[] = [];
  const changed = new Set<(change: MinutesChange) => void>();
  const presence = new Set<(presence: HeardPresence) => void>();
  const view: { late: MinutesView['late']; state: MinutesView['state']; mayWrite: boolean } = { late: [], state: 'open', mayWrite: true };
  const update = vi.fn<MinutesActions['update']>((change) => {
    Y.applyUpdate(stored, change.update);
    return Promise.resolve();
  });
  const actions: MinutesActions = {
    open: () => Promise.resolve({ document: encodeMinutes(stored), unsent: 0, ...view }), update,
    watch: (said) => Promise.resolve(void watched.push(said)),
    onChanged: (listener) => (changed.add(listener), () => void changed.delete(listener)),
    onPresence: (listener) => (presence.add(listener), () => void presence.delete(listener)),
  };
  const colleague = openMinutes();
  return {
    actions, stored, watched, view, update, listeners: () => changed.size + presence.size,
    tell: (change: Partial<MinutesChange>): void => act(() => changed.forEach((listener) => listener({ caseId, update: null, unsent: 0, isReset: false, ...change }))),
    types(text: string): void {
      Y.applyUpdate(colleague, encodeMinutes(stored));
      typeAs(colleague, author('he', 'zhuhai'), null, () => sectionText(colleague, 'course').insert(0, text));
      this.tell({ update: encodeMinutes(colleague) });
    },
    comes(personId: string, name: string, at: number | null): void {
      const place = JSON.stringify(Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(sectionText(stored, 'course'), at ?? 0)));
      const said: HeardPresence = { caseId, sessionId: crypto.randomUUID(), isHere: true, caret: at === null ? null : { section: 'course', anchor: place, head: place }, personId, name, hospitalId: 'zhuhai' };
      act(() => presence.forEach((listener) => listener(said)));
    },
    leaves: (): void => act(() => presence.forEach((listener) => listener({ caseId, sessionId: crypto.randomUUID(), isHere: false, caret: null, personId: 'nobody', name: '', hospitalId: '' }))),
  };
}

const discussed = replay(untilDiscussion());
const area = (section: string): HTMLTextAreaElement => screen.getByTestId(`minutes-${section}`);
const panel = (record: CaseRecord, actions: MinutesActions, isOnline = true): void => show(<MinutesPanel record={record} person={personOf(people.chair)} actions={actions} isOnline={isOnline} />);

describe('the minutes of a case in discussion', () => {
  it('have a labelled area for each section, and say that nobody else is there', async () => {
    const { actions } = surroundings();
    panel(discussed, actions);
    expect(await screen.findByLabelText('讨论经过')).toBe(area('course'));
    for (const words of ['影像所见', '放疗要点', '待解决问题', '任务分工']) expect(screen.getByLabelText(words).tagName).toBe('TEXTAREA');
    expect(screen.getByText('目前只有您在编写')).toBeTruthy();
    expect(screen.getByTestId('minutes-save').textContent).toBe('已同步');
  });

  it('store what is typed as one change, under the name of the person, and at once when they are flushed', async () => {
    const { actions, stored, update } = surroundings();
    panel(discussed, actions);
    await screen.findByTestId('minutes-course');
    for (const text of ['患', '患者', '患者一般']) fireEvent.input(area('course'), { target: { value: text } });
    expect(screen.getByTestId('minutes-save').textContent).toBe('正在保存…');
    await act(() => flushMinutes(caseId));
    expect(update).toHaveBeenCalledTimes(1);
    expect(freezeMinutes(stored)).toMatchObject({ sections: [{ section: 'course', paragraphs: [{ text: '患者一般', authorIds: ['chen'] }] }] });
    fireEvent.input(area('tasks'), { target: { value: '复查' } });
    await waitFor(() => expect(readSection(stored, 'tasks')).toBe('复查'));
    cleanup();
  });

  it('keep what could not be stored, say why, and store it with the next try', async () => {
    const { actions, stored, update } = surroundings();
    panel(discussed, actions);
    await screen.findByTestId('minutes-course');
    update.mockRejectedValueOnce(Object.assign(new Error('no room'), { code: 'store', reason: 'disk-full' }));
    fireEvent.input(area('course'), { target: { value: '不能丢' } });
    expect(await screen.findByTestId('error')).toBeTruthy();
    expect(screen.getByTestId('minutes-save').textContent).toBe('正在保存…');
    await waitFor(() => expect(readSection(stored, 'course')).toBe('不能丢'), { timeout: 4000 });
    await waitFor(() => expect(screen.queryByTestId('error')).toBeNull());
  });

  it('store what is under the fingers when the window is closed or loaded again', async () => {
    const { actions, stored } = surroundings();
    panel(discussed, actions);
    await screen.findByTestId('minutes-course');
    fireEvent.input(area('course'), { target: { value: '最后一个字' } });
    window.dispatchEvent(new Event('pagehide'));
    await Promise.resolve();
    await Promise.resolve();
    expect(readSection(stored, 'course')).toBe('最后一个字');
  });

  it('keep a key that is pressed while the minutes are read again', async () => {
    const around = surroundings();
    panel(discussed, around.actions);
    await screen.findByTestId('minutes-course');
    const former = area('course');
    around.tell({ isReset: true });
    await act(async () => {
      // The new document is there, the area on the screen still belongs to the one before.
      await Promise.resolve();
      fireEvent.input(former, { target: { value: '中间的字' } });
      await Promise.resolve();
    });
    await waitFor(() => expect(readSection(around.stored, 'course')).toBe('中间的字'));
  });

  it('show what a colleague types and where, by name, letter and line', async () => {
    const around = surroundings();
    panel(discussed, around.actions);
    await screen.findByTestId('minutes-course');
    around.types('何静写的。');
    expect(area('course').value).toBe('何静写的。');
    around.comes('he', '何静', null);
    expect(screen.getByTestId('here-he').textContent).toBe('何何静');
    around.comes('wu', '吴明', 0);
    expect(screen.getByTestId('caret-wu').textContent).toBe('吴明');
    expect(screen.getByTestId('here-wu').textContent).toContain('（讨论经过）');
    expect(around.watched.length).toBeGreaterThan(1);
    expect(markOf('he', '何静')).toEqual(markOf('he', '何静'));
  });

  it('say that this console is offline and how much waits', async () => {
    const around = surroundings();
    panel(discussed, around.actions, false);
    await screen.findByTestId('minutes-course');
    around.tell({ unsent: 3 });
    expect(screen.getByTestId('minutes-save').textContent).toBe('离线：已保存在本机，联网后自动合并（待同步 3）');
  });

  it('tell that the person has left, and let go of everything, when they are closed', async () => {
    const around = surroundings();
    panel(discussed, around.actions);
    await screen.findByTestId('minutes-course');
    cleanup();
    expect(around.watched.at(-1)).toMatchObject({ isHere: false, caret: null });
    expect(around.listeners()).toBe(0);
  });

  it('are read only for someone who may not write', async () => {
    const around = surroundings();
    around.view.mayWrite = false;
    panel(discussed, around.actions);
    await waitFor(() => expect(area('course').readOnly).toBe(true));
  });
});

describe('the minutes before and after', () => {
  it('say when they begin', async () => {
    const around = surroundings();
    around.view.state = 'early';
    panel(replay(untilDiscussion().slice(0, 3)), around.actions);
    expect(await screen.findByText('尚未开始记录')).toBeTruthy();
    expect(screen.queryByTestId('minutes-course')).toBeNull();
  });

  it('show the frozen text with its authors, and what came too late beside it', async () => {
    const around = surroundings();
    typeAs(around.stored, author('chen'), null, () => sectionText(around.stored, 'course').insert(0, '冻结的文字'));
    const minutes = freezeMinutes(around.stored);
    around.view.state = 'closed';
    around.view.late = [{ personId: 'he', name: '何静', firstAtMs: 1, lastAtMs: 2, sections: [{ section: 'course', inserted: ['迟到'], deleted: ['冻结'] }], unplaced: null }];
    panel({ ...discussed, state: 'opinionDraft', frozen: { canonical: '', sha256: '', sm3: '', stamp: discussed.created }, ...(minutes ? { minutes } : {}) }, around.actions);
    expect((await screen.findByTestId('minutes-late')).textContent).toMatch(/冻结之后才到的修改.*何静.*讨论经过：迟到 冻结/);
    expect(screen.getByTestId('minutes-frozen').textContent).toContain('冻结的文字（医生chen）');
    expect(screen.queryByTestId('minutes-course')).toBeNull();
  });
});
