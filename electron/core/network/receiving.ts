import { createHash } from 'node:crypto';
import { readHeader } from '../../../shared/dicom/readHeader.ts';
import { DicomError, toErrorShape, type ErrorShape } from '../../../shared/errors/appError.ts';
import type { LocalNode } from '../../../shared/ipc/channels.ts';
import { appendAudit } from '../store/audit.ts';
import { addToInbox, countInboxStudies, listInboxObjects } from '../store/inbox.ts';
import { getLocalNode, listNodes } from '../store/networkNodes.ts';
import type { Store } from '../store/openStore.ts';
import type { ReceivedObject } from './dimse/rawAssociation.ts';
import type { MoveTarget, Receiver } from './dimse/receiver.ts';
import { networkError } from './networkErrors.ts';
import { wrapDataSet } from './part10.ts';

type Take = (object: ReceivedObject) => Promise<void>;

/** A study this console asked for, and whom. */
interface Awaited {
  readonly askedAe: string;
  readonly take: Take;
}

/** This console as a DICOM node: its port while it is open, and where what arrives goes. */
export class Receiving implements MoveTarget {
  readonly #store: Store;
  readonly #onInboxChanged: (studies: number) => void;
  readonly #awaited = new Map<string, Awaited>();
  #receiver: Receiver | null = null;
  #error: ErrorShape | null = null;
  #changing: Promise<void> = Promise.resolve();

  constructor(store: Store, onInboxChanged: (studies: number) => void) {
    this.#store = store;
    this.#onInboxChanged = onInboxChanged;
  }

  get aeTitle(): string {
    return getLocalNode(this.#store.db).aeTitle;
  }

  get isListening(): boolean {
    return this.#receiver !== null;
  }

  get local(): LocalNode {
    return { ...getLocalNode(this.#store.db), isListening: this.isListening, error: this.#error };
  }

  expect(studyInstanceUID: string, askedAe: string, take: Take): () => void {
    const awaited: Awaited = { askedAe, take };
    this.#awaited.set(studyInstanceUID, awaited);
    return () => void (this.#awaited.get(studyInstanceUID) === awaited && this.#awaited.delete(studyInstanceUID));
  }

  /** Opens or closes the port as the settings say; a port that cannot be opened is told in `local.error`. */
  apply(): Promise<void> {
    return this.#afterOthers(async () => {
      await this.#close();
      const { aeTitle, port, isReceiving } = getLocalNode(this.#store.db);
      if (isReceiving) await this.#listen(aeTitle, port);
    });
  }

  stop(): Promise<void> {
    return this.#afterOthers(() => this.#close());
  }

  /** One change of the port at a time. */
  #afterOthers(change: () => Promise<void>): Promise<void> {
    this.#changing = this.#changing.then(change);
    return this.#changing;
  }

  async #close(): Promise<void> {
    const receiver = this.#receiver;
    this.#receiver = null;
    this.#error = null;
    await receiver?.close();
  }

  async #listen(aeTitle: string, port: number): Promise<void> {
    try {
      // Loaded only where it is used: the library takes a third of a second.
      const { Receiver } = await import('./dimse/receiver.ts');
      this.#receiver = await Receiver.listen({
        aeTitle, port, take: (object, callingAe) => this.#take(object, callingAe),
        isKnown: (callingAe) => listNodes(this.#store.db).some((node) => node.kind === 'dimse' && node.aeTitle === callingAe),
      });
    } catch (error) {
      this.#error = toErrorShape(error);
    }
  }

  /** What nobody waits for goes into the inbox; resolved once it is on disk and listed. */
  async #take(object: ReceivedObject, callingAe: string): Promise<void> {
    const file = wrapDataSet(object, object.dataSet);
    const header = readHeader(file);
    if (header.sopInstanceUID !== object.sopInstanceUID) throw new DicomError('broken-value', 'The data set is another object than the message says.');
    const awaiting = this.#awaited.get(header.studyInstanceUID);
    const isAskedFor = object.moveOriginatorAeTitle === this.aeTitle || (object.moveOriginatorAeTitle === null && callingAe === awaiting?.askedAe);
    // An import may be given up; what somebody sends of his own accord stays, for he takes it to be delivered.
    if (awaiting && isAskedFor) {
      await awaiting.take(object);
      return;
    }
    // A transfer this console asked for and has given up; the archive may go on with it for a while.
    if (object.moveOriginatorAeTitle === this.aeTitle) throw networkError('refused', 'refused', 'Nobody waits for this study any more.');
    const { db, blobs, unusedBlobs } = this.#store;
    const sha256 = createHash('sha256').update(file).digest('hex');
    const isNew = await unusedBlobs.during(async () => {
      await blobs.put(sha256, file);
      const isFirst = listInboxObjects(db, header.studyInstanceUID).length === 0;
      addToInbox(db, header, { sha256, byteLength: file.length }, callingAe, Date.now());
      return isFirst;
    });
    if (isNew) appendAudit(db, { atMs: Date.now(), personId: `ae:${callingAe}`, action: 'inbox.received', subject: header.studyInstanceUID });
    this.#onInboxChanged(countInboxStudies(db));
  }
}
