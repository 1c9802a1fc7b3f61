// @vitest-environment happy-dom
import { cleanup, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { RemovalList } from '../../renderer/mdt/removal/RemovalList.tsx';
import type { RemovalReport } from '../../shared/sync/protocol.ts';
import { directory, show, startWords } from './pages.tsx';

type Console = RemovalReport['removals'][number]['consoles'][number];

beforeAll(startWords);
afterEach(cleanup);

const stream = { kind: 'meeting', id: 'm' } as const;
const waits: Console = { deviceId: 'console-waiting', confirmedAtMs: null, isExact: false, receiptSha256: null };
const list = (answer: () => Promise<RemovalReport>, isSending = false): void => show(<RemovalList stream={stream} title="t" directory={directory} actions={{ list: answer }} isSending={isSending} />);
const report = (...consoles: Console[]): RemovalReport => ({ removals: [{ hospitalId: 'zhuhai', position: 1, version: 2, atMs: Date.UTC(2026, 10, 20), consoles }] });

it('names who is away since when, who is there, and who an older platform does not tell of', async () => {
  list(() => Promise.resolve(report({ ...waits, lastSeenMs: new Date(2026, 10, 18, 9, 5).getTime() }, { ...waits, deviceId: 'here', lastSeenMs: Date.now() }, { ...waits, deviceId: 'unknown' })));
  expect(await screen.findByText('未确认，2026-11-18 09:05 起离线')).toBeTruthy();
  expect(screen.getByText('刚刚连接过，尚未确认')).toBeTruthy();
  expect(screen.getByText('尚未确认')).toBeTruthy();
  expect(screen.getByText('0/3 台已删除')).toBeTruthy();
});

it('shows what was deleted by whom, and warns where it is not what the platform has', async () => {
  const done: Console = { ...waits, confirmedAtMs: new Date(2026, 10, 21, 8, 0).getTime(), receiptSha256: 'a'.repeat(64), lastSeenMs: 1, confirmed: { personId: 'he', removedAtMs: 1, blobs: 3, unsent: 1 } };
  list(() => Promise.resolve(report({ ...done, isExact: true }, { ...done, deviceId: 'other' })));
  expect(await screen.findAllByText('已删除 2026-11-21 08:00')).toHaveLength(2);
  expect(screen.getAllByText('记录 · 影像与文件 3 个 · 未提交的操作 1 项')).toHaveLength(2);
  expect(screen.getByText('与平台一致')).toBeTruthy();
  expect(screen.getByText('与平台记录不一致，请联系该院核对')).toBeTruthy();
});

it('says that nobody was taken out, that a removal is on its way, and why the platform cannot be asked', async () => {
  list(() => Promise.resolve({ removals: [] }));
  expect(await screen.findByText('还没有医院被移出')).toBeTruthy();
  cleanup();
  list(() => Promise.resolve({ removals: [] }), true);
  expect(await screen.findByText('移出操作正在提交，平台收到后列在这里。')).toBeTruthy();
  expect(screen.queryByText('还没有医院被移出')).toBeNull();
  cleanup();
  list(() => Promise.reject(Object.assign(new Error('The platform cannot be reached.'), { code: 'sync', reason: 'unreachable' })));
  expect(await screen.findByTestId('removals-error')).toBeTruthy();
});
