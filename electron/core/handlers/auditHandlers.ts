import { RecordError, SyncError } from '../../../shared/errors/appError.ts';
import type { RequestOf } from '../../../shared/ipc/channels.ts';
import type { Person } from '../../../shared/mdt/directory.ts';
import { AuditWatch } from '../commands/auditWatch.ts';
import { isCaseVisible } from '../commands/caseView.ts';
import type { CoreParts, Handlers } from '../coreParts.ts';
import { appendAudit, listAudit, type AuditFilter } from '../store/audit.ts';
import { exportAudit } from '../store/exportAudit.ts';
import { inTransaction } from '../store/statement.ts';

const isAdministrator = (person: Person): boolean => person.roles.includes('administrator');

/** The access log: who saw what, when and why; exporting it, and noting what happens outside core. */
export function auditHandlers(parts: CoreParts): Handlers {
  const { context, session, store } = parts;
  const watch = new AuditWatch(store.db);
  /** All rows of a case for who has a part in it; otherwise, and for an administrator always, those of the own hospital. */
  const filterFor = (person: Person, { caseId, personId, fromMs, toMs }: RequestOf<'audit.export'>): AuditFilter => {
    const wanted = { caseId, personId, fromMs, toMs };
    if (caseId === undefined || isAdministrator(person)) return { ...wanted, hospitalId: person.hospitalId };
    if (!isCaseVisible(context, person, caseId)) throw new RecordError('not-found', 'This case is not on this console; it appears when the platform has sent it.', { detail: { caseId } });
    return wanted;
  };
  return {
    'audit.list': ({ subject, limit, ...wanted }) => {
      const person = session.require();
      const isCase = subject !== undefined && isCaseVisible(context, person, subject);
      const rows = listAudit(store.db, isCase ? filterFor(person, { ...wanted, caseId: subject }) : { ...filterFor(person, wanted), subject }, limit);
      const integrity = watch.integrity(Date.now());
      return { rows, isIntact: integrity.breaks.length === 0, integrity };
    },
    'audit.platform': async ({ caseId }) => {
      const person = session.require();
      const token = await session.tokenOf(person.id);
      if (token === null) throw new SyncError('unauthorized', `The session at ${parts.client.origin} has ended; sign in again to ask the platform who read this case.`);
      return { rows: [...(await parts.client.audit(token, caseId)).rows] };
    },
    'audit.export': (wanted) => {
      const person = session.require();
      return exportAudit(store.db, filterFor(person, wanted), { deviceId: store.deviceId, nowMs: Date.now() });
    },
    'audit.note': ({ action, caseId, meetingId }) => {
      const personId = session.person?.id ?? 'nobody';
      const subject = caseId ?? meetingId ?? session.person?.hospitalId ?? store.deviceId;
      inTransaction(store.db, () => appendAudit(store.db, { atMs: Date.now(), personId, action, subject, ...(caseId === undefined ? {} : { caseId }) }));
      return {};
    },
  };
}
