// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ImportActions } from '../../renderer/mdt/import/actions.ts';
import { ImportPanel } from '../../renderer/mdt/import/ImportPanel.tsx';
import { IpcError } from '../../shared/errors/appError.ts';
import type { ImportProgress, ImportReport } from '../../shared/ipc/channels.ts';
import { importActions, networkActions, show, startWords } from './pages.tsx';

beforeAll(async () => void (await startWords()));
beforeEach(() => localStorage.clear());
afterEach(cleanup);

const base: ImportReport = {
  importId: 'one', caseId: 'c', source: { kind: 'paths', paths: ['/cd'] }, startedAtMs: 0, elapsedMs: 1000, phase: 'done', imported: 0, duplicates: 0,
  rejects: [], warnings: [], patients: [], links: [], problems: [], error: null,
};
const progress = (fields: Partial<ImportProgress>): ImportProgress => ({ importId: 'one', phase: 'reading', filesDone: 0, filesTotal: 0, bytesDone: 0, bytesTotal: 0, elapsedMs: 0, bytesPerSecond: null, msLeft: null, ...fields });

/** A core whose list of imports the test sets, and whose events it tells. */
function panel(reports: readonly ImportReport[], own: Partial<ImportActions> = {}) {
  const core = { reports, tell: (_progress: ImportProgress): void => undefined, comeBack: (): void => undefined };
  const start = vi.fn<ImportActions['start']>(() => Promise.resolve('one'));
  const resume = vi.fn<ImportActions['resume']>(() => Promise.resolve());
  const actions: ImportActions = {
    ...importActions, start, resume, list: () => Promise.resolve(core.reports),
    onProgress: (listener) => {
      core.tell = listener;
      return () => undefined;
    },
    onCoreBack: (listener) => {
      core.comeBack = listener;
      return () => undefined;
    },
    ...own,
  };
  show(<ImportPanel caseId="c" caseNo="MDT-1" actions={actions} network={networkActions} hasImaging={false} patientID={null} sample={null} />);
  return { core, start, resume };
}
const isEnabled = (testId: string): boolean => !screen.getByTestId(testId).hasAttribute('disabled');

describe('choosing the patient', () => {
  const patients = [
    { key: 'a', patientID: 'P1', patientName: 'ZHANG^SAN=张^三', birthDate: '19600102', instances: 1200 },
    { key: 'b', patientID: 'P2', patientName: 'ZHANG^SAN', birthDate: null, instances: 3 },
  ];

  it('has nobody chosen beforehand and imports nothing until somebody is', async () => {
    const { start } = panel([{ ...base, phase: 'choosePatient', patients }]);
    await screen.findByTestId('import-choose-patient');
    expect(screen.getAllByRole('radio').map((radio) => (radio as HTMLInputElement).checked)).toEqual([false, false]);
    expect(isEnabled('import-choose-confirm')).toBe(false);
    expect(screen.getByTestId('import-choose-patient').textContent).toMatch(/张 三 \(ZHANG SAN\).*P1.*1960-01-02.*1,200 个对象.*P2.*出生 无/);
    fireEvent.click(screen.getByTestId('import-patient-P2'));
    fireEvent.click(screen.getByTestId('import-choose-confirm'));
    await waitFor(() => expect(start).toHaveBeenCalledWith('c', base.source, 'b'));
  });

  it('whose folder may not be read again unasked asks for it by name and goes on with the patient chosen', async () => {
    const start = vi.fn<ImportActions['start']>((_, source) => (source.kind === 'paths' && source.paths[0] === '/cd' ? Promise.reject(new IpcError('bad-request', 'not chosen')) : Promise.resolve('two')));
    panel([{ ...base, phase: 'choosePatient', patients }], { start, chooseImport: () => Promise.resolve(['/media/cd']) });
    fireEvent.click(await screen.findByTestId('import-patient-P2'));
    fireEvent.click(screen.getByTestId('import-choose-confirm'));
    expect((await screen.findByTestId('import-choose-again')).textContent).toMatch(/再选一次.*\/cd.*按刚才的选择继续/);
    fireEvent.click(screen.getByTestId('import-choose-again-folder'));
    await waitFor(() => expect(start).toHaveBeenLastCalledWith('c', { kind: 'paths', paths: ['/media/cd'] }, 'b'));
    await waitFor(() => expect(screen.queryByTestId('import-choose-again')).toBeNull());
  });
});

describe('a running import', () => {
  it('shows files, megabytes, rate and time left, can be cancelled, and gives way to its report', async () => {
    const cancel = vi.fn<ImportActions['cancel']>(() => Promise.resolve());
    const { core } = panel([{ ...base, phase: 'reading' }], { cancel });
    await screen.findByTestId('import-running');
    expect(isEnabled('import-choose')).toBe(false);
    core.tell(progress({ filesDone: 120, filesTotal: 1000, bytesDone: 64_200_000, bytesTotal: 512_000_000, bytesPerSecond: 24_100_000, msLeft: 80_000 }));
    await waitFor(() => expect(screen.getByTestId('import-running').textContent).toContain('120 / 1,000 个文件 · 64.2 / 512 MB'));
    expect(screen.getByTestId('import-time-left').textContent).toBe('24.1 MB/s · 还剩约 1 分 20 秒');
    fireEvent.click(screen.getByTestId('import-cancel'));
    expect(cancel).toHaveBeenCalledWith('one');
    core.tell(progress({ phase: 'cancelled', filesDone: 120, filesTotal: 1000, bytesPerSecond: 24_100_000 }));
    await waitFor(() => expect(screen.getByTestId('import-running').textContent).not.toMatch(/查找文件|MB\/s/));
    core.reports = [{ ...base, phase: 'cancelled', imported: 120 }];
    core.tell(progress({ phase: 'cancelled' }));
    await waitFor(() => expect(screen.queryByTestId('import-running')).toBeNull());
    expect(isEnabled('import-choose')).toBe(true);
    expect(screen.getByTestId('import-history').textContent).toContain('导入已取消');
  });

  it('that core lost is interrupted when core is back, and goes on when asked', async () => {
    const { core, resume } = panel([{ ...base, phase: 'reading' }]);
    await screen.findByTestId('import-running');
    core.reports = [{ ...base, phase: 'interrupted' }];
    core.comeBack();
    fireEvent.click(await screen.findByTestId('import-resume'));
    await waitFor(() => expect(resume).toHaveBeenCalledWith('one'));
  });
});

describe('an interrupted import', () => {
  it('whose note was put away is not told of again, and stays in the history', async () => {
    panel([{ ...base, phase: 'interrupted' }]);
    fireEvent.click(await screen.findByTestId('import-discard'));
    await waitFor(() => expect(screen.queryByTestId('import-interrupted')).toBeNull());
    cleanup();
    panel([{ ...base, phase: 'interrupted' }]);
    expect((await screen.findByTestId('import-history')).textContent).toContain('继续导入');
    expect(screen.queryByTestId('import-interrupted')).toBeNull();
  });
});

const drop = (): void => void fireEvent.drop(screen.getByTestId('drop-area'), { dataTransfer: { types: ['Files'], files: [new File([''], 'a.zip')] } });
const ready = () => waitFor(() => expect(isEnabled('import-choose')).toBe(true));

describe('dropping', () => {
  it('files begins an import of their paths', async () => {
    const { start } = panel([], { pathsOfDropped: () => Promise.resolve(['/home/a.zip']) });
    await ready();
    drop();
    await waitFor(() => expect(start).toHaveBeenCalledWith('c', { kind: 'paths', paths: ['/home/a.zip'] }, null));
  });

  it('something that is no file says so and begins nothing', async () => {
    const { start } = panel([]);
    await ready();
    drop();
    expect((await screen.findByTestId('import-nothing-dropped')).textContent).toContain('没有可导入的内容');
    expect(start).not.toHaveBeenCalled();
  });

  it('takes nothing while an import runs', async () => {
    const pathsOfDropped = vi.fn<ImportActions['pathsOfDropped']>(() => Promise.resolve(['/a']));
    panel([{ ...base, phase: 'reading' }], { pathsOfDropped });
    await screen.findByTestId('import-running');
    drop();
    expect(pathsOfDropped).not.toHaveBeenCalled();
  });
});

it('lists the first hundred of thousands of rejects, the rest on demand and by search', async () => {
  const rejects = Array.from({ length: 5000 }, (_, index) => ({ path: `f${index}.dcm`, reason: 'truncated', message: 'cut' }));
  const { core } = panel([], { chooseImport: () => Promise.resolve(['/cd']) });
  await waitFor(() => expect(isEnabled('import-choose')).toBe(true));
  core.reports = [{ ...base, rejects }];
  fireEvent.click(screen.getByTestId('import-choose'));
  const report = await screen.findByTestId('import-report');
  expect(report.dataset['rejected']).toBe('5000');
  expect(report.textContent).toContain('f99.dcm');
  expect(report.textContent).not.toContain('f100.dcm');
  fireEvent.change(screen.getByTestId('import-reject-search'), { target: { value: 'f4321' } });
  await waitFor(() => expect(report.textContent).toContain('f4321.dcm'));
  expect(report.textContent).not.toContain('f99.dcm');
});
