import { describe, expect, it } from 'vitest';
import { brightnessOf } from '../../../shared/dicom/display/voi.ts';
import type { WindowShape } from '../../../shared/dicom/display/voi.ts';
import { greyFile, greysOf, openFrame, words } from './greyFile.ts';

const at = (shape: WindowShape, centre: number, width: number, value: number): number => brightnessOf({ kind: 'window', shape, centre, width, explanation: null })(value);

describe('windows', () => {
  it.each([
    // Worked by hand from C.11.2.1.2.1: c 2048, w 4096 → ((x − 2047.5) / 4095 + 0.5) · 255; the standard's own example.
    ['LINEAR', 2048, 4096, 0, 0], ['LINEAR', 2048, 4096, 4095, 255], ['LINEAR', 2048, 4096, 819, 51],
    ['LINEAR', 0, 1, -1, 0], ['LINEAR', 0, 1, -0.5, 0], ['LINEAR', 0, 1, 0, 255],
    ['LINEAR', 0, 100, -50, 0], ['LINEAR', 0, 100, 49, 255],
    ['LINEAR_EXACT', 0, 100, -50, 0], ['LINEAR_EXACT', 0, 100, 0, 127.5], ['LINEAR_EXACT', 0, 100, 49, 252.45], ['LINEAR_EXACT', 0, 100, 51, 255], ['LINEAR_EXACT', 0.5, 0.5, 0.625, 191.25],
    // 255 / (1 + e^(−4 (x − c) / w)).
    ['SIGMOID', 40, 400, 40, 127.5], ['SIGMOID', 40, 400, 140, 255 / (1 + Math.exp(-1))], ['SIGMOID', 40, 400, -360, 255 / (1 + Math.exp(4))],
  ] as const)('%s %d/%d gives %d the brightness %d', (shape, centre, width, value, brightness) => {
    expect(at(shape, centre, width, value)).toBeCloseTo(brightness, 9);
  });

  it('reads several windows with explanations and uses the first', async () => {
    const file = greyFile(words(0, 100, 200), 3, { WindowCenter: '100.5\\40', WindowWidth: '201\\400', WindowCenterWidthExplanation: 'ALL\\BRAIN' });
    const { display } = await openFrame(file);
    expect(display.vois).toEqual([
      { kind: 'window', shape: 'LINEAR', centre: 100.5, width: 201, explanation: 'ALL' },
      { kind: 'window', shape: 'LINEAR', centre: 40, width: 400, explanation: 'BRAIN' },
    ]);
    expect(await greysOf(file)).toEqual([0, 128, 255]);
  });

  it('honours VOILUTFunction', async () => {
    const sigmoid = { WindowCenter: '100', WindowWidth: '200', VOILUTFunction: 'SIGMOID' };
    expect(await greysOf(greyFile(words(0, 100, 150), 3, sigmoid))).toEqual([0, 100, 150].map((x) => Math.round(255 / (1 + Math.exp((-4 * (x - 100)) / 200)))));
    expect(await greysOf(greyFile(words(0, 50, 199), 3, { ...sigmoid, VOILUTFunction: 'LINEAR_EXACT' }))).toEqual([0, 64, 254]);
  });

  it('takes the range of the values where there is no window', async () => {
    expect(await greysOf(greyFile(words(10, 20, 30), 3))).toEqual([0, 128, 255]);
    expect(await greysOf(greyFile(words(7, 7), 2))).toEqual([128, 128]);
  });

  it('leaves out a window that cannot be, with a warning that names it', async () => {
    const { display } = await openFrame(greyFile(words(0, 1), 2, { WindowCenter: '1\\5', WindowWidth: '0\\10' }));
    expect(display.vois).toHaveLength(1);
    expect(display.warnings.join()).toContain('WindowWidth (0028,1051) is 0');
    const narrow = await openFrame(greyFile(words(0, 1), 2, { WindowCenter: '0.1', WindowWidth: '0.2' }));
    expect(narrow.display.vois).toMatchObject([{ shape: 'LINEAR_EXACT', centre: 0.1, width: 0.2 }]);
    expect(narrow.display.warnings.join()).toContain('taken as LINEAR_EXACT');
    const broken = await openFrame(greyFile(words(0, 1), 2, { WindowCenter: 'abc', WindowWidth: '10' }));
    expect(broken.display.vois).toEqual([]);
    expect(broken.display.warnings.join()).toContain('WindowCenter (0028,1050)');
  });
});

describe('floats and 32 bits', () => {
  it('draws values of 32 bits as those of 16', async () => {
    const window = { WindowCenter: '1000', WindowWidth: '400', RescaleSlope: '2', RescaleIntercept: '-1000' };
    const values = Array.from({ length: 500 }, (_, index) => 800 + index);
    const wide = greyFile(new Uint8Array(Uint32Array.from(values).buffer), values.length, window);
    const narrow = await greysOf(greyFile(words(...values), values.length, window));
    const drawn = await greysOf(wide);
    drawn.forEach((grey, index) => expect(Math.abs(grey - (narrow[index] ?? -9)), `value ${800 + index}`).toBeLessThanOrEqual(1));
    expect([drawn[0], drawn.at(-1)]).toEqual([0, 255]);
  });
});
