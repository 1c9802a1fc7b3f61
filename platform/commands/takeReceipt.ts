import { applyCommand, type StreamRecord } from '../../shared/mdt/apply.ts';
import { canonicalJson, digestRecord, digestText } from '../../shared/mdt/canonical.ts';
import type { AnyCommand } from '../../shared/mdt/command.ts';
import type { Person } from '../../shared/mdt/directory.ts';
import type { RemovalReceipt } from '../../shared/sync/protocol.ts';
import { PlatformError } from '../platformError.ts';
import type { PlatformStore } from '../store/openStore.ts';

/**
 * Keeps what a console says it deleted, and notes whether it held what the platform holds under that version.
 * The same receipt again changes nothing.
 * @throws {PlatformError} not-found: nothing was removed from this hospital there
 */
export async function takeReceipt(store: PlatformStore, person: Person, deviceId: string, receipt: RemovalReceipt, nowMs: number): Promise<{ sha256: string }> {
  const { hospitalId } = person;
  const json = canonicalJson({ ...receipt, hospitalId, deviceId });
  const { sha256 } = digestText(json);
  await store.transact(async (tx) => {
    const removal = await tx.streams.removalAt(hospitalId, receipt.position);
    if (removal?.streamId !== receipt.stream.id) throw new PlatformError('not-found', 'Nothing was removed from your hospital at this place of its feed.');
    const commands = (await tx.streams.commandsUpTo(receipt.stream.id, receipt.version)) as AnyCommand[];
    const held = commands.reduce<StreamRecord | null>(applyCommand, null);
    const isExact = receipt.version === 0 ? receipt.digest === '' : held !== null && digestRecord(held) === receipt.digest;
    const isNew = await tx.streams.addReceipt({ hospitalId, position: receipt.position, deviceId, personId: person.id, isExact, json, sha256, atMs: nowMs });
    if (!isNew) return;
    await tx.audit.append({ atMs: nowMs, action: 'removalConfirmed', personId: person.id, hospitalId, deviceId, subject: receipt.stream.id, detail: { position: receipt.position, version: receipt.version, blobs: receipt.blobs.length, unsent: receipt.unsent, isExact, sha256 } });
  });
  return { sha256 };
}
