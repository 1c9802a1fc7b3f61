// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { usePresence } from '../../renderer/app/usePresence.ts';
import type { Directory } from '../../shared/mdt/directory.ts';

const directory: Directory = { hospitals: [{ id: 'gd-cancer', name: '中山大学附属肿瘤医院', nameEn: 'Cancer', city: '广州', isLead: true }], people: [] } as unknown as Directory;
const chair = { personId: 'chen.chair', name: '陈立群', hospitalId: 'gd-cancer' };
const ask = vi.fn<(channel: string, request: unknown) => Promise<unknown>>();
const passing = (ms: number): Promise<void> =>
  act(async () => {
    await vi.advanceTimersByTimeAsync(ms);
  });

beforeEach(() => {
  vi.useFakeTimers();
  ask.mockReset();
  vi.stubGlobal('mdt', { call: ask, on: () => () => undefined });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('asks when the lobby opens and every 5 s, says when it is not known, and stops when the person joins', async () => {
  ask.mockResolvedValue({ ok: true, value: { participants: [] } });
  const page = renderHook(({ isInLobby }) => usePresence('m', directory, isInLobby), { initialProps: { isInLobby: true } });
  expect(page.result.current).toBe('asking');
  await passing(0);
  expect(page.result.current).toEqual([]);
  expect(ask.mock.calls).toEqual([['meeting.presence', { meetingId: 'm' }]]);

  ask.mockResolvedValue({ ok: true, value: { participants: [chair, { ...chair, personId: 'x', hospitalId: 'elsewhere' }] } });
  await passing(5000);
  expect(page.result.current).toEqual([{ personId: 'chen.chair', name: '陈立群', hospitalName: '中山大学附属肿瘤医院' }, { personId: 'x', name: '陈立群', hospitalName: 'elsewhere' }]);

  ask.mockResolvedValue({ ok: false, error: { code: 'sync', reason: 'unreachable', message: 'The platform cannot be reached.' } });
  await passing(5000);
  expect(page.result.current).toBe('unknown');
  expect(ask).toHaveBeenCalledTimes(3);

  page.rerender({ isInLobby: false });
  await passing(20_000);
  expect(ask).toHaveBeenCalledTimes(3);
});

it('leaves no timer behind when the page closes while an answer is on its way', async () => {
  const answers: ((value: unknown) => void)[] = [];
  ask.mockReturnValue(new Promise((resolve) => answers.push(resolve)));
  const page = renderHook(() => usePresence('m', directory, true));
  page.unmount();
  answers[0]?.({ ok: true, value: { participants: [] } });
  await passing(0);
  expect(vi.getTimerCount()).toBe(0);
});
