import { RecordError } from '../../shared/errors/appError.ts';
import { applyCommand, audienceOf, type StreamRecord } from '../../shared/mdt/apply.ts';
import { digestRecord } from '../../shared/mdt/canonical.ts';
import { payloadSchemas, type AnyCommand } from '../../shared/mdt/command.ts';
import type { Person } from '../../shared/mdt/directory.ts';
import type { Committed, Outcome } from '../../shared/sync/protocol.ts';
import type { PlatformStore } from '../store/openStore.ts';
import { checkAuthor } from './checkAuthor.ts';

/** What one command led to. `heads` are the new ends of the feeds it reached; empty when nothing changed. */
export interface CommitResult {
  readonly outcome: Outcome;
  readonly committed: Committed | null;
  readonly heads: ReadonlyMap<string, number>;
}

/** Who hands a command in: an account, or the platform itself for what it measured. */
export type Sender = Person | 'platform';

/**
 * Orders one command: checks its author, rights and rules, and in one transaction stores the record
 * after it, the command, its outcome, the feeds and the audit row. The same command again answers as
 * the first time. A command in the name of someone else, or handed in by a hospital that does not know the
 * stream, is refused without being remembered, so that nobody can use up another person's command id.
 */
export function commitCommand(store: PlatformStore, command: AnyCommand, sender: Sender, nowMs: number): CommitResult {
  return store.transact(() => {
    const bodySha256 = digestRecord(command);
    const known = store.streams.outcome(command.id);
    if (known) {
      if (known.bodySha256 === bodySha256) return unchanged(known.outcome);
      return refuse(store, command, sender, nowMs, new RecordError('invalid', 'This command id was used for another command.'));
    }
    try {
      if (sender !== 'platform') {
        checkAuthor(store, command, sender);
        checkVisible(store, command, sender);
      }
    } catch (error) {
      if (error instanceof RecordError) return refuse(store, command, sender, nowMs, error);
      throw error;
    }
    try {
      return accept(store, command, sender, nowMs, bodySha256);
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      const refused = refuse(store, command, sender, nowMs, error);
      store.streams.addOutcome(refused.outcome, bodySha256);
      return refused;
    }
  });
}

function accept(store: PlatformStore, command: AnyCommand, sender: Sender, nowMs: number, bodySha256: string): CommitResult {
  const { stream } = command;
  const before = store.streams.record(stream.id);
  const after = applyCommand(before?.record ?? null, command);
  if (!before) checkHospitals(store, command);
  const version = after.version;
  const committed: Committed = { command, version, committedAtMs: nowMs };
  store.streams.append(committed, after);
  indexBlobs(store, command, after);
  const heads = store.streams.publish(stream.id, audienceOf(stream, after));
  const isRebased = before !== undefined && command.baseVersion < before.version;
  const outcome: Outcome = { status: isRebased ? 'rebased' : 'committed', commandId: command.id, version };
  store.streams.addOutcome(outcome, bodySha256);
  store.audit.append({
    atMs: nowMs, action: 'command', personId: command.actor.personId, hospitalId: command.actor.hospitalId, deviceId: command.deviceId, subject: stream.id,
    detail: { type: command.type, commandId: command.id, version, sender: sender === 'platform' ? sender : sender.id },
  });
  return { outcome, committed, heads };
}

function checkVisible(store: PlatformStore, { stream }: AnyCommand, sender: Person): void {
  const before = store.streams.record(stream.id);
  if (before && (before.kind !== stream.kind || !store.streams.isVisible(stream.id, sender.hospitalId))) throw new RecordError('not-found', `This ${stream.kind} is not known to your hospital.`);
}

/** A new stream may only name hospitals of the network. */
function checkHospitals(store: PlatformStore, command: AnyCommand): void {
  const payload = payloadSchemas[command.type].parse(command.payload);
  const named = 'leadHospitalId' in payload ? [payload.leadHospitalId] : 'hospitalIds' in payload ? payload.hospitalIds : [];
  const unknown = named.filter((id) => !store.accounts.hospital(id));
  if (unknown.length > 0) throw new RecordError('invalid', `No hospital of this network has the id ${unknown.join(', ')}.`);
}

/** Ties the bytes a command names to its case; they count as held when the author's hospital may read them already. */
function indexBlobs(store: PlatformStore, command: AnyCommand, after: StreamRecord): void {
  const { hospitalId } = command.actor;
  const tie = (sha256: string): void => {
    if (store.blobs.isKnownTo(sha256, hospitalId)) store.blobs.addHolder(sha256, hospitalId);
    store.blobs.addToCase(after.id, sha256, hospitalId);
  };
  if (command.type === 'case.attachImaging') {
    for (const { sha256 } of payloadSchemas['case.attachImaging'].parse(command.payload).instances) tie(sha256);
  }
  if (command.type === 'report.deliver') tie(payloadSchemas['report.deliver'].parse(command.payload).sha256);
}

function refuse(store: PlatformStore, command: AnyCommand, sender: Sender, nowMs: number, error: RecordError): CommitResult {
  store.audit.append({
    atMs: nowMs, action: 'refusal', personId: sender === 'platform' ? sender : sender.id, hospitalId: sender === 'platform' ? '' : sender.hospitalId,
    deviceId: command.deviceId, subject: command.stream.id, detail: { type: command.type, commandId: command.id, reason: error.reason },
  });
  return unchanged({ status: 'refused', commandId: command.id, reason: error.reason, message: error.message });
}

const unchanged = (outcome: Outcome): CommitResult => ({ outcome, committed: null, heads: new Map() });
