import type { StreamRecord } from '../../../shared/mdt/apply.ts';
import type { CaseRecord } from '../../../shared/mdt/caseRecord.ts';
import type { Stream } from '../../../shared/mdt/command.ts';
import { foreignReader } from '../store/foreignCases.ts';
import type { Store } from '../store/openStore.ts';
import { indexCase } from '../store/search/caseIndex.ts';
import { searchTextOf } from '../store/search/searchFields.ts';

/**
 * Keeps what a case is found by as the record is shown here. Call it inside the transaction that changes the record.
 * @param record with pending commands applied
 */
export function indexStream({ db }: Pick<Store, 'db'>, stream: Stream, record: StreamRecord | null): void {
  if (stream.kind !== 'case' || !record) return;
  const text = searchTextOf(record as CaseRecord);
  const reader = foreignReader(db, stream.id);
  indexCase(db, stream.id, reader === null ? text : { ...text, audience: [...new Set([...text.audience, reader])] });
}
