import { RecordError } from '../../shared/errors/appError.ts';
import { applyCommand, audienceOf, type StreamRecord } from '../../shared/mdt/apply.ts';
import { digestRecord } from '../../shared/mdt/canonical.ts';
import { payloadSchemas, type AnyCommand } from '../../shared/mdt/command.ts';
import type { Person } from '../../shared/mdt/directory.ts';
import type { Committed, Outcome } from '../../shared/sync/protocol.ts';
import type { StoreTransaction } from '../store/openStore.ts';
import { checkFrozenMinutes } from '../minutes/checkFrozenMinutes.ts';
import { checkAuthor } from './checkAuthor.ts';
import type { Publication } from './publish.ts';
import { queueForProvince } from './queueForProvince.ts';

/** What one command led to; `committed` and `publication` are null when nothing changed. */
export interface CommitResult {
  readonly outcome: Outcome;
  readonly committed: Committed | null;
  readonly publication: Publication | null;
}

/** The stream as it stands before a command; undefined when the command begins it. */
export type Before = Awaited<ReturnType<StoreTransaction['streams']['record']>>;

/** Who hands a command in: an account, or the platform itself for what it measured. */
export type Sender = Person | 'platform';

/**
 * Orders one command inside a transaction that holds its stream: checks its author, rights and rules, and stores
 * the record after it, the command, its outcome and the audit row. The same command again answers as
 * the first time. A command in the name of someone else, or handed in by a hospital that does not know the
 * stream, is refused without being remembered, so that nobody can use up another person's command id.
 */
export async function commitCommand(tx: StoreTransaction, command: AnyCommand, sender: Sender, nowMs: number): Promise<CommitResult> {
  const bodySha256 = digestRecord(command);
  const known = await tx.streams.outcome(command.id);
  if (known) {
    if (known.bodySha256 === bodySha256) return unchanged(known.outcome);
    return refuseCommand(tx, command, sender, nowMs, new RecordError('invalid', 'This command id was used for another command.'));
  }
  const before = await tx.streams.record(command.stream.id);
  try {
    if (sender !== 'platform') {
      await checkAuthor(tx, command, sender);
      await checkVisible(tx, command, sender, before);
    }
  } catch (error) {
    if (error instanceof RecordError) return refuseCommand(tx, command, sender, nowMs, error);
    throw error;
  }
  try {
    return await acceptCommand(tx, command, before, sender, nowMs, bodySha256);
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    const refused = await refuseCommand(tx, command, sender, nowMs, error);
    await tx.streams.addOutcome(refused.outcome, bodySha256);
    return refused;
  }
}

/**
 * Gives a command its place after all rules but those about who hands it in.
 * @param isGivenBack it was ordered before a restore: its minutes were compared then, and the platform may have lost them since
 * @throws {RecordError} with the rule that refuses it; nothing is stored then
 */
export async function acceptCommand(tx: StoreTransaction, command: AnyCommand, before: Before, sender: Sender, nowMs: number, bodySha256: string, isGivenBack = false): Promise<CommitResult> {
  const { stream } = command;
  const after = applyCommand(before?.record ?? null, command);
  if (!before) await checkHospitals(tx, command);
  if (!isGivenBack) await checkFrozenMinutes(tx, command);
  const version = after.version;
  const committed: Committed = { command, version, committedAtMs: nowMs };
  await tx.streams.append(committed, after);
  await indexBlobs(tx, command, after);
  await queueForProvince(tx, command, after, nowMs);
  const audience = audienceOf(stream, after);
  const added = await tx.streams.addAudience(stream.id, audience);
  const former = (await tx.streams.audience(stream.id)).filter((hospitalId) => !added.includes(hospitalId));
  const known = former.filter((hospitalId) => audience.includes(hospitalId));
  const removed = former.filter((hospitalId) => !audience.includes(hospitalId));
  // At once: the next command of the same batch may bring them back.
  await tx.streams.dropAudience(stream.id, removed);
  const isRebased = before !== undefined && command.baseVersion < before.version;
  const outcome: Outcome = { status: isRebased ? 'rebased' : 'committed', commandId: command.id, version };
  await tx.streams.addOutcome(outcome, bodySha256);
  await tx.audit.append({
    atMs: nowMs, action: 'command', personId: command.actor.personId, hospitalId: command.actor.hospitalId, deviceId: command.deviceId, subject: stream.id,
    detail: { type: command.type, commandId: command.id, version, sender: sender === 'platform' ? sender : sender.id },
  });
  for (const hospitalId of removed) {
    await tx.audit.append({ atMs: nowMs, action: 'removal', personId: command.actor.personId, hospitalId, deviceId: command.deviceId, subject: stream.id, detail: { commandId: command.id, version } });
  }
  return { outcome, committed, publication: { streamId: stream.id, version, commandId: command.id, known, added, removed, digest: removed.length > 0 ? digestRecord(after) : '', atMs: nowMs } };
}

async function checkVisible(tx: StoreTransaction, { stream }: AnyCommand, sender: Person, before: Before): Promise<void> {
  if (before && (before.kind !== stream.kind || !(await tx.streams.isVisible(stream.id, sender.hospitalId)))) throw new RecordError('not-found', `This ${stream.kind} is not known to your hospital.`);
}

/** A new stream may only name hospitals of the network. */
export async function checkHospitals(tx: StoreTransaction, command: AnyCommand): Promise<void> {
  const payload = payloadSchemas[command.type].parse(command.payload);
  const named = 'leadHospitalId' in payload ? [payload.leadHospitalId] : 'hospitalIds' in payload ? payload.hospitalIds : [];
  const unknown: string[] = [];
  for (const id of named) if (!(await tx.accounts.hospital(id))) unknown.push(id);
  if (unknown.length > 0) throw new RecordError('invalid', `No hospital of this network has the id ${unknown.join(', ')}.`);
}

/** Ties the bytes a command names to its case; they count as held when the author's hospital may read them already. */
async function indexBlobs(tx: StoreTransaction, command: AnyCommand, after: StreamRecord): Promise<void> {
  const { hospitalId } = command.actor;
  const named =
    command.type === 'case.attachImaging' ? payloadSchemas['case.attachImaging'].parse(command.payload).instances.map(({ sha256 }) => sha256)
      : command.type === 'report.deliver' ? [payloadSchemas['report.deliver'].parse(command.payload).sha256]
        : [];
  const hashes = [...new Set(named)];
  await tx.blobs.addHolder([...(await tx.blobs.knownTo(hashes, hospitalId))], hospitalId);
  await tx.blobs.addToCase(after.id, hashes, hospitalId);
}

export async function refuseCommand(tx: StoreTransaction, command: AnyCommand, sender: Sender, nowMs: number, error: RecordError): Promise<CommitResult> {
  await tx.audit.append({
    atMs: nowMs, action: 'refusal', personId: sender === 'platform' ? sender : sender.id, hospitalId: sender === 'platform' ? '' : sender.hospitalId,
    deviceId: command.deviceId, subject: command.stream.id, detail: { type: command.type, commandId: command.id, reason: error.reason },
  });
  return unchanged({ status: 'refused', commandId: command.id, reason: error.reason, message: error.message });
}

const unchanged = (outcome: Outcome): CommitResult => ({ outcome, committed: null, publication: null });
