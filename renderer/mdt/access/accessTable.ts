import { dayOf, timeOf, type AccessEntry } from './entries.ts';

/** What an entry says in the reader's language. */
export interface AccessWords {
  readonly person: (entry: AccessEntry) => string;
  readonly hospital: (entry: AccessEntry) => string;
  readonly action: (entry: AccessEntry) => string;
  readonly why: (entry: AccessEntry) => string;
  readonly source: (entry: AccessEntry) => string;
}

/** Entries as a table for a spreadsheet: UTF-8 with the mark Excel looks for, ids beside the names. */
export function accessCsv(entries: readonly AccessEntry[], words: AccessWords, heads: readonly string[]): string {
  const rows = entries.map((entry) => [
    dayOf(entry.atMs), timeOf(entry.atMs), words.person(entry), entry.personId, words.hospital(entry), words.action(entry), words.why(entry), words.source(entry), String(entry.number), entry.deviceId, entry.subject,
  ]);
  return `\uFEFF${[heads, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

/** A spreadsheet takes what begins with one of these for a formula. */
const cell = (text: string): string => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
