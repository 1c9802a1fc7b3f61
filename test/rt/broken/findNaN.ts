/** Where an object holds a number that is none; an angle no control point states is NaN by the contract. */
export function findNaN(value: unknown, path = ''): string | null {
  if (typeof value === 'number') return Number.isNaN(value) && !/(?:Deg|cumulativeMetersetWeight)$/.test(path) ? `NaN at ${path}` : null;
  if (value instanceof Float64Array || value instanceof Float32Array) return value.every((number) => Number.isFinite(number)) ? null : `NaN in ${path}`;
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    const found = findNaN(inner, `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}
