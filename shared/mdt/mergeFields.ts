import { canonicalJson } from './canonical.ts';
import type { CaseRecord, Conflict, Stamp } from './caseRecord.ts';

interface Merge<F> {
  readonly fields: F;
  readonly fieldStamps: CaseRecord['fieldStamps'];
  readonly conflicts: readonly Conflict[];
}

/** The same hand: one person at one console. The same person at a second console did not see what was typed at the first. */
export const isSameHand = (a: Stamp, b: Stamp): boolean => a.actor.personId === b.actor.personId && a.deviceId === b.deviceId;

/**
 * Merges a field edit. A field nobody changed since `baseVersion`, or changed to the same value, is taken;
 * a field another hand changed in between keeps its value and both are listed as a conflict. While a conflict
 * is open every further value joins it, so that what is chosen later is chosen among all of them.
 */
export function mergeFields<F extends object>(
  record: CaseRecord,
  group: 'request' | 'decision',
  current: F,
  edit: { readonly [K in keyof F]?: F[K] | undefined },
  baseVersion: number,
  stamp: Stamp,
): Merge<F> {
  const version = record.version + 1;
  const fields: Record<string, unknown> = { ...(current as Record<string, unknown>) };
  const fieldStamps: Record<string, { version: number; stamp: Stamp }> = { ...record.fieldStamps };
  let conflicts = record.conflicts;
  for (const [key, value] of Object.entries(edit)) {
    if (value === undefined) continue;
    const path = `${group}.${key}`;
    const last = fieldStamps[path];
    const isSame = canonicalJson(fields[key] ?? null) === canonicalJson(value ?? null);
    if (isSame) continue;
    const entry = conflicts.find((conflict) => conflict.path === path);
    if (entry) {
      const values = joined(entry.values, { value, stamp, version });
      conflicts = conflicts.map((conflict) => (conflict === entry ? { path, values } : conflict));
      if (values[0]?.version !== version) continue;
    } else if (last && last.version > baseVersion && !isSameHand(last.stamp, stamp)) {
      conflicts = [...conflicts, { path, values: [{ value: fields[key], stamp: last.stamp, version: last.version }, { value, stamp, version }] }];
      continue;
    }
    fields[key] = value;
    fieldStamps[path] = { version, stamp };
  }
  return { fields: fields as F, fieldStamps, conflicts };
}

/** A hand has one value in a conflict, its last; a value that stands there already is not listed twice. */
function joined(values: Conflict['values'], next: Conflict['values'][number]): Conflict['values'] {
  const text = canonicalJson(next.value ?? null);
  if (values.some((entry) => canonicalJson(entry.value ?? null) === text)) return values;
  const own = values.findIndex((entry) => isSameHand(entry.stamp, next.stamp));
  return own === -1 ? [...values, next] : values.map((entry, at) => (at === own ? next : entry));
}
