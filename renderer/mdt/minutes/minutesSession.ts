import * as Y from 'yjs';
import type { MinutesChange, MinutesView } from '../../../shared/ipc/channels.ts';
import { maximumMinutesLength, type MinutesAuthor, type MinutesSection } from '../../../shared/mdt/minutesSchema.ts';
import { mergeMinutes, minutesLength, openMinutes, sectionText, typeAs, type MinutesDocument } from '../../../shared/minutes/document.ts';
import { presenceGoneMs, presenceRepeatMs, type HeardPresence, type MinutesCaret } from '../../../shared/minutes/presence.ts';
import { problemOf, type Problem } from '../../ui/problem.ts';
import type { MinutesActions } from './actions.ts';

/** What the panel shows; a new object at each change. */
export interface MinutesState {
  /** Null until the minutes have been read once. */
  readonly view: MinutesView | null;
  /** Grows when the document is another one: editors are made anew. */
  readonly epoch: number;
  /** Typed and not yet stored on this console. */
  readonly isSaving: boolean;
  /** Stored here and not yet on the platform. */
  readonly unsent: number;
  readonly others: readonly HeardPresence[];
  readonly error: Problem | null;
  readonly isFull: boolean;
}

/** One change for this much typing, ms; the first letter after a pause goes sooner. */
const batchMs = 150;
const firstMs = 30;
const retryMs = 1000;
const caretMs = 100;

const open = new Set<MinutesSession>();

/** Stores what the editors of a case hold; resolves when core has it. @throws what storing threw */
export async function flushMinutes(caseId: string): Promise<void> {
  await Promise.all([...open].filter((session) => session.caseId === caseId).map((session) => session.flush()));
}

/** One opening of the minutes of a case by one person: the document, what is typed into it, and who else is there. */
export class MinutesSession {
  readonly caseId: string;
  readonly sessionId: string = crypto.randomUUID();
  /** Marks changes of this editor. */
  readonly origin: object = {};
  document: MinutesDocument = openMinutes();
  readonly #actions: MinutesActions;
  readonly #author: MinutesAuthor;
  readonly #listeners = new Set<() => void>();
  readonly #ends: (() => void)[] = [];
  readonly #heard = new Map<string, { readonly presence: HeardPresence; readonly atMs: number }>();
  #undo = new Map<MinutesSection, Y.UndoManager>();
  #former: MinutesDocument | null = null;
  #state: MinutesState = { view: null, epoch: 0, isSaving: false, unsent: 0, others: [], error: null, isFull: false };
  #pending: Uint8Array[] = [];
  #timer: ReturnType<typeof setTimeout> | null = null;
  #sending: Promise<void> = Promise.resolve();
  #lastSentMs = -Infinity;
  #caret: MinutesCaret | null = null;
  #caretTimer: ReturnType<typeof setTimeout> | null = null;
  #isEnded = false;

  constructor(actions: MinutesActions, caseId: string, author: MinutesAuthor) {
    this.#actions = actions;
    this.caseId = caseId;
    this.#author = author;
  }

  /** Opens the minutes; {@link end} closes them. */
  start(): void {
    open.add(this);
    this.#isEnded = false;
    this.#ends.push(this.#actions.onChanged((change) => this.#changed(change)), this.#actions.onPresence((presence) => this.#present(presence)));
    // The window is closed or loaded again: what is under the fingers goes out with it.
    const leave = (): void => void this.flush().catch(() => undefined);
    window.addEventListener('pagehide', leave);
    this.#ends.push(() => window.removeEventListener('pagehide', leave));
    const timer = setInterval(() => this.#beat(), presenceRepeatMs);
    this.#ends.push(() => clearInterval(timer));
    void this.#open();
    this.#tellPresence();
  }

  /** Reads the minutes again: the case was accepted, frozen or opened again. */
  reopen(): void {
    void this.#open();
  }

  /** Closes the editor; what was typed is stored, and the others see that this person has left. */
  end(): void {
    this.#isEnded = true;
    this.flush().catch(() => undefined).finally(() => {
      // React may have opened the same editor again meanwhile.
      if (this.#isEnded) open.delete(this);
    });
    for (const end of this.#ends.splice(0)) end();
    if (this.#caretTimer) clearTimeout(this.#caretTimer);
    this.#watch(false);
    this.#drop();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): MinutesState => this.#state;

  /** Takes back and brings again what this editor typed in a section. */
  undoOf(section: MinutesSection): Y.UndoManager {
    const known = this.#undo.get(section);
    if (known) return known;
    const made = new Y.UndoManager(sectionText(this.document, section), { trackedOrigins: new Set([this.origin]), captureTimeout: 600 });
    this.#undo.set(section, made);
    return made;
  }

  /** Changes the document an editor was made for; it may have been replaced a moment ago, and what is typed then still counts. */
  typeInto(document: MinutesDocument, change: () => void): void {
    typeAs(document, this.#author, this.origin, change);
    if (this.#state.isFull) this.#set({ isFull: false });
  }

  readonly room = (): number => maximumMinutesLength - minutesLength(this.document);
  readonly full = (): void => this.#set({ isFull: true });
  readonly clearError = (): void => this.#set({ error: null });

  /** The caret of this person, by index; null when no section has it. */
  moveCaret(section: MinutesSection, caret: { readonly anchor: number; readonly head: number } | null): void {
    if (caret === null && this.#caret?.section !== section) return;
    const text = sectionText(this.document, section);
    const place = (index: number): string => JSON.stringify(Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, Math.min(index, text.length))));
    this.#caret = caret && { section, anchor: place(caret.anchor), head: place(caret.head) };
    this.#caretTimer ??= setTimeout(() => {
      this.#caretTimer = null;
      this.#tellPresence();
    }, caretMs);
  }

  /** Index of a place in a section's text now; null where the text it stood in is gone or not here yet. */
  indexOf(place: string): number | null {
    try {
      return Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(JSON.parse(place)), this.document)?.index ?? null;
    } catch {
      return null; // not a place of ours
    }
  }

  /** Stores what waits now. @throws what storing threw; it is kept and tried again */
  flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    // One after the other, in the order of the keys.
    const sending = this.#sending.then(() => this.#store(), () => this.#store());
    this.#sending = sending;
    return sending;
  }

  async #store(): Promise<void> {
    if (this.#pending.length === 0) return;
    const batch = this.#pending;
    this.#pending = [];
    try {
      await this.#actions.update({ caseId: this.caseId, sessionId: this.sessionId, update: mergeMinutes(batch) });
      this.#lastSentMs = performance.now();
      this.#set({ isSaving: this.#pending.length > 0, error: null });
    } catch (error) {
      this.#pending = [...batch, ...this.#pending];
      this.#set({ error: problemOf(error) });
      if (!this.#isEnded) this.#schedule(retryMs);
      throw error;
    }
  }

  #schedule(delayMs: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.flush().catch(() => undefined); // shown, and tried again
    }, delayMs);
  }

  readonly #typed = (update: Uint8Array, origin: unknown): void => {
    const isOwn = origin === this.origin || [...this.#undo.values()].some((manager) => manager === origin);
    if (isOwn) {
      this.#pending.push(update);
      this.#schedule(Math.max(firstMs, this.#lastSentMs + batchMs - performance.now()));
      this.#set({ isSaving: true });
    } else this.#set({});
  };

  async #open(): Promise<void> {
    try {
      await this.flush();
      const view = await this.#actions.open(this.caseId);
      if (this.#isEnded) return;
      this.#use(openMinutes(view.document));
      this.#set({ view, epoch: this.#state.epoch + 1, unsent: view.unsent, error: null });
    } catch (error) {
      this.#set({ error: problemOf(error) });
    }
  }

  /** The former document is listened to as long as an editor may hold it: until the next one, or the end. */
  #use(document: MinutesDocument): void {
    const former = this.document;
    this.#drop();
    former.on('update', this.#typed);
    this.#former = former;
    this.document = document;
    document.on('update', this.#typed);
  }

  #drop(): void {
    this.document.off('update', this.#typed);
    this.#former?.off('update', this.#typed);
    for (const manager of this.#undo.values()) manager.destroy();
    this.#undo = new Map();
  }

  #changed({ caseId, update, unsent, isReset }: MinutesChange): void {
    if (caseId !== this.caseId) return;
    if (update) Y.applyUpdate(this.document, update, 'arrived');
    if (unsent !== this.#state.unsent) this.#set({ unsent });
    if (isReset) void this.#open();
  }

  #present(presence: HeardPresence): void {
    if (presence.caseId !== this.caseId || presence.sessionId === this.sessionId) return;
    const isNew = presence.isHere && !this.#heard.has(presence.sessionId);
    if (presence.isHere) this.#heard.set(presence.sessionId, { presence, atMs: performance.now() });
    else this.#heard.delete(presence.sessionId);
    this.#set({ others: [...this.#heard.values()].map((entry) => entry.presence) });
    // Somebody who has just come knows nobody yet.
    if (isNew) this.#tellPresence();
  }

  #beat(): void {
    this.#tellPresence();
    const gone = [...this.#heard].filter(([, { atMs }]) => performance.now() - atMs > presenceGoneMs);
    for (const [sessionId] of gone) this.#heard.delete(sessionId);
    if (gone.length > 0) this.#set({ others: [...this.#heard.values()].map((entry) => entry.presence) });
  }

  #tellPresence(): void {
    if (!this.#isEnded) this.#watch(true);
  }

  /** Where a caret is may be lost on the way; nothing waits for it. */
  #watch(isHere: boolean): void {
    this.#actions.watch({ caseId: this.caseId, sessionId: this.sessionId, isHere, caret: isHere ? this.#caret : null }).catch(() => undefined);
  }

  #set(change: Partial<MinutesState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

