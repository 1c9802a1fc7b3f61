import { createHash } from 'node:crypto';
import { RecordError } from '../../../shared/errors/appError.ts';
import type { MinutesView } from '../../../shared/ipc/channels.ts';
import type { CaseRecord } from '../../../shared/mdt/caseRecord.ts';
import { actorOf, type Person } from '../../../shared/mdt/directory.ts';
import { assertMayWriteMinutes, mayWriteMinutes, minutesStateOf } from '../../../shared/mdt/minutesRules.ts';
import { admitUpdate, type Admission } from '../../../shared/minutes/admitUpdate.ts';
import { encodeMinutes, isIncomplete, mergeMinutes, openMinutes, type MinutesDocument } from '../../../shared/minutes/document.ts';
import { describeLate } from '../../../shared/minutes/lateEdits.ts';
import { appendAudit } from '../store/audit.ts';
import {
  addMinutesUpdate, beginMinutesSession, countSettledMinutes, countUnsentMinutes, getMinutesSnapshot, hasMinutesUpdate, isMinutesUpdateLate, listMinutesUpdates, listUnsentMinutes, markMinutesSent,
  removeMinutesUpdates, replaceMinutes, type MinutesUpdate,
} from '../store/minutes.ts';
import type { Store } from '../store/openStore.ts';
import { inTransaction } from '../store/statement.ts';

/** Documents kept in memory; a meeting has some ten cases. */
const mostOpen = 40;
/** Changes of a case before they are put together. */
const mostUpdates = 300;
/** Unsent changes before they are gathered, and the largest change that makes. */
const gatherFrom = 60;
const gatherBytes = 64 * 1024;

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** What a window hands in: one change of its editor. */
export interface TypedMinutes {
  readonly sessionId: string;
  readonly update: Uint8Array;
}

/** What came of the platform: part of the minutes, or beside them. */
export type ArrivedMinutes = Pick<MinutesUpdate, 'sha256' | 'personId' | 'personName' | 'atMs' | 'isLate' | 'bytes'>;

/** The minutes of this console's cases: stored change by change before anybody is told, read as one document each. */
export class MinutesDesk {
  readonly #store: Store;
  readonly #documents = new Map<string, MinutesDocument>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** The document of a case without what came too late; not to be changed. */
  document(caseId: string): MinutesDocument {
    const known = this.#documents.get(caseId);
    if (known) return known;
    const { db } = this.#store;
    const snapshot = getMinutesSnapshot(db, caseId);
    const updates = listMinutesUpdates(db, caseId).filter(({ isLate }) => !isLate).map(({ bytes }) => bytes);
    const document = openMinutes(...(snapshot ? [snapshot] : []), ...updates);
    return this.#keep(caseId, document);
  }

  /** The minutes as a person sees them. */
  view(record: CaseRecord, person: Person): MinutesView {
    const { db } = this.#store;
    const state = minutesStateOf(record);
    const updates = listMinutesUpdates(db, record.id);
    // Typed here and not handed in before the minutes were closed: whether it came too late is for the platform to say.
    const late = updates.filter(({ isLate, isSent }) => isLate || (state === 'closed' && !isSent));
    const names = new Map(late.map(({ personId, personName }) => [personId, personName]));
    const document = late.every(({ isLate }) => isLate) ? this.document(record.id) : this.#documentOf(record.id, updates.filter((update) => !late.includes(update)));
    const encoded = encodeMinutes(document);
    return {
      document: encoded, state, mayWrite: mayWriteMinutes(actorOf(person), record), unsent: countUnsentMinutes(db, record.id),
      late: describeLate(encoded, late.map(({ personId, bytes, atMs }) => ({ personId, update: bytes, atMs }))).map((edit) => ({ ...edit, name: names.get(edit.personId) ?? edit.personId })),
    };
  }

  /**
   * Stores a change typed at this console, with the audit row of its editing session at the first one.
   * @returns false when it was here already
   * @throws {RecordError} not-permitted | illegal-transition | invalid
   */
  take(record: CaseRecord, person: Person, { sessionId, update }: TypedMinutes, nowMs: number): boolean {
    const { db } = this.#store;
    assertMayWriteMinutes(actorOf(person), record);
    const sha256 = sha256Of(update);
    if (hasMinutesUpdate(db, record.id, sha256)) return false;
    const tried = this.#try(record.id, update, person.id);
    if (tried.status === 'known') return false;
    const isLate = tried.isLate || minutesStateOf(record) === 'closed';
    inTransaction(db, () => {
      addMinutesUpdate(db, record.id, { sha256, personId: person.id, personName: person.name, atMs: nowMs, isOwn: true, isSent: false, isLate, bytes: update });
      if (beginMinutesSession(db, sessionId, record.id, person.id, nowMs)) appendAudit(db, { atMs: nowMs, personId: person.id, action: 'minutes.edit', subject: record.id });
    });
    if (!isLate && tried.status === 'new') this.#keep(record.id, tried.document);
    return true;
  }

  /**
   * Stores what the platform sent.
   * @returns what is new of it; empty when all was here
   */
  takeArrived(caseId: string, arrived: readonly ArrivedMinutes[]): ArrivedMinutes[] {
    const { db } = this.#store;
    const fresh = inTransaction(db, () => arrived.filter((update) => addMinutesUpdate(db, caseId, { ...update, isOwn: false, isSent: true })));
    if (fresh.some(({ isLate }) => !isLate)) {
      const merged = openMinutes(encodeMinutes(this.document(caseId)), ...fresh.filter(({ isLate }) => !isLate).map(({ bytes }) => bytes));
      this.#keep(caseId, merged);
    }
    this.#compact(caseId);
    return fresh;
  }

  /** Takes in what the platform said of a change; a late one leaves the document. */
  acknowledge(caseId: string, sha256: string, isLate: boolean): void {
    const wasLate = isMinutesUpdateLate(this.#store.db, caseId, sha256);
    if (wasLate === null) return;
    markMinutesSent(this.#store.db, caseId, sha256, isLate);
    if (wasLate !== isLate) this.#documents.delete(caseId);
  }

  /** Days of typing without the platform go out as a few changes: those of one person that follow each other become one. */
  gatherUnsent(caseId: string): void {
    const { db } = this.#store;
    if (countUnsentMinutes(db, caseId) < gatherFrom) return;
    const unsent = listUnsentMinutes(db, caseId, -1);
    const groups: MinutesUpdate[][] = [];
    for (const update of unsent) {
      const group = groups.at(-1);
      const [first] = group ?? [];
      const size = (group ?? []).reduce((sum, { bytes }) => sum + bytes.byteLength, update.bytes.byteLength);
      if (group && first?.personId === update.personId && first.isLate === update.isLate && size <= gatherBytes) group.push(update);
      else groups.push([update]);
    }
    inTransaction(db, () => {
      removeMinutesUpdates(db, caseId, unsent);
      for (const group of groups) {
        const bytes = mergeMinutes(group.map((update) => update.bytes));
        const [first] = group;
        if (first) addMinutesUpdate(db, caseId, { ...first, sha256: sha256Of(bytes), bytes });
      }
    });
  }

  #try(caseId: string, update: Uint8Array, personId: string): Exclude<Admission, { status: 'missing' }> & { readonly isLate: boolean } {
    const first = admitUpdate(this.document(caseId), update, personId);
    if (first.status !== 'missing') return { ...first, isLate: false };
    // Typed on after something that came too late: it stays with that.
    const late = listMinutesUpdates(this.#store.db, caseId).filter(({ isLate }) => isLate).map(({ bytes }) => bytes);
    const second = admitUpdate(openMinutes(encodeMinutes(this.document(caseId)), ...late), update, personId);
    if (second.status === 'missing') throw new RecordError('invalid', 'A change of the minutes stands on another one that is not here; open the minutes again and repeat it.');
    return { ...second, isLate: true };
  }

  #documentOf(caseId: string, updates: readonly MinutesUpdate[]): MinutesDocument {
    const snapshot = getMinutesSnapshot(this.#store.db, caseId);
    return openMinutes(...(snapshot ? [snapshot] : []), ...updates.map(({ bytes }) => bytes));
  }

  #keep(caseId: string, document: MinutesDocument): MinutesDocument {
    this.#documents.delete(caseId);
    this.#documents.set(caseId, document);
    const [oldest] = this.#documents.keys();
    if (this.#documents.size > mostOpen && oldest !== undefined) this.#documents.delete(oldest);
    return document;
  }

  /** Puts what the platform has into the snapshot; what was typed here stays apart, one change for each person, so that it can be sent again. */
  #compact(caseId: string): void {
    const { db } = this.#store;
    if (countSettledMinutes(db, caseId) < mostUpdates) return;
    const sent = listMinutesUpdates(db, caseId).filter(({ isSent, isLate }) => isSent && !isLate);
    const document = this.#documentOf(caseId, sent);
    if (isIncomplete(document)) return;
    const own = sent.filter(({ isOwn }) => isOwn);
    inTransaction(db, () => {
      replaceMinutes(db, caseId, encodeMinutes(document), sent);
      for (const personId of new Set(own.map((update) => update.personId))) {
        const [first, ...rest] = own.filter((update) => update.personId === personId);
        if (!first) continue;
        const bytes = mergeMinutes([first, ...rest].map((update) => update.bytes));
        addMinutesUpdate(db, caseId, { ...first, sha256: sha256Of(bytes), bytes });
      }
    });
  }
}
