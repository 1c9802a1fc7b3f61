/**
 * A number as a DICOM decimal string: at most 16 characters, as exact as they allow.
 *
 * @returns the text, or null when the number is not finite
 * @see DICOM PS3.5 6.2, DS
 */
export function formatDecimal(value: number): string | null {
  if (!Number.isFinite(value)) return null;
  const exact = String(Object.is(value, -0) ? 0 : value);
  if (exact.length <= 16) return exact;
  for (let digits = 15; digits >= 1; digits -= 1) {
    const rounded = Number(value.toPrecision(digits));
    const text = String(rounded);
    if (Number.isFinite(rounded) && text.length <= 16) return text;
  }
  return null;
}
