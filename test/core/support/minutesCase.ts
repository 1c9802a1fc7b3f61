import { randomUUID } from 'node:crypto';
import * as Y from 'yjs';
import type { MinutesView } from '../../../shared/ipc/channels.ts';
import type { MinutesSection } from '../../../shared/mdt/minutesSchema.ts';
import { openMinutes, readSection, sectionText, typeAs, type MinutesDocument } from '../../../shared/minutes/document.ts';
import { sampleRequest, until, type TestConsole } from './console.ts';

/** An editor without a window: one opening of the minutes at one console, by one person. */
export interface TestEditor {
  readonly doc: MinutesDocument;
  readonly sessionId: string;
  /** Types at the end of a section; resolves when core has it. */
  type(section: MinutesSection, text: string): Promise<void>;
}

export async function openEditor(console: Pick<TestConsole, 'call'>, caseId: string, person: { personId: string; name: string; hospitalId: string }): Promise<TestEditor> {
  const view = await console.call('minutes.open', { caseId });
  const doc = openMinutes(view.document);
  const sessionId = randomUUID();
  return {
    doc, sessionId,
    async type(section, text) {
      const updates: Uint8Array[] = [];
      const listen = (update: Uint8Array): void => void updates.push(update);
      doc.on('update', listen);
      typeAs(doc, { ...person, title: '' }, 'own', () => sectionText(doc, section).insert(sectionText(doc, section).length, text));
      doc.off('update', listen);
      await console.call('minutes.update', { caseId, sessionId, update: Y.mergeUpdates(updates) });
    },
  };
}

export const chen = { personId: 'chen.chair', name: '陈立群', hospitalId: 'gd-cancer' };
export const he = { personId: 'he.doctor', name: '何静', hospitalId: 'zhuhai' };

export const textOf = (view: MinutesView, section: MinutesSection): string => readSection(openMinutes(view.document), section);
export const minutesAt = async (console: Pick<TestConsole, 'call'>, caseId: string, section: MinutesSection): Promise<string> => textOf(await console.call('minutes.open', { caseId }), section);

const image = { sopInstanceUID: '1.2.3.4', sopClassUID: '1.2.840.10008.5.1.4.1.1.2', seriesInstanceUID: '1.2.3', modality: 'CT', sha256: 'a'.repeat(64), byteLength: 10 };

/** A case in discussion at both consoles, its image only named; the partner is signed in as he.doctor, the lead as chen.chair. */
export async function discussedCase(lead: TestConsole, partner: TestConsole): Promise<string> {
  const caseId = randomUUID();
  const meetingId = randomUUID();
  const stream = { kind: 'case', id: caseId } as const;
  const meeting = { kind: 'meeting', id: meetingId } as const;
  const stateOf = async (console: TestConsole): Promise<string> => (await console.call('case.list', {})).cases.find(({ record }) => record.id === caseId)?.record.state ?? '';
  await partner.submit(stream, 'case.create', { caseNo: `M-${caseId.slice(0, 4)}`, leadHospitalId: 'gd-cancer', fields: sampleRequest });
  await partner.submit(stream, 'case.attachImaging', { instances: [image] });
  await partner.submit(stream, 'case.submit', {});
  await until('the request arrived', async () => (await stateOf(lead)) === 'submitted');
  await lead.submit(stream, 'case.accept', { route: 'mdt' });
  await lead.submit(meeting, 'meeting.plan', { title: '周会', startMs: Date.now(), hospitalIds: ['gd-cancer', 'zhuhai'] });
  await lead.submit(meeting, 'meeting.addCase', { caseId });
  await lead.submit(stream, 'case.schedule', { meetingId });
  await lead.submit(stream, 'case.reportPresence', { present: 1, total: 1 });
  await lead.submit(stream, 'case.confirmReady', {});
  await lead.submit(meeting, 'meeting.open', {});
  await lead.submit(stream, 'case.openDiscussion', {});
  await until('the partner sees the discussion', async () => (await stateOf(partner)) === 'inDiscussion');
  return caseId;
}

/** Opinion, decision and read-back: all a freeze needs. */
export async function decide(lead: TestConsole, caseId: string): Promise<void> {
  const stream = { kind: 'case', id: caseId } as const;
  await lead.submit(stream, 'opinion.state', { opinionId: randomUUID(), personId: chen.personId, personName: chen.name, personTitle: '主任医师', hospitalId: chen.hospitalId, discipline: 'radiationOncology', stance: 'agree', text: '同意。' });
  await lead.submit(stream, 'decision.edit', {
    fields: { outcome: 'treatment', chairSummary: '同步放化疗。', organFunction: '正常', performanceStatus: 'ECOG 1', operability: '不可切除', diseaseExtent: '局部晚期', responsible: '何静', followUp: '一月后', systemic: '同步化疗' },
  });
  await lead.submit(stream, 'decision.readBack', { text: '同步放化疗。', objections: '' }, (await lead.call('case.get', { caseId })).record.version);
}
