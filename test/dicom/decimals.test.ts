import { describe, expect, it } from 'vitest';
import { parseDecimals } from '../../shared/dicom/decimals.ts';

const parse = (text: string) => parseDecimals(new TextEncoder().encode(text));

describe('parseDecimals', () => {
  it.each([
    ['1\\-2\\+3', [1, -2, 3]],
    [' 1.5 \\\t2\n\\3\0', [1.5, 2, 3]],
    ['.5\\5.\\-.25\\-0', [0.5, 5, -0.25, -0]],
    ['1e3\\-2.5E-4', [1000, -0.00025]],
    ['123456789012345\\0.1234567890123456\\1234567890123456', [123_456_789_012_345, 0.123_456_789_012_345_6, 1_234_567_890_123_456]],
    ['00012.50', [12.5]],
  ])('reads %j', (text, expected) => {
    expect([...(parse(text) ?? [])]).toEqual(expected);
  });

  it.each(['', '1\\\\2', '1\\', '.', '-', '1 2', '1,5', '--1', '1.2.3', 'abc', '1e', '1e400'])('gives null for %j, of which a value is empty or no number', (text) => {
    expect(parse(text)).toBeNull();
  });

  it('agrees with Number on every decimal string of a long element', () => {
    const texts = Array.from({ length: 20_000 }, (_, n) => ((n * 7919.13) % 1000 - 500).toFixed(n % 12));
    expect([...(parse(texts.join('\\')) ?? [])]).toEqual(texts.map(Number));
  });
});
