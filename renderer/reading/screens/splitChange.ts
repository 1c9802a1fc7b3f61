import type { View, ViewChange } from '../../../shared/meeting/view.ts';

/** Fields a second window has for itself; all others it shares with the desk. */
const own: ReadonlySet<string> = new Set(['grid', 'activeCell', 'maximisedCell']);

const isOwn = (field: string): boolean => own.has(field) || field.startsWith('cells.');

/** A change made in a second window: what stays there, and what is the desk's. */
export function splitChange(change: ViewChange): { readonly own: ViewChange; readonly shared: ViewChange } {
  const entries = Object.entries(change);
  return { own: Object.fromEntries(entries.filter(([field]) => isOwn(field))) as ViewChange, shared: Object.fromEntries(entries.filter(([field]) => !isOwn(field))) as ViewChange };
}

/** The desk's view with the cells of a second window. */
export const windowView = (desk: View, { grid, activeCell, maximisedCell, cells }: Pick<View, 'grid' | 'activeCell' | 'maximisedCell' | 'cells'>): View => ({ ...desk, grid, activeCell, maximisedCell, cells });
