import type { AnyCommand } from '../../../shared/mdt/command.ts';
import type { RecordContext } from '../commands/recordContext.ts';
import { listOutbox } from '../store/streams.ts';
import type { PlatformClient } from './platformClient.ts';
import { pushBatch } from './pushBatch.ts';
import type { SyncSession } from './syncSession.ts';

const batchCommands = 200;
/** Kept well under the usual body limit of servers. */
const batchBytes = 700_000;

/**
 * Sends the outbox in its order. Commands are sent by the person who did them (signatures by anyone of the signer's
 * hospital: their key proves them); those of someone whose session has ended wait, and so does what follows in their streams.
 *
 * @returns how many wait for somebody else to sign in
 */
export async function pushOutbox(context: RecordContext, client: Pick<PlatformClient, 'push'>, session: SyncSession): Promise<number> {
  const held = new Set<string>();
  // What is made meanwhile waits for the next round, so that somebody who types without a pause still hears from others.
  let due: ReadonlySet<string> | null = null;
  for (;;) {
    const outbox = listOutbox(context.store.db, 2000).filter(({ stream }) => !held.has(stream.id));
    due ??= new Set(outbox.map(({ id }) => id));
    const { commands, token, waiting } = await nextBatch(outbox, session);
    if (token === null || !commands.some(({ id }) => due?.has(id) === true)) return waiting;
    const hasMoved = await pushBatch(context, client, token, commands, held);
    if (!hasMoved) return waiting;
  }
}

async function nextBatch(outbox: readonly AnyCommand[], session: SyncSession): Promise<{ commands: AnyCommand[]; token: string | null; waiting: number }> {
  const blocked = new Set<string>();
  const commands: AnyCommand[] = [];
  let sender: string | null = null;
  let token: string | null = null;
  let bytes = 0;
  let waiting = 0;
  for (const command of outbox) {
    const author: string = senderOf(command, sender, session);
    const authorToken: string | null = author === sender ? token : await session.tokenOf(author);
    if (authorToken === null || blocked.has(command.stream.id)) {
      blocked.add(command.stream.id);
      waiting += 1;
      continue;
    }
    sender ??= author;
    if (author !== sender || commands.length >= batchCommands) break;
    token = authorToken;
    bytes += JSON.stringify(command).length;
    if (commands.length > 0 && bytes > batchBytes) break;
    commands.push(command);
  }
  return { commands, token, waiting };
}

/** The platform knows a case by the hospital of whoever asks: somebody of a third hospital cannot hand a signature in. */
function senderOf(command: AnyCommand, sender: string | null, session: SyncSession): string {
  const { personId, hospitalId } = command.actor;
  const { person } = session;
  if (command.type !== 'decision.sign' || person?.hospitalId !== hospitalId) return personId;
  return sender === null || sender === person.id ? person.id : personId;
}
