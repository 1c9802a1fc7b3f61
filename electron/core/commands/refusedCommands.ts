import { RecordError } from '../../../shared/errors/appError.ts';
import type { RefusedCommand } from '../../../shared/ipc/channels.ts';
import type { CommandType, Stream } from '../../../shared/mdt/command.ts';
import { actorOf, type Person } from '../../../shared/mdt/directory.ts';
import { appendAudit } from '../store/audit.ts';
import { isSettled, listOpenRefusals, requeue, settleRefusal } from '../store/refusals.ts';
import { inTransaction } from '../store/statement.ts';
import { getCommand, type StoredCommand } from '../store/streams.ts';
import { readStream, streamChanged, type RecordContext } from './recordContext.ts';
import { submitCommand } from './submitCommand.ts';

/** Reason of a command the platform could not process; nobody has decided about its content. */
export const undeliverable = 'undeliverable';

/** What is made from what somebody sees at that moment: it is done again in the case, never sent again. */
const momentary: ReadonlySet<CommandType> = new Set(['decision.readBack', 'decision.freeze', 'decision.sign', 'report.deliver', 'report.receive', 'conflict.resolve', 'case.reportPresence']);

/** Refused commands of the person's hospital that nobody has dealt with, of one stream or of all. */
export const listRefused = (context: RecordContext, person: Person, stream: Stream | null): RefusedCommand[] =>
  listOpenRefusals(context.store.db, stream).filter(({ command }) => command.actor.hospitalId === person.hospitalId).map((stored) => toView(stored, person));

const toView = ({ command, reason, message, decidedAtMs }: StoredCommand, person: Person): RefusedCommand => ({
  commandId: command.id, stream: command.stream, type: command.type, reason: reason ?? '', message: message ?? '', atMs: decidedAtMs ?? command.atMs, madeAtMs: command.atMs,
  authorName: command.actor.name, payload: command.payload,
  again: command.actor.personId !== person.id ? 'author' : momentary.has(command.type) && reason !== undeliverable ? 'inCase' : 'now',
});

/**
 * Sends a refused command again: as a new one on what the record is now, where the rules allow that; one the platform
 * could not process goes as it was.
 * @param newCommandId of the new command, so that asking twice sends it once
 * @throws {RecordError} not-found | not-permitted | the rule that refuses it still
 */
export function sendAgain(context: RecordContext, person: Person, commandId: string, newCommandId: string): void {
  const { db } = context.store;
  if (getCommand(db, newCommandId)) return;
  const { command, reason } = requireOpen(context, person, commandId);
  if (command.actor.personId !== person.id) throw new RecordError('not-permitted', `Only ${command.actor.name}, who did it, can send it again.`);
  const nowMs = context.nowMs();
  if (reason === undeliverable) {
    inTransaction(db, () => {
      requeue(db, commandId);
      appendAudit(db, { atMs: nowMs, personId: person.id, action: 'refusal.sendAgain', subject: command.stream.id });
    });
    streamChanged(context, command.stream);
    return;
  }
  if (momentary.has(command.type)) throw new RecordError('invalid', 'This step rests on what was seen at that moment; look at the case and do it again there.');
  const baseVersion = readStream(context, command.stream).record?.version ?? 0;
  submitCommand(context, { commandId: newCommandId, stream: command.stream, type: command.type, actor: actorOf(person), baseVersion, payload: command.payload }, () => {
    settleRefusal(db, { commandId, outcome: 'sentAgain', personId: person.id, reason: newCommandId, atMs: nowMs });
    appendAudit(db, { atMs: nowMs, personId: person.id, action: 'refusal.sendAgain', subject: command.stream.id });
  });
}

/** Puts a refused command away with the person's reason; it stays in the record of this console and in the audit. @throws {RecordError} not-found */
export function setAside(context: RecordContext, person: Person, commandId: string, reason: string): void {
  const { db } = context.store;
  if (isSettled(db, commandId)) return;
  const { command } = requireOpen(context, person, commandId);
  const atMs = context.nowMs();
  inTransaction(db, () => {
    settleRefusal(db, { commandId, outcome: 'setAside', personId: person.id, reason, atMs });
    appendAudit(db, { atMs, personId: person.id, action: 'refusal.setAside', subject: command.stream.id });
  });
  streamChanged(context, command.stream);
}

function requireOpen(context: RecordContext, person: Person, commandId: string): StoredCommand {
  const stored = getCommand(context.store.db, commandId);
  const isOpen = stored?.status === 'refused' && stored.command.actor.hospitalId === person.hospitalId && !isSettled(context.store.db, commandId);
  if (!stored || !isOpen) throw new RecordError('not-found', 'There is no refused action with this id any more; somebody has dealt with it.');
  return stored;
}
