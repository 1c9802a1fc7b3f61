import type { TFunction } from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { megabytes } from '../../renderer/mdt/amounts.ts';
import { allNames } from '../../renderer/mdt/format.ts';
import { groupRejects, groupWarnings } from '../../renderer/mdt/import/groupFindings.ts';
import { reasonWords, reportCsv, reportText } from '../../renderer/mdt/import/reportText.ts';
import { leftWords, timeWords } from '../../renderer/mdt/import/timeWords.ts';
import type { ImportReport } from '../../shared/ipc/channels.ts';
import { startWords } from './pages.tsx';

let t: TFunction<'import'>;
beforeAll(async () => {
  t = (await startWords()).getFixedT('zh', 'import');
});

const said = (ms: number): string => leftWords(timeWords(ms), t);

describe('time left', () => {
  it.each([
    [0, '还剩几秒'], [4999, '还剩几秒'], [5000, '还剩约 5 秒'], [21_000, '还剩约 25 秒'], [55_000, '还剩约 55 秒'], [56_000, '还剩约 1 分钟'], [60_000, '还剩约 1 分钟'],
    [75_000, '还剩约 1 分 20 秒'], [80_000, '还剩约 1 分 20 秒'], [590_000, '还剩约 9 分 50 秒'], [591_000, '还剩约 10 分钟'], [3_541_000, '还剩约 1 小时'], [3_700_000, '还剩约 1 小时 5 分'], [7_200_000, '还剩约 2 小时'],
  ])('%s ms is %s', (ms, words) => expect(said(ms)).toBe(words));

  it('never promises less than is left, and its words grow with the time', () => {
    let before = 0;
    for (let ms = 5000; ms < 20_000_000; ms += 777) {
      const { hours, minutes, seconds } = timeWords(ms);
      const told = ((hours * 60 + minutes) * 60 + seconds) * 1000;
      expect(told).toBeGreaterThanOrEqual(ms);
      expect(told).toBeGreaterThanOrEqual(before);
      before = told;
    }
  });
});

it('amounts keep one decimal below 100 MB and group digits above', () => {
  expect([0, 1, 4_240_000, 99_940_000, 100_000_000, 1_234_567_890].map(megabytes)).toEqual(['0.0', '<0.1', '4.2', '99.9', '100', '1,235']);
});

it('names every group of a person name, the ideographic first, each once', () => {
  expect([null, 'ZHANG^SAN', 'Wang^XiaoDong=王^小东', 'Hong^Gildong=洪^吉洞=홍^길동', '张^三=张^三'].map(allNames)).toEqual(['', 'ZHANG SAN', '王 小东 (Wang XiaoDong)', '洪 吉洞 (Hong Gildong, 홍 길동)', '张 三']);
});

const reject = (path: string, reason: string): ImportReport['rejects'][number] => ({ path, reason, message: `message of ${path}` });
const report: ImportReport = {
  importId: 'i', caseId: 'c', source: { kind: 'paths', paths: ['/media/cd'] }, startedAtMs: Date.UTC(2026, 10, 22, 12), elapsedMs: 61_000, phase: 'done', imported: 3, duplicates: 1,
  rejects: [reject('a.txt', 'not-dicom'), reject('=cmd|calc.dcm', 'truncated'), reject('b.txt', 'not-dicom'), reject('"q".dcm', 'never-heard-of')],
  warnings: [{ path: '1.dcm', message: '(0008,0070) at byte 400 of 1.2.840.113619.2.5 is empty' }, { path: '2.dcm', message: '(0008,0070) at byte 900 of 1.2.840.113619.2.6 is empty' }, { path: '1.dcm', message: '(0008,0080) is empty' }],
  patients: [], problems: ['There is no RTPLAN; export the plan as well.'], error: null,
  links: [{ from: 'RTDOSE', fromSopInstanceUID: '1', to: 'RTPLAN', status: 'missing', referenced: 1, found: 0, toSopInstanceUIDs: [], by: 'none' }],
};

describe('report', () => {
  it('puts rejects of one reason together, the most frequent first, and finds by path or message', () => {
    expect(groupRejects(report.rejects).map((group) => [group.reason, group.rejects.length])).toEqual([['not-dicom', 2], ['truncated', 1], ['never-heard-of', 1]]);
    expect(groupRejects(report.rejects, ' B.TXT ').map((group) => group.rejects.map((found) => found.path))).toEqual([['b.txt']]);
    expect(groupRejects(report.rejects, 'message of a')).toHaveLength(1);
  });

  it('counts warnings that differ in byte position and UID only as one kind, and keeps tags apart', () => {
    expect(groupWarnings(report.warnings).map((group) => group.paths)).toEqual([['1.dcm', '2.dcm'], ['1.dcm']]);
  });

  it('has a title and what to do for a reason nobody foresaw', () => {
    expect(reasonWords('never-heard-of', t)).toEqual({ title: '其他原因（never-heard-of）', advice: '请展开查看原文，并联系发送方或管理员。' });
  });

  it('holds, as text, every file with its reason in words and its exact message', () => {
    const text = reportText(report, 'MDT-1', t);
    for (const { path, message } of report.rejects) expect(text).toContain(`- ${path}\r\n    ${message}`);
    for (const words of ['影像导入报告', 'MDT-1', '/media/cd', '1 分 10 秒', '不是 DICOM 文件 (2)', '重新导出', '剂量（RTDOSE）引用的计划（RTPLAN）不在此处', '- 2.dcm', '未接受 4 个']) expect(text).toContain(words);
  });

  it('is, as a table, one row each, with quotes doubled and nothing a spreadsheet would run', () => {
    const rows = reportCsv(report, t).split('\r\n');
    expect(rows).toHaveLength(1 + report.rejects.length + report.warnings.length + report.problems.length + 1);
    expect(rows[2]).toMatch(/^"未接受","'=cmd\|calc\.dcm","文件不完整",/);
    expect(rows[4]).toContain('"""q"".dcm"');
    for (const row of rows.slice(0, -1)) expect(row).not.toMatch(/(?:^|,)"[=+\-@]/);
  });
});
