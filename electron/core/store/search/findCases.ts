import type { Db } from '../openDatabase.ts';
import { allRows } from '../statement.ts';
import { hospitalWord } from './caseIndex.ts';
import { maySpeak, places, termsOf, type Term } from './query.ts';
import type { SearchText } from './searchFields.ts';
import { holdsAll, snippetOf, type Snippet } from './snippet.ts';

/** A case that was found. */
export interface FoundCase {
  readonly caseId: string;
  readonly state: string;
  readonly fields: SearchText['fields'];
  readonly snippet: Snippet | null;
}

/** Who it is comes before what they have, and that before what was written about them. */
const tiers = [[places.identity], [places.identity, places.illness], [places.identity, places.illness, places.other]] as const;
/** Last, what was said: minutes hold so many characters that a few initials stand in many. */
const spoken = [...tiers[2], places.spoken] as const;

/**
 * Cases a hospital may see that hold every word of the query: first those found by name or number, then by diagnosis,
 * then by any other text, then by initials of the minutes; within each the newest first.
 *
 * @param limit how many at most
 */
export function findCases(db: Db, hospitalId: string, query: string, limit: number): FoundCase[] {
  const terms = termsOf(query);
  if (terms.length === 0) return [];
  const found = new Map<string, FoundCase>();
  // Whole words before beginnings of words: what is typed out is found without going through all that begins so.
  const steps = [...tiers.flatMap((each) => [[each, true], [each, false]] as const), ...(terms.some(({ text }) => maySpeak(text)) ? [[spoken, false] as const] : [])];
  for (const [among, isWhole] of steps) {
    const match = `"${hospitalWord(hospitalId)}" AND ${terms.map((term) => term.matchIn(among, isWhole)).join(' AND ')}`;
    takeInto(found, db, match, terms, limit);
    if (found.size >= limit) break;
  }
  return [...found.values()];
}

interface Row {
  readonly case_id: string;
  readonly state: string;
  readonly fields: string;
  readonly spoken: string;
}

function takeInto(found: Map<string, FoundCase>, db: Db, match: string, terms: readonly Term[], limit: number): void {
  const rows = allRows<Row>(
    db,
    `SELECT case_id, state, fields, spoken FROM search_word JOIN search_case ON search_case.id = search_word.rowid WHERE search_word MATCH ? ORDER BY search_word.rowid DESC LIMIT ?`,
    match, limit * 2,
  );
  // Pairs of neighbours may all be there without standing together.
  const hasPairs = terms.some((term) => Array.from(term.text).length > 2);
  for (const row of rows) {
    if (found.size >= limit) return;
    if (found.has(row.case_id)) continue;
    const fields = JSON.parse(row.fields) as SearchText['fields'];
    if (hasPairs && !holdsAll(fields, terms, row.spoken)) continue;
    found.set(row.case_id, { caseId: row.case_id, state: row.state, fields, snippet: snippetOf(fields, terms, row.spoken) });
  }
}
