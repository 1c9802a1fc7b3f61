import { AppError, RecordError } from '../../../shared/errors/appError.ts';
import { applyCommand, type StreamRecord } from '../../../shared/mdt/apply.ts';
import { commandSchema, type AnyCommand, type CommandType, type PayloadOf, type Stream } from '../../../shared/mdt/command.ts';
import type { Actor } from '../../../shared/mdt/directory.ts';
import { appendAudit } from '../store/audit.ts';
import { foreignReader } from '../store/foreignCases.ts';
import { noteShownBase } from '../store/shownBases.ts';
import { inTransaction } from '../store/statement.ts';
import { addPending, getCommand } from '../store/streams.ts';
import { indexStream } from './indexStream.ts';
import { committedBase, readStream, streamChanged, type RecordContext } from './recordContext.ts';

/** A command before it has its envelope. `commandId` is chosen by the caller, so that asking twice does it once. */
export interface Draft<T extends CommandType = CommandType> {
  readonly commandId: string;
  readonly stream: Stream;
  readonly type: T;
  readonly actor: Actor;
  /** Version of the record the author saw, as it was shown here. */
  readonly baseVersion: number;
  readonly payload: PayloadOf<T>;
  readonly atMs?: number;
}

/**
 * Applies a command to the record of this console: one transaction writes command, audit row and
 * outbox row; windows are told after it. A command id that is known already changes nothing.
 *
 * @param alongside what belongs into the same transaction
 * @returns the record with the command applied
 * @throws {RecordError} with the rule that refuses it; {StoreError} when the disk does
 */
export function submitCommand(context: RecordContext, draft: Omit<Draft, 'payload'> & { readonly payload: unknown }, alongside: () => void = () => undefined): StreamRecord {
  const { store } = context;
  const known = getCommand(store.db, draft.commandId);
  if (known?.status === 'refused') throw new AppError('record', known.reason ?? 'invalid', known.message ?? 'The platform refused this command.');
  if (draft.stream.kind === 'case' && foreignReader(store.db, draft.stream.id) !== null) throw new RecordError('not-permitted', 'This case was taken from an archive; it is read here and never changed.');
  const before = readStream(context, draft.stream);
  if (known && before.record) return before.record;
  const command = envelope(context, draft);
  const record = applyCommand(before.record, command);
  inTransaction(store.db, () => {
    addPending(store.db, command);
    noteShownBase(store.db, draft.stream, record.version, before.committedVersion);
    alongside();
    indexStream(store, draft.stream, record);
    appendAudit(store.db, { atMs: command.atMs, personId: command.actor.personId, action: command.type, subject: command.stream.id });
  });
  streamChanged(context, draft.stream);
  return record;
}

/** The command as it will travel: what JSON does not carry is gone before the rules see it. */
function envelope(context: RecordContext, draft: Omit<Draft, 'payload'> & { readonly payload: unknown }): AnyCommand {
  const { commandId: id, stream, type, actor, payload } = draft;
  const baseVersion = committedBase(context, stream, draft.baseVersion);
  const atMs = Math.round(draft.atMs ?? context.nowMs());
  return commandSchema.parse(JSON.parse(JSON.stringify({ id, stream, type, actor, deviceId: context.store.deviceId, baseVersion, atMs, payload: payload ?? {} })));
}
