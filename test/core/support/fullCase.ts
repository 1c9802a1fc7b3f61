import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeMinutes, openMinutes, sectionText, typeAs } from '../../../shared/minutes/document.ts';
import { samplePin, sampleRequest, samplePassword, until, type TestConsole } from './console.ts';
import { writeStudy } from './study.ts';

/** A case from request to delivered report at one console, and everything of it that must never be readable on a disk. */
export interface FullCase {
  readonly caseId: string;
  readonly meetingId: string;
  readonly caseNo: string;
  readonly patientName: string;
  readonly hospitalNumber: string;
  /** Pixel bytes of the images, as in their files. */
  readonly pixels: readonly Uint8Array[];
  readonly report: Uint8Array;
}

const slices = 6;
/** 32 × 32 pixels of two bytes stand at the end of each file. */
const pixelBytes = 32 * 32 * 2;

function typed(text: string): Uint8Array {
  const doc = openMinutes();
  typeAs(doc, { personId: 'chen.chair', name: '陈立群', title: '主任医师', hospitalId: 'gd-cancer' }, null, () => sectionText(doc, 'course').insert(0, text));
  return encodeMinutes(doc);
}

/** Request, images, search, meeting, opinions, minutes, decision, three signatures, report and a copy of the record; signed in as the chair at the end. */
export async function runFullCase(console: TestConsole, folder: string, seed: string): Promise<FullCase> {
  const [caseId, meetingId] = [randomUUID(), randomUUID()];
  const stream = { kind: 'case', id: caseId } as const;
  const meeting = { kind: 'meeting', id: meetingId } as const;
  const caseNo = 'ZH-2026-7731';
  const [patientName, hospitalNumber] = ['欧阳测试甲', 'HN-20261122-0042'];
  writeStudy(folder, { slices, seed, patientID: hospitalNumber, patientName: 'Ouyang^Ceshijia=欧阳^测试甲' });
  const as = async (account: string): Promise<void> => {
    await until('what was done is sent', async () => (await console.call('sync.status', {})).outbox === 0);
    await console.call('session.signOut', {});
    await console.signIn(account);
  };
  await as('he.doctor');
  await console.submit(stream, 'case.create', { caseNo, leadHospitalId: 'gd-cancer', fields: { ...sampleRequest, patientName, hospitalNumber } });
  const importId = randomUUID();
  await console.call('import.start', { importId, caseId, source: { kind: 'paths', paths: [folder] }, patientKey: null });
  await until('the import ends', async () => (await console.call('import.report', { importId })).phase === 'done');
  await console.submit(stream, 'case.submit', {});
  await console.call('case.search', { query: '欧阳测试甲' });
  await console.call('case.search', { query: 'oycsj' });
  await as('zhou.coord');
  await until('the request is there', async () => (await console.call('case.list', {})).cases.some(({ record }) => record.id === caseId && record.state === 'submitted'));
  await console.submit(stream, 'case.accept', { route: 'mdt' });
  await console.submit(meeting, 'meeting.plan', { title: '周会', startMs: Date.now(), hospitalIds: ['gd-cancer', 'zhuhai'] });
  await console.submit(meeting, 'meeting.addCase', { caseId });
  await console.submit(stream, 'case.schedule', { meetingId });
  await until('the images are reported', async () => (await console.call('case.get', { caseId })).record.presence['gd-cancer']?.present === slices);
  await console.submit(stream, 'case.confirmReady', {});
  await as('chen.chair');
  await console.submit(meeting, 'meeting.open', {});
  await console.submit(stream, 'case.openDiscussion', {});
  const stated = { personName: '陈立群', personTitle: '主任医师', hospitalId: 'gd-cancer', stance: 'agree', text: `${patientName}：同意。` };
  await console.submit(stream, 'opinion.state', { ...stated, opinionId: randomUUID(), personId: 'chen.chair', discipline: 'radiationOncology' });
  await console.submit(stream, 'opinion.state', { ...stated, opinionId: randomUUID(), personId: 'wu.physics', personName: '吴明哲', discipline: 'physics' });
  await console.call('minutes.open', { caseId });
  await console.call('minutes.update', { caseId, sessionId: randomUUID(), update: typed(`${patientName} ${hospitalNumber} 讨论。`) });
  await console.submit(stream, 'decision.edit', {
    fields: { outcome: 'treatment', chairSummary: '同步放化疗。', organFunction: '正常', performanceStatus: 'ECOG 1', operability: '不可切除', diseaseExtent: '局部晚期', responsible: '何静', followUp: '一月后', rtTotalDoseGy: 50.4, rtFractions: 28, rtDosePerFractionGy: 1.8 },
  });
  await console.submit(stream, 'decision.readBack', { text: '同步放化疗，50.4 Gy/28 次。', objections: '' });
  await until('the minutes are sent', async () => (await console.call('sync.status', {})).state === 'online' && (await console.call('minutes.open', { caseId })).unsent === 0);
  await console.call('decision.freeze', { caseId });
  await console.call('decision.sign', { caseId, role: 'expert', pin: samplePin, openReason: null });
  await console.call('decision.sign', { caseId, role: 'physicist', pin: samplePin, account: 'wu.physics', password: samplePassword, openReason: null });
  await console.call('decision.sign', { caseId, role: 'chair', pin: samplePin, openReason: null });
  const report = new TextEncoder().encode(`%PDF-1.7\n${`${patientName} ${hospitalNumber} ${caseNo}\n`.repeat(2000)}`);
  await console.call('report.deliver', { caseId, bytes: report });
  await until('everything is sent', async () => {
    const { outbox, uploads } = await console.call('sync.status', {});
    return outbox === 0 && uploads.waiting === 0;
  });
  await until('everything is back from the platform', async () => {
    const { local, platform } = await console.call('record.digest', { stream });
    return local === platform && (await console.call('case.get', { caseId })).pending === 0;
  });
  await console.call('backup.make', {});
  const pixels = Array.from({ length: slices }, (_, index) => readFileSync(join(folder, `ct-${String(index).padStart(4, '0')}.dcm`)).subarray(-pixelBytes));
  return { caseId, meetingId, caseNo, patientName, hospitalNumber, pixels, report };
}
