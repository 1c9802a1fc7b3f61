import { RecordError, StoreError } from '../../../shared/errors/appError.ts';
import type { ImportSource, InboxStudy, LocalNode, NetworkNode, NetworkTestStep, SendProgress } from '../../../shared/ipc/channels.ts';
import type { Person } from '../../../shared/mdt/directory.ts';
import { appendAudit } from '../store/audit.ts';
import { countInboxStudies, discardFromInbox, listInbox } from '../store/inbox.ts';
import { getLocalNode, getNode, listNodes, putLocalNode, putNode, removeNode, type LocalSettings, type NodeSettings } from '../store/networkNodes.ts';
import type { Store } from '../store/openStore.ts';
import { inTransaction } from '../store/statement.ts';
import type { FoundStudies, NodeClient, SendItem, StudyQuery } from './nodeClient.ts';
import { openNode } from './openNode.ts';
import { Receiving } from './receiving.ts';
import { searchStudies } from './searchStudies.ts';
import { Sends } from './sends.ts';
import { inboxSource, nodeSource, type NetworkSource } from './sources.ts';

const testMs = 9_500;

export interface NetworkEvents {
  readonly onInboxChanged: (studies: number) => void;
  readonly onSendProgress: (progress: SendProgress) => void;
}

/** PACS and archives this console talks to, and what they send to it. */
export class Network {
  readonly #store: Store;
  readonly #events: NetworkEvents;
  readonly #receiving: Receiving;
  readonly #sends: Sends;

  constructor(store: Store, events: NetworkEvents) {
    this.#store = store;
    this.#events = events;
    this.#receiving = new Receiving(store, events.onInboxChanged);
    this.#sends = new Sends(events.onSendProgress);
  }

  /** Receives from now on where that is switched on; also while nobody is signed in. */
  start(): Promise<void> {
    return this.#receiving.apply();
  }

  async stop(): Promise<void> {
    await this.#sends.stop();
    await this.#receiving.stop();
  }

  get nodes(): NetworkNode[] {
    return listNodes(this.#store.db);
  }

  get local(): LocalNode {
    return this.#receiving.local;
  }

  saveNode(person: Person, node: NodeSettings, password: string | null | undefined): void {
    refuseAccountInUrl(node);
    inTransaction(this.#store.db, () => {
      putNode(this.#store.db, node, this.#passwordFor(node, password));
      this.#audit(person, 'network.saveNode', node.id);
    });
  }

  removeNode(person: Person, nodeId: string): void {
    inTransaction(this.#store.db, () => {
      removeNode(this.#store.db, nodeId);
      this.#audit(person, 'network.removeNode', nodeId);
    });
  }

  async saveLocal(person: Person, local: LocalSettings): Promise<LocalNode> {
    inTransaction(this.#store.db, () => {
      putLocalNode(this.#store.db, local);
      this.#audit(person, 'network.saveLocal', 'local');
    });
    await this.#receiving.apply();
    return this.local;
  }

  async test(node: NodeSettings, password: string | null | undefined): Promise<NetworkTestStep[]> {
    refuseAccountInUrl(node);
    const client = await this.#open(node, this.#passwordFor(node, password));
    return client.test(AbortSignal.timeout(testMs));
  }

  async find(person: Person, nodeId: string, query: StudyQuery): Promise<FoundStudies> {
    const client = await this.#openById(nodeId);
    this.#audit(person, 'network.find', nodeId);
    return searchStudies(client, query, new AbortController().signal);
  }

  /** Objects for an import. @throws {StoreError} not-found for a node that is no more */
  source(person: Person, source: Exclude<ImportSource, { kind: 'paths' }>): NetworkSource {
    if (source.kind === 'inbox') return inboxSource(this.#store, source.studyInstanceUID, this.#events.onInboxChanged);
    const { nodeId, studyInstanceUIDs } = source;
    for (const subject of [nodeId, ...studyInstanceUIDs]) this.#audit(person, 'network.retrieve', subject);
    return nodeSource(() => this.#openById(nodeId), studyInstanceUIDs);
  }

  /** @param absent objects of the case that are not on this console */
  send(person: Person, request: { readonly sendId: string; readonly nodeId: string; readonly caseId: string }, items: readonly SendItem[], absent: readonly string[]): void {
    const { sendId, nodeId, caseId } = request;
    this.#require(nodeId);
    inTransaction(this.#store.db, () => {
      for (const subject of [caseId, nodeId]) this.#audit(person, 'network.send', subject);
    });
    this.#sends.start({ sendId, items, absent, open: () => this.#openById(nodeId), onEnd: (phase) => this.#audit(person, `network.send.${phase}`, caseId) });
  }

  cancelSend(sendId: string): void {
    this.#sends.cancel(sendId);
  }

  get inbox(): InboxStudy[] {
    return listInbox(this.#store.db);
  }

  discard(person: Person, studyInstanceUID: string): void {
    const unused = inTransaction(this.#store.db, () => {
      this.#audit(person, 'inbox.discard', studyInstanceUID);
      return discardFromInbox(this.#store.db, studyInstanceUID);
    });
    this.#store.unusedBlobs.remove(unused);
    this.#events.onInboxChanged(countInboxStudies(this.#store.db));
  }

  #require(nodeId: string): NonNullable<ReturnType<typeof getNode>> {
    const found = getNode(this.#store.db, nodeId);
    if (!found) throw new StoreError('not-found', 'This node is no longer set up on this console; choose another.', { detail: { nodeId } });
    return found;
  }

  async #openById(nodeId: string): Promise<NodeClient> {
    const { node, password } = this.#require(nodeId);
    return this.#open(node, password);
  }

  #open(node: NodeSettings, password: string | null): Promise<NodeClient> {
    return openNode(node, password, getLocalNode(this.#store.db).aeTitle, this.#receiving);
  }

  /** The stored password is for the account and the server it was entered for, and goes to no other. */
  #passwordFor(node: NodeSettings, password: string | null | undefined): string | null {
    if (node.kind !== 'dicomweb' || node.userName === null) return null;
    if (password !== undefined) return password;
    const stored = getNode(this.#store.db, node.id);
    if (stored?.node.kind !== 'dicomweb' || stored.node.userName !== node.userName) return null;
    return new URL(stored.node.url).origin === new URL(node.url).origin ? stored.password : null;
  }

  #audit(person: Person, action: string, subject: string): void {
    appendAudit(this.#store.db, { atMs: Date.now(), personId: person.id, action, subject });
  }
}

/** An address is shown and logged; an account in it would be too. */
function refuseAccountInUrl(node: NodeSettings): void {
  if (node.kind !== 'dicomweb') return;
  const { username, password, search, hash } = new URL(node.url);
  if (username !== '' || password !== '') throw new RecordError('invalid', 'Enter user name and password in their own fields, not in the address.');
  if (search !== '' || hash !== '') throw new RecordError('invalid', 'The address of a DICOMweb service has no ? and no #; leave out what follows.');
}
