import { isAppUrl } from './contentPolicy.ts';

/** What our own pages may use; everything else is refused to everyone. */
const granted: ReadonlySet<string> = new Set(['media', 'display-capture', 'clipboard-sanitized-write', 'fullscreen']);

/**
 * Whether a page may have a permission.
 *
 * @param permission Electron's name of it
 * @param requester URL or origin of the frame that asks
 */
export function mayGrant(permission: string, requester: string): boolean {
  return granted.has(permission) && isAppUrl(requester);
}
