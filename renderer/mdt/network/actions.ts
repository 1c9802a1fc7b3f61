import type { ImportSource, InboxStudy, LocalNode, NetworkNode, NetworkTestStep, RemoteStudy, RequestOf, SendProgress } from '../../../shared/ipc/channels.ts';

/** A node as it is saved; the password goes beside it. */
export type NodeDraft = RequestOf<'network.saveNode'>['node'];
export type StudyQuery = RequestOf<'network.find'>['query'];
/** undefined keeps the stored password, null forgets it. */
export type Password = string | null | undefined;

/** What the network pages may ask for; the shell passes the real ones in. All reject with an AppError shape. */
export interface NetworkActions {
  readonly nodes: () => Promise<{ readonly nodes: readonly NetworkNode[]; readonly local: LocalNode }>;
  saveNode(node: NodeDraft, password: Password): Promise<void>;
  removeNode(nodeId: string): Promise<void>;
  saveLocal(local: { readonly aeTitle: string; readonly port: number; readonly isReceiving: boolean }): Promise<LocalNode>;
  test(node: NodeDraft, password: Password): Promise<readonly NetworkTestStep[]>;
  find(nodeId: string, query: StudyQuery): Promise<{ readonly studies: readonly RemoteStudy[]; readonly isTruncated: boolean }>;
  /** Resolves with the id of the transfer that began; null sends the whole case. */
  send(nodeId: string, caseId: string, seriesInstanceUIDs: readonly string[] | null): Promise<string>;
  cancelSend(sendId: string): Promise<void>;
  onSendProgress(listener: (progress: SendProgress) => void): () => void;
  readonly inbox: () => Promise<readonly InboxStudy[]>;
  discard(studyInstanceUID: string): Promise<void>;
  onInboxChanged(listener: () => void): () => void;
}

export type NetworkSource = Exclude<ImportSource, { kind: 'paths' }>;
