/** A value as the comparison shows it; lists keep their order. */
export type FieldValue = string | number | null | readonly (string | number | null)[];

/** One thing of an object that may have changed. */
export interface Field<T> {
  readonly name: string;
  /** Unit of numbers; null for text, counts and factors. */
  readonly unit: string | null;
  readonly read: (item: T) => FieldValue;
  /** `angle`: equal modulo 360. `point`: the change is a distance. Default: the change of a list is that of its most changed entry. */
  readonly kind?: 'angle' | 'point';
}

/** Numbers nearer than this are the same: what writing and reading a decimal string may change. */
const textNoise = 1e-6;

/** Shorthand of a table's line. */
export const field = <T>(name: string, unit: string | null, read: (item: T) => FieldValue, kind?: Field<T>['kind']): Field<T> => ({ name, unit, read, ...(kind === undefined ? {} : { kind }) });

/** Whether two values of a field are the same, and by how much numbers changed (after − before; for lists the size of it). */
export function compareValues(before: FieldValue, after: FieldValue, kind: Field<unknown>['kind']): { readonly isSame: boolean; readonly change: number | null } {
  if (isList(before) || isList(after)) return compareLists(isList(before) ? before : [before], isList(after) ? after : [after], kind);
  if (typeof before === 'number' && typeof after === 'number' && !Number.isNaN(before) && !Number.isNaN(after)) {
    const change = kind === 'angle' ? turnBetween(before, after) : after - before;
    return { isSame: Math.abs(change) <= textNoise, change };
  }
  return { isSame: Object.is(before, after), change: null };
}

function compareLists(before: readonly (string | number | null)[], after: readonly (string | number | null)[], kind: Field<unknown>['kind']): { readonly isSame: boolean; readonly change: number | null } {
  if (before.length !== after.length) return { isSame: false, change: null };
  const parts = before.map((value, n) => compareValues(value, after[n] ?? null, kind));
  const changes = parts.flatMap(({ change }) => (change === null ? [] : [Math.abs(change)]));
  const change = changes.length < parts.length || changes.length === 0 ? null : kind === 'point' ? Math.hypot(...changes) : changes.reduce((most, value) => Math.max(most, value), 0);
  return { isSame: parts.every(({ isSame }) => isSame), change };
}

/** Shortest way from one angle to another, −180 to 180. */
const turnBetween = (from: number, to: number): number => ((((to - from + 180) % 360) + 360) % 360) - 180;

const isList = (value: FieldValue): value is readonly (string | number | null)[] => Array.isArray(value);

/** An unknown angle is NaN in the plan's table and null in a comparison. */
export const shown = (value: FieldValue): FieldValue => {
  if (isList(value)) return value.map((entry) => (typeof entry === 'number' && Number.isNaN(entry) ? null : entry));
  return typeof value === 'number' && Number.isNaN(value) ? null : value;
};

/** One field that differs. */
export interface FieldChange {
  readonly field: string;
  readonly unit: string | null;
  readonly before: FieldValue;
  readonly after: FieldValue;
  /** After − before; angles by the shorter way; for lists the largest size, for points the distance; null where it is no number. */
  readonly change: number | null;
}

/** The fields of a table that differ. */
export function changedFields<T>(fields: readonly Field<T>[], before: T, after: T): readonly FieldChange[] {
  return fields.flatMap(({ name, unit, read, kind }) => {
    const [a, b] = [read(before), read(after)];
    const { isSame, change } = compareValues(a, b, kind);
    return isSame ? [] : [{ field: name, unit, before: shown(a), after: shown(b), change }];
  });
}
