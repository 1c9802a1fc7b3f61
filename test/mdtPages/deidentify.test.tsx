// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { useEffect } from 'react';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DeidentifyActions } from '../../renderer/mdt/deidentify/actions.ts';
import { DeidentifyDialog } from '../../renderer/mdt/deidentify/DeidentifyDialog.tsx';
import type { FrameProps } from '../../renderer/mdt/frameView.ts';
import type { BurnInSeries, DeidentifyProgress, DeidentifyReport } from '../../shared/ipc/channels.ts';
import { calls } from '../../shared/ipc/channels.ts';
import { show, startWords } from './pages.tsx';

beforeAll(async () => void (await startWords()));
afterEach(cleanup);

const caseId = '0190a000-0000-7000-8000-000000000002';
const series = (uid: string, fields: Partial<BurnInSeries>): BurnInSeries => ({ seriesInstanceUID: uid, modality: 'US', description: '肝', instances: 2, burnIn: 'likely', reason: '', sampleSha256: 'a'.repeat(64), proposedBoxes: [{ x: 0, y: 0, width: 900, height: 40 }], ...fields });
const plan: readonly BurnInSeries[] = [series('1.1', {}), series('1.2', { modality: 'CT', description: 'HEAD', burnIn: 'none', proposedBoxes: [] }), series('1.3', { modality: 'OT', description: null, burnIn: 'unknown', sampleSha256: null })];
const report: DeidentifyReport = {
  preset: 'teaching', filesWritten: 3, folder: '/out', changes: [{ tag: '(0010,0010)', keyword: 'PatientName', action: 'replaced', count: 3 }],
  refused: [{ path: '1.3/a', reason: 'needs-review', message: 'Not looked at.' }], warnings: [],
};

/** A picture of 640 × 480 pixels without pixels. */
function Frame({ onShown }: FrameProps) {
  useEffect(() => onShown?.({ columns: 640, rows: 480, aspectRatio: 1, frames: 3 }), [onShown]);
  return null;
}

const start = vi.fn<DeidentifyActions['start']>(() => Promise.resolve('job'));
let tell: (progress: DeidentifyProgress) => void;
let comeBack: () => void;
const actions: DeidentifyActions = {
  plan: () => Promise.resolve(plan), chooseTarget: () => Promise.resolve('/out'), start, cancel: () => Promise.resolve(), report: () => Promise.resolve(report), saveText: () => Promise.resolve(null),
  onProgress: (listener) => {
    tell = listener;
    return () => undefined;
  },
  onCoreBack: (listener) => {
    comeBack = listener;
    return () => undefined;
  },
};
const open = async (): Promise<void> => {
  show(<DeidentifyDialog caseId={caseId} patient={{ patientID: 'ZH00123', patientName: 'Wang^XiaoDong', birthDate: null, sex: null }} instances={[]} actions={actions} Frame={Frame} onClose={() => undefined} />);
  await screen.findByTestId('deidentify-series');
  fireEvent.change(screen.getByTestId('deidentify-pseudonym'), { target: { value: 'T-001' } });
};
const canStart = (): boolean => !screen.getByTestId('deidentify-start').hasAttribute('disabled');
const review = async (): Promise<void> => {
  fireEvent.click(screen.getByTestId('deidentify-review-1.1'));
  await screen.findByTestId('mask-0');
  fireEvent.click(screen.getByTestId('mask-sure'));
  fireEvent.click(screen.getByTestId('mask-done'));
  await waitFor(() => expect(screen.queryByTestId('mask-tool')).toBeNull());
};
beforeEach(() => start.mockClear());

describe('before the export', () => {
  it('waits until every series that may carry text was looked at, and names them', async () => {
    await open();
    expect(screen.getByTestId('deidentify-missing').textContent).toBe('还需查看：US 肝');
    expect(canStart()).toBe(false);
    await review();
    await waitFor(() => expect(canStart()).toBe(true));
    expect(screen.getByTestId('deidentify-series-1.1').textContent).toContain('已查看 · 遮盖 1 处');
  });

  it('needs no look at what is left out', async () => {
    await open();
    fireEvent.click(screen.getByLabelText('导出 US 肝'));
    await waitFor(() => expect(canStart()).toBe(true));
  });

  it('leaves out what may carry text and has no picture to look at', async () => {
    await open();
    const box = screen.getByLabelText<HTMLInputElement>('导出 OT （无描述）');
    expect([box.checked, box.disabled]).toEqual([false, true]);
  });

  it('warns of a face, and refuses a pseudonym that names the patient', async () => {
    await open();
    expect(screen.getByTestId('deidentify-face').textContent).toContain('三维重建出面容');
    await review();
    fireEvent.change(screen.getByTestId('deidentify-pseudonym'), { target: { value: 'zh00123-a' } });
    expect(screen.getByTestId('deidentify-missing').textContent).toContain('患者号');
    expect(canStart()).toBe(false);
  });
});

describe('the mask tool', () => {
  it('cuts a proposed box to the picture, moves it by keys, removes it, takes that back, and asks for the word again after each change', async () => {
    await open();
    fireEvent.click(screen.getByTestId('deidentify-review-1.1'));
    const box = await screen.findByTestId('mask-0');
    expect([box.getAttribute('width'), box.getAttribute('aria-label')]).toEqual(['640', '遮盖区 1：左 0，上 0，宽 640，高 40 像素']);
    fireEvent.click(screen.getByTestId('mask-sure'));
    fireEvent.keyDown(box, { key: 'ArrowDown', shiftKey: true });
    fireEvent.keyUp(box, { key: 'ArrowDown' });
    expect(screen.getByTestId('mask-0').getAttribute('y')).toBe('10');
    expect(screen.getByTestId<HTMLInputElement>('mask-sure').checked).toBe(false);
    fireEvent.keyDown(screen.getByTestId('mask-0'), { key: 'Delete' });
    expect(screen.queryByTestId('mask-0')).toBeNull();
    fireEvent.keyDown(screen.getByTestId('mask-layer'), { key: 'z', ctrlKey: true });
    expect(screen.getByTestId('mask-0').getAttribute('y')).toBe('10');
    fireEvent.click(screen.getByTestId('mask-undo'));
    expect(screen.getByTestId('mask-0').getAttribute('y')).toBe('0');
    expect(screen.getByTestId('mask-done').hasAttribute('disabled')).toBe(true);
  });
});

const begin = async (): Promise<void> => {
  await open();
  await review();
  fireEvent.click(screen.getByTestId('deidentify-start'));
  await screen.findByTestId('deidentify-job');
};

describe('the export', () => {
  it('asks core for what was decided, in the shape of the channel, and shows the report', async () => {
    await begin();
    const request = start.mock.calls[0]?.[0];
    expect(request?.series).toEqual([
      { seriesInstanceUID: '1.1', isIncluded: true, isReviewed: true, boxes: [{ x: 0, y: 0, width: 640, height: 40 }] },
      { seriesInstanceUID: '1.3', isIncluded: false, isReviewed: false, boxes: [{ x: 0, y: 0, width: 900, height: 40 }] },
      { seriesInstanceUID: '1.2', isIncluded: true, isReviewed: false, boxes: [] },
    ]);
    expect(calls['deidentify.start'].request.safeParse({ jobId: caseId, ...request }).success).toBe(true);
    act(() => tell({ jobId: 'job', phase: 'running', filesDone: 1, filesTotal: 4, error: null }));
    expect(screen.getByTestId('deidentify-job').textContent).toContain('1 / 4 个文件');
    act(() => tell({ jobId: 'job', phase: 'done', filesDone: 4, filesTotal: 4, error: null }));
    const shown = await screen.findByTestId('deidentify-report');
    for (const words of ['已写 3 个文件', '/out', 'PatientName', '替换', '尚未查看确认', '仍属于个人信息']) expect(shown.textContent).toContain(words);
  });

  it('that core took with it when it ended is said to be incomplete', async () => {
    await begin();
    act(() => comeBack());
    expect(screen.getByTestId('deidentify-job').dataset['phase']).toBe('lost');
    expect(screen.getByTestId('deidentify-job').textContent).toContain('没有完成');
  });
});
