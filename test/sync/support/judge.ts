import { getCommand, getCommitted, listCommands, listStreams } from '../../../electron/core/store/streams.ts';
import { isAuditIntact } from '../../../electron/core/store/audit.ts';
import { reordered } from '../../../electron/core/commands/rewindStream.ts';
import { applyCommand, audienceOf, type StreamRecord } from '../../../shared/mdt/apply.ts';
import { digestRecord } from '../../../shared/mdt/canonical.ts';
import type { CaseRecord } from '../../../shared/mdt/caseRecord.ts';
import type { AnyCommand, Stream } from '../../../shared/mdt/command.ts';
import { isSignatureValid } from '../../../shared/mdt/signature.ts';
import { ConflictModel, type Seen } from './conflictModel.ts';
import type { SimulatedConsole } from './simulatedConsole.ts';
import type { World } from './world.ts';

/** The platform's commands in the order it gave them, each with the record that a replay of them makes. */
export interface Logged {
  readonly command: AnyCommand;
  readonly record: StreamRecord;
}

/** What the platform holds in the end, replayed command by command. */
export async function logOf(world: World, told: readonly AnyCommand[]): Promise<Logged[]> {
  const log: Logged[] = [];
  for (const id of new Set(told.map(({ stream }) => stream.id))) {
    let record: StreamRecord | null = null;
    for (const { command } of await world.platform.store.streams.commandsAfter(id, 0)) {
      record = applyCommand(record, JSON.parse(JSON.stringify(command)) as AnyCommand);
      log.push({ command, record });
    }
  }
  return log;
}

/**
 * Everything that must hold once all is quiet.
 * @param told every command the platform ever said to have taken
 * @returns what does not, in words
 */
export async function judge(world: World, log: readonly Logged[], told: readonly AnyCommand[]): Promise<string[]> {
  const wrong: string[] = [...world.wrong, ...(await judgeTold(world, log, told))];
  const byStream = Map.groupBy(log, ({ command }) => command.stream.id);
  for (const [id, entries] of byStream) {
    const last = entries.at(-1);
    if (!last) continue;
    const { stream } = last.command;
    const held = (await world.platform.store.streams.record(id))?.record ?? null;
    if (digestRecord(last.record) !== digestRecord(held)) wrong.push(`${id}: the platform's record is not the replay of its commands`);
    if (entries.length !== (held?.version ?? 0) || new Set(entries.map(({ command }) => command.id)).size !== entries.length) wrong.push(`${id}: a command is there twice or not at all`);
    if (stream.kind === 'case') wrong.push(...judgeFields(entries, world.seen), ...judgeSignatures(entries));
    wrong.push(...(await judgeRemovals(world, stream)));
    for (const at of world.consoles) wrong.push(...judgeCopy(at, stream, entries, held));
  }
  const committed = new Set(log.map(({ command }) => command.id));
  for (const at of world.consoles) wrong.push(...judgeConsole(at, committed, byStream));
  return wrong;
}

/** What was taken once is there in the end; only a rule may end that after a restore, and then somebody is shown it. */
async function judgeTold(world: World, log: readonly Logged[], told: readonly AnyCommand[]): Promise<string[]> {
  const held = new Set(log.map(({ command }) => command.id));
  const gone = [...new Map(told.filter(({ id }) => !held.has(id)).map((command) => [command.id, command])).values()];
  if (world.counts.restores === 0) {
    const isTwice = new Set(told.map(({ id }) => id)).size !== told.length;
    return [...gone.map(({ id, type }) => `${type} ${id} was taken and is gone`), ...(isTwice ? ['a command was taken twice'] : [])];
  }
  const wrong: string[] = [];
  for (const { id, type } of gone) {
    const stored = world.consoles.flatMap((at) => getCommand(at.store.db, id) ?? []);
    const isShown = stored.some(({ status, reason }) => status === 'refused' && reason !== null);
    if (!isShown && stored.length > 0) wrong.push(`${type} ${id} was taken, is gone since a restore, and nobody is shown it`);
    if (stored.some(({ reason }) => reason === reordered) && (await world.platform.store.streams.outcome(id))?.outcome.status !== 'refused') wrong.push(`${type} ${id} was taken, is gone since a restore, and no rule refused it`);
  }
  return wrong;
}

function judgeCopy(at: SimulatedConsole, stream: Stream, entries: readonly Logged[], held: StreamRecord | null): string[] {
  const mayHold = held !== null && audienceOf(stream, held).some((hospitalId) => at.hospitals.has(hospitalId));
  const own = getCommitted(at.store.db, stream);
  const name = `console ${at.index}, ${stream.id}`;
  if (!mayHold) return own === null && listCommands(at.store.db, stream, 'committed').length === 0 ? [] : [`${name}: it holds a record that is not its hospitals'`];
  if (digestRecord(own) !== digestRecord(held)) return [`${name}: its record at version ${own?.version} is not the platform's at ${held?.version}`];
  const ids = listCommands(at.store.db, stream, 'committed').map(({ command }) => command.id).sort();
  const expected = entries.map(({ command }) => command.id).sort();
  return ids.join() === expected.join() ? [] : [`${name}: its committed commands are not the platform's`];
}

function judgeConsole(at: SimulatedConsole, committed: ReadonlySet<string>, byStream: ReadonlyMap<string, readonly Logged[]>): string[] {
  const wrong: string[] = [];
  const name = `console ${at.index}`;
  for (const id of at.acknowledged) {
    const stored = getCommand(at.store.db, id);
    if (!stored && at.wasRemoved(id) && (committed.has(id) || isNoted(at, id))) continue;
    if (!stored) wrong.push(`${name}: ${id} was confirmed and is gone`);
    else if (stored.status === 'pending') wrong.push(`${name}: ${id} still waits`);
    else if (stored.status === 'refused' && (!stored.reason || !stored.message)) wrong.push(`${name}: ${id} was refused without a reason`);
    if ((stored?.status === 'committed') !== committed.has(id)) wrong.push(`${name}: ${id} is ${stored?.status ?? 'unknown'} here and ${committed.has(id) ? '' : 'not '}committed at the platform`);
  }
  for (const kind of ['case', 'meeting'] as const) {
    for (const stream of listStreams(at.store.db, kind)) {
      const text = JSON.stringify(getCommitted(at.store.db, stream));
      for (const { command } of listCommands(at.store.db, stream, 'refused')) if (text.includes(command.id)) wrong.push(`${name}: the refused ${command.id} is in the record`);
      if (!byStream.has(stream.id) && getCommitted(at.store.db, stream)) wrong.push(`${name}: it holds ${stream.id}, which the platform never saw`);
    }
  }
  if (!isAuditIntact(at.store.db)) wrong.push(`${name}: its audit chain is broken`);
  return wrong;
}

/** A row of the audit says that it went with its stream without having been sent. */
const isNoted = (at: SimulatedConsole, id: string): boolean => at.store.db.prepare(`SELECT 1 FROM audit WHERE action = 'removed.command' AND subject = ?`).get(id) !== undefined;

/** Every console of a hospital that left has proved that it deleted exactly what the platform holds. */
async function judgeRemovals(world: World, stream: Stream): Promise<string[]> {
  const { removals } = await world.platform.store.streams.removalReport(stream);
  return removals.flatMap(({ hospitalId, consoles }) => consoles.flatMap(({ deviceId, confirmedAtMs, isExact }) => {
    const at = world.consoles.find(({ index }) => deviceId === `device-${index}`);
    if (confirmedAtMs === null) return at?.keeps(stream.id) ? [] : [`${stream.id}: ${deviceId} has not confirmed that it deleted what ${hospitalId} left`];
    return isExact ? [] : [`${stream.id}: ${deviceId} deleted something else than the platform holds`];
  }));
}

function judgeFields(entries: readonly Logged[], seen: ReadonlyMap<string, Seen>): string[] {
  const model = new ConflictModel();
  return entries.flatMap(({ command, record }) => model.follow(command, record as CaseRecord, seen.get(command.id) ?? null).map((words) => `after ${command.type} ${command.id}: ${words}`));
}

/** From the first signature on, the frozen text stays to the bit, and signatures are only added. */
function judgeSignatures(entries: readonly Logged[]): string[] {
  const wrong: string[] = [];
  let frozen: string | null = null;
  let given: readonly string[] = [];
  for (const { command, record } of entries) {
    const now = record as CaseRecord;
    const signatures = now.signatures.map((signature) => JSON.stringify(signature));
    if (given.some((signature, at) => signatures[at] !== signature)) wrong.push(`${command.type} ${command.id} changed a signature`);
    if (frozen !== null && now.frozen?.canonical !== frozen) wrong.push(`${command.type} ${command.id} changed a signed record`);
    given = signatures;
    if (signatures.length > 0) frozen = now.frozen?.canonical ?? '';
  }
  const last = entries.at(-1)?.record as CaseRecord | undefined;
  for (const signature of last?.signatures ?? []) if (!last?.frozen || !isSignatureValid(last.id, signature, last.frozen)) wrong.push(`a signature of ${signature.personId} does not hold`);
  return wrong;
}
