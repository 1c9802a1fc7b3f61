import { v7 as uuid } from 'uuid';
import type { RecordActions } from '../mdt/actions.ts';
import { callBridge } from './bridge.ts';

/** The record's actions as calls over the bridge; each command gets its id here, so that a retry applies once. */
export const recordActions: RecordActions = {
  async onCase(view, type, payload) {
    await callBridge('record.submit', { commandId: uuid(), stream: { kind: 'case', id: view.record.id }, type, baseVersion: view.record.version, payload });
  },
  async onMeeting(view, type, payload) {
    await callBridge('record.submit', { commandId: uuid(), stream: { kind: 'meeting', id: view.record.id }, type, baseVersion: view.record.version, payload });
  },
  async sendAgain(commandId) {
    await callBridge('refused.sendAgain', { commandId, newCommandId: uuid() });
  },
  async checked(commandId) {
    await callBridge('overtaken.checked', { commandId });
  },
  async setAside(commandId, reason) {
    await callBridge('refused.setAside', { commandId, reason });
  },
  async freeze(caseId) {
    await callBridge('decision.freeze', { caseId });
  },
  async sign(request) {
    await callBridge('decision.sign', request);
  },
  async deliverReport(caseId) {
    const { bytes } = await callBridge('report.print', { caseId });
    await callBridge('report.deliver', { caseId, bytes });
  },
  readReport: async (caseId) => (await callBridge('report.read', { caseId })).bytes,
  saveReport: async (caseId, caseNo, bytes) => (await callBridge('dialog.savePdf', { name: `${caseNo}.pdf`, caseId, bytes })).path,
  verify: (caseId) => callBridge('record.verify', { caseId }),
};

/** Creates a case of the signed-in person's hospital and resolves with its id. */
export async function createCase(caseNo: string, leadHospitalId: string): Promise<string> {
  const id = uuid();
  await callBridge('record.submit', { commandId: uuid(), stream: { kind: 'case', id }, type: 'case.create', baseVersion: 0, payload: { caseNo, leadHospitalId, fields: {} } });
  return id;
}

/** Plans a meeting that starts now and resolves with its id. */
export async function planMeeting(title: string, hospitalIds: string[]): Promise<string> {
  const id = uuid();
  await callBridge('record.submit', { commandId: uuid(), stream: { kind: 'meeting', id }, type: 'meeting.plan', baseVersion: 0, payload: { title, startMs: Date.now(), hospitalIds } });
  return id;
}
