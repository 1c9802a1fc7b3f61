import type { FastifyInstance } from 'fastify';
import { contractVersion, sessionRequestSchema, signingKeySchema } from '../../shared/platform/contract.ts';
import { protocolVersion } from '../../shared/sync/protocol.ts';
import { signIn } from '../accounts/signIn.ts';
import { parseShape } from '../parseShape.ts';
import { PlatformError } from '../platformError.ts';
import { sampleAccounts } from '../seed.ts';
import type { PlatformStore } from '../store/openStore.ts';
import { authenticate } from './access.ts';

/** Health, sessions, the directory and signing keys. `onSignOut` is told the hash of an ended token. */
export function addAccountRoutes(app: FastifyInstance, store: PlatformStore, options: { isSample: boolean; onSignOut: (tokenSha256: string) => void }): void {
  app.get('/v1/health', async () => ({ status: 'ok', version: contractVersion, protocolVersion, pid: process.pid, nowMs: Date.now(), streams: await store.streams.count() }));

  app.get('/v1/sample/accounts', () => {
    if (!options.isSample) throw new PlatformError('not-found', 'This platform has no sample accounts.');
    return sampleAccounts(store);
  });

  app.post('/v1/session', async (request) => signIn(store, parseShape(sessionRequestSchema, request.body, 'Sign-in'), Date.now()));

  app.delete('/v1/session', async (request) => {
    const { session, person } = await authenticate(store, request);
    await store.transact(async (tx) => {
      await tx.sessions.end(session.tokenSha256);
      await tx.audit.append({ atMs: Date.now(), action: 'signOut', personId: person.id, hospitalId: person.hospitalId, deviceId: session.deviceId, subject: person.id, detail: {} });
    });
    options.onSignOut(session.tokenSha256);
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
