/** Bytes as MB (10⁶) with one decimal below 100, whole above, digits grouped: <0.1, 4.2, 1,234. */
export function megabytes(bytes: number): string {
  const mb = bytes / 1e6;
  if (bytes > 0 && mb < 0.05) return '<0.1';
  return mb < 100 ? mb.toFixed(1) : grouped(Math.round(mb));
}

/** A whole number with its digits grouped by three: 12,345. */
export const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');
