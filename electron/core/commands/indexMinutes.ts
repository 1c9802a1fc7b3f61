import { minutesSections } from '../../../shared/mdt/minutesSchema.ts';
import { readSection } from '../../../shared/minutes/document.ts';
import { casesWithNewMinutes, markMinutesIndexed } from '../store/search/minutesIndex.ts';
import { inTransaction } from '../store/statement.ts';
import { indexStream } from './indexStream.ts';
import type { MinutesDesk } from './minutesDesk.ts';
import { readStream, type RecordContext } from './recordContext.ts';

/** Cases taken in before a search is answered: those of a meeting that goes on. What is left is taken in turn by turn. */
const perTurn = 10;

/**
 * Puts minutes people still type into the search index. Typing only marks the case; whoever searches finds what was typed
 * until then, and nobody who types waits for it.
 */
export class MinutesIndex {
  readonly #context: RecordContext;
  readonly #desk: MinutesDesk;
  readonly #signal: AbortSignal;
  #isFilling = false;

  /** @param signal ends what is taken in beside the work */
  constructor(context: RecordContext, desk: MinutesDesk, signal: AbortSignal) {
    this.#context = context;
    this.#desk = desk;
    this.#signal = signal;
  }

  /** Takes some cases in. @returns whether that was all; {@link fill} takes in the rest */
  catchUp(): boolean {
    const { store } = this.#context;
    const found = casesWithNewMinutes(store.db, perTurn + 1);
    if (found.length === 0) return true;
    inTransaction(store.db, () => {
      for (const caseId of found.slice(0, perTurn)) {
        const document = this.#desk.document(caseId);
        const text = minutesSections.map((section) => readSection(document, section).trim()).filter((section) => section !== '').join('\n');
        const stream = { kind: 'case', id: caseId } as const;
        indexStream(store, stream, readStream(this.#context, stream).record, text);
        markMinutesIndexed(store.db, caseId);
      }
    });
    return found.length <= perTurn;
  }

  /** Takes all in, some at a time; asked again while it runs it does nothing. */
  async fill(): Promise<void> {
    if (this.#isFilling) return;
    this.#isFilling = true;
    try {
      do {
        await new Promise((resolve) => setImmediate(resolve));
      } while (!this.#signal.aborted && !this.catchUp());
    } finally {
      this.#isFilling = false;
    }
  }
}
