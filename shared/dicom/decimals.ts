const exactPowers = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);

/**
 * Values of a DS or IS element (PS3.5 6.2) as numbers, straight from the bytes.
 *
 * Correctly rounded: up to 15 digits and 22 decimals are one exact integer divided by one exact power of ten;
 * anything longer goes through `Number`.
 *
 * One pass over the bytes, because contours are megabytes of them; a value in an unusual form is left to {@link parseUnusual}.
 *
 * @returns null where a value is empty or not a number
 */
export function parseDecimals(bytes: Uint8Array): Float64Array | null {
  const { length } = bytes;
  if (scratch.length < length) scratch = new Float64Array(length * 2);
  const values = scratch;
  let count = 0;
  let at = 0;
  while (at <= length) {
    const start = at;
    while (at < length && bytes[at] === 0x20) at++;
    let byte = at < length ? bytes[at]! : 0x5c;
    const isNegative = byte === 0x2d;
    if (isNegative || byte === 0x2b) byte = ++at < length ? bytes[at]! : 0x5c;
    let mantissa = 0;
    const firstDigit = at;
    while (byte >= 0x30 && byte <= 0x39) {
      mantissa = mantissa * 10 + byte - 0x30;
      byte = ++at < length ? bytes[at]! : 0x5c;
    }
    let digits = at - firstDigit;
    let decimals = 0;
    if (byte === 0x2e) {
      const point = at;
      byte = ++at < length ? bytes[at]! : 0x5c;
      while (byte >= 0x30 && byte <= 0x39) {
        mantissa = mantissa * 10 + byte - 0x30;
        byte = ++at < length ? bytes[at]! : 0x5c;
      }
      decimals = at - point - 1;
      digits += decimals;
    }
    while (byte === 0x20 || byte === 0) byte = ++at < length ? bytes[at]! : 0x5c;
    if (byte === 0x5c && digits > 0 && digits <= 15) {
      const value = decimals === 0 ? mantissa : mantissa / exactPowers[decimals]!;
      values[count++] = isNegative ? -value : value;
    } else {
      while (at < length && bytes[at] !== 0x5c) at++;
      const value = parseUnusual(bytes, start, at);
      if (Number.isNaN(value)) return null;
      values[count++] = value;
    }
    at++;
  }
  return values.slice(0, count);
}

/** Where values are gathered until their number is known; kept from call to call and grown to the longest element. */
let scratch = new Float64Array(1024);

/** A value with an exponent, many digits or other padding; NaN where it is no number. */
function parseUnusual(bytes: Uint8Array, from: number, to: number): number {
  let start = from;
  let end = to;
  while (start < end && isPadding(bytes[start])) start++;
  while (end > start && isPadding(bytes[end - 1])) end--;
  const text = String.fromCharCode(...bytes.subarray(start, Math.min(end, start + 64)));
  const value = /^[+-]?[\d.]+(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : Number.NaN;
}

function isPadding(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0 || byte === 0x09 || byte === 0x0d || byte === 0x0a;
}
