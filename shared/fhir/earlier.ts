import type { DocumentSource, EarlierDocument } from './context.ts';
import { documentIdOf } from './identity.ts';

/**
 * The documents before this one that it takes the place of or adds to, each once: a request that was returned and sent again
 * replaces the request before, and a delivery replaces what was delivered of the case before, which its source names.
 */
export function earlierOf({ kind, record, earlier = [] }: DocumentSource): EarlierDocument[] {
  const sent = kind === 'referral' ? record.transitions.filter(({ to }) => to === 'submitted').slice(-2, -1) : [];
  const before = sent.map(({ commandId }): EarlierDocument => ({ code: 'replaces', documentId: documentIdOf('referral', commandId) }));
  return [...before, ...earlier].filter(({ documentId }, at, all) => all.findIndex((other) => other.documentId === documentId) === at);
}
