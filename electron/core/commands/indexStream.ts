import type { StreamRecord } from '../../../shared/mdt/apply.ts';
import type { CaseRecord } from '../../../shared/mdt/caseRecord.ts';
import type { Stream } from '../../../shared/mdt/command.ts';
import { foreignReader } from '../store/foreignCases.ts';
import type { Store } from '../store/openStore.ts';
import { indexCase } from '../store/search/caseIndex.ts';
import { indexedMinutes } from '../store/search/minutesIndex.ts';
import { searchTextOf } from '../store/search/searchFields.ts';

/**
 * Keeps what a case is found by as the record is shown here. Call it inside the transaction that changes the record.
 * @param record with pending commands applied
 * @param openMinutes text of minutes that are not frozen, where it is new; what the index holds stays otherwise
 */
export function indexStream({ db }: Pick<Store, 'db'>, stream: Stream, record: StreamRecord | null, openMinutes?: string): void {
  if (stream.kind !== 'case' || !record) return;
  const text = searchTextOf(record as CaseRecord);
  const minutes = text.fields.minutes ?? openMinutes ?? indexedMinutes(db, stream.id);
  const { minutes: _minutes, ...written } = text.fields;
  const reader = foreignReader(db, stream.id);
  const audience = reader === null ? text.audience : [...new Set([...text.audience, reader])];
  indexCase(db, stream.id, { ...text, audience, fields: minutes.trim() === '' ? written : { ...written, minutes } });
}
