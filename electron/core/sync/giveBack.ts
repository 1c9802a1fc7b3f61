import { AppError, SyncError } from '../../../shared/errors/appError.ts';
import { audienceOf } from '../../../shared/mdt/apply.ts';
import type { Stream } from '../../../shared/mdt/command.ts';
import { returnLimits, type CompareAnswer, type Generation, type Returned, type ReturnsAnswer } from '../../../shared/sync/generation.ts';
import type { FeedSource } from '../commands/feedSource.ts';
import type { RecordContext } from '../commands/recordContext.ts';
import { committedIds, committedStreams, committedWithSeal } from '../store/generations.ts';
import { getCommitted } from '../store/streams.ts';
import type { PlatformClient } from './platformClient.ts';

/** A stream as it is held here, with the ids of its commands in their order. */
export interface HeldStream {
  readonly stream: Stream;
  readonly ids: readonly string[];
}

export type ReturningClient = Pick<PlatformClient, 'compareStreams' | 'giveBack'>;

/** Kept well under the usual body limit of servers. */
const lotBytes = 700_000;
const streamsAtOnce = 200;

/** Streams of a hospital that came from the platform. */
export function heldStreams({ store: { db } }: RecordContext, { platform, hospitalId }: FeedSource): HeldStream[] {
  return committedStreams(db, platform).flatMap((stream) => {
    const record = getCommitted(db, stream);
    return record && audienceOf(stream, record).includes(hospitalId) ? [{ stream, ids: committedIds(db, stream) }] : [];
  });
}

/** What the platform has of each, asked in lots. @throws {SyncError} restored when its order has changed again */
export async function compareAll(client: ReturningClient, token: string, generationId: string, held: readonly HeldStream[]): Promise<Map<string, CompareAnswer['streams'][number]>> {
  const answers = new Map<string, CompareAnswer['streams'][number]>();
  let lot: HeldStream[] = [];
  const ask = async (): Promise<void> => {
    if (lot.length === 0) return;
    for (const answer of (await client.compareStreams(token, generationId, lot)).streams) answers.set(answer.id, answer);
    lot = [];
  };
  for (const one of held) {
    if (lot.length >= streamsAtOnce || lot.reduce((sum, { ids }) => sum + ids.length, 0) + one.ids.length > returnLimits.ids) await ask();
    lot.push(one);
  }
  await ask();
  return answers;
}

/** What became of commands that were given back. */
export interface GivenBack {
  taken: number;
  readonly refusals: Map<string, { readonly reason: string; readonly message: string }>;
}

/**
 * Gives back what the platform lacks of one stream.
 * @param given counted on as the answers come
 * @returns the platform's generation afterwards: another one when the order of the stream had to change
 */
export async function giveStreamBack({ store: { db } }: RecordContext, client: ReturningClient, token: string, generation: Generation, { stream, ids }: HeldStream, lacking: readonly number[], given: GivenBack): Promise<Generation> {
  const waiting = lacking.map((at): Returned => {
    const entry = committedWithSeal(db, ids[at] ?? '');
    if (!entry) throw new SyncError('integrity', `A command of a ${stream.kind} is not here any more; check this console's record (Settings → Copies).`, { detail: { stream: stream.id } });
    return entry;
  });
  for (let lot = nextLot(waiting); lot.length > 0; lot = nextLot(waiting)) {
    const answer = await client.giveBack(token, { stream, ids: [...ids], generationId: generation.id, commands: lot });
    given.taken += answer.taken;
    note(given, answer);
    if (answer.generation.id !== generation.id) return answer.generation;
  }
  return generation;
}

function nextLot(waiting: Returned[]): Returned[] {
  let bytes = 0;
  const end = waiting.findIndex((entry, at) => at >= returnLimits.commands || ((bytes += JSON.stringify(entry).length) > lotBytes && at > 0));
  return waiting.splice(0, end === -1 ? waiting.length : end);
}

const note = (given: GivenBack, { refused }: ReturnsAnswer): void => {
  for (const { commandId, reason, message } of refused) given.refusals.set(commandId, { reason, message });
};

/** Whether the platform's order changed while it was being asked. */
export const isRestored = (error: unknown): boolean => error instanceof AppError && error.reason === 'restored';
