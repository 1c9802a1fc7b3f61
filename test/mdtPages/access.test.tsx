// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { AccessLog } from '../../renderer/mdt/access/AccessLog.tsx';
import type { AccessActions, AccessRange } from '../../renderer/mdt/access/actions.ts';
import { accessCsv } from '../../renderer/mdt/access/accessTable.ts';
import { joinLogs } from '../../renderer/mdt/access/entries.ts';
import type { AuditRow } from '../../shared/ipc/channels.ts';
import type { PlatformAuditRow } from '../../shared/platform/auditContract.ts';
import { directory, show, startWords } from './pages.tsx';

beforeAll(startWords);
afterEach(cleanup);

const noon = new Date(2026, 10, 20, 12, 0).getTime();
const minute = 60_000;
const row = (seq: number, more: Partial<AuditRow> = {}): AuditRow => ({ seq, atMs: noon - seq * minute, personId: 'he', action: 'case.view', subject: 'c', caseId: 'c', hospitalId: 'zhuhai', deviceId: 'device-1', sessionId: '', why: 'request', detail: {}, hash: '', ...more });
const platformRow = (sequence: number): PlatformAuditRow => ({ sequence, atMs: noon - sequence * minute - 30_000, action: 'blobRead', personId: 'chen', hospitalId: 'gd-cancer', deviceId: 'device-2', subject: 'c', detail: {} });

const of = (rows: readonly AuditRow[], platform: readonly PlatformAuditRow[] | null, more: Partial<AccessActions> = {}): AccessActions => ({
  list: () => Promise.resolve({ rows: [...rows], isIntact: true, integrity: { checkedAtMs: noon, rows: rows.length, breaks: [], anchoredAtMs: null } }),
  platform: () => Promise.resolve(platform === null ? null : [...platform]), save: () => Promise.resolve(null), saveTable: () => Promise.resolve(null), ...more,
});
const open = (actions: AccessActions): void => show(<AccessLog caseId="c" directory={directory} actions={actions} />);
const shownRows = (): number => document.querySelectorAll('tr[data-action]').length;
const count = (): string | null => screen.getByTestId('access-count').getAttribute('data-count');

it('draws a page of several thousand entries of both logs, and goes through them in the order of time', async () => {
  open(of(Array.from({ length: 4000 }, (_, at) => row(at)), Array.from({ length: 3000 }, (_, at) => platformRow(at))));
  await waitFor(() => expect(count()).toBe('7000'));
  expect(shownRows()).toBe(100);
  expect(screen.getByText('第 1–100 条，共 7000 条')).toBeTruthy();
  fireEvent.click(within(screen.getByTestId('access-pager')).getByRole('button', { name: '第 70 页' }));
  expect(screen.getByText('第 6901–7000 条，共 7000 条')).toBeTruthy();
  const times = [...document.querySelectorAll('tr[data-action] td:first-child')].map((cell) => cell.textContent);
  expect(times).toEqual(times.toSorted().toReversed());
});

it('is narrowed by person and kind, goes back to a page that is there, and asks core for the days chosen', async () => {
  const asked: AccessRange[] = [];
  const actions = of(Array.from({ length: 300 }, (_, at) => row(at, at % 100 === 0 ? { action: 'refusal', personId: 'lin' } : {})), []);
  open({ ...actions, list: (caseId, range) => { asked.push(range); return actions.list(caseId, range); } });
  await waitFor(() => expect(count()).toBe('300'));
  fireEvent.click(within(screen.getByTestId('access-pager')).getByRole('button', { name: '末页' }));
  fireEvent.change(screen.getByTestId('access-kind'), { target: { value: 'refusal' } });
  expect([count(), shownRows()]).toEqual(['3', 3]);
  fireEvent.change(screen.getByTestId('access-person'), { target: { value: 'he' } });
  expect(screen.getByText('没有符合条件的记录')).toBeTruthy();
  fireEvent.click(screen.getByTestId('access-clear'));
  expect(count()).toBe('300');
  fireEvent.change(screen.getByTestId('access-from'), { target: { value: '2026-11-20' } });
  fireEvent.change(screen.getByTestId('access-to'), { target: { value: '2026-11-20' } });
  await waitFor(() => expect(asked.at(-1)).toEqual({ fromMs: new Date(2026, 10, 20).getTime(), toMs: new Date(2026, 10, 21).getTime() }));
});

it('saves what the filter shows as a table, and says where', async () => {
  const saveTable = vi.fn<(caseId: string | null, csv: string) => Promise<string>>(() => Promise.resolve('/safe/access.csv'));
  open(of([row(1), row(2, { action: 'refusal' })], [platformRow(1)], { saveTable }));
  await waitFor(() => expect(count()).toBe('3'));
  fireEvent.change(screen.getByTestId('access-kind'), { target: { value: 'refusal' } });
  fireEvent.click(screen.getByTestId('access-export-table'));
  expect(await screen.findByText('已保存到 /safe/access.csv')).toBeTruthy();
  const lines = saveTable.mock.calls[0]?.[1].trimEnd().split('\r\n') ?? [];
  expect([lines.length, lines[0]?.startsWith('\uFEFF"日期","时间","人员"'), lines[1]?.includes('"2026-11-20","11:58:00"')]).toEqual([2, true, true]);
});

it('a table keeps quotes and lets no cell become a formula', () => {
  const plain = { person: () => '=cmd|x', hospital: () => 'a "b", c', action: () => '-1', why: () => '', source: () => '' };
  expect(accessCsv(joinLogs([row(1)], []), plain, ['h']).split('\r\n')[1]).toContain('"\'=cmd|x","he","a ""b"", c","\'-1"');
});

it('says why the platform let somebody by the side of the case they are on', () => {
  const sides = { requestingHospitalId: 'zhuhai', leadHospitalId: 'gd-cancer' };
  const refused = { ...platformRow(2), action: 'refusal', hospitalId: 'other' };
  expect(joinLogs([], [platformRow(1), { ...platformRow(3), hospitalId: 'zhuhai' }, refused], sides).map(({ number, why }) => [number, why])).toEqual([[1, 'consultation'], [2, 'none'], [3, 'request']]);
});

it('says that the platform is not there, and why nothing could be read', async () => {
  open(of([row(1)], null));
  expect(await screen.findByTestId('access-no-platform')).toBeTruthy();
  cleanup();
  open(of([], null, { list: () => Promise.reject(Object.assign(new Error('The record is closed.'), { code: 'store', reason: 'locked' })) }));
  expect(await screen.findByTestId('error')).toBeTruthy();
  expect(screen.queryByText('没有符合条件的记录')).toBeNull();
});
