/** Height of every row in CSS pixels; equal heights make a list of any length cheap. */
export const rowHeightPx = 22;

/** Rows drawn above and below what is seen, so that a quick flick of the wheel shows no gap. */
const margin = 12;

/** Rows to draw for a window on a list: from, and the one behind the last. */
export function rowsIn(count: number, scrollTop: number, height: number): readonly [number, number] {
  const from = Math.max(0, Math.min(count, Math.floor(scrollTop / rowHeightPx)) - margin);
  const to = Math.min(count, Math.ceil((scrollTop + height) / rowHeightPx) + margin);
  return [from, Math.max(from, to)];
}

/** Where to scroll so that a row is seen whole; the present place where it is already. */
export function scrollTo(row: number, scrollTop: number, height: number): number {
  const top = row * rowHeightPx;
  if (top < scrollTop) return top;
  return top + rowHeightPx > scrollTop + height ? top + rowHeightPx - height : scrollTop;
}
