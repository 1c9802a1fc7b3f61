import { createHash } from 'node:crypto';
import { RecordError } from '../../shared/errors/appError.ts';
import type { CaseRecord } from '../../shared/mdt/caseRecord.ts';
import { actorOf } from '../../shared/mdt/directory.ts';
import { mayWriteMinutes, minutesStateOf, type MinutesState } from '../../shared/mdt/minutesRules.ts';
import { admitUpdate } from '../../shared/minutes/admitUpdate.ts';
import { encodeMinutes, openMinutes, type MinutesDocument } from '../../shared/minutes/document.ts';
import type { MinutesNews, PushedMinutes } from '../../shared/platform/minutesContract.ts';
import type { Caller } from '../http/access.ts';
import type { StoredMinutes } from '../store/minutes.ts';
import type { StoreTransaction } from '../store/openStore.ts';
import { documentOf } from './readMinutes.ts';

/** A change as a console sends it. */
export interface SentMinutes {
  readonly sha256: string;
  readonly atMs: number;
  readonly update: string;
}

type Result = PushedMinutes['results'][number];

/** What a push led to: the answer, and what is to be told to whom once it is on the disk. */
export interface TakenMinutes {
  readonly results: Result[];
  readonly news: MinutesNews[];
  readonly audience: readonly string[];
}

/** Changes before they are put together. */
const compactAfter = 100;
/** Typing again after so long is another editing session in the audit, ms. */
const sessionMs = 10 * 60_000;
/** Kept beside the minutes of one case, bytes; more of it stays on the console that typed it. */
const mostLateBytes = 1024 * 1024;

/** The document while a push is worked through. */
interface Work {
  readonly tx: StoreTransaction;
  readonly caseId: string;
  readonly caller: Caller;
  readonly state: MinutesState;
  readonly nowMs: number;
  document: MinutesDocument;
  updates: StoredMinutes[];
  position: number;
}

/** Takes the changes of one person, in their order, inside one transaction that holds the case. */
export async function takeMinutes(tx: StoreTransaction, caller: Caller, caseId: string, sent: readonly SentMinutes[], nowMs: number): Promise<TakenMinutes> {
  await tx.lock([`stream/${caseId}`]);
  const found = await tx.streams.record(caseId);
  const { person } = caller;
  if (found?.kind !== 'case' || !(await tx.streams.isVisible(caseId, person.hospitalId))) return all(sent, 'waits', 'The case is not known to your hospital.');
  const record = found.record as CaseRecord;
  if (!mayWriteMinutes(actorOf(person), record)) return all(sent, 'refused', 'Only the people who treat or discuss the case write in its minutes.');
  const state = minutesStateOf(record);
  if (state === 'early') return all(sent, 'waits', 'The minutes are opened when the lead hospital accepts the case.');
  const parts = await tx.minutes.parts(caseId);
  const work: Work = { tx, caseId, caller, state, nowMs, document: documentOf(parts), updates: [...parts.updates], position: parts.position };
  const results: Result[] = [];
  const news: MinutesNews[] = [];
  for (const change of sent) {
    const before = work.position;
    const result = await takeOne(work, change);
    results.push(result);
    if (work.position > before) news.push({ caseId, position: work.position, update: result.status === 'taken' ? change.update : null });
  }
  if (news.length > 0) await noteWriting(work);
  if (work.updates.filter(({ isLate }) => !isLate).length > compactAfter) await tx.minutes.compact(caseId, encodeMinutes(work.document), work.position);
  return { results, news, audience: await tx.streams.audience(caseId) };
}

const all = (sent: readonly SentMinutes[], status: Result['status'], message: string): TakenMinutes => ({ results: sent.map(({ sha256 }) => ({ sha256, status, message })), news: [], audience: [] });

async function takeOne(work: Work, { sha256, atMs, update }: SentMinutes): Promise<Result> {
  const bytes = new Uint8Array(Buffer.from(update, 'base64'));
  const { id: personId, name: personName } = work.caller.person;
  const known = work.updates.find((stored) => stored.sha256 === sha256);
  if (known) return { sha256, status: known.isLate ? 'late' : 'known', message: null };
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) return { sha256, status: 'refused', message: 'The change arrived damaged.' };
  try {
    const admission = admitUpdate(work.document, bytes, personId);
    if (admission.status === 'known') return { sha256, status: 'known', message: null };
    const isLate = admission.status === 'missing' ? standsOnLate(work, bytes) : work.state === 'closed';
    if (admission.status === 'missing' && !isLate) return { sha256, status: 'missing', message: null };
    if (isLate && work.updates.reduce((sum, stored) => sum + (stored.isLate ? stored.bytes.byteLength : 0), bytes.byteLength) > mostLateBytes) {
      return { sha256, status: 'refused', message: 'The minutes are closed, and too much came after that; it stays on your console.' };
    }
    work.position += 1;
    const stored: StoredMinutes = { position: work.position, sha256, personId, personName, deviceId: work.caller.session.deviceId, atMs, isLate, bytes };
    await work.tx.minutes.add(work.caseId, stored, work.nowMs);
    work.updates.push(stored);
    if (!isLate && admission.status === 'new') work.document = admission.document;
    return { sha256, status: isLate ? 'late' : 'taken', message: null };
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    await work.tx.audit.append(entryOf(work, 'refusal', { type: 'minutes.update', reason: error.reason }));
    return { sha256, status: 'refused', message: error.message };
  }
}

/** Typed on, at one console, after something that came too late: it stays with that. */
function standsOnLate(work: Work, bytes: Uint8Array): boolean {
  const personId = work.caller.person.id;
  const late = work.updates.filter((stored) => stored.isLate && stored.personId === personId).map((stored) => stored.bytes);
  return late.length > 0 && admitUpdate(openMinutes(encodeMinutes(work.document), ...late), bytes, personId).status === 'new';
}

async function noteWriting(work: Work): Promise<void> {
  const { tx, caseId, caller, nowMs } = work;
  const last = await tx.minutes.noteWriter(caseId, caller.person.id, caller.session.deviceId, nowMs);
  if (last === null || nowMs - last > sessionMs) await tx.audit.append(entryOf(work, 'minutes', { position: work.position }));
}

const entryOf = ({ caller: { person, session }, caseId, nowMs }: Work, action: 'minutes' | 'refusal', detail: Readonly<Record<string, string | number>>) => ({
  atMs: nowMs, action, personId: person.id, hospitalId: person.hospitalId, deviceId: session.deviceId, subject: caseId, detail,
});
