import { RecordError, SyncError } from '../../../shared/errors/appError.ts';
import type { RecordExport } from '../../../shared/ipc/channels.ts';
import { digestRecord } from '../../../shared/mdt/canonical.ts';
import { actorOf, type Person } from '../../../shared/mdt/directory.ts';
import { freezeMinutes } from '../../../shared/minutes/freezeMinutes.ts';
import { caseViewOf, getCase, listCases, listMeetings, meetingViewOf } from '../commands/caseView.ts';
import { deliverReport } from '../commands/deliverReport.ts';
import { freezeDecision, signDecision } from '../commands/signDecision.ts';
import { searchCases } from '../commands/searchCases.ts';
import { submitCommand } from '../commands/submitCommand.ts';
import { ViewAudit } from '../commands/viewAudit.ts';
import { AttemptLimit } from '../commands/attemptLimit.ts';
import type { CoreParts, Handlers } from '../coreParts.ts';
import { verifyRecord } from '../commands/verifyRecord.ts';
import { appendAudit } from '../store/audit.ts';
import { readBlob } from '../readBlob.ts';
import { getBlob } from '../store/imaging.ts';
import { getCommitted } from '../store/streams.ts';
import { trustedTime } from '../sync/trustedTime.ts';

const ownCalls: ReadonlySet<string> = new Set(['decision.freeze', 'decision.sign', 'report.deliver']);

/** Cases, meetings, commands, signatures, report and verification. */
export function recordHandlers(parts: CoreParts): Handlers {
  const { context, session, store } = parts;
  const views = new ViewAudit(store.db);
  const pins = new AttemptLimit();
  const audit = (person: Person, action: string, subject: string): void => appendAudit(store.db, { atMs: Date.now(), personId: person.id, action, subject });
  return {
    'case.list': () => {
      const person = session.require();
      views.view(person, 'case.list', person.hospitalId);
      return { cases: listCases(context, person) };
    },
    'case.get': ({ caseId }) => {
      const person = session.require();
      const found = caseViewOf(context, person, caseId);
      views.view(person, 'case.view', caseId);
      return found;
    },
    'case.search': ({ query }) => {
      const person = session.requireClinical();
      const isAllIn = parts.minutesIndex.catchUp();
      // What fails there fails the next search.
      if (!isAllIn) parts.minutesIndex.fill().catch(() => undefined);
      const { hits, isComplete } = searchCases(context, person, query);
      return { hits, isComplete: isComplete && isAllIn };
    },
    'meeting.list': () => ({ meetings: listMeetings(context, session.require()) }),
    'meeting.get': ({ meetingId }) => meetingViewOf(context, session.require(), meetingId),
    'record.submit': ({ commandId, stream, type, baseVersion, payload }) => {
      const person = session.require();
      if (ownCalls.has(type)) throw new RecordError('invalid', `${type} has a call of its own.`);
      if (stream.kind === 'case' && type !== 'case.create') getCase(context, person, stream.id);
      const record = submitCommand(context, { commandId, stream, type, baseVersion, payload, actor: actorOf(person) });
      return { version: record.version, record };
    },
    'decision.freeze': async ({ caseId }) => {
      const person = session.require();
      await parts.minutesSync.settle(caseId);
      freezeDecision(context, person, caseId, freezeMinutes(parts.minutes.document(caseId)));
      return caseViewOf(context, person, caseId);
    },
    'decision.sign': async ({ caseId, role, pin, account, password, code, openReason }) => {
      const person = session.require();
      if ((account === undefined) !== (password === undefined)) throw new RecordError('invalid', 'A colleague who signs here gives account and password.');
      const colleague = account !== undefined && password !== undefined ? await session.prove(account.trim(), password, code) : null;
      await signDecision(context, {
        caseId, role, pin, openReason, signer: colleague?.person ?? person, signingKey: colleague ? colleague.signingKey : session.signingKeyOf(person.id), pins,
        ...trustedTime(parts.client.clock, Date.now(), performance.now()),
      });
      return caseViewOf(context, person, caseId);
    },
    'report.deliver': async ({ caseId, bytes }) => {
      const person = session.require();
      await deliverReport(context, person, caseId, bytes);
      return caseViewOf(context, person, caseId);
    },
    'report.read': async ({ caseId }) => {
      const person = session.require();
      const { report } = getCase(context, person, caseId);
      if (!report || !getBlob(store.db, report.sha256)?.isLocal) return { bytes: null };
      const bytes = await readBlob(parts, report.sha256);
      audit(person, 'report.read', caseId);
      return { bytes };
    },
    'record.verify': ({ caseId }) => verifyRecord(getCase(context, session.require(), caseId)),
    'record.export': ({ caseId }) => {
      const person = session.require();
      const content: RecordExport = { schema: 'mdt-record/1', record: getCase(context, person, caseId) };
      audit(person, 'record.export', caseId);
      return { json: `${JSON.stringify(content, undefined, 2)}\n` };
    },
    'removal.list': async ({ stream }) => {
      const person = session.require();
      if (stream.kind === 'case') getCase(context, person, stream.id);
      else meetingViewOf(context, person, stream.id);
      const token = await session.tokenOf(person.id);
      if (token === null) throw new SyncError('unauthorized', `The session at ${parts.client.origin} has ended; sign in again to ask which consoles have confirmed.`);
      return parts.client.removals(token, stream.id);
    },
    'record.digest': async ({ stream }) => {
      const person = session.require();
      // Also a digest is for those alone who have a part in the stream.
      if (stream.kind === 'case') getCase(context, person, stream.id);
      else meetingViewOf(context, person, stream.id);
      const committed = getCommitted(store.db, stream);
      const token = await session.tokenOf(person.id).catch(() => null);
      // Without the platform there is nothing to compare with; the local digest is still an answer.
      const platform = token === null ? null : await parts.client.digest(token, stream).catch(() => null);
      return { local: digestRecord(committed), version: committed?.version ?? 0, platform: platform?.digest ?? null, platformVersion: platform?.version ?? null };
    },
  };
}
