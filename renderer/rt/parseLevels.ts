/** Most levels shown at once; more are not told apart. */
const mostLevels = 14;

/** Levels written by hand, descending and without repeats; null when one of them is no number above 0. */
export function parseLevels(text: string): number[] | null {
  const parts = text.split(/[\s,，、;；]+/u).filter((part) => part !== '');
  const values = parts.map((part) => Number(part.replace(/(%|Gy)$/iu, '')));
  if (values.length === 0 || values.length > mostLevels || values.some((value) => !Number.isFinite(value) || value <= 0)) return null;
  return [...new Set(values)].sort((a, b) => b - a);
}
