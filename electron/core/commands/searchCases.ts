import { createHmac, randomBytes } from 'node:crypto';
import type { CaseHit } from '../../../shared/ipc/channels.ts';
import type { Person } from '../../../shared/mdt/directory.ts';
import type { RequestState } from '../../../shared/mdt/states.ts';
import { appendAudit } from '../store/audit.ts';
import { isIndexComplete } from '../store/search/caseIndex.ts';
import { findCases } from '../store/search/findCases.ts';
import { plainForm } from '../store/search/words.ts';
import { getSetting, setSetting } from '../store/people.ts';
import type { Db } from '../store/openDatabase.ts';
import { inTransaction } from '../store/statement.ts';
import { isCaseVisible } from './caseView.ts';
import type { RecordContext } from './recordContext.ts';

/** More is not read by anyone; another word is typed. */
const mostHits = 30;

/**
 * Cases the person may see that hold every word of the query; the search is audited whatever it finds.
 * @returns `isComplete` false while cases of an earlier version are still being taken into the index
 */
export function searchCases(context: RecordContext, person: Person, query: string): { hits: CaseHit[]; isComplete: boolean } {
  const { db } = context.store;
  inTransaction(db, () => appendAudit(db, { atMs: Date.now(), personId: person.id, action: 'case.search', subject: queryDigest(db, query) }));
  const hits = findCases(db, person.hospitalId, query, mostHits)
    // The index says who may find it; the record, who may see it.
    .filter(({ caseId }) => isCaseVisible(context, person, caseId))
    .map(({ caseId, state, fields, snippet }): CaseHit => ({
      caseId, state: state as RequestState, caseNo: fields.caseNo ?? '', patientName: fields.patientName ?? '', hospitalNumber: fields.hospitalNumber ?? '', diagnosis: fields.diagnosis ?? '', snippet,
    }));
  return { hits, isComplete: isIndexComplete(db) };
}

/**
 * The audit shows that the same was searched again, never for whom: names are few enough to be guessed from a plain
 * digest, so this one needs a secret of the record.
 */
function queryDigest(db: Db, query: string): string {
  let secret = getSetting(db, 'searchDigestSecret');
  if (secret === null) setSetting(db, 'searchDigestSecret', (secret = randomBytes(32).toString('hex')));
  return `query:${createHmac('sha256', Buffer.from(secret, 'hex')).update(plainForm(query).trim()).digest('hex').slice(0, 32)}`;
}
