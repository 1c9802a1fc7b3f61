import type { Reject } from '../../../shared/dicom/types.ts';

export interface RejectGroup {
  readonly reason: string;
  readonly rejects: readonly Reject[];
}

/** Rejects whose path or message holds `words` (any case), by reason, the most frequent reason first. */
export function groupRejects(rejects: readonly Reject[], words = ''): readonly RejectGroup[] {
  const sought = words.trim().toLowerCase();
  const found = sought === '' ? rejects : rejects.filter((reject) => `${reject.path}\n${reject.message}`.toLowerCase().includes(sought));
  return [...groupBy(found, (reject) => reject.reason)].map(([reason, group]) => ({ reason, rejects: group })).sort((a, b) => b.rejects.length - a.rejects.length);
}

export interface WarningGroup {
  /** The message of the first; the others differ from it in positions and identifiers only. */
  readonly message: string;
  readonly paths: readonly string[];
}

/** Byte positions and UIDs differ from file to file in what is the same finding. */
const kindOf = (message: string): string => message.replaceAll(/\b\d+(?:\.\d+){3,}\b/g, '…').replaceAll(/\bbyte \d+/g, 'byte …');

/** Warnings of one kind together, the most frequent first. */
export function groupWarnings(warnings: readonly { readonly path: string; readonly message: string }[]): readonly WarningGroup[] {
  return [...groupBy(warnings, (warning) => kindOf(warning.message)).values()]
    .map((group) => ({ message: group[0]?.message ?? '', paths: group.map((warning) => warning.path) }))
    .sort((a, b) => b.paths.length - a.paths.length);
}

/** Items by key, in the order the keys were first seen. */
function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
