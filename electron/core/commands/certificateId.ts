import { createHash } from 'node:crypto';

/** Id of a signing key: the first 16 hex digits of the SHA-256 of the public key, taken over its hex text. */
export const certificateIdOf = (publicKey: string): string => createHash('sha256').update(publicKey).digest('hex').slice(0, 16);
