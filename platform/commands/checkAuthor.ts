import { RecordError } from '../../shared/errors/appError.ts';
import { canonicalJson } from '../../shared/mdt/canonical.ts';
import { payloadSchemas, type AnyCommand } from '../../shared/mdt/command.ts';
import { actorOf, type Person } from '../../shared/mdt/directory.ts';
import type { Queries } from '../store/openStore.ts';

/** A session of the signer at the console that made the signature proves the second factor; the key alone does not. */
async function checkSecondFactor(tx: SignerQueries, { deviceId }: AnyCommand, signer: Person): Promise<void> {
  if (!(await tx.secondFactors.find(signer.id))?.isConfirmed || (await tx.refreshTokens.isSignedIn(signer.id, deviceId, Date.now()))) return;
  throw new RecordError('not-permitted', 'The account of the signer has a second factor: the signer signs in at this console with its code first, then the signature is sent again.');
}

type SignerQueries = Pick<Queries, 'accounts' | 'secondFactors' | 'refreshTokens'>;

/**
 * The stamped actor must be what the directory says of the account that sends it. One exception: a
 * colleague's console may hand in a signature, because the key registered for the signer proves it; one whose
 * account has a second factor has signed in at that console too, with a code.
 * @throws {RecordError} not-permitted | signature-invalid
 */
export async function checkAuthor(tx: SignerQueries, command: AnyCommand, sender: Person): Promise<void> {
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
    if (author !== sender) await checkSecondFactor(tx, command, author);
    return;
  }
  if (author !== sender) throw new RecordError('not-permitted', `${command.type} can only be sent by the person who did it.`);
}
