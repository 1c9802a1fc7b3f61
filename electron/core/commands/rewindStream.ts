import { applyCommand, type StreamRecord } from '../../../shared/mdt/apply.ts';
import type { Stream } from '../../../shared/mdt/command.ts';
import { giveUpPlaces, committedIds } from '../store/generations.ts';
import { lowerShownBases } from '../store/shownBases.ts';
import { run } from '../store/statement.ts';
import { getCommand, listCommands, putRecord } from '../store/streams.ts';
import { indexStream } from './indexStream.ts';
import type { RecordContext } from './recordContext.ts';

/** Reason of a command that was committed until the platform was put back from a copy, and that did not fit any more. */
export const reordered = 'reordered';

/**
 * Takes a stream back to a version: the platform's order is another from there on, and its feed brings it. Whoever wrote here
 * after that version is taken to have seen what is the same in both, so that nothing of others is overwritten unseen.
 * Call it inside the transaction that takes the feed back.
 *
 * @param refusals what the platform said of commands it did not take again, by id
 */
export function rewindStream(context: RecordContext, stream: Stream, version: number, refusals: ReadonlyMap<string, { readonly reason: string; readonly message: string }>): void {
  const { db } = context.store;
  const nowMs = context.nowMs();
  const ids = committedIds(db, stream);
  const record = ids.slice(0, version).reduce<StreamRecord | null>((before, id) => {
    const stored = getCommand(db, id);
    return stored ? applyCommand(before, stored.command) : before;
  }, null);
  giveUpPlaces(db, stream, version, { reason: reordered, message: 'The platform was put back from an older copy, and this no longer fits what stands there now. Look at the case and do it again if it is still right.' }, nowMs);
  for (const id of ids.slice(version)) {
    const refusal = refusals.get(id);
    if (refusal) run(db, `UPDATE command SET reason = ?, message = ? WHERE id = ?`, refusal.reason, refusal.message, id);
  }
  if (record) putRecord(db, stream, record);
  else run(db, 'DELETE FROM stream_record WHERE kind = ? AND id = ?', stream.kind, stream.id);
  for (const { command } of listCommands(db, stream, 'pending')) {
    if (command.baseVersion > version) run(db, 'UPDATE command SET envelope = ? WHERE id = ?', JSON.stringify({ ...command, baseVersion: version }), command.id);
  }
  indexStream(context.store, stream, record);
  lowerShownBases(db, stream, version, ids.length);
  const shown = context.shown.get(`${stream.kind}/${stream.id}`);
  for (const [at, stood] of shown ?? []) shown?.set(at, Math.min(stood, version));
}
