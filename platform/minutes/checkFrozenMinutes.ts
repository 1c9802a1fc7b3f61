import { RecordError } from '../../shared/errors/appError.ts';
import { canonicalJson } from '../../shared/mdt/canonical.ts';
import { payloadSchemas, type AnyCommand } from '../../shared/mdt/command.ts';
import { freezeMinutes } from '../../shared/minutes/freezeMinutes.ts';
import type { StoreTransaction } from '../store/openStore.ts';
import { readMinutes } from './readMinutes.ts';

/**
 * A decision is frozen with the minutes the platform holds, to the letter; in a transaction that holds the case, so that nothing
 * is typed between the comparison and the freeze.
 * @throws {RecordError} incomplete, with what to do
 */
export async function checkFrozenMinutes(tx: StoreTransaction, command: AnyCommand): Promise<void> {
  if (command.type !== 'decision.freeze') return;
  const payload = payloadSchemas['decision.freeze'].safeParse(command.payload).data;
  if (!payload) return;
  const held = freezeMinutes(await readMinutes(tx, command.stream.id));
  if (canonicalJson(held) === canonicalJson(payload.minutes ?? null)) return;
  const what = payload.minutes === undefined ? 'Others have written minutes that this console did not have' : 'The minutes changed while the decision was being frozen';
  throw new RecordError('incomplete', `${what}; read them and freeze the decision again.`, { detail: { missing: 'minutes' } });
}
