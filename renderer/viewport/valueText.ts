/**
 * A value as many decimals as one step of the stored value has; a value kept as a float with four digits, so that a map
 * in small units does not read 0.
 *
 * @param stepSize slope of whole stored values; null for floats
 */
export function valueText(value: number, stepSize: number | null): string {
  if (stepSize === null) return String(Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(4)));
  const decimals = Math.min(6, Math.max(0, Math.ceil(-Math.log10(Math.abs(stepSize)) - 1e-9)));
  return decimals === 0 ? String(Math.round(value)) : value.toFixed(decimals);
}
