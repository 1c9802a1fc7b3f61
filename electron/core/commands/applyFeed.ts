import { AppError, SyncError } from '../../../shared/errors/appError.ts';
import { applyCommand, type StreamRecord } from '../../../shared/mdt/apply.ts';
import type { Stream } from '../../../shared/mdt/command.ts';
import type { Committed, FeedResponse, Outcome } from '../../../shared/sync/protocol.ts';
import { adoptForeign } from '../store/foreignCases.ts';
import { isRemovalKnown } from '../store/removals.ts';
import { inTransaction } from '../store/statement.ts';
import { feedPosition, getCommand, getCommitted, markOrdered, markRefused, putCommitted, putRecord, setFeedPosition } from '../store/streams.ts';
import type { FeedSource } from './feedSource.ts';
import { noteOvertaken } from './overtaken.ts';
import { removeStream } from './removeStream.ts';
import { readStream, rebasePending, streamChanged, type RecordContext } from './recordContext.ts';

/**
 * Applies one page of the feed in its order: committed commands, replaying what is pending on top, and removals of streams
 * the hospital has left; in one transaction with the position reached.
 * @throws {SyncError} integrity when an entry does not follow what is here
 */
export function applyFeed(context: RecordContext, source: FeedSource, { entries, removals = [] }: Pick<FeedResponse, 'entries' | 'removals'>): void {
  const { db } = context.store;
  const reached = feedPosition(db, source.platform, source.hospitalId);
  // A page that was here before says nothing new: what came after it stands.
  const steps = [...entries, ...removals].filter(({ position }) => position > reached).sort((a, b) => a.position - b.position);
  const last = steps.at(-1);
  if (!last) return;
  const touched = new Map<string, { stream: Stream; record: StreamRecord }>();
  const removed = new Map<string, Stream>();
  // How a stream stood is read before it changes.
  for (const { committed } of entries) readStream(context, committed.command.stream);
  inTransaction(db, () => {
    for (const step of steps) {
      const stream = 'stream' in step ? step.stream : step.committed.command.stream;
      const key = `${stream.kind}/${stream.id}`;
      const before = (): StreamRecord | null => touched.get(key)?.record ?? getCommitted(db, stream);
      if ('stream' in step) {
        // After a restore a feed may be read once more from its beginning.
        if (isRemovalKnown(db, source, step)) continue;
        removeStream(context, source, step, before());
        touched.delete(key);
        removed.set(key, stream);
        continue;
      }
      if (stream.kind === 'case') adoptForeign(db, stream.id);
      const record = committedOn(context, before(), step.committed);
      if (record) touched.set(key, { stream, record });
    }
    for (const { stream, record } of touched.values()) {
      putRecord(db, stream, record);
      rebasePending(context.store, stream, context.nowMs());
    }
    setFeedPosition(db, source.platform, source.hospitalId, last.position);
  });
  for (const stream of [...[...touched.values()].map((entry) => entry.stream), ...removed.values()]) streamChanged(context, stream);
}

/** The record after a committed command, which is written down; null for one that is here already. @throws {SyncError} integrity */
function committedOn({ store: { db, deviceId } }: RecordContext, record: StreamRecord | null, { command, version, committedAtMs, seal }: Committed): StreamRecord | null {
  const at = record?.version ?? 0;
  if (version <= at) {
    const known = getCommand(db, command.id);
    if (known?.status !== 'committed' || known.version !== version) throw outOfStep(command.stream, version, at);
    return null;
  }
  if (version !== at + 1) throw outOfStep(command.stream, version, at);
  const after = replayed(record, command);
  putCommitted(db, command, version, committedAtMs, seal ?? null);
  noteOvertaken(db, deviceId, command, after);
  return after;
}

function replayed(record: StreamRecord | null, command: Parameters<typeof applyCommand>[1]): StreamRecord {
  try {
    return applyCommand(record, command);
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    throw new SyncError('integrity', `The platform holds a ${command.type} that this version of the console cannot apply; update the console. Nothing was changed here.`, {
      cause, detail: { stream: command.stream.id, commandId: command.id, reason: cause.reason },
    });
  }
}

const outOfStep = (stream: Stream, version: number, at: number): SyncError =>
  new SyncError('integrity', `The platform sent version ${version} of a ${stream.kind} that is at version ${at} here, and the two do not follow each other. Check that this console is set to the platform it was used with.`, {
    detail: { stream: stream.id, version, at },
  });

/** Takes in what the platform said of pushed commands: ordered ones wait for the feed, refused ones are kept with their reason. */
export function applyOutcomes(context: RecordContext, outcomes: readonly Outcome[]): void {
  const { db } = context.store;
  const touched = new Map<string, Stream>();
  inTransaction(db, () => {
    const nowMs = context.nowMs();
    for (const outcome of outcomes) {
      const stream = getCommand(db, outcome.commandId)?.command.stream;
      if (!stream) continue;
      touched.set(stream.id, stream);
      if (outcome.status === 'refused') markRefused(db, outcome.commandId, outcome.reason, outcome.message, nowMs);
      else markOrdered(db, outcome.commandId, outcome.version);
    }
    for (const stream of touched.values()) rebasePending(context.store, stream, nowMs);
  });
  for (const stream of touched.values()) streamChanged(context, stream);
}
