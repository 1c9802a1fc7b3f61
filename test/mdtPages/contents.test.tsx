// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ContentsPanel } from '../../renderer/mdt/contents/ContentsPanel.tsx';
import { groupContents } from '../../renderer/mdt/contents/groupContents.ts';
import { contentsLocale } from '../../renderer/mdt/contents/locale.ts';
import type { Code } from '../../shared/dicom/objects/code.ts';
import type { ContentItem } from '../../shared/dicom/objects/contentItem.ts';
import type { StructuredReport } from '../../shared/dicom/objects/structuredReport.ts';
import { objectKind, type ObjectKind } from '../../shared/dicom/objectKind.ts';
import type { StoredInstance } from '../../shared/ipc/channels.ts';
import { networkActions, show, startWords } from './pages.tsx';

beforeAll(async () => void (await startWords()));
afterEach(cleanup);

const instance = (uid: string, kind: ObjectKind, own: { series?: string; study?: string; number?: number; isPresent?: boolean; isLossy?: boolean; warnings?: string[]; label?: string } = {}): StoredInstance => ({
  sha256: uid.padEnd(64, '0'), byteLength: 500_000, isPresent: own.isPresent ?? true,
  header: {
    sopInstanceUID: uid, sopClassUID: '1.2', kind, modality: 'CT', transferSyntaxUID: '1.2.840.10008.1.2.4.91', studyInstanceUID: own.study ?? '9.1', seriesInstanceUID: own.series ?? '9.1.1', frameOfReferenceUID: null, instanceNumber: own.number ?? null,
    patient: { patientID: 'P', patientName: null, birthDate: null, sex: null }, study: { date: '20261101', time: null, description: '胸部', accessionNumber: null }, series: { number: 2, description: '薄层', date: null, time: null, bodyPart: null },
    image: kind === 'image' ? { rows: 512, columns: 512, frames: 1, photometric: null, bitsAllocated: 16, isLossy: own.isLossy ?? false, projection: null } : null, label: own.label ?? null, warnings: own.warnings ?? [],
  },
});

describe('grouping', () => {
  it('leaves nothing out: an object that has not arrived is in the study of its series, one of an unknown series by itself', () => {
    const studies = groupContents([instance('1', 'image'), instance('2', 'image', { study: '', isPresent: false }), instance('3', 'dose', { study: '', series: '9.9', isPresent: false })]);
    expect(studies.map((study) => [study.studyInstanceUID, study.series.map((series) => [series.present, series.instances.length])])).toEqual([['9.1', [[1, 2]]], ['', [[0, 1]]]]);
  });

  it('orders objects by their number, previews the middle picture that is here, and marks lossy series', () => {
    const [study] = groupContents([3, 1, 2, 4].map((number) => instance(String(number), 'image', { number, isPresent: number !== 4, isLossy: number === 3 })));
    const series = study?.series[0];
    expect(series?.instances.map((one) => one.header.instanceNumber)).toEqual([1, 2, 3, 4]);
    expect(series?.previewSha256?.startsWith('2')).toBe(true);
    expect(series?.isLossy).toBe(true);
  });
});

it('has a name for every kind a SOP class of the standard can have, in both languages', () => {
  const kinds = new Set<string>(['2', '4.2', '66.4', '88.11', '104.1', '9.1.1', '481.3', '481.5', '481.8', '481.2', '481.4', '66.1', '11.1', '88.59', '77.1.6', '30'].map((suffix) => objectKind(`1.2.840.10008.5.1.4.1.1.${suffix}`)));
  // The type of the table's keys is checked against the union below; what the union lacks would not compile.
  const zh: Readonly<Record<ObjectKind, string>> = contentsLocale.zh.kind;
  const en: Readonly<Record<ObjectKind, string>> = contentsLocale.en.kind;
  for (const kind of kinds) expect([zh[kind as ObjectKind], en[kind as ObjectKind]].every((words) => words.length > 0)).toBe(true);
});

const concept = (meaning: string): Code => ({ value: meaning, scheme: 'X', meaning });
const item = (place: string, relationship: string, name: string | null, value: ContentItem['value'], children: readonly ContentItem[] = []): ContentItem => ({ place, relationship, concept: name === null ? null : concept(name), value, children, observationUID: null, observationDateTime: null });
const document: StructuredReport = {
  title: concept('胸部 CT 报告'), completion: 'COMPLETE', isVerified: false, observers: [], contentDate: '20261101', contentTime: null, warnings: [],
  root: { place: '1', relationship: null, concept: concept('胸部 CT 报告'), value: { type: 'CONTAINER', isContinuous: false }, observationUID: null, observationDateTime: null, children: [
    item('1.1', 'HAS OBS CONTEXT', '观察者', { type: 'PNAME', text: 'Li^Na=李^娜' }),
    item('1.2', 'CONTAINS', '所见', { type: 'CONTAINER', isContinuous: false }, [
      item('1.2.1', 'CONTAINS', '长径', { type: 'NUM', text: '2.50', value: 2.5, unit: { value: 'cm', scheme: 'UCUM', meaning: 'centimetre' }, qualifier: null }, [item('1.2.1.1', 'INFERRED FROM', null, { type: 'IMAGE', channels: [], reference: { sopClassUID: '1.2', sopInstanceUID: '9.1', frames: [2, 5] } })]),
      item('1.2.2', 'CONTAINS', '个数', { type: 'NUM', text: '3', value: 3, unit: { value: '1', scheme: 'UCUM', meaning: 'no units' }, qualifier: null }),
      item('1.2.3', 'CONTAINS', '结论', { type: 'TEXT', text: '未见转移' }),
      item('1.2.4', 'CONTAINS', '时间', { type: 'DATETIME', text: '20261101093015' }),
      item('1.2.5', 'CONTAINS', null, { type: 'OTHER', valueType: 'TABLE' }),
    ]),
  ] },
};

const open = (instances: readonly StoredInstance[], onFiles: ((files: readonly File[]) => void) | null = null) =>
  show(<ContentsPanel caseId="c" instances={instances} network={networkActions} Frame={() => null} readDocument={() => Promise.resolve(document)} onDeidentify={() => undefined} attach={onFiles === null ? null : { types: 'image/png', onFiles }} />);

describe('the panel', () => {
  it('lists what there is no view for and says so', () => {
    open([instance('1', 'video')]);
    expect(screen.getByTestId('contents-series-9.1.1').textContent).toMatch(/视频.*已收录；本版本尚无查看界面/);
  });

  it('names presence, lossy compression, syntax and warnings in words', () => {
    open([instance('1', 'image', { isLossy: true, warnings: ['(0008,0070) is empty'] }), instance('2', 'image', { isPresent: false })]);
    const text = screen.getByTestId('contents-series-9.1.1').textContent;
    for (const words of ['本机 1 / 2', '有损压缩', '提示 1', 'JPEG 2000（可有损）', '1.0 MB']) expect(text).toContain(words);
    fireEvent.click(screen.getByTestId('contents-open-9.1.1'));
    expect(screen.getByTestId('contents-objects').textContent).toContain('(0008,0070) is empty');
    expect(screen.getByTestId('contents-objects').textContent).toContain('尚在平台');
  });

  it('reads a report in the reader\'s words, with nothing left out', async () => {
    open([instance('1', 'report')]);
    fireEvent.click(screen.getByTestId('contents-open-9.1.1'));
    fireEvent.click(screen.getByTestId('contents-read'));
    await waitFor(() => expect(screen.getByTestId('contents-text').textContent).toContain('未见转移'));
    const text = screen.getByTestId('contents-text').textContent;
    for (const words of ['未经审核 · 内容完整 · 2026-11-01', '观察者：李 娜', '长径：2.50 centimetre', '依据 引用图像 9.1 第 2、5 帧', '个数：3', '时间：2026-11-01 09:30:15', '（TABLE：无法显示的内容）']) expect(text).toContain(words);
    expect(text).not.toMatch(/contains|context|no units/i);
  });

  it('sends the whole case, or the series chosen', async () => {
    open([instance('1', 'image'), instance('2', 'plan', { series: '9.1.2' })]);
    expect(screen.getByTestId('contents-send').textContent).toContain('整个病例');
    fireEvent.click(within(screen.getByTestId('contents-series-9.1.2')).getByRole('checkbox'));
    fireEvent.click(screen.getByTestId('contents-send'));
    expect((await screen.findByTestId('send-dialog')).textContent).toContain('选中的 1 个序列');
  });

  it('takes files that are chosen or dropped, where this person may add them, also while the case is empty', () => {
    const taken: string[] = [];
    open([], (files) => taken.push(...files.map(({ name }) => name)));
    expect(screen.getByTestId('contents').textContent).toContain('尚无影像或文件');
    expect(screen.queryByTestId('contents-send')).toBeNull();
    expect(screen.getByTestId('contents-attach').textContent).toBe('添加图片或 PDF…');
    const chooser = window.document.querySelector('input[type=file]');
    fireEvent.change(chooser as HTMLInputElement, { target: { files: [new File(['1'], 'chosen.jpg')] } });
    fireEvent.drop(screen.getByTestId('drop-area'), { dataTransfer: { types: ['Files'], files: [new File(['2'], 'dropped.pdf')] } });
    expect(taken).toEqual(['chosen.jpg', 'dropped.pdf']);
  });

  it('offers nothing to add to others', () => {
    open([instance('1', 'image')]);
    expect(screen.queryByTestId('contents-attach')).toBeNull();
  });
});
