import type { SessionResponse } from '../../shared/platform/contract.ts';
import { PlatformError } from '../platformError.ts';
import type { PlatformStore } from '../store/openStore.ts';
import { isPassword } from './password.ts';

/** A token lives for a working day. */
export const sessionMs = 12 * 3_600_000;
/** After so many failures within the window, an account waits until the window has passed since the last one. */
export const maximumFailures = 5;
export const failureWindowMs = 60_000;

/**
 * Opens a session.
 * @throws {PlatformError} wrong-password | too-many-attempts
 */
export async function signIn(store: PlatformStore, request: { account: string; password: string; deviceId: string }, nowMs: number): Promise<SessionResponse> {
  const { account, deviceId } = request;
  const failures = await store.sessions.failuresSince(account, nowMs - failureWindowMs);
  if (failures.count >= maximumFailures) {
    const waitSeconds = Math.max(1, Math.ceil(((failures.lastMs ?? nowMs) + failureWindowMs - nowMs) / 1000));
    throw new PlatformError('too-many-attempts', `Too many failed sign-ins for this account; try again in ${waitSeconds} s.`, { detail: { waitSeconds } });
  }
  // Counted before the password is tried, so that attempts made at once are counted too.
  await store.sessions.addFailure(account, nowMs);
  const stored = await store.accounts.password(account);
  const isRight = await isPassword(request.password, stored?.hash);
  const person = isRight && stored ? await store.accounts.person(stored.personId) : undefined;
  if (!person) {
    await store.audit.append({ atMs: nowMs, action: 'signInFailed', personId: stored?.personId ?? 'unknown', hospitalId: '', deviceId, subject: stored ? account : 'unknown account', detail: {} });
    throw new PlatformError('wrong-password', 'The account or the password is wrong.');
  }
  const expiresAtMs = nowMs + sessionMs;
  const token = await store.transact(async (tx) => {
    await tx.sessions.clearFailures(account);
    await tx.audit.append({ atMs: nowMs, action: 'signIn', personId: person.id, hospitalId: person.hospitalId, deviceId, subject: person.id, detail: {} });
    return tx.sessions.open(person.id, deviceId, nowMs, expiresAtMs);
  });
  return { token, expiresAtMs, person, signingKey: await store.accounts.signingKey(person.id), nowMs: Date.now() };
}
