import { casesNotIndexed, markIndexComplete } from '../store/search/caseIndex.ts';
import { inTransaction } from '../store/statement.ts';
import { indexStream } from './indexStream.ts';
import { readStream, type RecordContext } from './recordContext.ts';

/** Cases taken in one turn: short enough that nobody waits for their answer. */
const perTurn = 50;

/**
 * Takes the cases of an earlier version of the console into the search index, some at a time; ended in the middle it
 * goes on with the rest at the next start.
 */
export async function fillSearch(context: RecordContext, signal: AbortSignal): Promise<void> {
  const { db } = context.store;
  const ids = casesNotIndexed(db);
  for (let at = 0; at < ids.length; at += perTurn) {
    await new Promise((resolve) => setImmediate(resolve));
    if (signal.aborted) return;
    inTransaction(db, () => {
      for (const id of ids.slice(at, at + perTurn)) indexStream(context.store, { kind: 'case', id }, readStream(context, { kind: 'case', id }).record);
    });
  }
  markIndexComplete(db);
}
