import { applyCommand, type StreamRecord } from '../../../shared/mdt/apply.ts';
import { AppError } from '../../../shared/errors/appError.ts';
import type { Stream } from '../../../shared/mdt/command.ts';
import type { Store } from '../store/openStore.ts';
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
  /** Per stream: version as shown → committed version it stood on (the lowest, where it was shown twice). */
  readonly shown: Map<string, Map<number, number>>;
  /** Per stream: how it stood when core first read it, which is how windows may show it that are older than this run of core. */
  readonly found: Map<string, { readonly committed: number; readonly shown: number }>;
}

export const createRecordContext = (store: Store, changed: RecordContext['changed'], nowMs: RecordContext['nowMs'] = Date.now): RecordContext => ({ store, changed, nowMs, views: new Map(), shown: new Map(), found: new Map() });

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
  noteShown(context, key, view);
  return view;
}

function noteShown(context: RecordContext, key: string, view: StreamView): void {
  if (!context.found.has(key)) context.found.set(key, { committed: view.committedVersion, shown: view.record?.version ?? 0 });
  if (!view.record) return;
  const versions = context.shown.get(key) ?? new Map<number, number>();
  context.shown.set(key, versions);
  const before = versions.get(view.record.version);
  versions.set(view.record.version, Math.min(before ?? view.committedVersion, view.committedVersion));
}

/**
 * The platform's version behind the version an author saw. What is shown counts own pending commands;
 * sent as it is, it would hide somebody else's change of the same field.
 */
export function committedBase(context: RecordContext, stream: Stream, shownVersion: number): number {
  const { committedVersion } = readStream(context, stream);
  const found = context.found.get(keyOf(stream));
  // A window that outlived a crash may show pending commands under a version others have taken since: what it stood on is what was committed then.
  if (found && shownVersion > found.committed && shownVersion <= found.shown) return found.committed;
  const stood = context.shown.get(keyOf(stream))?.get(shownVersion);
  return Math.min(stood ?? seenBefore(context, stream, shownVersion), committedVersion);
}

/**
 * What a window that is older than this run of core has seen for certain. Its version may count own commands that were not
 * ordered then, under numbers others got: it stood before the first of those that came between an own command's base and its place.
 */
function seenBefore({ store: { db, deviceId } }: RecordContext, stream: Stream, shownVersion: number): number {
  const committed = listCommands(db, stream, 'committed').map(({ command, version }) => ({ isOwn: command.deviceId === deviceId, baseVersion: command.baseVersion, version: version ?? 0 }));
  const others = committed.filter(({ isOwn, version }) => !isOwn && version <= shownVersion);
  const unseen = committed.flatMap((own) => (own.isOwn ? others.filter(({ version }) => version > own.baseVersion && version < own.version).map(({ version }) => version) : []));
  return Math.min(shownVersion, ...unseen.map((version) => version - 1));
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
