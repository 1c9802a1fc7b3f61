import { existsSync } from 'node:fs';
import { isDiskRefusal } from '../../../../shared/errors/diskTrouble.ts';
import type { AnyCommand } from '../../../../shared/mdt/command.ts';
import { appendAudit } from '../audit.ts';
import { openReadOnly, type Db } from '../openDatabase.ts';
import { allRows, getRow, inTransaction, run } from '../statement.ts';
import { putAsideRecord, type RestoreJournal } from './restoreJournal.ts';

/**
 * Tables whose rows come again from the platform, are made anew, or have a way of their own below. Every other table
 * holds what this console alone knows, and its missing rows are carried over.
 */
export const notCarried: ReadonlySet<string> = new Set([
  'directory', 'session', 'setting', 'stream_record', 'stream_home', 'feed_cursor', 'command', 'outbox', 'audit', 'search_case', 'held_command',
  // Departures come again with the feed, which goes back with the copy; failures and overtaken fields with the commands they are of.
  'removal', 'feed_generation', 'push_failure', 'overtaken',
]);

/** What a restore brought over from the record it put aside. */
export interface CarriedOver {
  /** Commands never sent; they wait until the record has caught up. */
  readonly held: number;
  readonly rows: number;
  /** Why nothing, or not everything, could be read; null when all was. */
  readonly problem: string | null;
}

/**
 * Takes over from the record put aside what no platform has: commands never sent, refused ones nobody has seen to, the
 * access log since the copy, cases from archives, and what is known of objects, people and settings of this console.
 * Doing it again adds nothing.
 *
 * @param db the restored record, at the newest schema
 * @throws what a full or failing disk refused; the restore is then not ended
 */
export function carryOver(db: Db, dataDir: string, key: Uint8Array, journal: RestoreJournal): CarriedOver {
  let old: Db;
  try {
    old = openReadOnly(putAsideRecord(dataDir, journal.putAside), key);
  } catch (error) {
    if (existsSync(putAsideRecord(dataDir, journal.putAside)) && isDiskRefusal(error)) throw error;
    return inTransaction(db, () => ended(db, journal, { held: 0, rows: 0, problem: messageOf(error) }));
  }
  try {
    // Each by itself: one damaged table leaves the others whole.
    const steps = [() => holdUnsent(db, old, journal.putAside), () => carryRefused(db, old), () => carryForeign(db, old), () => continueAudit(db, old), ...carriedTables(db, old).map((table) => () => carryTable(db, old, table))];
    const [heldStep, ...others] = steps;
    const problems: string[] = [];
    const attempt = (step: () => number): number => {
      try {
        return inTransaction(db, step);
      } catch (error) {
        // Not what is carried over, but where it should go: ended here, it would be lost. The next start goes on.
        if (isDiskRefusal(error)) throw error;
        problems.push(messageOf(error));
        return 0;
      }
    };
    const held = heldStep ? attempt(heldStep) : 0;
    const rows = others.reduce((sum, step) => sum + attempt(step), 0);
    return inTransaction(db, () => ended(db, journal, { held, rows, problem: problems[0] ?? null }));
  } finally {
    old.close();
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Nobody stays signed in who was when the copy was made. */
function ended(db: Db, journal: RestoreJournal, result: CarriedOver): CarriedOver {
  run(db, 'DELETE FROM session');
  appendAudit(db, { atMs: journal.atMs, personId: journal.personId === '' ? 'nobody' : journal.personId, action: 'backup.restore', subject: journal.backupId });
  return result;
}

function holdUnsent(db: Db, old: Db, putAside: string): number {
  const rows = allRows<{ id: string; envelope: string }>(old, `SELECT command.id, command.envelope FROM outbox JOIN command ON command.id = outbox.command_id WHERE command.status = 'pending' ORDER BY outbox.seq`);
  const waiting = allRows<{ command_id: string; envelope: string; put_aside: string }>(old, 'SELECT command_id, envelope, put_aside FROM held_command ORDER BY seq');
  const known = (id: string): boolean => getRow(db, 'SELECT 1 FROM command WHERE id = ?', id) !== undefined;
  let held = 0;
  for (const { id, envelope } of [...waiting.map((row) => ({ id: row.command_id, envelope: row.envelope })), ...rows]) {
    if (!known(id)) held += run(db, 'INSERT INTO held_command (command_id, envelope, put_aside) VALUES (?, ?, ?) ON CONFLICT (command_id) DO NOTHING', id, envelope, putAside);
  }
  return held;
}

/** Kept with their reason until somebody has seen to them. */
const carryRefused = (db: Db, old: Db): number => copyRows(db, old, 'command', `SELECT * FROM command WHERE status = 'refused'`);

const ofForeign = (column: string): string => `kind = 'case' AND ${column} IN (SELECT case_id FROM foreign_case)`;

function carryForeign(db: Db, old: Db): number {
  return (
    copyRows(db, old, 'stream_record', `SELECT * FROM stream_record WHERE ${ofForeign('id')}`) +
    copyRows(db, old, 'stream_home', `SELECT * FROM stream_home WHERE ${ofForeign('stream_id')}`) +
    copyRows(db, old, 'command', `SELECT * FROM command WHERE ${ofForeign('stream_id')}`)
  );
}

/** The access log goes on where the copy's ends, if it is the same one. */
function continueAudit(db: Db, old: Db): number {
  const last = getRow<{ seq: number; hash: string }>(db, 'SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1');
  const next = getRow<{ previous_hash: string }>(old, 'SELECT previous_hash FROM audit WHERE seq = ?', (last?.seq ?? 0) + 1);
  if (next?.previous_hash !== (last?.hash ?? '')) return 0;
  return copyRows(db, old, 'audit', 'SELECT * FROM audit WHERE seq > ? ORDER BY seq', last?.seq ?? 0);
}

/** Tables of the old record that the restored one has too and that are carried row by row; those that others refer to first. */
export function carriedTables(db: Db, old: Db): string[] {
  const here = new Set(tablesOf(db));
  return tablesOf(old).filter((name) => here.has(name) && !notCarried.has(name));
}

const tablesOf = (db: Db): string[] =>
  allRows<{ name: string }>(db, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_word%' ORDER BY rowid`).map(({ name }) => name);

const carryTable = (db: Db, old: Db, table: string): number => copyRows(db, old, table, `SELECT * FROM "${table}"`);

/** Rows that are missing, by whatever makes a row of the table unique; columns only one side has are left out. */
function copyRows(db: Db, old: Db, table: string, select: string, ...values: readonly unknown[]): number {
  const columns = new Set(allRows<{ name: string }>(db, 'SELECT name FROM pragma_table_info(?)', table).map(({ name }) => name));
  const numbering = numberingOf(db, table);
  if (numbering !== null) columns.delete(numbering);
  let copied = 0;
  for (const row of old.prepare(select).iterate(...values) as IterableIterator<Record<string, unknown>>) {
    const names = Object.keys(row).filter((name) => columns.has(name));
    copied += run(db, `INSERT OR IGNORE INTO "${table}" (${names.map((name) => `"${name}"`).join(', ')}) VALUES (${names.map(() => '?').join(', ')})`, ...names.map((name) => row[name]));
  }
  return copied;
}

/**
 * Column that only numbers the rows of a table, which something else makes unique: the record put aside may have given
 * the same number to another row.
 */
function numberingOf(db: Db, table: string): string | null {
  const keys = allRows<{ name: string; type: string }>(db, 'SELECT name, type FROM pragma_table_info(?) WHERE pk > 0', table);
  const isUniqueBeside = getRow(db, `SELECT 1 FROM pragma_index_list(?) WHERE "unique" = 1 AND origin = 'u'`, table) !== undefined;
  return keys.length === 1 && keys[0]?.type === 'INTEGER' && isUniqueBeside ? keys[0].name : null;
}

/** Commands of a record put aside that wait, the oldest first. */
export const listHeld = (db: Db): AnyCommand[] => allRows<{ envelope: string }>(db, 'SELECT envelope FROM held_command ORDER BY seq').map((row) => JSON.parse(row.envelope) as AnyCommand);

export const dropHeld = (db: Db, commandId: string): void => void run(db, 'DELETE FROM held_command WHERE command_id = ?', commandId);
