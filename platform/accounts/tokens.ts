import { randomUUID } from 'node:crypto';
import type { RefreshResponse } from '../../shared/platform/contract.ts';
import { PlatformError } from '../platformError.ts';
import type { PlatformStore, StoreTransaction } from '../store/openStore.ts';
import { hashSecret } from '../store/secrets.ts';
import type { EndReason } from '../store/tables.ts';

/** An access token ends soon: who copied one has little of it. */
export const accessMs = 15 * 60_000;
/** A console that was away for a week, with changes to hand in, comes back without a password. */
export const refreshMs = 14 * 24 * 3_600_000;

interface Holder {
  readonly familyId: string;
  readonly personId: string;
  readonly deviceId: string;
}

async function openPair(tx: StoreTransaction, holder: Holder, nowMs: number): Promise<Omit<RefreshResponse, 'nowMs'>> {
  const [expiresAtMs, refreshExpiresAtMs] = [nowMs + accessMs, nowMs + refreshMs];
  return {
    token: await tx.sessions.open(holder, nowMs, expiresAtMs), expiresAtMs,
    refreshToken: await tx.refreshTokens.open(holder, nowMs, refreshExpiresAtMs), refreshExpiresAtMs,
  };
}

/** What the console of somebody whose sessions an administrator ended is told. */
const endings: Readonly<Record<EndReason, string>> = {
  'account-disabled': 'This account was closed by the administrator of the platform; ask them.',
  'password-reset': 'The administrator of the platform gave this account a new password; sign in with it.',
  'second-factor-reset': 'The administrator of the platform took the second factor from this account and ended its sessions; sign in again with the password.',
};

/** Until the transaction ends nobody else opens or ends sessions of this person: what is opened while everything is ended would stay. */
export const holdSessions = (tx: StoreTransaction, personId: string): Promise<void> => tx.lock([`sessions/${personId}`]);

/** The first tokens of a sign-in. */
export const openTokens = (tx: StoreTransaction, personId: string, deviceId: string, nowMs: number): Promise<Omit<RefreshResponse, 'nowMs'>> =>
  openPair(tx, { familyId: randomUUID(), personId, deviceId }, nowMs);

/**
 * New tokens for a refresh token, which is spent by it. When the answer was lost on the way the same token may be shown
 * again, as long as nobody used what was in the answer; what was in it is void then. A spent or void token in any other
 * case has been copied: all tokens of this sign-in end, the thief's and the console's.
 * @param onEnded told the hashes of access tokens that end by a theft
 * @throws {PlatformError} unauthorized; account-disabled | password-reset | second-factor-reset where an administrator ended the session
 */
export async function refreshTokens(store: PlatformStore, refreshToken: string, deviceId: string, nowMs: number, onEnded: (tokenSha256: string) => void = () => undefined): Promise<RefreshResponse> {
  const given = hashSecret(refreshToken);
  const holder = await store.refreshTokens.find(given, nowMs);
  let stolen: readonly string[] = [];
  const pair = await store.transact(async (tx) => {
    stolen = [];
    if (holder?.deviceId !== deviceId) return null;
    await holdSessions(tx, holder.personId);
    const known = await tx.refreshTokens.find(given, nowMs);
    if (!known) return null;
    if (known.endedBy) return sayWhy(tx, known.personId, known.endedBy);
    const successor = known.successorSha256 === null ? undefined : await tx.refreshTokens.find(known.successorSha256, nowMs);
    if (known.isVoid || (successor && successor.successorSha256 !== null)) {
      stolen = await endFamily(tx, known, 'tokenTheft', nowMs);
      return null;
    }
    if (successor) await tx.refreshTokens.makeVoid(successor.tokenSha256);
    const opened = await openPair(tx, known, nowMs);
    await tx.refreshTokens.succeed(given, hashSecret(opened.refreshToken));
    return opened;
  });
  stolen.forEach(onEnded);
  if (!pair) throw new PlatformError('unauthorized', 'The session has ended; sign in again.');
  return { ...pair, nowMs };
}

/** An account that was opened again since is signed in as ever. @throws {PlatformError} the reason, unless it is no longer so */
async function sayWhy(tx: StoreTransaction, personId: string, reason: EndReason): Promise<null> {
  if (reason === 'account-disabled' && (await tx.accounts.disabledAt(personId)) === null) return null;
  throw new PlatformError(reason, endings[reason]);
}

/** Ends what came from one sign-in; returns the hashes of its access tokens. */
export async function endFamily(tx: StoreTransaction, { familyId, personId, deviceId }: Holder, action: 'signOut' | 'tokenTheft', nowMs: number): Promise<string[]> {
  await holdSessions(tx, personId);
  const hospitalId = (await tx.accounts.person(personId))?.hospitalId ?? '';
  await tx.audit.append({ atMs: nowMs, action, personId, hospitalId, deviceId, subject: personId, detail: {} });
  return tx.refreshTokens.endFamily(familyId);
}
