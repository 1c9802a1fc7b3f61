import { createHash, randomBytes } from 'node:crypto';
import type { Db } from './tables.ts';

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
  return {
    /** A new token; only its hash is kept. */
    async open(personId: string, deviceId: string, nowMs: number, expiresAtMs: number): Promise<string> {
      const token = newSecret();
      await db.insertInto('session').values({ token_sha256: hashSecret(token), person_id: personId, device_id: deviceId, created_at_ms: nowMs, expires_at_ms: expiresAtMs }).execute();
      return token;
    },
    find: (token: string, nowMs: number): Promise<Session | undefined> =>
      db.selectFrom('session').select(['token_sha256 as tokenSha256', 'person_id as personId', 'device_id as deviceId', 'expires_at_ms as expiresAtMs'])
        .where('token_sha256', '=', hashSecret(token)).where('expires_at_ms', '>', nowMs).executeTakeFirst(),
    async end(tokenSha256: string): Promise<void> {
      await db.deleteFrom('session').where('token_sha256', '=', tokenSha256).execute();
    },
    async openTicket({ meetingId, personId, deviceId }: Ticket, expiresAtMs: number): Promise<string> {
      const secret = newSecret();
      await db.insertInto('meeting_ticket').values({ ticket_sha256: hashSecret(secret), meeting_id: meetingId, person_id: personId, device_id: deviceId, expires_at_ms: expiresAtMs }).execute();
      return secret;
    },
    findTicket: (secret: string, nowMs: number): Promise<Ticket | undefined> =>
      db.selectFrom('meeting_ticket').select(['meeting_id as meetingId', 'person_id as personId', 'device_id as deviceId'])
        .where('ticket_sha256', '=', hashSecret(secret)).where('expires_at_ms', '>', nowMs).executeTakeFirst(),
    async addFailure(account: string, atMs: number): Promise<void> {
      await db.insertInto('sign_in_failure').values({ account, at_ms: atMs }).execute();
    },
    async failuresSince(account: string, sinceMs: number): Promise<{ count: number; lastMs: number | null }> {
      const { count, last } = await db.selectFrom('sign_in_failure').select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.max('at_ms').as('last')])
        .where('account', '=', account).where('at_ms', '>', sinceMs).executeTakeFirstOrThrow();
      return { count, lastMs: last };
    },
    async clearFailures(account: string): Promise<void> {
      await db.deleteFrom('sign_in_failure').where('account', '=', account).execute();
    },
    /** Forgets what has expired. */
    async sweep(nowMs: number, failuresBeforeMs: number): Promise<void> {
      await db.deleteFrom('session').where('expires_at_ms', '<=', nowMs).execute();
      await db.deleteFrom('meeting_ticket').where('expires_at_ms', '<=', nowMs).execute();
      await db.deleteFrom('sign_in_failure').where('at_ms', '<=', failuresBeforeMs).execute();
    },
  };
}
