import { applyCommand, audienceOf, type StreamRecord } from '../../shared/mdt/apply.ts';
import { digestRecord } from '../../shared/mdt/canonical.ts';
import type { Stream } from '../../shared/mdt/command.ts';
import type { Committed } from '../../shared/sync/protocol.ts';
import type { StoreTransaction } from '../store/openStore.ts';
import type { Publication } from './publish.ts';

/** What a stream had before its last commands were taken back. */
export interface TakenBack {
  /** By command id: the hash of its body, by which one that is sent again is known. */
  readonly bodies: ReadonlyMap<string, string>;
  /** Hospitals that came in or left with what was taken back; what stands in its place says what becomes of them. */
  readonly unsettled: readonly string[];
}

/** The record a stream had at a version; null for none. */
export async function recordAt(tx: StoreTransaction, stream: Stream, version: number): Promise<StreamRecord | null> {
  const now = await tx.streams.record(stream.id);
  if (!now || now.version === version) return now?.record ?? null;
  return (await tx.streams.commandsAfter(stream.id, 0)).slice(0, version).reduce<StreamRecord | null>((record, { command }) => applyCommand(record, command), null);
}

/** Takes the commands of a stream after `base` back, to be placed anew; call it inside a transaction that holds the stream. */
export async function takeBack(tx: StoreTransaction, stream: Stream, base: StreamRecord, since: readonly Committed[]): Promise<TakenBack> {
  const bodies = new Map<string, string>();
  for (const { command } of since) {
    const known = await tx.streams.outcome(command.id);
    if (known) bodies.set(command.id, known.bodySha256);
  }
  const before = audienceOf(stream, base);
  const now = await tx.streams.audience(stream.id);
  const joined = now.filter((hospitalId) => !before.includes(hospitalId));
  const left = (await tx.streams.leftAfter(stream.id, base.version)).filter((hospitalId) => !now.includes(hospitalId));
  await tx.streams.rewind(stream.id, base, joined);
  return { bodies, unsettled: [...joined, ...left] };
}

/**
 * What becomes of hospitals that came in or left with what was taken back, where no command of the new order says it: a removal
 * for those it does not let in, whose consoles may hold the stream still, and all of the stream for those it lets stay.
 */
export async function settle(tx: StoreTransaction, stream: Stream, unsettled: readonly string[], publications: readonly Publication[], nowMs: number): Promise<Publication[]> {
  const settled = new Set([...(await tx.streams.audience(stream.id)), ...publications.flatMap(({ removed }) => removed)]);
  const open = unsettled.filter((hospitalId) => !settled.has(hospitalId));
  const now = await tx.streams.record(stream.id);
  if (open.length === 0 || !now) return [];
  const audience = audienceOf(stream, now.record);
  const added = await tx.streams.addAudience(stream.id, open.filter((hospitalId) => audience.includes(hospitalId)));
  const removed = open.filter((hospitalId) => !audience.includes(hospitalId));
  return [{ streamId: stream.id, version: now.version, commandId: '', known: [], added, removed, digest: digestRecord(now.record), atMs: nowMs }];
}
