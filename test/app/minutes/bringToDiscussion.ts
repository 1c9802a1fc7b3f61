import { randomUUID } from 'node:crypto';
import type { CommandType, Stream } from '../../../shared/mdt/command.ts';
import type { ConsoleDriver } from '../demo/consoleDriver.ts';
import { sampleRequest } from '../../core/support/console.ts';
import type { MinutesStage } from './minutesSteps.ts';

const image = { sopInstanceUID: '1.2.3.4', sopClassUID: '1.2.840.10008.5.1.4.1.1.2', seriesInstanceUID: '1.2.3', modality: 'CT', sha256: 'a'.repeat(64), byteLength: 10 };

async function submit(console: ConsoleDriver, stream: Stream, type: CommandType, payload: unknown): Promise<void> {
  await console.call('record.submit', { commandId: randomUUID(), stream, type, baseVersion: 0, payload });
}

/** A case in discussion, by calls of the pages' own bridge; its one image is only named. Both consoles show its decision page. */
export async function bringToDiscussion({ a, b, caseId }: MinutesStage): Promise<void> {
  const stream: Stream = { kind: 'case', id: caseId };
  const meetingId = randomUUID();
  const meeting: Stream = { kind: 'meeting', id: meetingId };
  const waitFor = (console: ConsoleDriver, state: string): Promise<void> =>
    console.until(`the case to be ${state}`, async () => (await console.call('case.list', {})).cases.some(({ record }) => record.id === caseId && record.state === state));
  await submit(b, stream, 'case.create', { caseNo: 'ZH-2026-M1', leadHospitalId: 'gd-cancer', fields: sampleRequest });
  await submit(b, stream, 'case.attachImaging', { instances: [image] });
  await submit(b, stream, 'case.submit', {});
  await waitFor(a, 'submitted');
  await submit(a, stream, 'case.accept', { route: 'mdt' });
  await submit(a, meeting, 'meeting.plan', { title: '周会', startMs: Date.now(), hospitalIds: ['gd-cancer', 'zhuhai'] });
  await submit(a, meeting, 'meeting.addCase', { caseId });
  await submit(a, stream, 'case.schedule', { meetingId });
  await submit(a, stream, 'case.reportPresence', { present: 1, total: 1 });
  await submit(a, stream, 'case.confirmReady', {});
  await submit(a, meeting, 'meeting.open', {});
  await submit(a, stream, 'case.openDiscussion', {});
  await waitFor(b, 'inDiscussion');
  for (const console of [a, b]) {
    await console.click('nav-cases');
    await console.click(`case-row-${caseId}`);
    await console.click('tab-decision');
    await console.at('minutes-course').waitFor();
  }
}
