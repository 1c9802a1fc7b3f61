import { createHash, randomBytes } from 'node:crypto';
import type { Db } from './openDatabase.ts';

/** Who holds a token: the person and the console it was given to. */
export interface Session {
  readonly tokenSha256: string;
  readonly personId: string;
  readonly deviceId: string;
  readonly expiresAtMs: number;
}

export interface Ticket {
  readonly meetingId: string;
  readonly personId: string;
  readonly deviceId: string;
}

const newSecret = (): string => randomBytes(32).toString('base64url');
/** What is stored of a token: the token itself is known to its holder alone. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

export type SessionQueries = ReturnType<typeof sessionQueries>;

/** Session tokens, meeting tickets and failed sign-ins. */
export function sessionQueries(db: Db) {
  const addSession = db.prepare<[string, string, string, number, number]>('INSERT INTO session VALUES (?, ?, ?, ?, ?)');
  const session = db.prepare<[string, number], Session>(
    'SELECT token_sha256 AS tokenSha256, person_id AS personId, device_id AS deviceId, expires_at_ms AS expiresAtMs FROM session WHERE token_sha256 = ? AND expires_at_ms > ?',
  );
  const endSession = db.prepare<[string]>('DELETE FROM session WHERE token_sha256 = ?');
  const addTicket = db.prepare<[string, string, string, string, number]>('INSERT INTO meeting_ticket VALUES (?, ?, ?, ?, ?)');
  const ticket = db.prepare<[string, number], Ticket>(
    'SELECT meeting_id AS meetingId, person_id AS personId, device_id AS deviceId FROM meeting_ticket WHERE ticket_sha256 = ? AND expires_at_ms > ?',
  );
  const addFailure = db.prepare<[string, number]>('INSERT INTO sign_in_failure VALUES (?, ?)');
  const failures = db.prepare<[string, number], { count: number; last: number | null }>('SELECT count(*) AS count, max(at_ms) AS last FROM sign_in_failure WHERE account = ? AND at_ms > ?');
  const clearFailures = db.prepare<[string]>('DELETE FROM sign_in_failure WHERE account = ?');
  return {
    /** A new token; only its hash is kept. */
    open(personId: string, deviceId: string, nowMs: number, expiresAtMs: number): string {
      const token = newSecret();
      addSession.run(hashSecret(token), personId, deviceId, nowMs, expiresAtMs);
      return token;
    },
    find: (token: string, nowMs: number): Session | undefined => session.get(hashSecret(token), nowMs),
    end: (tokenSha256: string): void => void endSession.run(tokenSha256),
    openTicket(ticketFor: Ticket, expiresAtMs: number): string {
      const secret = newSecret();
      addTicket.run(hashSecret(secret), ticketFor.meetingId, ticketFor.personId, ticketFor.deviceId, expiresAtMs);
      return secret;
    },
    findTicket: (secret: string, nowMs: number): Ticket | undefined => ticket.get(hashSecret(secret), nowMs),
    addFailure: (account: string, atMs: number): void => void addFailure.run(account, atMs),
    failuresSince: (account: string, sinceMs: number): { count: number; lastMs: number | null } => {
      const row = failures.get(account, sinceMs);
      return { count: row?.count ?? 0, lastMs: row?.last ?? null };
    },
    clearFailures: (account: string): void => void clearFailures.run(account),
    /** Forgets what has expired. */
    sweep(nowMs: number, failuresBeforeMs: number): void {
      db.prepare('DELETE FROM session WHERE expires_at_ms <= ?').run(nowMs);
      db.prepare('DELETE FROM meeting_ticket WHERE expires_at_ms <= ?').run(nowMs);
      db.prepare('DELETE FROM sign_in_failure WHERE at_ms <= ?').run(failuresBeforeMs);
    },
  };
}
