import type { FastifyInstance } from 'fastify';
import { contractVersion, refreshRequestSchema, sessionRequestSchema, signingKeySchema } from '../../shared/platform/contract.ts';
import { protocolVersion } from '../../shared/sync/protocol.ts';
import { signIn } from '../accounts/signIn.ts';
import { endFamily, refreshTokens } from '../accounts/tokens.ts';
import { parseShape } from '../parseShape.ts';
import { PlatformError } from '../platformError.ts';
import { sampleAccounts } from '../seed.ts';
import type { PlatformStore } from '../store/openStore.ts';
import { hashSecret } from '../store/secrets.ts';
import { authenticate } from './access.ts';

/** Health, sessions, the directory and signing keys. `onSignOut` is told the hash of an ended token. */
export function addAccountRoutes(app: FastifyInstance, store: PlatformStore, options: { isSample: boolean; factorKey: Uint8Array; onSignOut: (tokenSha256: string) => void }): void {
  app.get('/v1/health', async () => ({ status: 'ok', version: contractVersion, protocolVersion, pid: process.pid, nowMs: Date.now(), streams: await store.streams.count() }));

  app.get('/v1/sample/accounts', () => {
    if (!options.isSample) throw new PlatformError('not-found', 'This platform has no sample accounts.');
    return sampleAccounts(store);
  });

  app.post('/v1/session', async (request) => signIn(store, parseShape(sessionRequestSchema, request.body, 'Sign-in'), { address: request.ip, factorKey: options.factorKey }, Date.now()));

  app.post('/v1/session/refresh', async (request) => {
    const { refreshToken, deviceId } = parseShape(refreshRequestSchema, request.body, 'Refresh');
    return refreshTokens(store, refreshToken, deviceId, Date.now());
  });

  app.post('/v1/session/end', async (request) => {
    const { refreshToken, deviceId } = parseShape(refreshRequestSchema, request.body, 'Sign-out');
    const nowMs = Date.now();
    const ended = await store.transact(async (tx) => {
      const known = await tx.refreshTokens.find(hashSecret(refreshToken), nowMs);
      return known?.deviceId === deviceId ? endFamily(tx, known, 'signOut', nowMs) : [];
    });
    ended.forEach(options.onSignOut);
    return {};
  });

  app.delete('/v1/session', async (request) => {
    const { session } = await authenticate(store, request);
    const ended = await store.transact((tx) => endFamily(tx, session, 'signOut', Date.now()));
    ended.forEach(options.onSignOut);
    return {};
  });

  app.get('/v1/directory', async (request) => {
    await authenticate(store, request);
    return store.accounts.directory();
  });

  app.put('/v1/signing-key', async (request) => {
    const { session, person } = await authenticate(store, request);
    const key = parseShape(signingKeySchema, request.body, 'Signing key');
    await store.transact(async (tx) => {
      if (!(await tx.accounts.addSigningKey(person.id, key))) throw new PlatformError('already-exists', 'This account has a signing key; a new one is issued by the administrator.');
      await tx.audit.append({
        atMs: Date.now(), action: 'signingKey', personId: person.id, hospitalId: person.hospitalId, deviceId: session.deviceId, subject: person.id, detail: { publicKey: key.publicKey },
      });
    });
    return {};
  });
}
