import type { AppError } from '../../../shared/errors/appError.ts';
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

/** A session that can say why it is over. */
export interface EndedSession extends SyncSession {
  /** What the platform said when an administrator had ended the session of who is, or was, signed in here; null otherwise. */
  readonly ended: AppError | null;
}
