import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import { RecordError } from '../../../shared/errors/appError.ts';
import { actorOf, type Person } from '../../../shared/mdt/directory.ts';
import { isPermitted } from '../../../shared/mdt/rights.ts';
import { markLocal } from '../store/imaging.ts';
import { getCase } from './caseView.ts';
import type { RecordContext } from './recordContext.ts';
import { submitCommand } from './submitCommand.ts';

/** Stores the signed opinion's PDF and sends it on its way. @throws {RecordError} when the case is not at that point. */
export async function deliverReport(context: RecordContext, person: Person, caseId: string, bytes: Uint8Array): Promise<void> {
  const record = getCase(context, person, caseId);
  if (record.state !== 'opinionSigned') throw new RecordError('illegal-transition', `The report is delivered once the chair has signed; the case is ${record.state}.`);
  if (!isPermitted('report.deliver', actorOf(person), record)) throw new RecordError('not-permitted', 'The lead hospital delivers the report.');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await context.store.blobs.put(sha256, bytes);
  markLocal(context.store.db, sha256, bytes.length);
  submitCommand(context, { commandId: v7(), stream: { kind: 'case', id: caseId }, type: 'report.deliver', actor: actorOf(person), baseVersion: record.version, payload: { sha256, byteLength: bytes.length } });
}
