import type { FastifyRequest } from 'fastify';
import type { Person } from '../../shared/mdt/directory.ts';
import { PlatformError } from '../platformError.ts';
import type { PlatformStore } from '../store/openStore.ts';
import type { Session } from '../store/sessions.ts';

/** The account behind a request, as the directory knows it now. */
export interface Caller {
  readonly session: Session;
  readonly person: Person;
}

const accounts = new WeakMap<object, string>();
/** Id of the account a request was found to come from; undefined before that, and where nobody asked. */
export const accountOf = (request: object): string | undefined => accounts.get(request);
/** Says whose request it turned out to be. */
export const noteAccount = (request: object, personId: string): void => void accounts.set(request, personId);

/** The caller of a bearer token. @throws {PlatformError} unauthorized */
export async function authenticate(store: PlatformStore, request: Pick<FastifyRequest, 'headers'>): Promise<Caller> {
  const token = /^Bearer ([\w-]{20,100})$/.exec(request.headers.authorization ?? '')?.[1];
  const caller = token === undefined ? null : await callerOfToken(store, token);
  if (!caller) throw new PlatformError('unauthorized', 'The session is missing or has ended; sign in again.');
  noteAccount(request, caller.person.id);
  return caller;
}

export async function callerOfToken(store: PlatformStore, token: string): Promise<Caller | null> {
  const session = await store.sessions.find(token, Date.now());
  const person = session && (await store.accounts.person(session.personId));
  return session && person ? { session, person } : null;
}
