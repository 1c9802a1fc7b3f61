import type { Db } from './tables.ts';

export interface StoredFactor {
  readonly sealedSecret: Uint8Array;
  readonly isConfirmed: boolean;
  /** Newest time step whose code was taken; -1 for none. */
  readonly usedStep: number;
}

export type SecondFactorQueries = ReturnType<typeof secondFactorQueries>;

/** Second factors and their recovery codes. */
export function secondFactorQueries(db: Db) {
  const remove = async (personId: string): Promise<void> => {
    await db.deleteFrom('recovery_code').where('person_id', '=', personId).execute();
    await db.deleteFrom('second_factor').where('person_id', '=', personId).execute();
  };
  return {
    async find(personId: string): Promise<StoredFactor | undefined> {
      const row = await db.selectFrom('second_factor').selectAll().where('person_id', '=', personId).executeTakeFirst();
      return row && { sealedSecret: row.sealed_secret, isConfirmed: row.confirmed_at_ms !== null, usedStep: row.used_step };
    },
    /** Begins anew; a factor that was begun and not confirmed is replaced. */
    async begin(personId: string, sealedSecret: Uint8Array, nowMs: number): Promise<void> {
      await remove(personId);
      await db.insertInto('second_factor').values({ person_id: personId, sealed_secret: sealedSecret, begun_at_ms: nowMs, confirmed_at_ms: null, used_step: -1 }).execute();
    },
    async confirm(personId: string, codes: readonly string[], nowMs: number): Promise<void> {
      await db.updateTable('second_factor').set({ confirmed_at_ms: nowMs }).where('person_id', '=', personId).execute();
      await db.insertInto('recovery_code').values(codes.map((sha256) => ({ code_sha256: sha256, person_id: personId, used_at_ms: null }))).execute();
    },
    /** False when a code of this step or a later one was taken meanwhile. */
    async useStep(personId: string, step: number): Promise<boolean> {
      const { numUpdatedRows } = await db.updateTable('second_factor').set({ used_step: step }).where('person_id', '=', personId).where('used_step', '<', step).executeTakeFirst();
      return numUpdatedRows === 1n;
    },
    /** False when there is no such code or it was used. */
    async useRecoveryCode(personId: string, sha256: string, nowMs: number): Promise<boolean> {
      const { numUpdatedRows } = await db.updateTable('recovery_code').set({ used_at_ms: nowMs }).where('person_id', '=', personId).where('code_sha256', '=', sha256).where('used_at_ms', 'is', null).executeTakeFirst();
      return numUpdatedRows === 1n;
    },
    async recoveryCodesLeft(personId: string): Promise<number> {
      const { count } = await db.selectFrom('recovery_code').select((eb) => eb.fn.countAll<number>().as('count')).where('person_id', '=', personId).where('used_at_ms', 'is', null).executeTakeFirstOrThrow();
      return count;
    },
    remove,
  };
}
