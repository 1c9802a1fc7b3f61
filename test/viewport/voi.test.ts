import { describe, expect, it } from 'vitest';
import { colourTable } from '../../renderer/viewport/colourMaps.ts';
import { codePixels, shadeTable } from '../../renderer/viewport/voi.ts';

/** PS3.3 C.11.2.1.2.1, ymin 0, ymax 255. */
const prescribed = (x: number, c: number, w: number): number => {
  if (x <= c - 0.5 - (w - 1) / 2) return 0;
  return x > c - 0.5 + (w - 1) / 2 ? 255 : ((x - (c - 0.5)) / (w - 1) + 0.5) * 255;
};
const greyTable = (coded: Parameters<typeof shadeTable>[0], window: { centre: number; width: number }, shape: 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID', isInverted = false): Uint8Array =>
  Uint8Array.from(shadeTable(coded, { voi: { kind: 'window', shape, explanation: null, ...window }, isInverted, colours: colourTable('grey'), paddingColour: 0xff000000 }), (colour) => colour & 0xff);
const hounsfield = codePixels(Int16Array.of(0), { slope: 1, intercept: -1024, paddingValue: null });
const at = (shape: 'LINEAR_EXACT' | 'SIGMOID', value: number): number | undefined => greyTable(hounsfield, { centre: 0, width: 100 }, shape)[value + 1024 + 32768];

describe('the table that is drawn with', () => {
  it.each([[40, 400], [40, 80], [2048, 4096], [0, 100], [0, 2], [0, 1]])('follows the linear function of the standard for window %d/%d', (centre, width) => {
    const table = greyTable(hounsfield, { centre, width }, 'LINEAR');
    for (let value = Math.floor(centre - width); value <= centre + width; value++) {
      // Half a step either way: a brightness between two whole ones is rounded.
      expect(Math.abs((table[value + 1024 + 32768] ?? -1) - prescribed(value, centre, width)), `at ${value}`).toBeLessThanOrEqual(0.5 + 1e-9);
    }
  });

  it('follows the exact and the sigmoid function where the image asks for them', () => {
    expect([at('LINEAR_EXACT', -50), at('LINEAR_EXACT', 20), at('LINEAR_EXACT', 51)]).toEqual([0, 178, 255]);
    expect([at('SIGMOID', -50), at('SIGMOID', 25), at('SIGMOID', 50)]).toEqual([30, 186, 225]);
  });

  it('draws padding black, however bright its number would be', () => {
    const padded = codePixels(Uint16Array.of(65535), { slope: 1, intercept: 0, paddingValue: 65535 });
    const table = greyTable(padded, { centre: 100, width: 200 }, 'LINEAR');
    expect([table[65535], table[65534]]).toEqual([0, 255]);
  });

  it('spreads floats over all codes, nothing over none', () => {
    const pixels = Float32Array.of(0.25, Number.NaN, 0.75, 0.625);
    const coded = codePixels(pixels, { slope: 1, intercept: 0, paddingValue: Number.NaN });
    const values = [...coded.codes].map((code) => code * coded.slope + coded.intercept);
    expect(coded.codes[1]).toBe(coded.padding);
    [0, 2, 3].forEach((index) => expect(values[index]).toBeCloseTo(pixels[index] ?? 0, 5));
    const table = greyTable(coded, { centre: 0.5, width: 0.5 }, 'LINEAR_EXACT');
    expect([...coded.codes].map((code) => table[code])).toEqual([0, 0, 255, 191]);
  });
});
