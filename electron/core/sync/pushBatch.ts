import { AppError } from '../../../shared/errors/appError.ts';
import type { AnyCommand } from '../../../shared/mdt/command.ts';
import { applyOutcomes } from '../commands/applyFeed.ts';
import { streamChanged, type RecordContext } from '../commands/recordContext.ts';
import { undeliverable } from '../commands/refusedCommands.ts';
import { notePushFailure } from '../store/refusals.ts';
import { inTransaction } from '../store/statement.ts';
import { markRefused } from '../store/streams.ts';
import type { PlatformClient } from './platformClient.ts';
import { asking, generationOf } from './restoredFor.ts';

/** A command over which the platform itself failed is tried in so many rounds before it is put aside for a person. */
const mostFailures = 5;

/**
 * Sends commands in their order. Where the platform fails over the batch, halves of it find the command it is about;
 * that one is parked as refused, or waits for the next round with what follows in its stream, and the others go on.
 * @param held ids of streams that wait for the next round
 * @returns whether anything left the outbox
 * @throws {RestoredFor} when the platform was put back from an older copy; {SyncError} unreachable | unauthorized | protocol-version | refused for what is not about a command
 */
export async function pushBatch(context: RecordContext, client: Pick<PlatformClient, 'push'>, token: string, batch: readonly AnyCommand[], held: Set<string>): Promise<boolean> {
  const commands = batch.filter(({ stream }) => !held.has(stream.id));
  const [first] = commands;
  if (!first) return false;
  try {
    const { hospitalId } = first.actor;
    const { outcomes } = await asking(hospitalId, token, () => client.push(token, commands, generationOf(context, hospitalId)));
    applyOutcomes(context, outcomes);
    return outcomes.length > 0;
  } catch (error) {
    const failure = failureOf(error);
    if (!failure) throw error;
    if (commands.length === 1) return giveUp(context, first, failure, held);
    const half = Math.ceil(commands.length / 2);
    const before = await pushBatch(context, client, token, commands.slice(0, half), held);
    return (await pushBatch(context, client, token, commands.slice(half), held)) || before;
  }
}

interface Failure {
  readonly message: string;
  /** The platform will never take it in this form. */
  readonly isFinal: boolean;
}

/** An answer of the platform itself about what it was sent. Anything else is about the line, the session or the address. */
function failureOf(error: unknown): Failure | null {
  if (!(error instanceof AppError) || error.code !== 'sync') return null;
  const { status, reason } = error.detail;
  if (reason === 'bad-request' || status === 413) return { message: error.message, isFinal: true };
  return status === 500 && reason === 'unexpected' ? { message: error.message, isFinal: false } : null;
}

function giveUp(context: RecordContext, command: AnyCommand, { message, isFinal }: Failure, held: Set<string>): boolean {
  const { db } = context.store;
  const isParked = inTransaction(db, () => {
    if (!isFinal && notePushFailure(db, command.id) < mostFailures) return false;
    markRefused(db, command.id, undeliverable, `The platform could not process this: ${message}`, context.nowMs());
    return true;
  });
  if (isParked) streamChanged(context, command.stream);
  else held.add(command.stream.id);
  return isParked;
}
