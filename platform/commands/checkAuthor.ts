import { RecordError } from '../../shared/errors/appError.ts';
import { canonicalJson } from '../../shared/mdt/canonical.ts';
import { payloadSchemas, type AnyCommand } from '../../shared/mdt/command.ts';
import { actorOf, type Person } from '../../shared/mdt/directory.ts';
import type { Queries } from '../store/openStore.ts';

/**
 * The stamped actor must be what the directory says of the account that sends it. One exception: a
 * colleague's console may hand in a signature, because the key registered for the signer proves it.
 * @throws {RecordError} not-permitted | signature-invalid
 */
export async function checkAuthor(tx: Pick<Queries, 'accounts'>, command: AnyCommand, sender: Person): Promise<void> {
  const author = command.actor.personId === sender.id ? sender : await tx.accounts.person(command.actor.personId);
  if (!author || canonicalJson(actorOf(author)) !== canonicalJson(command.actor)) {
    throw new RecordError('not-permitted', 'The author of the command is not as the directory knows this person; sign in again and repeat it.');
  }
  if (command.type === 'decision.sign') {
    const parsed = payloadSchemas['decision.sign'].safeParse(command.payload);
    if (!parsed.success) throw new RecordError('invalid', 'The signature does not have the agreed shape.');
    if (author.publicKey === null || parsed.data.signature.publicKey !== author.publicKey) {
      throw new RecordError('signature-invalid', 'The signature was not made with the key registered for this person.');
    }
    return;
  }
  if (author !== sender) throw new RecordError('not-permitted', `${command.type} can only be sent by the person who did it.`);
}
