import { hashSecret, newSecret } from './secrets.ts';
import type { Db, EndReason } from './tables.ts';

/** A refresh token as stored. All that follow from one sign-in at one console are a family. */
export interface RefreshToken {
  readonly tokenSha256: string;
  readonly familyId: string;
  readonly personId: string;
  readonly deviceId: string;
  /** The token given in exchange for this one; null while it was not used. */
  readonly successorSha256: string | null;
  /** True for a token that was given out a second time because its answer was lost: showing it again is theft. */
  readonly isVoid: boolean;
  /** Set when all sessions of the person were ended: good for nothing but to say why. */
  readonly endedBy: EndReason | null;
}

export type RefreshTokenQueries = ReturnType<typeof refreshTokenQueries>;

export function refreshTokenQueries(db: Db) {
  return {
    /** A new token of the family; only its hash is kept. */
    async open(family: Pick<RefreshToken, 'familyId' | 'personId' | 'deviceId'>, nowMs: number, expiresAtMs: number): Promise<string> {
      const token = newSecret();
      await db.insertInto('refresh_token').values({
        token_sha256: hashSecret(token), family_id: family.familyId, person_id: family.personId, device_id: family.deviceId, created_at_ms: nowMs, expires_at_ms: expiresAtMs, successor_sha256: null, is_void: 0, ended_by: null,
      }).execute();
      return token;
    },
    async find(tokenSha256: string, nowMs: number): Promise<RefreshToken | undefined> {
      const row = await db.selectFrom('refresh_token').select(['token_sha256 as tokenSha256', 'family_id as familyId', 'person_id as personId', 'device_id as deviceId', 'successor_sha256 as successorSha256', 'is_void', 'ended_by as endedBy'])
        .where('token_sha256', '=', tokenSha256).where('expires_at_ms', '>', nowMs).executeTakeFirst();
      if (!row) return undefined;
      const { is_void: isVoid, ...token } = row;
      return { ...token, isVoid: isVoid === 1 };
    },
    /** Whether the person has signed in at this console and not out again. */
    async isSignedIn(personId: string, deviceId: string, nowMs: number): Promise<boolean> {
      const row = await db.selectFrom('refresh_token').select('token_sha256').where('person_id', '=', personId).where('device_id', '=', deviceId).where('expires_at_ms', '>', nowMs).where('ended_by', 'is', null).limit(1).executeTakeFirst();
      return row !== undefined;
    },
    async succeed(tokenSha256: string, successorSha256: string): Promise<void> {
      await db.updateTable('refresh_token').set({ successor_sha256: successorSha256 }).where('token_sha256', '=', tokenSha256).execute();
    },
    async makeVoid(tokenSha256: string): Promise<void> {
      await db.updateTable('refresh_token').set({ is_void: 1 }).where('token_sha256', '=', tokenSha256).execute();
    },
    /** Ends the family with its access tokens; returns the hashes of those. */
    async endFamily(familyId: string): Promise<string[]> {
      await db.deleteFrom('refresh_token').where('family_id', '=', familyId).execute();
      return (await db.deleteFrom('session').where('family_id', '=', familyId).returning('token_sha256').execute()).map((row) => row.token_sha256);
    },
    /** Ends everything a person holds: tokens of all consoles and tickets to meetings. */
    async endPerson(personId: string, by: EndReason, nowMs: number): Promise<void> {
      await db.deleteFrom('session').where('person_id', '=', personId).execute();
      await db.updateTable('refresh_token').set({ ended_by: by }).where('person_id', '=', personId).execute();
      await db.deleteFrom('meeting_ticket').where('person_id', '=', personId).execute();
      await db.updateTable('account').set({ ended_at_ms: nowMs }).where('person_id', '=', personId).execute();
    },
    /** When everything these people held was last ended; only those of whom it ever was. */
    async endings(personIds: readonly string[]): Promise<Map<string, number>> {
      if (personIds.length === 0) return new Map();
      const rows = await db.selectFrom('account').select(['person_id', 'ended_at_ms']).where('person_id', 'in', personIds).where('ended_at_ms', 'is not', null).execute();
      return new Map(rows.map((row) => [row.person_id, row.ended_at_ms ?? 0]));
    },
    async sweep(nowMs: number): Promise<void> {
      await db.deleteFrom('refresh_token').where('expires_at_ms', '<=', nowMs).execute();
    },
  };
}
