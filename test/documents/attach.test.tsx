// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AttachDialog } from '../../renderer/documents/attach/AttachDialog.tsx';
import { describedBy, missingOf, todayAt } from '../../renderer/documents/attach/attachRow.ts';
import type { AttachRow } from '../../renderer/documents/attach/attachRow.ts';
import { buildObject } from '../../renderer/documents/attach/buildObject.ts';
import type { BuildJob } from '../../renderer/documents/attach/buildObject.ts';
import { attachLocale } from '../../renderer/documents/attach/locale.ts';
import type { LookedAt } from '../../renderer/documents/attach/lookAtFile.ts';
import type { AttachTools } from '../../renderer/documents/attach/useAttachments.ts';
import { AttachmentError, attachmentReasons } from '../../shared/attachment/attachmentError.ts';
import type { FiledPatient } from '../../shared/attachment/patientOf.ts';
import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import { headerOf } from '../../shared/dicom/readHeader.ts';
import { RecordError } from '../../shared/errors/appError.ts';
import { attachmentContext, craftedJpeg, described, filingFrom, smallPdf } from '../attachment/samples.ts';
import { show } from './pages.tsx';

afterEach(cleanup);

const { patient, device } = attachmentContext;
const ofImages: FiledPatient = { from: 'images', patient };
const jpegFound: LookedAt = { facts: { form: 'jpeg', columns: 4000, rows: 3000, takenAt: { date: '20260506', time: '070809' }, isKeptAsCoded: true, reducedTo: null, isLossySource: true }, preview: null };
const pngFound: LookedAt = { facts: { form: 'png', columns: 800, rows: 600, takenAt: null, isKeptAsCoded: false, reducedTo: null, isLossySource: false }, preview: null };
const pdfFound: LookedAt = { facts: { form: 'pdf', takenAt: null }, preview: null };
const found: Readonly<Record<string, LookedAt | AttachmentError>> = { 'a.jpg': jpegFound, 'b.png': pngFound, 'c.pdf': pdfFound, 'd.heic': new AttachmentError('heic', 'HEIC'), 'e.jpg': { facts: { form: 'jpeg', columns: 6000, rows: 4000, takenAt: null, isKeptAsCoded: false, reducedTo: { columns: 5792, rows: 3861 }, isLossySource: true }, preview: null } };
const look = (file: File): Promise<LookedAt> => {
  const result = found[file.name] ?? pngFound;
  return result instanceof AttachmentError ? Promise.reject(result) : Promise.resolve(result);
};

interface Opened { readonly jobs: BuildJob[]; readonly onClose: () => void }
async function open(names: readonly string[], { filed = ofImages, addObject = () => Promise.resolve(), language = 'zh', build }: { filed?: FiledPatient; addObject?: (object: Uint8Array) => Promise<void>; language?: 'zh' | 'en'; build?: AttachTools['build'] } = {}): Promise<Opened> {
  const jobs: BuildJob[] = [];
  const onClose = vi.fn();
  let count = 0;
  const tools: AttachTools = { look, build: build ?? ((job) => {
    jobs.push(job);
    return Promise.resolve(Uint8Array.of(jobs.length));
  }) };
  await show(<AttachDialog files={names.map((name) => new File([name], name, { lastModified: Date.UTC(2020, 0, 1) }))} filed={filed} patientWords="张 三 · 男 · 1960-05-01 · ID GD-0042" device={device} addObject={addObject} newUid={() => `1.2.${count++}`} onClose={onClose} tools={tools} />, language);
  await waitFor(() => expect(screen.queryAllByTestId(/^attach-row-/).map((row) => row.dataset['state'])).not.toContain('looking'));
  return { jobs, onClose };
}
const row = (number: number) => within(screen.getByTestId(`attach-row-${number}`));
const choose = async (number: number, kind: string): Promise<void> => {
  const field = row(number).getByTestId('attach-kind');
  fireEvent.click(field);
  // Every choice has a list of its own.
  const list = await waitFor(() => document.querySelector(`[id="${field.getAttribute('aria-controls') ?? ''}"]`) as HTMLElement);
  fireEvent.click(within(list).getByText(kind));
};
const name = (number: number, title: string): void => void fireEvent.change(row(number).getByTestId('attach-title'), { target: { value: title } });
const date = (number: number, day: string): void => void fireEvent.change(row(number).getByTestId('attach-date'), { target: { value: day } });
const check = (): void => void fireEvent.click(screen.getByTestId('attach-checked'));
const start = (): HTMLButtonElement => screen.getByTestId('attach-start');

describe('the dialog', () => {
  it('says whose the files will be, and by whose word, and that nothing is removed afterwards', async () => {
    await open(['a.jpg']);
    expect(screen.getByTestId('attach-patient').textContent).toBe('将归入患者：张 三 · 男 · 1960-05-01 · ID GD-0042 （依据本病例的影像）');
    expect(screen.getByTestId('attach-dialog').textContent).toContain('加入后不能从病例中删除');
  });

  it('names what the request leaves out, or waits for the images, and then adds nothing', async () => {
    await open(['a.jpg'], { filed: { from: 'nobody', missing: ['patientBirthDate', 'hospitalNumber'] } });
    expect(screen.getByTestId('attach-refused').textContent).toContain('申请单也没有填写：出生日期、住院号');
    expect(start().disabled).toBe(true);
    cleanup();
    await open(['a.jpg'], { filed: { from: 'awaited' } });
    expect(screen.getByTestId('attach-refused').textContent).toContain('尚未到达本机');
    expect(screen.queryByTestId('attach-checked')).toBeNull();
  });

  it('tells to import images first where only the request says whose the files are', async () => {
    await open(['a.jpg'], { filed: { from: 'request', patient }, language: 'en' });
    expect(screen.getByTestId('attach-patient').textContent).toMatch(/by the request.*import them first/s);
  });

  it('asks kind, title and day of each file, takes the day from EXIF, never from the file, and a PDF needs no kind', async () => {
    const { jobs } = await open(['a.jpg', 'b.png', 'c.pdf']);
    const days = [1, 2, 3].map((number) => row(number).getByTestId<HTMLInputElement>('attach-date').value);
    expect(days).toEqual(['2026-05-06', '', '']);
    expect(screen.getByTestId('attach-missing').textContent).toBe('还需填写：a.jpg（内容、标题）；b.png（内容、标题、拍摄日期）；c.pdf（标题、文件日期）');
    check();
    expect(start().disabled).toBe(true);
    await choose(1, '病理镜下图');
    await choose(2, '纸质资料（报告、病历）');
    name(1, ' 胃窦活检 HE ×100 ');
    name(2, '外院报告');
    name(3, '病理报告');
    date(2, '2026-05-07');
    date(3, '2026-05-08');
    expect(start().disabled).toBe(false);
    fireEvent.click(start());
    expect((await screen.findByTestId('attach-result')).textContent).toContain('已加入 3 个文件');
    expect(jobs.map(({ described: { kind, title, takenAt } }) => [kind, title, takenAt.date, takenAt.time])).toEqual([['microscopy', '胃窦活检 HE ×100', '20260506', '070809'], ['paper', '外院报告', '20260507', null], ['pdf', '病理报告', '20260508', null]]);
    expect(jobs.map(({ context }) => [context.patient, context.language])).toEqual(jobs.map(() => [patient, 'zh']));
    expect(new Set(jobs.map(({ filing }) => filing.studyInstanceUID)).size).toBe(3);
  });

  it('adds nothing before the person says that all files are of this patient', async () => {
    await open(['c.pdf']);
    name(1, '病理报告');
    date(1, '2026-05-08');
    expect(start().disabled).toBe(true);
    check();
    expect(start().disabled).toBe(false);
  });

  it('names a file that is not taken with what to do, and adds the others', async () => {
    const { jobs } = await open(['d.heic', 'c.pdf']);
    expect(row(1).getByRole('alert').textContent).toContain('兼容性最佳');
    name(2, '病理报告');
    date(2, '2026-05-08');
    check();
    fireEvent.click(start());
    await screen.findByTestId('attach-result');
    expect(jobs).toHaveLength(1);
  });

  it('keeps a file that could not be added in the list with its reason, and tries it again alone', async () => {
    let isFull = true;
    const addObject = vi.fn(() => (isFull ? Promise.reject(new RecordError('not-permitted', 'no right')) : Promise.resolve()));
    await open(['c.pdf', 'c.pdf'], { addObject });
    for (const number of [1, 2]) {
      name(number, `报告 ${number}`);
      date(number, '2026-05-08');
    }
    check();
    fireEvent.click(start());
    await waitFor(() => expect(row(1).getByTestId('attach-problem').textContent).toContain('没有此操作的权限'));
    // What refuses one file for the case would refuse the next as well.
    expect(addObject).toHaveBeenCalledTimes(1);
    isFull = false;
    expect(start().textContent).toBe('重试未成功的（2 个）');
    fireEvent.click(start());
    await screen.findByTestId('attach-result');
    expect(addObject).toHaveBeenCalledTimes(3);
  });

  it('stops after the file at hand, and says what was added and stays', async () => {
    const letGo: (() => void)[] = [];
    const { onClose } = await open(['c.pdf', 'c.pdf', 'c.pdf'], { addObject: () => new Promise((resolve) => letGo.push(() => resolve())) });
    for (const number of [1, 2, 3]) {
      name(number, `报告 ${number}`);
      date(number, '2026-05-08');
    }
    check();
    fireEvent.click(start());
    await waitFor(() => expect(letGo).toHaveLength(1));
    expect(screen.getByTestId('attach-progress').textContent).toContain('正在加入 1 / 3');
    expect(screen.queryByTestId('attach-close')).toBeNull();
    fireEvent.click(screen.getByTestId('attach-stop'));
    letGo[0]?.();
    expect((await screen.findByTestId('attach-result')).textContent).toContain('已加入 1 个，2 个未加入；已加入的保留在病例中');
    expect(letGo).toHaveLength(1);
    fireEvent.click(screen.getByTestId('attach-close'));
    expect(onClose).toHaveBeenCalledOnce();
  });

  it('says of a picture with more pixels than can be shown to what size it is reduced', async () => {
    await open(['e.jpg']);
    expect(row(1).getByText(/6000×4000 .* 5792×3861 保存，约 67.1 MB/)).toBeTruthy();
  });

  it('takes more files, which have to be checked anew, and takes one off the list', async () => {
    await open(['c.pdf']);
    check();
    fireEvent.change(document.querySelector('input[type=file]') as HTMLInputElement, { target: { files: [new File(['x'], 'a.jpg')] } });
    await waitFor(() => expect(screen.getAllByTestId(/^attach-row-/)).toHaveLength(2));
    expect(screen.getByTestId<HTMLInputElement>('attach-checked').checked).toBe(false);
    fireEvent.click(screen.getByRole('button', { name: '从列表中去掉 c.pdf' }));
    expect(screen.getAllByTestId(/^attach-row-/).map((one) => one.getAttribute('aria-label'))).toEqual(['第 1 个文件：a.jpg']);
  });
});

it('has words with what to do for every reason, in both languages', () => {
  for (const language of ['zh', 'en'] as const) expect(Object.keys(attachLocale[language].error).toSorted()).toEqual([...attachmentReasons].toSorted());
});

describe('what is said of a file', () => {
  const base: AttachRow = { id: 1, file: new File([], 'a'), found: jpegFound, kind: 'gross', title: 'x', date: '2026-05-06', state: 'open', problem: null };
  it('has to be a day that exists and is not to come', () => {
    for (const day of ['', '2026-02-30', '2026-11-23']) expect(missingOf({ ...base, date: day }, '2026-11-22')).toEqual(['date']);
    expect(missingOf({ ...base, date: '2026-11-22' }, '2026-11-22')).toEqual([]);
    expect(todayAt(new Date(2026, 0, 5, 23, 59))).toBe('2026-01-05');
  });

  it('keeps the time of EXIF only for the day of EXIF', () => {
    expect(describedBy(base, '2026-11-22')?.takenAt).toEqual({ date: '20260506', time: '070809' });
    expect(describedBy({ ...base, date: '2026-05-05' }, '2026-11-22')?.takenAt).toEqual({ date: '20260505', time: null });
  });
});

describe('an object of a file', () => {
  const decode = vi.fn(() => Promise.resolve({ rgb: new Uint8Array(4 * 2 * 3), columns: 4, rows: 2, reducedFrom: null }));
  const built = async (bytes: Uint8Array, kind: 'gross' | 'pdf') => headerOf(parseDataSet(await buildObject({ bytes: new Uint8Array(bytes), described: described(kind), filing: filingFrom('built')(kind, '20260506'), context: attachmentContext }, decode)));

  it('has the coded bytes of a plain JPEG, and decodes nothing', async () => {
    expect(await built(craftedJpeg(), 'gross')).toMatchObject({ transferSyntaxUID: '1.2.840.10008.1.2.4.50', image: { rows: 8, columns: 8, isLossy: true } });
    expect(decode).not.toHaveBeenCalled();
  });

  it('has decoded pixels of a progressive JPEG, marked as lossy', async () => {
    const progressive = craftedJpeg();
    progressive[progressive.indexOf(0xc0)] = 0xc2;
    expect(await built(progressive, 'gross')).toMatchObject({ transferSyntaxUID: '1.2.840.10008.1.2.1', image: { rows: 2, columns: 4, photometric: 'RGB', isLossy: true } });
    expect(decode).toHaveBeenCalledOnce();
  });

  it('is refused where the file became another one meanwhile', async () => {
    await expect(built(smallPdf(), 'gross')).rejects.toMatchObject({ reason: 'unknown' });
    await expect(built(craftedJpeg(), 'pdf')).rejects.toMatchObject({ reason: 'unknown' });
    expect(await built(smallPdf(), 'pdf')).toMatchObject({ kind: 'encapsulatedPdf' });
  });
});
