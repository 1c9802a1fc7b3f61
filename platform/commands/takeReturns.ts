import { RecordError } from '../../shared/errors/appError.ts';
import { digestRecord } from '../../shared/mdt/canonical.ts';
import type { Stream } from '../../shared/mdt/command.ts';
import type { Person } from '../../shared/mdt/directory.ts';
import type { CompareAnswer, Returned, ReturnsAnswer, ReturnsRequest } from '../../shared/sync/generation.ts';
import type { Outcome } from '../../shared/sync/protocol.ts';
import { PlatformError } from '../platformError.ts';
import type { PlatformStore, Queries, StoreTransaction } from '../store/openStore.ts';
import { checkAuthor } from './checkAuthor.ts';
import { acceptCommand, checkHospitals, refuseCommand, type CommitResult, type Sender } from './commitCommand.ts';
import { mergeBranches } from './mergeBranches.ts';
import { restored, type Orderer } from './orderer.ts';
import { publish, type Publication } from './publish.ts';
import { recordAt, settle, takeBack, type TakenBack } from './reorderStream.ts';
import { isSealed } from './seal.ts';

/** Who gives back. */
export interface Returner {
  readonly person: Person;
  readonly deviceId: string;
}

/** How many of the first commands of a stream two sides have in common. */
function sameLength(held: readonly string[], offered: readonly string[]): number {
  const differs = offered.findIndex((id, at) => held[at] !== id);
  return differs === -1 ? offered.length : differs;
}

/** What the platform lacks of the streams a console holds. @throws {PlatformError} restored */
export async function compareStreams(tx: Pick<Queries, 'streams' | 'generations'>, generationId: string, streams: readonly { readonly stream: Stream; readonly ids: readonly string[] }[]): Promise<CompareAnswer> {
  if ((await tx.generations.current()).id !== generationId) throw restored();
  const answers: CompareAnswer['streams'] = [];
  for (const { stream: { id }, ids } of streams) {
    const same = sameLength(await tx.streams.commandIds(id), ids);
    const known = same === ids.length ? new Set(ids) : await tx.streams.knownOutcomes(ids.slice(same));
    answers.push({ id, same, lacking: ids.flatMap((commandId, at) => (at < same || known.has(commandId) ? [] : [at])) });
  }
  return { streams: answers };
}

/**
 * Takes commands of one stream back that were ordered before the platform was put back from an older copy: each once and in the
 * order they had, whoever else gives them too. Where others ordered something in the meantime, what was ordered first stands
 * first unless that would break a signature; the generation ends where that changes what was told.
 * @throws {PlatformError} restored | bad-request | not-ready when a hospital the commands name is missing from the directory
 */
export async function takeReturns(store: PlatformStore, orderer: Pick<Orderer, 'announce'>, sealKey: Uint8Array, returner: Returner, request: ReturnsRequest, nowMs: number): Promise<ReturnsAnswer> {
  const { answer, results, heads } = await store.transact(async (tx) => {
    const { stream, ids } = request;
    await tx.lock([`stream/${stream.id}`]);
    const generation = await tx.generations.current();
    if (generation.id !== request.generationId) throw restored();
    const { proved, refused } = await provedOf(tx, sealKey, returner, request, nowMs);
    const same = sameLength(await tx.streams.commandIds(stream.id), ids);
    const base = await recordAt(tx, stream, same);
    const since = await tx.streams.commandsAfter(stream.id, same);
    const row = mergeBranches(base, proved, since);
    const isReordered = base !== null && row.isGivenBackFirst && since.length > 0 && proved.length > 0;
    const taken = isReordered ? await takeBack(tx, stream, base, since) : null;
    const next = isReordered ? await tx.generations.begin('reordered', nowMs) : generation;
    const givenBack = new Map(proved.map((entry) => [entry.command.id, entry]));
    const placed = taken ? row.commands : row.commands.filter(({ command }) => givenBack.has(command.id));
    const all: CommitResult[] = [];
    for (const entry of placed) all.push(await place(tx, entry, givenBack.get(entry.command.id), returner, taken, nowMs));
    const publications = all.flatMap(({ publication }): Publication[] => (publication ? [publication] : []));
    const settled = taken ? await settle(tx, stream, taken.unsettled, publications, nowMs) : [];
    const newHeads = await publish(tx, [...publications, ...settled]);
    refused.push(...all.flatMap(({ outcome }) => refusalsOf(outcome)));
    const count = all.filter(({ outcome }) => outcome.status !== 'refused' && givenBack.has(outcome.commandId)).length;
    await tx.audit.append({
      atMs: nowMs, action: isReordered ? 'reordered' : 'returned', personId: returner.person.id, hospitalId: returner.person.hospitalId, deviceId: returner.deviceId, subject: stream.id,
      detail: { generation: next.number, taken: count, refused: refused.length, same },
    });
    return { answer: { generation: next, taken: count, refused }, results: all, heads: newHeads };
  });
  await orderer.announce(results.flatMap(({ committed }) => committed ?? []), heads);
  return answer;
}

/** Those of the commands that are not here and that the platform knows as its own, or that their author hands in. */
async function provedOf(tx: StoreTransaction, sealKey: Uint8Array, returner: Returner, { stream, ids, commands }: ReturnsRequest, nowMs: number): Promise<{ proved: Returned[]; refused: ReturnsAnswer['refused'] }> {
  const known = await tx.streams.knownOutcomes(commands.map(({ command }) => command.id));
  const proved: Returned[] = [];
  const refused: ReturnsAnswer['refused'] = [];
  for (const entry of commands) {
    const { command, version, seal } = entry;
    if (command.stream.id !== stream.id || command.stream.kind !== stream.kind || ids[version - 1] !== command.id) throw new PlatformError('bad-request', 'A command was given back for another stream or place than its own.');
    if (known.has(command.id)) continue;
    const refusal = isSealed(sealKey, entry, seal) ? null : await refusalBy(() => checkAuthor(tx, command, returner.person));
    if (refusal) refused.push(...refusalsOf((await refuseCommand(tx, command, returner.person, nowMs, refusal)).outcome));
    else proved.push(entry);
  }
  return { proved, refused };
}

/**
 * @param entry with the version its author saw as it is in the new order
 * @param original as it was given back; undefined for one that was ordered since
 */
async function place(tx: StoreTransaction, { command, committedAtMs }: Returned, original: Returned | undefined, returner: Returner, taken: TakenBack | null, nowMs: number): Promise<CommitResult> {
  const sender: Sender = original ? returner.person : 'platform';
  const body = (original ? null : taken?.bodies.get(command.id)) ?? digestRecord(original?.command ?? command);
  const before = await tx.streams.record(command.stream.id);
  const missing = before ? null : await refusalBy(() => checkHospitals(tx, command));
  if (missing) throw new PlatformError('not-ready', `${missing.message} The commands a console gives back name it: add it again (npm run platform -- hospital add), then they are taken.`);
  try {
    return await acceptCommand(tx, command, before, sender, committedAtMs, body, true);
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    const refused = await refuseCommand(tx, command, sender, nowMs, error);
    await tx.streams.addOutcome(refused.outcome, body);
    return refused;
  }
}

async function refusalBy(work: () => Promise<void>): Promise<RecordError | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof RecordError) return error;
    throw error;
  }
}

const refusalsOf = (outcome: Outcome): ReturnsAnswer['refused'] => (outcome.status === 'refused' ? [{ commandId: outcome.commandId, reason: outcome.reason, message: outcome.message }] : []);
