import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderFrame } from '../../../shared/dicom/display/renderFrame.ts';
import { dataFolder, hasRealData, readReal } from '../realData.ts';
import { drawnByDcmtk, hasDcmtk } from './dcmtk.ts';
import { greyFile, openFrame, words } from './greyFile.ts';

/** Largest difference of any sample from DCMTK's picture; DCMTK 3.6.7 cuts where we round, hence 1 for grey. */
async function differenceFrom(file: string, bytes: Uint8Array, options: readonly string[], chosen = 0): Promise<{ readonly largest: number; readonly differing: number }> {
  const theirs = drawnByDcmtk(file, options);
  const { stored, display } = await openFrame(bytes);
  const { rgba, rows, columns } = renderFrame(stored, display, display.vois[chosen]);
  expect([columns, rows]).toEqual([theirs.columns, theirs.rows]);
  let largest = 0;
  let differing = 0;
  for (let index = 0; index < rows * columns; index++) {
    for (let channel = 0; channel < 3; channel++) {
      const difference = Math.abs((rgba[index * 4 + channel] ?? 0) - (theirs.rgb[index * 3 + channel] ?? 0));
      if (difference > largest) largest = difference;
      if (difference > 1) differing++;
    }
  }
  return { largest, differing };
}

describe.runIf(hasRealData && hasDcmtk)('real images as DCMTK draws them', () => {
  it.each([
    ['enhanced-and-lut/mlut_18', ['+Wm']],
    ['enhanced-and-lut/vlut_04', ['+Wl', '1']],
    ['enhanced-and-lut/examples_overlay', ['+Wi', '1']],
    ['enhanced-and-lut/MR-SIEMENS-DICOM-WithOverlays', ['+Wi', '2']],
    ['projection/CR-MONO1-10-chest-nopreamble', ['+Wi', '1']],
    ['mr-series/bbmri-53323131', ['+Wi', '1']],
    ['colour/SC_rgb', []],
    ['colour/SC_rgb_16bit', []],
    ['colour/SC_rgb_expb', []],
    ['colour/color-pl', []],
    ['colour/color-px', []],
    ['colour/OBXXXX1A', []],
    ['us/US-palette', []],
    ['us/US-rgb', []],
  ] as const)('%s %j', async (name, options: readonly string[]) => {
    const path = `modalities/${name}.dcm`;
    expect(await differenceFrom(join(dataFolder, path), readReal(path), options, options[1] === '2' ? 1 : 0)).toMatchObject({ differing: 0 });
  });

  // DCMTK puts the middle of chroma at 127.5 where the standard has 128: up to 0.9 apart before it cuts.
  it.each(['SC_ybr_full_uncompressed', 'SC_ybr_full_422_uncompressed'])('%s', async (name) => {
    const path = `modalities/colour/${name}.dcm`;
    expect((await differenceFrom(join(dataFolder, path), readReal(path), [])).largest).toBeLessThanOrEqual(2);
  });
});

describe.runIf(hasDcmtk)('made images as DCMTK draws them', () => {
  const values = words(...Array.from({ length: 512 }, (_, index) => index * 8));
  it.each([
    ['a window', { WindowCenter: '1000', WindowWidth: '1500' }, ['+Wi', '1']],
    ['a sigmoid', { WindowCenter: '1000', WindowWidth: '1500', VOILUTFunction: 'SIGMOID' }, ['+Wi', '1']],
    ['a rescale', { WindowCenter: '500', WindowWidth: '3000', RescaleSlope: '1.5', RescaleIntercept: '-1024' }, ['+Wi', '1']],
    ['MONOCHROME1', { WindowCenter: '1000', WindowWidth: '1500', PhotometricInterpretation: 'MONOCHROME1' }, ['+Wi', '1']],
    ['signed values', { WindowCenter: '0', WindowWidth: '4000', PixelRepresentation: [1], BitsStored: [12], HighBit: [11] }, ['+Wi', '1']],
    ['no window', {}, ['+Wm']],
  ])('%s', async (_, change, options) => {
    const folder = mkdtempSync(join(tmpdir(), 'display-'));
    try {
      const bytes = greyFile(values, 512, change);
      const file = join(folder, 'made.dcm');
      writeFileSync(file, bytes);
      expect((await differenceFrom(file, bytes, options)).largest).toBeLessThanOrEqual(1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
