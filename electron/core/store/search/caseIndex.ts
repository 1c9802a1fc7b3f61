import { createHash } from 'node:crypto';
import type { Db } from '../openDatabase.ts';
import { allRows, getRow, run } from '../statement.ts';
import { readingsOfName, readingsOfTerm } from './readings.ts';
import type { SearchField, SearchText } from './searchFields.ts';
import { wordsOf } from './words.ts';

/** Raised when the words of a case are made otherwise; every case is then taken into the index again. */
export const searchFormat = 1;

/** The word of the index that stands for a hospital: ids hold characters that end a word. */
export const hospitalWord = (hospitalId: string): string => `h${createHash('sha256').update(hospitalId).digest('hex').slice(0, 16)}`;

/**
 * Brings the index up to what a case now says; nothing is written where that is what it holds. Call it inside the
 * transaction that changes the case.
 */
export function indexCase(db: Db, caseId: string, text: SearchText): void {
  const fields = JSON.stringify(text.fields);
  const audience = JSON.stringify(text.audience);
  const known = getRow<{ id: number; format: number; state: string; audience: string; fields: string }>(db, 'SELECT id, format, state, audience, fields FROM search_case WHERE case_id = ?', caseId);
  if (known && known.format === searchFormat && known.fields === fields && known.audience === audience) {
    if (known.state !== text.state) run(db, 'UPDATE search_case SET state = ? WHERE id = ?', text.state, known.id);
    return;
  }
  if (known) {
    run(db, 'DELETE FROM search_word WHERE rowid = ?', known.id);
    run(db, 'UPDATE search_case SET format = ?, state = ?, audience = ?, fields = ? WHERE id = ?', searchFormat, text.state, audience, fields, known.id);
  } else {
    run(db, 'INSERT INTO search_case (case_id, format, state, audience, fields) VALUES (?, ?, ?, ?, ?)', caseId, searchFormat, text.state, audience, fields);
  }
  const id = known?.id ?? getRow<{ id: number }>(db, 'SELECT id FROM search_case WHERE case_id = ?', caseId)?.id;
  run(db, 'INSERT INTO search_word (rowid, audience, identity, illness, words) VALUES (?, ?, ?, ?, ?)', id, text.audience.map(hospitalWord).join(' '), ...columnsOf(text.fields));
}

const identity: ReadonlySet<SearchField> = new Set(['patientName', 'hospitalNumber', 'caseNo']);
const illness: ReadonlySet<SearchField> = new Set(['diagnosis', 'stage']);

/** identity, illness and all other words, each once. */
function columnsOf(fields: SearchText['fields']): [string, string, string] {
  const columns = [new Set<string>(), new Set<string>(), new Set<string>()] as const;
  for (const [field, text] of Object.entries(fields) as [SearchField, string][]) {
    const column = identity.has(field) ? columns[0] : illness.has(field) ? columns[1] : columns[2];
    for (const word of wordsOf(text)) column.add(word);
  }
  for (const reading of readingsOfName(fields.patientName ?? '')) columns[0].add(reading);
  for (const reading of readingsOfTerm(fields.diagnosis ?? '')) columns[1].add(reading);
  return [[...columns[0]].join(' '), [...columns[1]].join(' '), [...columns[2]].join(' ')];
}

/** The case is not found any more. */
export const removeFromSearch = (db: Db, caseId: string): void => void run(db, 'DELETE FROM search_case WHERE case_id = ?', caseId);

/** Cases of this console that the index does not hold, or holds in an earlier format. */
export const casesNotIndexed = (db: Db): string[] =>
  allRows<{ id: string }>(
    db,
    `SELECT id FROM (SELECT id FROM stream_record WHERE kind = 'case' UNION SELECT stream_id FROM command WHERE kind = 'case' AND status = 'pending')
     WHERE id NOT IN (SELECT case_id FROM search_case WHERE format = ?) ORDER BY id`,
    searchFormat,
  ).map(({ id }) => id);

const complete = new WeakSet<Db>();

/** From now on every case is indexed by whatever changes it. */
export const markIndexComplete = (db: Db): void => void complete.add(db);

/** False while cases of an earlier version are still being taken in. */
export const isIndexComplete = (db: Db): boolean => complete.has(db);
