/** Members of two lists that belong together, and those without a partner. */
export interface Matches<T> {
  readonly pairs: readonly { readonly before: T; readonly after: T; readonly key: number }[];
  readonly removed: readonly T[];
  readonly added: readonly T[];
}

/**
 * Pairs the members of two lists by the first key that agrees, then what is left by the next key; a key of null pairs nothing.
 * Members with the same key pair in their order.
 */
export function matchItems<T>(before: readonly T[], after: readonly T[], keys: readonly ((item: T, index: number) => string | number | null)[]): Matches<T> {
  const rest = new Set(after);
  const found = new Map<T, { readonly after: T; readonly key: number }>();
  keys.forEach((keyOf, key) => {
    before.forEach((item, index) => {
      const wanted = keyOf(item, index);
      if (wanted === null || found.has(item)) return;
      const partner = after.find((other, otherIndex) => rest.has(other) && keyOf(other, otherIndex) === wanted);
      if (partner === undefined) return;
      rest.delete(partner);
      found.set(item, { after: partner, key });
    });
  });
  return {
    pairs: before.flatMap((item) => {
      const partner = found.get(item);
      return partner === undefined ? [] : [{ before: item, ...partner }];
    }),
    removed: before.filter((item) => !found.has(item)),
    added: after.filter((item) => rest.has(item)),
  };
}
