// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DocumentView } from '../../renderer/documents/DocumentView.tsx';
import { EcgView } from '../../renderer/documents/EcgView.tsx';
import { GreyCheckPage } from '../../renderer/documents/GreyCheckPage.tsx';
import { PdfView } from '../../renderer/documents/PdfView.tsx';
import type { PdfPages } from '../../renderer/documents/pdf/openPdf.ts';
import { ReportView } from '../../renderer/documents/ReportView.tsx';
import { TagBrowser } from '../../renderer/documents/TagBrowser.tsx';
import { listTags } from '../../renderer/documents/tags/tagRows.ts';
import { DicomError } from '../../shared/errors/appError.ts';
import { fileBytes } from '../dicom/elementBytes.ts';
import type { ElementsByKeyword } from '../dicom/elementBytes.ts';
import { hasRealData, instance, readReal, show } from './pages.tsx';

const storage = '1.2.840.10008.5.1.4.1.1.';
const read = (bytes: Uint8Array) => {
  const given = (): Promise<Uint8Array> => Promise.resolve(bytes);
  return given;
};

// happy-dom lays nothing out: every element is as large as a window of the desk.
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(900);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const code = (value: string, scheme: string, meaning: string): ElementsByKeyword[] => [{ CodeValue: value, CodingSchemeDesignator: scheme, CodeMeaning: meaning }];
const image = (uid: string, frame?: string): ElementsByKeyword => ({ RelationshipType: 'SELECTED FROM', ValueType: 'IMAGE', ReferencedSOPSequence: [{ ReferencedSOPClassUID: `${storage}2`, ReferencedSOPInstanceUID: uid, ...(frame === undefined ? {} : { ReferencedFrameNumber: frame }) }] });
const report = fileBytes({
  SOPClassUID: `${storage}88.33`, SOPInstanceUID: '1.2.3', Modality: 'SR', SpecificCharacterSet: 'ISO_IR 192', CompletionFlag: 'COMPLETE', VerificationFlag: 'VERIFIED', ContentDate: '20261120', ContentTime: '0930', ValueType: 'CONTAINER', ContinuityOfContent: 'SEPARATE',
  VerifyingObserverSequence: [{ VerifyingObserverName: 'Liang^Xiaodong', VerificationDateTime: '20261120101500' }], ConceptNameCodeSequence: code('126000', 'DCM', 'Imaging Measurement Report'),
  ContentSequence: [{
    RelationshipType: 'CONTAINS', ValueType: 'CONTAINER', ContinuityOfContent: 'SEPARATE', ConceptNameCodeSequence: code('125007', 'DCM', 'Measurement Group'),
    ContentSequence: [{ RelationshipType: 'HAS OBS CONTEXT', ValueType: 'TEXT', ConceptNameCodeSequence: code('112039', 'DCM', 'Tracking Identifier'), TextValue: 'Nodule 1' }, {
      RelationshipType: 'CONTAINS', ValueType: 'NUM', ConceptNameCodeSequence: code('103339001', 'SCT', 'Long Axis'), MeasuredValueSequence: [{ NumericValue: '23.40', MeasurementUnitsCodeSequence: code('mm', 'UCUM', 'millimeter') }],
      ContentSequence: [{ RelationshipType: 'HAS CONCEPT MOD', ValueType: 'CODE', ConceptCodeSequence: code('373098007', 'SCT', 'Mean') }, image('1.9.9'), image('1.9.8', '3')],
    }],
  }],
});

const many = { rows: Array.from({ length: 20_000 }, (_, index) => ({ tag: `x0029${index.toString(16).padStart(4, '0')}`, depth: 0, vr: 'LO', name: '', isPrivate: true, value: `value ${index}`, isShortened: false, lengthBytes: 8, children: null, parent: -1 })), transferSyntaxUID: '1.2', warnings: [] };
const listMany = () => many;
const pages = (): PdfPages => ({ sizes: Array.from({ length: 30 }, () => ({ width: 595, height: 842 })), draw: vi.fn(() => Promise.resolve()), close: vi.fn(() => Promise.resolve()) });
const damaged = () => Promise.reject(new DicomError('broken-value', 'no PDF'));
const locked = () => Promise.reject(new DicomError('unsupported', 'password'));

describe('a report', () => {
  it('is read from top to bottom: standing, headings, values with units, and images as buttons', async () => {
    const onShowImage = vi.fn();
    await show(<ReportView sha256="a" read={read(report)} onShowImage={onShowImage} nameOfImage={(uid) => (uid === '1.9.8' ? 'CT 3-45' : uid === '1.9.9' ? 'CT 3-44' : null)} />);
    const view = await screen.findByTestId('report-view');
    expect(screen.getByTestId('report-standing').textContent).toContain('已审核内容完整报告时间 2026-11-20 09:30审核者 Xiaodong Liang 2026-11-20 10:15:00');
    expect(view.textContent).toContain('Long Axis（Mean）：23.40 mm');
    expect(within(view).getByRole('heading', { name: 'Measurement Group · Nodule 1' })).toBeTruthy();
    fireEvent.click(within(view).getByRole('button', { name: '图像 CT 3-45 第 3 帧' }));
    fireEvent.click(within(view).getByRole('button', { name: '图像 CT 3-44' }));
    expect(onShowImage.mock.calls).toEqual([['1.9.8', 3], ['1.9.9', null]]);
  });

  it('offers no button for an image that is not in the case', async () => {
    await show(<ReportView sha256="a" read={read(report)} onShowImage={vi.fn()} nameOfImage={() => null} />, 'en');
    expect((await screen.findByTestId('report-view')).textContent).toContain('not in this case');
    expect(screen.queryByRole('button')).toBeNull();
  });

  it.runIf(hasRealData)('of every value type loses none of them', async () => {
    await show(<ReportView sha256="a" read={read(readReal('modalities/non-image/test-SR.dcm'))} onShowImage={vi.fn()} />, 'en');
    const text = (await screen.findByTestId('report-view')).textContent;
    // As dsrdump prints the same file.
    for (const words of ['Diagnosis', 'Verified', 'Jörg Riesmeier', 'A mass of', '3 cm (Length Unit)', 'was detected.', '1.2.3.4.5', '2000-12-06', 'Circle on the image', 'SEGMENT', 'see item 1.3.2', 'frame 5']) expect(text).toContain(words);
  });
});

describe('tags', () => {
  it('make few rows of 20,000, and the last one is reached by key', async () => {
    await show(<TagBrowser sha256="a" read={read(new Uint8Array())} list={listMany} />);
    const table = await screen.findByTestId('tag-table');
    expect(within(table).getAllByRole('row').length).toBeLessThan(60);
    expect(table.getAttribute('aria-rowcount')).toBe('20001');
    fireEvent.keyDown(table, { key: 'End' });
    fireEvent.scroll(table, { target: { scrollTop: table.scrollTop } });
    await waitFor(() => expect(table.textContent).toContain('value 19999'));
  });

  it('are searched while typing: counted, marked, stepped through, and copied', async () => {
    const copy = vi.fn(() => Promise.resolve());
    await show(<TagBrowser sha256="a" read={read(report)} list={listTags} copy={copy} />, 'en');
    const input = await screen.findByTestId('tag-search');
    fireEvent.change(input, { target: { value: 'codemeaning' } });
    await waitFor(() => expect(screen.getByTestId('tag-count').textContent).toMatch(/^Match 1 of 6 /));
    expect(screen.getByTestId('tag-table').querySelectorAll('mark').length).toBe(6);
    fireEvent.keyDown(input, { key: 'Enter' });
    expect(screen.getByTestId('tag-count').textContent).toMatch(/^Match 2 of 6 /);
    fireEvent.click(screen.getByTestId('tag-copy'));
    await screen.findByText('Copied');
    expect(copy).toHaveBeenCalledWith('Measurement Group');
    fireEvent.keyDown(input, { key: 'Enter', shiftKey: true });
    expect(screen.getByTestId('tag-count').textContent).toMatch(/^Match 1 of 6 /);
  });

  it('close and open a sequence with the arrow keys, as a tree to a screen reader', async () => {
    await show(<TagBrowser sha256="a" read={read(report)} list={listTags} />, 'en');
    fireEvent.click(await screen.findByText('ConceptNameCodeSequence', { selector: '[role=gridcell]' }).catch(() => screen.getAllByText('ConceptNameCodeSequence')[0] as HTMLElement));
    const table = screen.getByTestId('tag-table');
    const chosen = () => table.querySelector('[aria-selected=true]');
    const before = Number(table.getAttribute('aria-rowcount'));
    expect(chosen()?.getAttribute('aria-expanded')).toBe('true');
    fireEvent.keyDown(table, { key: 'ArrowLeft' });
    expect(chosen()?.getAttribute('aria-expanded')).toBe('false');
    expect(Number(table.getAttribute('aria-rowcount'))).toBeLessThan(before);
    fireEvent.keyDown(table, { key: 'ArrowRight' });
    expect(Number(table.getAttribute('aria-rowcount'))).toBe(before);
  });
});

describe.runIf(hasRealData)('an ECG', () => {
  const ecg = read(hasRealData ? readReal('modalities/non-image/waveform_ecg.dcm') : new Uint8Array());

  it('shows speed, gain, that nothing was filtered, and the device\'s words beside it', async () => {
    await show(<EcgView sha256="a" read={ecg} />);
    expect((await screen.findByTestId('ecg-footer')).textContent).toMatch(/25 mm\/s · 10 mm\/mV.*本程序未作滤波；仪器标注通频带 0.05–300 Hz.*1000 Hz/);
    expect(screen.getByTestId('ecg-findings').textContent).toMatch(/RITMO SINUSALE.*QRS Duration75 ms/);
    expect(screen.getByRole('img').getAttribute('aria-label')).toBe('心电图曲线：I II III aVR aVL aVF V1 V2 V3 V4 V5 V6');
  });

  it('measures with calipers moved by key, on whatever paper', async () => {
    await show(<EcgView sha256="a" read={ecg} />, 'en');
    fireEvent.click(await screen.findByTestId('ecg-calipers'));
    expect(screen.getByTestId('ecg-reading').textContent).toBe('1000 ms (25.0 mm) · 60/min · 1.00 mV (10.0 mm)');
    fireEvent.keyDown(screen.getByTestId('caliper-x2Mm'), { key: 'ArrowLeft', shiftKey: true });
    expect(screen.getByTestId('ecg-reading').textContent).toContain('800 ms (20.0 mm) · 75/min');
    fireEvent.change(screen.getByTestId('ecg-speed'), { target: { value: '50' } });
    expect(screen.getByTestId('ecg-reading').textContent).toContain('400 ms (20.0 mm) · 150/min');
    expect(screen.getByTestId('caliper-y1Mm').getAttribute('aria-valuetext')).toBe('1.00 millivolts');
  });
});

describe('a PDF', () => {
  const object = read(fileBytes({ SOPClassUID: `${storage}104.1`, SOPInstanceUID: '1.2.3', MIMETypeOfEncapsulatedDocument: 'application/pdf', DocumentTitle: 'Summary', EncapsulatedDocument: new TextEncoder().encode('%PDF-1.4 ') }));
  it('draws the pages in sight only, turns them by key, and closes what it opened', async () => {
    const held = pages();
    const open = () => Promise.resolve(held);
    await show(<PdfView sha256="a" read={object} open={open} />);
    const column = await screen.findByTestId('pdf-pages');
    expect(within(column).getAllByRole('img').length).toBeLessThanOrEqual(3);
    fireEvent.keyDown(column, { key: 'n' });
    expect(screen.getByText('第 2 / 30 页')).toBeTruthy();
    cleanup();
    expect(held.close).toHaveBeenCalledOnce();
  });

  it('that is damaged or protected is said to be so, in the reader\'s language', async () => {
    await show(<PdfView sha256="a" read={object} open={damaged} />);
    expect((await screen.findByRole('alert')).textContent).toContain('PDF 已损坏');
    cleanup();
    await show(<PdfView sha256="a" read={object} open={locked} />, 'en');
    expect((await screen.findByRole('alert')).textContent).toContain('protected with a password');
  });
});

describe('the grey-scale check', () => {
  it('is saved when everything is answered, with the scale a ruler gave', async () => {
    const onSave = vi.fn(() => Promise.resolve());
    await show(<GreyCheckPage lastCheck={null} onSave={onSave} now={() => 77} />, 'en');
    expect(screen.getByTestId<HTMLButtonElement>('grey-save').disabled).toBe(true);
    for (const item of ['ambient', 'dark', 'bright', 'patches', 'letters', 'tint', 'lines', 'geometry']) fireEvent.click(within(screen.getByTestId(`grey-${item}`)).getByRole('radio', { name: item === 'tint' ? 'No' : 'Yes' }));
    fireEvent.change(screen.getByTestId('grey-measured'), { target: { value: '100' } });
    expect(screen.getByText('Failed')).toBeTruthy();
    fireEvent.click(screen.getByTestId('grey-save'));
    expect(onSave).toHaveBeenCalledWith(expect.objectContaining({ passed: false, atMs: 77, screenPxPerMm: expect.closeTo(96 / 25.4, 10) as unknown, items: expect.objectContaining({ tint: false, size: true }) as unknown }));
  });

  it('warns where the display resamples', async () => {
    vi.stubGlobal('devicePixelRatio', 1.25);
    await show(<GreyCheckPage lastCheck={{ passed: true, atMs: Date.UTC(2026, 10, 1), items: {} as never, screenPxPerMm: null }} onSave={() => Promise.resolve()} />);
    expect(screen.getByTestId('grey-resampled').textContent).toContain('1.25');
    expect(screen.getByTestId('grey-last').textContent).toContain('合格');
    vi.unstubAllGlobals();
  });
});

describe('any object', () => {
  const nothing = read(new Uint8Array());

  it('gets the view of its kind', async () => {
    await show(<DocumentView instance={instance(`${storage}88.33`)} read={read(report)} />);
    expect(await screen.findByTestId('report-view')).toBeTruthy();
  });

  it('that is foreign is named and not opened', async () => {
    await show(<DocumentView instance={instance(`${storage}104.2`)} read={nothing} />);
    expect(screen.getByText('CDA 文档')).toBeTruthy();
    expect(screen.getByTestId('document-unshown').textContent).toContain('不打开也不运行');
  });

  it('without a view says so, and one that has not arrived as well', async () => {
    await show(<DocumentView instance={instance(`${storage}66`)} read={nothing} />, 'en');
    expect(screen.getByTestId('document-unshown').textContent).toContain('no view for this kind');
    cleanup();
    await show(<DocumentView instance={instance(`${storage}9.1.1`, { isPresent: false })} read={nothing} />, 'en');
    expect(screen.getByText('12-lead ECG')).toBeTruthy();
  });

  it('that cannot be read shows why', async () => {
    await show(<DocumentView instance={instance(`${storage}9.1.1`)} read={read(fileBytes({ SOPClassUID: `${storage}9.1.1`, SOPInstanceUID: '1.2.3' }))} />);
    expect((await screen.findByRole('alert')).textContent).toContain('缺少必需的属性');
  });
});
