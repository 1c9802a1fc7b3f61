import { hashSecret, newSecret } from './secrets.ts';
import type { Db } from './tables.ts';

/** Who holds a token: the person and the console it was given to. */
export interface Session {
  readonly tokenSha256: string;
  /** Of the sign-in this token comes from. */
  readonly familyId: string;
  readonly personId: string;
  readonly deviceId: string;
  readonly expiresAtMs: number;
}

export interface Ticket {
  readonly meetingId: string;
  readonly personId: string;
  readonly deviceId: string;
}

export type SessionQueries = ReturnType<typeof sessionQueries>;

/** Session tokens, meeting tickets and failed sign-ins. */
export function sessionQueries(db: Db) {
  return {
    /** A new token; only its hash is kept. */
    async open({ familyId, personId, deviceId }: Pick<Session, 'familyId' | 'personId' | 'deviceId'>, nowMs: number, expiresAtMs: number): Promise<string> {
      const token = newSecret();
      await db.insertInto('session').values({ token_sha256: hashSecret(token), family_id: familyId, person_id: personId, device_id: deviceId, created_at_ms: nowMs, expires_at_ms: expiresAtMs }).execute();
      return token;
    },
    find: (token: string, nowMs: number): Promise<Session | undefined> =>
      db.selectFrom('session').select(['token_sha256 as tokenSha256', 'family_id as familyId', 'person_id as personId', 'device_id as deviceId', 'expires_at_ms as expiresAtMs'])
        .where('token_sha256', '=', hashSecret(token)).where('expires_at_ms', '>', nowMs).executeTakeFirst(),
    /** Whether a token is still good that was a moment ago. */
    async isOpen(tokenSha256: string): Promise<boolean> {
      return (await db.selectFrom('session').select('token_sha256').where('token_sha256', '=', tokenSha256).executeTakeFirst()) !== undefined;
    },
    async openTicket({ meetingId, personId, deviceId }: Ticket, expiresAtMs: number): Promise<string> {
      const secret = newSecret();
      await db.insertInto('meeting_ticket').values({ ticket_sha256: hashSecret(secret), meeting_id: meetingId, person_id: personId, device_id: deviceId, expires_at_ms: expiresAtMs }).execute();
      return secret;
    },
    findTicket: (secret: string, nowMs: number): Promise<Ticket | undefined> =>
      db.selectFrom('meeting_ticket').select(['meeting_id as meetingId', 'person_id as personId', 'device_id as deviceId'])
        .where('ticket_sha256', '=', hashSecret(secret)).where('expires_at_ms', '>', nowMs).executeTakeFirst(),
    /** An attempt at an account (address empty), or a failed one from an address (account empty): each is counted by itself. */
    async addFailure({ account = '', address = '' }: { account?: string; address?: string }, atMs: number): Promise<void> {
      await db.insertInto('sign_in_failure').values({ account, address, at_ms: atMs }).execute();
    },
    async failuresSince(of: 'account' | 'address', name: string, sinceMs: number): Promise<{ count: number; lastMs: number | null }> {
      const { count, last } = await db.selectFrom('sign_in_failure').select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.max('at_ms').as('last')])
        .where(of, '=', name).where('at_ms', '>', sinceMs).executeTakeFirstOrThrow();
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
