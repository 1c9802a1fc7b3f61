import { canonicalJson } from './canonical.ts';
import type { CaseRecord, Conflict, Stamp } from './caseRecord.ts';

interface Merge<F> {
  readonly fields: F;
  readonly fieldStamps: CaseRecord['fieldStamps'];
  readonly conflicts: readonly Conflict[];
}

/**
 * Merges a field edit. A field nobody changed since `baseVersion`, or changed to the same value, is taken;
 * a field another person changed in between keeps its value and both are listed as a conflict.
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
    if (last && last.version > baseVersion && last.stamp.actor.personId !== stamp.actor.personId) {
      const entry = conflicts.find((conflict) => conflict.path === path);
      const values = [...(entry?.values ?? [{ value: fields[key], stamp: last.stamp }]), { value, stamp }];
      conflicts = [...conflicts.filter((conflict) => conflict.path !== path), { path, values }];
      continue;
    }
    fields[key] = value;
    fieldStamps[path] = { version, stamp };
  }
  return { fields: fields as F, fieldStamps, conflicts };
}
