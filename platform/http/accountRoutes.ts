import type { FastifyInstance } from 'fastify';
import { contractVersion } from '../../shared/platform/contract.ts';
import { routes } from '../../shared/platform/routes/table.ts';
import { protocolVersion } from '../../shared/sync/protocol.ts';
import { signIn } from '../accounts/signIn.ts';
import { endFamily, refreshTokens } from '../accounts/tokens.ts';
import { PlatformError } from '../platformError.ts';
import { sampleAccounts } from '../seed.ts';
import type { PlatformStore } from '../store/openStore.ts';
import { hashSecret } from '../store/secrets.ts';
import { noteAccount } from './access.ts';
import { serveRoute } from './serveRoute.ts';

/** Health, sessions, the directory and signing keys. `onSignOut` is told the hash of an ended token. */
export function addAccountRoutes(app: FastifyInstance, store: PlatformStore, options: { isSample: boolean; factorKey: Uint8Array; onSignOut: (tokenSha256: string) => void }): void {
  serveRoute(app, store, routes.health, async () => ({ status: 'ok' as const, version: contractVersion, protocolVersion, pid: process.pid, nowMs: Date.now(), streams: await store.streams.count() }));

  serveRoute(app, store, routes.sampleAccounts, () => {
    if (!options.isSample) throw new PlatformError('not-found', 'This platform has no sample accounts.');
    return sampleAccounts(store);
  });

  serveRoute(app, store, routes.signIn, async ({ body, request }) => {
    const session = await signIn(store, body, { address: request.ip, factorKey: options.factorKey }, Date.now());
    noteAccount(request, session.person.id);
    return session;
  });

  serveRoute(app, store, routes.refresh, ({ body: { refreshToken, deviceId } }) => refreshTokens(store, refreshToken, deviceId, Date.now(), options.onSignOut));

  serveRoute(app, store, routes.endSession, async ({ body: { refreshToken, deviceId } }) => {
    const nowMs = Date.now();
    const ended = await store.transact(async (tx) => {
      const known = await tx.refreshTokens.find(hashSecret(refreshToken), nowMs);
      return known?.deviceId === deviceId && !known.endedBy ? endFamily(tx, known, 'signOut', nowMs) : [];
    });
    ended.forEach(options.onSignOut);
    return {};
  });

  serveRoute(app, store, routes.signOut, async ({ caller: { session } }) => {
    const ended = await store.transact((tx) => endFamily(tx, session, 'signOut', Date.now()));
    ended.forEach(options.onSignOut);
    return {};
  });

  serveRoute(app, store, routes.directory, () => store.accounts.directory());

  serveRoute(app, store, routes.putSigningKey, async ({ caller: { session, person }, body: key }) => {
    await store.transact(async (tx) => {
      if (!(await tx.accounts.addSigningKey(person.id, key))) throw new PlatformError('already-exists', 'This account has a signing key; a new one is issued by the administrator.');
      await tx.audit.append({
        atMs: Date.now(), action: 'signingKey', personId: person.id, hospitalId: person.hospitalId, deviceId: session.deviceId, subject: person.id, detail: { publicKey: key.publicKey },
      });
    });
    return {};
  });
}
