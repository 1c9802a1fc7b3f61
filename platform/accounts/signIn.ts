import type { SessionRequest, SessionResponse } from '../../shared/platform/contract.ts';
import { PlatformError } from '../platformError.ts';
import type { PlatformStore } from '../store/openStore.ts';
import { checkSecondFactor } from './checkSecondFactor.ts';
import { inTurn } from './inTurn.ts';
import { hashPassword, isOutdated, isPassword } from './password.ts';
import { holdSessions, openTokens } from './tokens.ts';

/** After so many failures within the window, an account waits until the window has passed since the last one. */
export const maximumFailures = 5;
/** The same for an address: many consoles of a hospital may share one. */
export const maximumFailuresOfAddress = 30;
export const failureWindowMs = 60_000;
/** Attempts of one address that are tried at a time; so many may fail beyond the limit. */
const triedAtOnce = 8;

/** Where a request comes from and the key that opens second factors. */
export interface SignInPlace {
  readonly address: string;
  readonly factorKey: Uint8Array;
}

/**
 * Opens a session.
 * @throws {PlatformError} wrong-password | second-factor-required | wrong-code | account-disabled | too-many-attempts; unauthorized when the sessions of the account were ended at this moment
 */
export const signIn = (store: PlatformStore, request: SessionRequest, place: SignInPlace, nowMs: number): Promise<SessionResponse> =>
  inTurn(`address ${place.address}`, triedAtOnce, () => attempt(store, request, place, nowMs));

/**
 * Notes an attempt at an account's password or code before it is tried, so that attempts made at once are counted too.
 * @throws {PlatformError} too-many-attempts
 */
export const countAttempt = (store: PlatformStore, account: string, nowMs: number): Promise<void> =>
  inTurn(`account ${account}`, 1, async () => {
    await assertNotTooMany(store, 'account', account, maximumFailures, nowMs);
    await store.sessions.addFailure({ account }, nowMs);
  });

async function attempt(store: PlatformStore, request: SessionRequest, { address, factorKey }: SignInPlace, nowMs: number): Promise<SessionResponse> {
  const { account, deviceId } = request;
  await assertNotTooMany(store, 'address', address, maximumFailuresOfAddress, nowMs);
  await countAttempt(store, account, nowMs);
  const stored = await store.accounts.password(account);
  const isRight = await isPassword(request.password, stored?.hash);
  const person = isRight && stored ? await store.accounts.person(stored.personId) : undefined;
  const refuse = async (reason: 'wrong-password' | 'wrong-code' | 'account-disabled', message: string): Promise<never> => {
    await store.sessions.addFailure({ address }, nowMs);
    await store.audit.append({ atMs: nowMs, action: 'signInFailed', personId: stored?.personId ?? 'unknown', hospitalId: '', deviceId, subject: stored ? account : 'unknown account', detail: { reason } });
    throw new PlatformError(reason, message);
  };
  if (!stored || !person) return refuse('wrong-password', 'The account or the password is wrong.');
  if (stored.isDisabled) return refuse('account-disabled', 'This account is closed; ask the administrator of the platform.');
  const factor = await checkSecondFactor(store, person.id, request.code, factorKey, nowMs);
  if (factor === 'missing') throw new PlatformError('second-factor-required', 'This account has a second factor: enter the six digits of the authenticator, or a recovery code.');
  if (factor === 'wrong') return refuse('wrong-code', 'The code is wrong or was used already; wait for the next one.');
  const renewed = isOutdated(stored.hash) && !stored.isSample ? await hashPassword(request.password) : null;
  const entry = { atMs: nowMs, personId: person.id, hospitalId: person.hospitalId, deviceId, subject: person.id };
  const tokens = await store.transact(async (tx) => {
    await holdSessions(tx, person.id);
    if ((await tx.accounts.password(account))?.endedAtMs !== stored.endedAtMs) throw new PlatformError('unauthorized', 'The sessions of this account were ended at this moment; sign in again.');
    await tx.sessions.clearFailures(account);
    if (renewed) await tx.accounts.setPassword(person.id, renewed);
    if (factor === 'recoveryCode') await tx.audit.append({ ...entry, action: 'recoveryCodeUsed', detail: { left: await tx.secondFactors.recoveryCodesLeft(person.id) } });
    await tx.audit.append({ ...entry, action: 'signIn', detail: { factor } });
    return openTokens(tx, person.id, deviceId, nowMs);
  });
  return { ...tokens, person, signingKey: await store.accounts.signingKey(person.id), nowMs: Date.now() };
}

async function assertNotTooMany(store: PlatformStore, of: 'account' | 'address', name: string, maximum: number, nowMs: number): Promise<void> {
  const failures = await store.sessions.failuresSince(of, name, nowMs - failureWindowMs);
  if (failures.count < maximum) return;
  const waitSeconds = Math.max(1, Math.ceil(((failures.lastMs ?? nowMs) + failureWindowMs - nowMs) / 1000));
  throw new PlatformError('too-many-attempts', `Too many failed attempts for this ${of}; try again in ${waitSeconds} s.`, { detail: { waitSeconds } });
}
