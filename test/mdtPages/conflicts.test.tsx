// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { Conflicts } from '../../renderer/mdt/Conflicts.tsx';
import { DriftNotice } from '../../renderer/mdt/conflict/DriftNotice.tsx';
import { OvertakenNotice } from '../../renderer/mdt/conflict/OvertakenNotice.tsx';
import { RefusedPanel } from '../../renderer/mdt/conflict/RefusedPanel.tsx';
import type { RefusedCommand } from '../../shared/ipc/channels.ts';
import type { Actor } from '../../shared/mdt/directory.ts';
import { command, people, untilDiscussion } from '../mdt/support.ts';
import { directory, recordActions, show, startWords, viewAfter } from './pages.tsx';

const onCase = vi.fn(() => Promise.resolve());
const sendAgain = vi.fn(() => Promise.resolve());
const setAside = vi.fn(() => Promise.resolve());
beforeAll(async () => void (await startWords()));
beforeEach(() => vi.clearAllMocks());
afterEach(cleanup);

const contested = () => {
  const base = untilDiscussion();
  const edit = (who: Actor, value: string, deviceId: string) => ({ ...command('decision.edit', who, { fields: { systemic: value } }, base.length), deviceId });
  return viewAfter([...base, edit(people.chair, '紫杉醇 50', 'a'), edit(people.expert, '紫杉醇 60', 'b')]);
};

it('shows both values with author and hospital, takes one, and takes a third that is entered', async () => {
  const view = contested();
  show(<Conflicts view={view} group="decision" canChoose hospitals={directory.hospitals} actions={{ ...recordActions, onCase }} />);
  const text = screen.getByTestId('conflicts-decision').textContent;
  for (const part of ['紫杉醇 50', '紫杉醇 60', 'chen', 'lin']) expect(text).toContain(part);
  fireEvent.click(screen.getByTestId('own-decision.systemic'));
  fireEvent.change(screen.getByTestId('own-value-decision.systemic'), { target: { value: '紫杉醇 55' } });
  fireEvent.click(screen.getByTestId('own-save-decision.systemic'));
  await waitFor(() => expect(onCase).toHaveBeenCalledWith(view, 'conflict.write', { path: 'decision.systemic', value: '紫杉醇 55' }));
});

it('says that a clock is ahead when a value is older than its own time says, and that one came late', () => {
  const view = contested();
  const [first, second] = view.record.conflicts[0]?.values ?? [];
  if (!first || !second) throw new Error('nothing is contested');
  const orderedAtMs = { [first.stamp.commandId]: first.stamp.atMs - 7_200_000, [second.stamp.commandId]: second.stamp.atMs + 7_200_000 };
  show(<Conflicts view={{ ...view, orderedAtMs }} group="decision" canChoose={false} hospitals={[]} actions={recordActions} />);
  const text = screen.getByTestId('conflicts-decision').textContent;
  expect(text).toContain('时钟偏快');
  expect(text).toContain('2 小时才到达平台');
  expect(screen.queryByText('采用此值')).toBeNull();
});

const refused = (changes: Partial<RefusedCommand>): RefusedCommand => ({
  commandId: '1', stream: { kind: 'case', id: 'c' }, type: 'case.edit', reason: 'illegal-transition', message: 'a change of request is not possible', atMs: 2, madeAtMs: 1, authorName: '何静', payload: { fields: { history: '胸痛三周' } }, again: 'now', ...changes,
});

it('shows what was meant by a refused action, sends it again, and sets it aside with a reason', async () => {
  show(<RefusedPanel refused={[refused({})]} actions={{ sendAgain, setAside }} />);
  expect(screen.getByTestId('refused-1').textContent).toMatch(/胸痛三周.*何静/);
  fireEvent.click(screen.getByTestId('send-again'));
  await waitFor(() => expect(sendAgain).toHaveBeenCalledWith('1'));
  fireEvent.click(screen.getByTestId('set-aside'));
  fireEvent.change(await screen.findByTestId('reason'), { target: { value: '重复填写' } });
  fireEvent.click(screen.getByTestId('reason-confirm'));
  await waitFor(() => expect(setAside).toHaveBeenCalledWith('1', '重复填写'));
});

it('offers sending again only to the author, and not for a step that rests on what was seen', () => {
  show(<RefusedPanel refused={[refused({ again: 'author' }), refused({ commandId: '2', type: 'decision.sign', again: 'inCase' })]} actions={{ sendAgain, setAside }} />);
  expect(screen.queryByTestId('send-again')).toBeNull();
  expect(screen.getByTestId('refused-1').textContent).toContain('何静 本人');
  expect(screen.getByTestId('refused-2').textContent).toContain('重做这一步');
});

it('tells the author what others changed in the decision meanwhile, until it is checked', async () => {
  const checked = vi.fn(() => Promise.resolve());
  show(<OvertakenNotice overtaken={[{ commandId: '7', changes: [{ path: 'decision.systemic', name: '林若溪', atMs: 1, value: '卡铂' }] }]} actions={{ checked }} />);
  expect(screen.getByTestId('overtaken').textContent).toMatch(/林若溪.*卡铂/);
  fireEvent.click(screen.getByTestId('overtaken-checked'));
  await waitFor(() => expect(checked).toHaveBeenCalledWith('7'));
});

it('names a clock that is off by more than a minute, by how much and what to do, and none within it', () => {
  show(<DriftNotice driftMs={-(2 * 3_600_000 + 300_000)} />);
  expect(screen.getByTestId('clock-drift').textContent).toMatch(/快 2 小时 5 分钟.*校准/);
  cleanup();
  show(<DriftNotice driftMs={59_000} />);
  expect(screen.queryByTestId('clock-drift')).toBeNull();
});
