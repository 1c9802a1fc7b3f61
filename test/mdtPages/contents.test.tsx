// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ContentsPanel } from '../../renderer/mdt/contents/ContentsPanel.tsx';
import { groupContents } from '../../renderer/mdt/contents/groupContents.ts';
import { contentsLocale } from '../../renderer/mdt/contents/locale.ts';
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
    image: kind === 'image' ? { rows: 512, columns: 512, frames: 1, photometric: null, bitsAllocated: 16, isLossy: own.isLossy ?? false } : null, label: own.label ?? null, warnings: own.warnings ?? [],
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

const open = (instances: readonly StoredInstance[]) =>
  show(<ContentsPanel caseId="c" instances={instances} network={networkActions} Frame={() => null} readDocument={() => Promise.resolve('1 结论\n  2 未见转移')} onDeidentify={() => undefined} />);

describe('the panel', () => {
  it('lists what there is no view for and says so', () => {
    open([instance('1', 'ecg12Lead')]);
    expect(screen.getByTestId('contents-series-9.1.1').textContent).toMatch(/12 导联心电图.*已收录；本版本尚无查看界面/);
  });

  it('names presence, lossy compression, syntax and warnings in words', () => {
    open([instance('1', 'image', { isLossy: true, warnings: ['(0008,0070) is empty'] }), instance('2', 'image', { isPresent: false })]);
    const text = screen.getByTestId('contents-series-9.1.1').textContent;
    for (const words of ['本机 1 / 2', '有损压缩', '提示 1', 'JPEG 2000（可有损）', '1.0 MB']) expect(text).toContain(words);
    fireEvent.click(screen.getByTestId('contents-open-9.1.1'));
    expect(screen.getByTestId('contents-objects').textContent).toContain('(0008,0070) is empty');
    expect(screen.getByTestId('contents-objects').textContent).toContain('尚在平台');
  });

  it('reads a report as text', async () => {
    open([instance('1', 'report')]);
    fireEvent.click(screen.getByTestId('contents-open-9.1.1'));
    fireEvent.click(screen.getByTestId('contents-read'));
    await waitFor(() => expect(screen.getByTestId('contents-text').textContent).toContain('未见转移'));
  });

  it('sends the whole case, or the series chosen', async () => {
    open([instance('1', 'image'), instance('2', 'plan', { series: '9.1.2' })]);
    expect(screen.getByTestId('contents-send').textContent).toContain('整个病例');
    fireEvent.click(within(screen.getByTestId('contents-series-9.1.2')).getByRole('checkbox'));
    fireEvent.click(screen.getByTestId('contents-send'));
    expect((await screen.findByTestId('send-dialog')).textContent).toContain('选中的 1 个序列');
  });
});
