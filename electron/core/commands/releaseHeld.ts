import { AppError } from '../../../shared/errors/appError.ts';
import { applyCommand } from '../../../shared/mdt/apply.ts';
import type { AnyCommand } from '../../../shared/mdt/command.ts';
import type { Person } from '../../../shared/mdt/directory.ts';
import { dropHeld, listHeld } from '../store/backup/carryOver.ts';
import { inTransaction } from '../store/statement.ts';
import { addPending, getCommand, markRefused } from '../store/streams.ts';
import { indexStream } from './indexStream.ts';
import { readStream, streamChanged, type RecordContext } from './recordContext.ts';

/**
 * Puts the never sent commands of a record put aside into the outbox, with the ids they always had, so that one that
 * did reach the platform after all counts once. One that the rules now refuse is kept with the rule, as every refused one.
 *
 * Call it when the record has caught up: a command applied before what it stands on is here would be refused wrongly.
 *
 * @param person whose hospital's record has caught up; commands of other hospitals go on waiting
 * @returns how many entered the outbox
 */
export function releaseHeld(context: RecordContext, person: Person): number {
  let released = 0;
  for (const command of listHeld(context.store.db)) {
    if (command.actor.hospitalId !== person.hospitalId) continue;
    if (release(context, command)) released += 1;
  }
  return released;
}

function release(context: RecordContext, command: AnyCommand): boolean {
  const { db } = context.store;
  if (getCommand(db, command.id)) {
    dropHeld(db, command.id);
    return false;
  }
  const { record } = readStream(context, command.stream);
  const refusal = refusalOf(() => applyCommand(record, command));
  inTransaction(db, () => {
    addPending(db, command);
    if (refusal) markRefused(db, command.id, refusal.reason, refusal.message, Date.now());
    else indexStream(context.store, command.stream, applyCommand(record, command));
    dropHeld(db, command.id);
  });
  streamChanged(context, command.stream);
  return refusal === null;
}

function refusalOf(work: () => unknown): AppError | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}
