import { v7 } from 'uuid';
import { AppError } from '../../../shared/errors/appError.ts';
import type { CaseRecord } from '../../../shared/mdt/caseRecord.ts';
import { actorOf, type Person } from '../../../shared/mdt/directory.ts';
import { isPermitted } from '../../../shared/mdt/rights.ts';
import { localBlobs } from '../store/imaging.ts';
import { visibleCases } from './caseView.ts';
import type { RecordContext } from './recordContext.ts';
import { submitCommand } from './submitCommand.ts';

/**
 * What the console reports by itself in the name of the person signed in, where their role allows it:
 * that the images of a case are complete here, and that the report has arrived whole.
 */
export function submitDue(context: RecordContext, person: Person): void {
  const local = localBlobs(context.store.db);
  for (const record of visibleCases(context, person)) {
    reportPresence(context, person, record, local);
    receiveReport(context, person, record, local);
  }
}

function reportPresence(context: RecordContext, person: Person, record: CaseRecord, local: ReadonlySet<string>): void {
  const total = record.imaging.length;
  const reported = record.presence[person.hospitalId];
  if (total === 0 || (reported?.present === total && reported.total === total)) return;
  if (!isPermitted('case.reportPresence', actorOf(person), record)) return;
  if (!record.imaging.every((entry) => local.has(entry.sha256))) return;
  submitQuietly(context, person, record, 'case.reportPresence', { present: total, total });
}

function receiveReport(context: RecordContext, person: Person, record: CaseRecord, local: ReadonlySet<string>): void {
  const { report } = record;
  if (!report || record.receipt?.sha256 === report.sha256 || !local.has(report.sha256)) return;
  if (!isPermitted('report.receive', actorOf(person), record)) return;
  submitQuietly(context, person, record, 'report.receive', { sha256: report.sha256 });
}

/** A rule that refuses a report nobody asked for is not this person's concern; it is tried again at the next change. */
function submitQuietly(context: RecordContext, person: Person, record: CaseRecord, type: 'case.reportPresence' | 'report.receive', payload: unknown): void {
  try {
    submitCommand(context, { commandId: v7(), stream: { kind: 'case', id: record.id }, type, actor: actorOf(person), baseVersion: record.version, payload });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
}
