import type { AccessActions } from '../mdt/access/actions.ts';
import { BridgeError, callBridge } from './bridge.ts';

/** The access log, as calls over the bridge. */
export const accessActions: AccessActions = {
  list: (caseId) => callBridge('audit.list', caseId === null ? {} : { caseId }),
  async platform(caseId) {
    try {
      return (await callBridge('audit.platform', { caseId })).rows;
    } catch (error) {
      // Not everybody may ask the platform, and it need not answer: the page says that its rows are not there.
      if (error instanceof BridgeError && ['refused', 'unreachable', 'unauthorized'].includes(error.reason)) return null;
      throw error;
    }
  },
  async save(caseId) {
    const wanted = caseId === null ? {} : { caseId };
    const { text } = await callBridge('audit.export', wanted);
    return (await callBridge('dialog.saveText', { name: `access-${caseId ?? 'console'}`, extension: 'jsonl', text, ...wanted })).path;
  },
};
