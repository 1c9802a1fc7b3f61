import { createHash, randomBytes } from 'node:crypto';

/** A token nobody can guess: 256 bits as base64url. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** What is stored of a token: the token itself is known to its holder alone. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');
