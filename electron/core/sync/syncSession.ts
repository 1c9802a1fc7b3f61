import type { Person } from '../../../shared/mdt/directory.ts';

/** Whom sync works for. Core's session implements it. */
export interface SyncSession {
  /** The person signed in at this console, or null. */
  readonly person: Person | null;
  /** A token of that person or of a colleague whose commands wait here; null when they have to sign in again. */
  tokenOf(personId: string): Promise<string | null>;
  /** Forgets a token the platform no longer takes. */
  dropToken(personId: string): void;
  /** Ends the tokens of people who signed out, or signed once as a colleague, and have nothing left to send. */
  endIdle(): Promise<void>;
}
