import { AppError, SyncError } from '../../../shared/errors/appError.ts';
import { applyCommand, type StreamRecord } from '../../../shared/mdt/apply.ts';
import type { Stream } from '../../../shared/mdt/command.ts';
import type { FeedResponse, Outcome } from '../../../shared/sync/protocol.ts';
import { adoptForeign } from '../store/foreignCases.ts';
import { inTransaction } from '../store/statement.ts';
import { getCommand, getCommitted, markOrdered, markRefused, putCommitted, putRecord, setFeedPosition } from '../store/streams.ts';
import { readStream, rebasePending, streamChanged, type RecordContext } from './recordContext.ts';

/** Which feed the entries came from; every hospital has an order of its own. */
export interface FeedSource {
  readonly platform: string;
  readonly hospitalId: string;
}

/**
 * Applies committed commands in platform order and replays what is pending on top, in one transaction
 * with the position reached.
 * @throws {SyncError} integrity when an entry does not follow what is here
 */
export function applyFeed(context: RecordContext, source: FeedSource, entries: FeedResponse['entries']): void {
  const { db } = context.store;
  const last = entries.at(-1);
  if (!last) return;
  const touched = new Map<string, { stream: Stream; record: StreamRecord | null }>();
  // How a stream stood is read before it changes.
  for (const { committed } of entries) readStream(context, committed.command.stream);
  inTransaction(db, () => {
    for (const { committed } of entries) {
      const { command, version } = committed;
      if (command.stream.kind === 'case') adoptForeign(db, command.stream.id);
      const key = `${command.stream.kind}/${command.stream.id}`;
      const state = touched.get(key) ?? { stream: command.stream, record: getCommitted(db, command.stream) };
      const at = state.record?.version ?? 0;
      if (version <= at) {
        const known = getCommand(db, command.id);
        if (known?.status !== 'committed' || known.version !== version) throw outOfStep(command.stream, version, at);
        continue;
      }
      if (version !== at + 1) throw outOfStep(command.stream, version, at);
      touched.set(key, { stream: command.stream, record: replayed(state.record, command) });
      putCommitted(db, command, version, committed.committedAtMs);
    }
    for (const { stream, record } of touched.values()) {
      if (record) putRecord(db, stream, record);
      rebasePending(context.store, stream, context.nowMs());
    }
    setFeedPosition(db, source.platform, source.hospitalId, last.position);
  });
  for (const { stream } of touched.values()) streamChanged(context, stream);
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
