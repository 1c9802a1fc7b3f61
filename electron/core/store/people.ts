import type { Directory, Person } from '../../../shared/mdt/directory.ts';
import type { SigningKey } from '../../../shared/platform/contract.ts';
import type { Db } from './openDatabase.ts';
import { allRows, getRow, run } from './statement.ts';

/** Somebody who signed in at this console at least once. */
export interface Account {
  readonly account: string;
  readonly person: Person;
  readonly signingKey: SigningKey | null;
  readonly salt: Uint8Array;
  /** Empty where the platform said that the account was closed or has another password. */
  readonly verifier: Uint8Array;
}

interface AccountRow {
  readonly account: string;
  readonly person: string;
  readonly signing_key: string | null;
  readonly salt: Uint8Array;
  readonly verifier: Uint8Array;
}

const toAccount = (row: AccountRow | undefined): Account | null =>
  row ? { account: row.account, person: JSON.parse(row.person) as Person, signingKey: row.signing_key === null ? null : (JSON.parse(row.signing_key) as SigningKey), salt: row.salt, verifier: row.verifier } : null;

const columns = 'account, person, signing_key, salt, verifier';

export const getAccount = (db: Db, account: string): Account | null => toAccount(getRow<AccountRow>(db, `SELECT ${columns} FROM account WHERE account = ?`, account));

/** A password that may be good no more is not taken here either: the next sign-in is the platform's to judge. */
export const forgetVerifier = (db: Db, personId: string): void => void run(db, "UPDATE account SET verifier = x'' WHERE person_id = ?", personId);

export const getAccountOf = (db: Db, personId: string): Account | null => toAccount(getRow<AccountRow>(db, `SELECT ${columns} FROM account WHERE person_id = ?`, personId));

export const putAccount = (db: Db, entry: Account, atMs: number): void =>
  void run(
    db,
    `INSERT INTO account (account, person_id, person, signing_key, salt, verifier, last_sign_in_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (account) DO UPDATE SET person_id = excluded.person_id, person = excluded.person, signing_key = excluded.signing_key, salt = excluded.salt, verifier = excluded.verifier, last_sign_in_at_ms = excluded.last_sign_in_at_ms`,
    entry.account, entry.person.id, JSON.stringify(entry.person), entry.signingKey === null ? null : JSON.stringify(entry.signingKey), Buffer.from(entry.salt), Buffer.from(entry.verifier), Math.round(atMs),
  );

/** The person's token at a platform, while it lasts. */
export const getToken = (db: Db, personId: string, platform: string, nowMs: number): string | null =>
  getRow<{ token: string | null }>(db, 'SELECT token FROM account WHERE person_id = ? AND token_platform = ? AND token_expires_at_ms > ?', personId, platform, nowMs)?.token ?? null;

export const setToken = (db: Db, personId: string, platform: string, token: string | null, expiresAtMs: number): void =>
  void run(db, 'UPDATE account SET token = ?, token_platform = ?, token_expires_at_ms = ? WHERE person_id = ?', token, platform, Math.round(expiresAtMs), personId);

/** The token by which the person gets the next one at a platform. */
export const getRefreshToken = (db: Db, personId: string, platform: string): string | null =>
  getRow<{ refresh_token: string | null }>(db, 'SELECT refresh_token FROM account WHERE person_id = ? AND token_platform = ?', personId, platform)?.refresh_token ?? null;

export const setRefreshToken = (db: Db, personId: string, token: string | null): void => void run(db, 'UPDATE account SET refresh_token = ? WHERE person_id = ?', token, personId);

/** People other than the given one who hold a token at a platform and have nothing left to send. */
export const idleTokens = (db: Db, platform: string, exceptPersonId: string): { readonly personId: string; readonly token: string | null; readonly refreshToken: string | null }[] =>
  allRows<{ person_id: string; token: string | null; refresh_token: string | null }>(
    db,
    `SELECT person_id, token, refresh_token FROM account WHERE (token IS NOT NULL OR refresh_token IS NOT NULL) AND token_platform = ? AND person_id <> ?
     AND person_id NOT IN (SELECT json_extract(envelope, '$.actor.personId') FROM outbox JOIN command ON command.id = outbox.command_id)`,
    platform, exceptPersonId,
  ).map((row) => ({ personId: row.person_id, token: row.token, refreshToken: row.refresh_token }));

/** Who was signed in when core last ran. */
export function getSession(db: Db): Person | null {
  const row = getRow<{ person: string }>(db, 'SELECT person FROM session WHERE id = 1');
  return row ? (JSON.parse(row.person) as Person) : null;
}

export const putSession = (db: Db, person: Person, nowMs: number): void =>
  void run(db, 'INSERT INTO session (id, person, began_at_ms) VALUES (1, ?, ?) ON CONFLICT (id) DO UPDATE SET person = excluded.person, began_at_ms = excluded.began_at_ms', JSON.stringify(person), nowMs);


export const clearSession = (db: Db): void => void run(db, 'DELETE FROM session');

export function getDirectory(db: Db): Directory {
  const row = getRow<{ directory: string }>(db, 'SELECT directory FROM directory WHERE id = 1');
  return row ? (JSON.parse(row.directory) as Directory) : { hospitals: [], people: [] };
}

export const putDirectory = (db: Db, directory: Directory, nowMs: number): void =>
  void run(db, 'INSERT INTO directory (id, directory, fetched_at_ms) VALUES (1, ?, ?) ON CONFLICT (id) DO UPDATE SET directory = excluded.directory, fetched_at_ms = excluded.fetched_at_ms', JSON.stringify(directory), nowMs);

export const getSetting = (db: Db, name: string): string | null => getRow<{ value: string }>(db, 'SELECT value FROM setting WHERE name = ?', name)?.value ?? null;

export function setSetting(db: Db, name: string, value: string | null): void {
  if (value === null) run(db, 'DELETE FROM setting WHERE name = ?', name);
  else run(db, 'INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value', name, value);
}
