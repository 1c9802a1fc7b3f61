import { applyCommand, type StreamRecord } from '../../../shared/mdt/apply.ts';
import { AppError } from '../../../shared/errors/appError.ts';
import { isDiskRefusal } from '../../../shared/errors/diskTrouble.ts';
import type { Stream } from '../../../shared/mdt/command.ts';
import type { Store } from '../store/openStore.ts';
import { noteShownBase, shownBase } from '../store/shownBases.ts';
import { getCommitted, listCommands, markRefused } from '../store/streams.ts';
import { indexStream } from './indexStream.ts';

/** A stream as this console sees it: committed record plus its own pending commands. */
export interface StreamView {
  readonly record: StreamRecord | null;
  readonly committedVersion: number;
  /** Commands the platform has not ordered yet. */
  readonly pending: number;
}

/** What commands work on: the store, what was read of it, and whom to tell after a commit. */
export interface RecordContext {
  readonly store: Store;
  readonly changed: (stream: Stream, version: number) => void;
  /** The time commands and decisions are stamped with; the platform's where it is known. */
  readonly nowMs: () => number;
  readonly views: Map<string, StreamView>;
  /** Per stream: version as shown → committed version it stood on (the lowest, where it was shown twice). The store has those of earlier runs of core. */
  readonly shown: Map<string, Map<number, number>>;
}

export const createRecordContext = (store: Store, changed: RecordContext['changed'], nowMs: RecordContext['nowMs'] = Date.now): RecordContext => ({ store, changed, nowMs, views: new Map(), shown: new Map() });

const keyOf = (stream: Stream): string => `${stream.kind}/${stream.id}`;

/** Reads a stream; kept in memory until it changes. */
export function readStream(context: RecordContext, stream: Stream): StreamView {
  const key = keyOf(stream);
  const known = context.views.get(key);
  if (known) return known;
  const committed = getCommitted(context.store.db, stream);
  let record = committed;
  let pending = 0;
  for (const { command, version } of listCommands(context.store.db, stream, 'pending')) {
    if (version === null) pending += 1;
    try {
      record = applyCommand(record, command);
    } catch (error) {
      // Ordered, but the feed has not brought what it stands on; it shows again once that is here.
      if (!(error instanceof AppError)) throw error;
    }
  }
  const view = { record, committedVersion: committed?.version ?? 0, pending };
  context.views.set(key, view);
  noteShown(context, stream, view);
  return view;
}

/** Windows outlive a crash of core: what they stood on has to be known to the next run. */
function noteShown(context: RecordContext, stream: Stream, { record, committedVersion }: StreamView): void {
  if (!record) return;
  const versions = context.shown.get(keyOf(stream)) ?? new Map<number, number>();
  context.shown.set(keyOf(stream), versions);
  if ((versions.get(record.version) ?? Number.POSITIVE_INFINITY) <= committedVersion) return;
  versions.set(record.version, committedVersion);
  // A command of this console wrote it down with itself.
  if (committedVersion === record.version || (shownBase(context.store.db, stream, record.version) ?? Number.POSITIVE_INFINITY) <= committedVersion) return;
  try {
    noteShownBase(context.store.db, stream, record.version, committedVersion);
  } catch (error) {
    // A disk that takes nothing does not keep anybody from reading; nothing is written on it either, and this run remembers.
    if (!isDiskRefusal(error)) throw error;
  }
}

/**
 * The platform's version behind the version an author saw. What is shown counts own pending commands;
 * sent as it is, it would hide somebody else's change of the same field.
 */
export function committedBase(context: RecordContext, stream: Stream, shownVersion: number): number {
  const { committedVersion } = readStream(context, stream);
  const stood = context.shown.get(keyOf(stream))?.get(shownVersion) ?? shownVersion;
  return Math.min(stood, shownBase(context.store.db, stream, shownVersion) ?? shownVersion, committedVersion);
}

/** Forgets what was read; call it after a commit, then tell the windows. */
export function streamChanged(context: RecordContext, stream: Stream): void {
  context.views.delete(keyOf(stream));
  context.changed(stream, readStream(context, stream).record?.version ?? 0);
}

/** A pending command that no longer applies. */
export interface Displaced {
  readonly commandId: string;
  readonly type: string;
  readonly reason: string;
}

/**
 * Replays the pending commands of a stream on its committed record; those that no longer apply become
 * refused with the rule that refuses them. Call it inside the transaction that changed the record.
 */
export function rebasePending(store: Store, stream: Stream, nowMs: number): Displaced[] {
  const displaced: Displaced[] = [];
  let record = getCommitted(store.db, stream);
  for (const { command, version } of listCommands(store.db, stream, 'pending')) {
    try {
      record = applyCommand(record, command);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      // The platform took this one: its answer stands, and the feed brings it.
      if (version !== null) continue;
      markRefused(store.db, command.id, error.reason, error.message, nowMs);
      displaced.push({ commandId: command.id, type: command.type, reason: error.reason });
    }
  }
  indexStream(store, stream, record);
  return displaced;
}
