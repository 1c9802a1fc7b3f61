import { createHash } from 'node:crypto';
import type { Db } from '../openDatabase.ts';
import { allRows, getRow, run } from '../statement.ts';
import { places, spokenLetters, type Place } from './query.ts';
import { initialsAlong, readingsOfName, readingsOfTerm } from './readings.ts';
import type { SearchField, SearchText } from './searchFields.ts';
import { wordsOf } from './words.ts';

/** Raised when the words of a case are made otherwise; every case is then taken into the index again. */
export const searchFormat = 2;

/** The word of the index that stands for a hospital: ids hold characters that end a word. */
export const hospitalWord = (hospitalId: string): string => `${places.hospital}${createHash('sha256').update(hospitalId).digest('hex').slice(0, 16)}`;

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
  const spoken = initialsAlong(text.fields.minutes ?? '');
  if (known) {
    run(db, 'DELETE FROM search_word WHERE rowid = ?', known.id);
    run(db, 'UPDATE search_case SET format = ?, state = ?, audience = ?, fields = ?, spoken = ? WHERE id = ?', searchFormat, text.state, audience, fields, spoken, known.id);
  } else {
    run(db, 'INSERT INTO search_case (case_id, format, state, audience, fields, spoken) VALUES (?, ?, ?, ?, ?, ?)', caseId, searchFormat, text.state, audience, fields, spoken);
  }
  const id = known?.id ?? getRow<{ id: number }>(db, 'SELECT id FROM search_case WHERE case_id = ?', caseId)?.id;
  run(db, 'INSERT INTO search_word (rowid, words) VALUES (?, ?)', id, [...text.audience.map(hospitalWord), ...placedWords(text.fields), ...spokenWords(spoken)].join(' '));
}

const placeOf: Readonly<Partial<Record<SearchField, Place>>> = { patientName: places.identity, hospitalNumber: places.identity, caseNo: places.identity, diagnosis: places.illness, stage: places.illness };

/** Every word of a case with the letter of its place, each once. */
function placedWords(fields: SearchText['fields']): Set<string> {
  const found = new Set<string>();
  for (const [field, text] of Object.entries(fields) as [SearchField, string][]) for (const word of wordsOf(text)) found.add(`${placeOf[field] ?? places.other}${word}`);
  for (const reading of readingsOfName(fields.patientName ?? '')) found.add(`${places.identity}${reading}`);
  for (const reading of readingsOfTerm(fields.diagnosis ?? '')) found.add(`${places.illness}${reading}`);
  return found;
}

/** Initials from every character of the minutes on, as many as a word of the index has. */
function spokenWords(spoken: string): Set<string> {
  const found = new Set<string>();
  for (const letters of spoken.split(' ')) {
    for (let at = 0; at + spokenLetters.least <= letters.length; at += 1) found.add(`${places.spoken}${letters.slice(at, at + spokenLetters.most)}`);
  }
  return found;
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
