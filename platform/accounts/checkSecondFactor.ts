import type { Queries } from '../store/openStore.ts';
import { hashRecoveryCode, openSecret, stepOfCode } from './secondFactor.ts';

/** none: the account has no second factor. missing: it has one and no code was given. */
export type FactorCheck = 'none' | 'missing' | 'wrong' | 'code' | 'recoveryCode';

/** Checks a code and spends it: a code of the authenticator and a recovery code are each taken once. */
export async function checkSecondFactor(store: Pick<Queries, 'secondFactors'>, personId: string, code: string | undefined, key: Uint8Array, nowMs: number): Promise<FactorCheck> {
  const factor = await store.secondFactors.find(personId);
  if (!factor?.isConfirmed) return 'none';
  const typed = code?.replaceAll(/\s/g, '') ?? '';
  if (typed === '') return 'missing';
  const step = stepOfCode(openSecret(key, personId, factor.sealedSecret), typed, nowMs, factor.usedStep);
  if (step !== null) return (await store.secondFactors.useStep(personId, step)) ? 'code' : 'wrong';
  const recovery = hashRecoveryCode(personId, typed);
  return recovery !== null && (await store.secondFactors.useRecoveryCode(personId, recovery, nowMs)) ? 'recoveryCode' : 'wrong';
}
