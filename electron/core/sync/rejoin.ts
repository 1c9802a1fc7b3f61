import { SyncError } from '../../../shared/errors/appError.ts';
import type { CaseRecord } from '../../../shared/mdt/caseRecord.ts';
import type { Stream } from '../../../shared/mdt/command.ts';
import { minutesStateOf } from '../../../shared/mdt/minutesRules.ts';
import type { Gap } from '../../../shared/sync/generation.ts';
import type { FeedSource } from '../commands/feedSource.ts';
import { rebasePending, streamChanged, type RecordContext } from '../commands/recordContext.ts';
import { reordered, rewindStream } from '../commands/rewindStream.ts';
import { appendAudit } from '../store/audit.ts';
import { enterGeneration, knownGenerations, orderedVersions, reopenGivenUp, requeueOrdered, voidRemovals } from '../store/generations.ts';
import { forgetPlatformBlobs } from '../store/imaging.ts';
import { casesTypedIn, forgetMinutesPositions, resendMinutes } from '../store/minutes.ts';
import { inTransaction } from '../store/statement.ts';
import { feedPosition, getCommitted, listCommands, listStreams, setFeedPosition } from '../store/streams.ts';
import { compareAll, giveStreamBack, heldStreams, isRestored, type GivenBack, type HeldStream, type ReturningClient } from './giveBack.ts';
import type { PlatformClient } from './platformClient.ts';
import { RestoredFor } from './restoredFor.ts';

export type RejoiningClient = ReturningClient & Pick<PlatformClient, 'generation' | 'rejoined'>;

/** Each time another console was quicker and the order changed once more. */
const mostTries = 50;

/**
 * Comes back to a platform that was put back from an older copy: gives it what it lacks of the hospital's streams, takes this
 * console's record back to where the two orders part, and has the feed bring the rest. Done again from the start when it is
 * cut short; what was given already is not taken twice.
 * @param catchUp has the feed bring the rest
 * @throws {RestoredFor} when the order changed while catching up; {SyncError} unreachable | unauthorized | integrity when the platform is another one
 */
export async function rejoin(context: RecordContext, client: RejoiningClient, token: string, source: FeedSource, catchUp: () => Promise<void>): Promise<void> {
  const given: GivenBack = { taken: 0, refusals: new Map() };
  for (let tries = 0; tries < mostTries; tries += 1) {
    try {
      const apart = await tryRejoin(context, client, token, source, given);
      if (!apart) continue;
      await catchUp();
      rebase(context, apart);
      resendOpenMinutes(context);
      return;
    } catch (error) {
      if (!isRestored(error) || error instanceof RestoredFor) throw error;
    }
  }
  throw new SyncError('unreachable', 'The platform was put back from an older copy and other consoles are giving back what it lacks; this one goes on in a moment.');
}

/** Streams whose order is another than the one here; null when it changed meanwhile. */
async function tryRejoin(context: RecordContext, client: RejoiningClient, token: string, source: FeedSource, given: GivenBack): Promise<Stream[] | null> {
  const { db } = context.store;
  const known = knownGenerations(db, source);
  const { generation, position, shared } = await client.generation(token, known.map(({ id }) => id));
  const held = heldStreams(context, source);
  let found = await compareAll(client, token, generation.id, held);
  const lacking = held.filter(({ stream }) => (found.get(stream.id)?.lacking.length ?? 0) > 0);
  for (const one of lacking) {
    const after = await giveStreamBack(context, client, token, generation, one, found.get(one.stream.id)?.lacking ?? [], given);
    if (after.id !== generation.id) return null;
  }
  if (lacking.length > 0) found = new Map([...found, ...(await compareAll(client, token, generation.id, lacking))]);
  const apart = held.filter(({ stream, ids }) => (found.get(stream.id)?.same ?? 0) < ids.length);
  const gaps = gapsOf(context, held);
  // Told before it is done: should the answer be lost, all of this is done again.
  await client.rejoined(token, { generationId: generation.id, returned: given.taken, refused: given.refusals.size, gaps });
  const own = known.slice(known.findIndex(({ id }) => id === shared) + 1).map((entry) => entry.position);
  const from = Math.min(position, feedPosition(db, source.platform, source.hospitalId), ...own);
  inTransaction(db, () => {
    reopenGivenUp(db, context.store.deviceId, reordered);
    for (const { stream } of apart) rewindStream(context, stream, found.get(stream.id)?.same ?? 0, given.refusals);
    requeueOrdered(db, source.platform);
    // What this console was told to delete is its hospital's again until the platform says so anew: the feed is read from its beginning.
    const isGone = voidRemovals(db, source, from);
    setFeedPosition(db, source.platform, source.hospitalId, isGone ? 0 : from);
    // Proofs of what it holds were those of the platform as it was.
    forgetPlatformBlobs(db);
    forgetMinutesPositions(db, source.platform);
    enterGeneration(db, source, { id: generation.id, position: isGone ? 0 : from }, context.nowMs(), { returned: given.taken, refused: given.refusals.size, gaps: gaps.length });
    appendAudit(db, { atMs: context.nowMs(), personId: 'platform', action: 'platform.restored', subject: generation.id });
    for (const { stream } of apart) appendAudit(db, { atMs: context.nowMs(), personId: 'platform', action: 'record.rewound', subject: stream.id });
  });
  for (const { stream } of apart) streamChanged(context, stream);
  return apart.map(({ stream }) => stream);
}

/** What was written here on an order that is none any more, on the record as it is now; also what waits again because its place was given up. */
function rebase(context: RecordContext, apart: readonly Stream[]): void {
  const { db } = context.store;
  const keys = new Set(apart.map(({ id }) => id));
  const streams = [...listStreams(db, 'case'), ...listStreams(db, 'meeting')].filter((stream) => keys.has(stream.id) || listCommands(db, stream, 'pending').length > 0);
  inTransaction(context.store.db, () => {
    for (const stream of streams) rebasePending(context.store, stream, context.nowMs());
  });
  for (const stream of streams) streamChanged(context, stream);
}

/** What was typed here goes to the platform once more where its minutes are open; closed ones are in the decision, as they were frozen. */
function resendOpenMinutes({ store: { db } }: RecordContext): void {
  inTransaction(db, () => {
    for (const id of casesTypedIn(db)) {
      const record = getCommitted(db, { kind: 'case', id });
      if (record && minutesStateOf(record as CaseRecord) === 'open') resendMinutes(db, id);
    }
  });
}

/** Versions the platform had given out before commands of this console, and that are at neither of the two. */
function gapsOf({ store: { db } }: RecordContext, held: readonly HeldStream[]): Gap[] {
  const lengths = new Map(held.map(({ stream, ids }) => [stream.id, ids.length]));
  return [...listStreams(db, 'case'), ...listStreams(db, 'meeting')].flatMap((stream) => {
    const gaps: Gap[] = [];
    let last = lengths.get(stream.id) ?? 0;
    for (const version of orderedVersions(db, stream)) {
      if (version > last + 1) gaps.push({ streamId: stream.id, from: last + 1, to: version - 1 });
      last = version;
    }
    return gaps;
  });
}

