import { v7 as uuid } from 'uuid';
import type { DeidentifyActions } from '../mdt/deidentify/actions.ts';
import type { ImportActions } from '../mdt/import/actions.ts';
import type { NetworkActions } from '../mdt/network/actions.ts';
import { BridgeError, callBridge, onBridge } from './bridge.ts';

const saveText = async (caseId: string, name: string, extension: 'txt' | 'csv', text: string): Promise<string | null> =>
  (await callBridge('dialog.saveText', { name: name.slice(0, 120), extension, caseId, text })).path;

const onCoreBack = (listener: () => void): (() => void) => onBridge('core.state', (core) => {
  if (core.state === 'ready') listener();
});

/** Getting data into a case, as calls over the bridge. */
export const importActions: ImportActions = {
  chooseImport: async (kind) => (await callBridge('dialog.chooseImport', { kind })).paths,
  async pathsOfDropped(files) {
    const result = await window.mdt.rememberDropped(files);
    if (!result.ok) throw new BridgeError(result.error);
    return result.value.paths;
  },
  async start(caseId, source, patientKey) {
    const importId = uuid();
    await callBridge('import.start', { importId, caseId, source, patientKey });
    return importId;
  },
  async resume(importId) {
    await callBridge('import.resume', { importId });
  },
  async cancel(importId) {
    await callBridge('import.cancel', { importId });
  },
  list: async (caseId) => (await callBridge('import.list', { caseId })).imports,
  onProgress: (listener) => onBridge('import.progress', listener),
  onCoreBack,
  saveText,
};

/** The hospital's network, as calls over the bridge. */
export const networkActions: NetworkActions = {
  nodes: () => callBridge('network.nodes', {}),
  async saveNode(node, password) {
    await callBridge('network.saveNode', { node, password });
  },
  async removeNode(nodeId) {
    await callBridge('network.removeNode', { nodeId });
  },
  saveLocal: (local) => callBridge('network.saveLocal', local),
  test: async (node, password) => (await callBridge('network.test', { node, password })).steps,
  find: (nodeId, query) => callBridge('network.find', { nodeId, query }),
  async send(nodeId, caseId, seriesInstanceUIDs) {
    const sendId = uuid();
    await callBridge('network.send', { sendId, nodeId, caseId, seriesInstanceUIDs: seriesInstanceUIDs === null ? null : [...seriesInstanceUIDs] });
    return sendId;
  },
  async cancelSend(sendId) {
    await callBridge('network.cancelSend', { sendId });
  },
  onSendProgress: (listener) => onBridge('network.sendProgress', listener),
  inbox: async () => (await callBridge('inbox.list', {})).studies,
  async discard(studyInstanceUID) {
    await callBridge('inbox.discard', { studyInstanceUID });
  },
  onInboxChanged: (listener) => onBridge('inbox.changed', listener),
};

/** Copies without their patient, as calls over the bridge. */
export const deidentifyActions: DeidentifyActions = {
  plan: async (caseId) => (await callBridge('deidentify.plan', { caseId })).series,
  chooseTarget: async () => (await callBridge('dialog.chooseTarget', {})).folder,
  async start(request) {
    const jobId = uuid();
    await callBridge('deidentify.start', { jobId, ...request });
    return jobId;
  },
  async cancel(jobId) {
    await callBridge('deidentify.cancel', { jobId });
  },
  report: (jobId) => callBridge('deidentify.report', { jobId }),
  onProgress: (listener) => onBridge('deidentify.progress', listener),
  onCoreBack,
  saveText,
};
