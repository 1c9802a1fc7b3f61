const exactPowers = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);

/**
 * Values of a DS or IS element (PS3.5 6.2) as numbers, straight from the bytes.
 *
 * Correctly rounded: up to 15 digits and 22 decimals are one exact integer divided by one exact power of ten;
 * anything longer goes through `Number`.
 *
 * @returns null where a value is empty or not a number
 */
export function parseDecimals(bytes: Uint8Array): Float64Array | null {
  let count = 1;
  for (const byte of bytes) if (byte === 0x5c) count++;
  const values = new Float64Array(count);
  let start = 0;
  for (let index = 0; index < count; index++) {
    let end = start;
    while (end < bytes.length && bytes[end] !== 0x5c) end++;
    const value = parseDecimal(bytes, start, end);
    if (Number.isNaN(value)) return null;
    values[index] = value;
    start = end + 1;
  }
  return values;
}

function parseDecimal(bytes: Uint8Array, from: number, to: number): number {
  let start = from;
  let end = to;
  while (start < end && isPadding(bytes[start])) start++;
  while (end > start && isPadding(bytes[end - 1])) end--;
  const first = bytes[start];
  const isNegative = first === 0x2d;
  let index = isNegative || first === 0x2b ? start + 1 : start;
  let mantissa = 0;
  let digits = 0;
  let decimals = -1;
  for (; index < end; index++) {
    const byte = bytes[index] ?? 0;
    if (byte >= 0x30 && byte <= 0x39) {
      mantissa = mantissa * 10 + byte - 0x30;
      digits++;
      if (decimals >= 0) decimals++;
    } else if (byte === 0x2e && decimals < 0) decimals = 0;
    else return parseLong(bytes, start, end);
  }
  if (digits === 0) return Number.NaN;
  if (digits > 15) return parseLong(bytes, start, end);
  const value = decimals > 0 ? mantissa / (exactPowers[decimals] ?? Number.NaN) : mantissa;
  return isNegative ? -value : value;
}

function parseLong(bytes: Uint8Array, start: number, end: number): number {
  const text = String.fromCharCode(...bytes.subarray(start, Math.min(end, start + 64)));
  const value = /^[+-]?[\d.]+(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : Number.NaN;
}

function isPadding(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0 || byte === 0x09 || byte === 0x0d || byte === 0x0a;
}
