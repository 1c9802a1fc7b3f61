import { mostRows, type AccessActions } from '../mdt/access/actions.ts';
import { BridgeError, callBridge } from './bridge.ts';

/** The access log, as calls over the bridge. */
export const accessActions: AccessActions = {
  list: (caseId, range) => callBridge('audit.list', { ...range, limit: mostRows, ...(caseId === null ? {} : { caseId }) }),
  async platform(caseId) {
    try {
      return (await callBridge('audit.platform', { caseId })).rows;
    } catch (error) {
      // Not everybody may ask the platform, and it need not answer: the page says that its rows are not there.
      if (error instanceof BridgeError && ['refused', 'unreachable', 'unauthorized'].includes(error.reason)) return null;
      throw error;
    }
  },
  async saveTable(caseId, text) {
    const wanted = caseId === null ? {} : { caseId };
    const { path } = await callBridge('dialog.saveText', { name: `access-${caseId ?? 'console'}`, extension: 'csv', caseId, text });
    if (path !== null) await callBridge('audit.note', { action: 'audit.export', ...wanted });
    return path;
  },
  async save(caseId) {
    const wanted = caseId === null ? {} : { caseId };
    const { text } = await callBridge('audit.export', wanted);
    return (await callBridge('dialog.saveText', { name: `access-${caseId ?? 'console'}`, extension: 'jsonl', caseId, text })).path;
  },
};
