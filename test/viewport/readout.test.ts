import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDose } from '../../shared/rt/readDose.ts';
import { readStructureSet } from '../../shared/rt/readStructureSet.ts';
import { volumeOf } from '../volume/buildForTest.ts';
import { initialView } from '../../shared/meeting/view.ts';
import { makeSampleCase } from '../../shared/rt/phantom/makeSampleCase.ts';
import { cornerText } from '../../renderer/viewport/cornerText.ts';
import { readoutAt } from '../../renderer/viewport/readout.ts';
import { gridCentre, sampleNearest } from '../../shared/volume/sample.ts';
import type { PlaneScene, PlaneWords } from '../../renderer/viewport/scene.ts';

const folder = resolve(import.meta.dirname, '../../../shared/data/rt-esophagus-imrt');

describe('readout on the oesophagus case', () => {
  it.runIf(existsSync(folder))('gives the HU and Gy that pydicom gives', async () => {
    const names = await readdir(join(folder, 'CT'));
    const volume = await volumeOf(await Promise.all(names.map(async (name) => new Uint8Array(await readFile(join(folder, 'CT', name))))));
    const dose = readDose(new Uint8Array(await readFile(join(folder, 'RD.dcm'))));
    const { structures } = readStructureSet(new Uint8Array(await readFile(join(folder, 'RS.dcm'))));
    const points = JSON.parse(await readFile(join(import.meta.dirname, 'oracles/esophagusPoints.json'), 'utf8')) as readonly { readonly pointMm: readonly [number, number, number]; readonly hu: number; readonly doseGy: number | null }[];
    for (const { pointMm, hu, doseGy } of points) {
      const readout = readoutAt(pointMm, volume, dose, 41.4, structures);
      expect(readout.value, `HU at ${pointMm.join(', ')}`).toBe(hu);
      if (doseGy === null) expect(readout.doseGy).toBeNull();
      else expect(readout.doseGy, `Gy at ${pointMm.join(', ')}`).toBeCloseTo(doseGy, 3);
    }
    expect(readoutAt([7.5, -234, -16.1], volume, dose, 41.4, structures).structureNames).toEqual(['GTVp', 'CTVp', 'PTV4140']);
  });
});

describe('readout on the sample case', async () => {
  const { files, expected } = makeSampleCase({ slices: 32, matrixSize: 96 });
  const volume = await volumeOf(files.filter(({ name }) => !/RS|RP|RD|RTSTRUCT|RTPLAN|RTDOSE/iu.test(name)).map(({ bytes }) => bytes));
  const words: PlaneWords = { planes: { axial: 'Axial', sagittal: 'Sagittal', coronal: 'Coronal' }, slice: 'Slice', window: 'C/W', zoom: 'Zoom', dose: 'Dose', structures: 'Structures', outsideDose: 'outside dose grid', outsideImage: 'outside image', padding: 'padding', relativeDose: 'relative', noDose: 'no dose', refusedDose: 'refused' };
  const scene = (fields: Partial<PlaneScene>): PlaneScene => ({ plane: 'axial', volume, seriesName: 'CT', dose: null, isDoseRefused: false, structures: [], referenceDoseGy: null, view: initialView, pointers: [], words, ...fields });

  it('says unknown, not zero, outside image and dose', () => {
    const far = readoutAt([9000, 0, 0], volume, null, null, []);
    expect(far).toMatchObject({ value: null, doseGy: null, percent: null, structureNames: [] });
    expect(cornerText(scene({}), 12, 1, 2, far).bottomRight).toEqual(['outside image', 'no dose']);
    expect(cornerText(scene({ isDoseRefused: true }), 12, 1, 2, far).bottomRight[1]).toBe('refused');
  });

  it('reads padding as padding, not as HU', () => {
    const at = gridCentre(volume.geometry);
    const stored = sampleNearest(volume.geometry, volume.voxels, at);
    const readout = readoutAt(at, { ...volume, paddingValue: stored }, null, null, []);
    expect(readout).toMatchObject({ value: null, isPadding: true });
    expect(cornerText(scene({}), 12, 1, 2, readout).bottomRight[0]).toBe('padding');
  });

  it('writes HU, Gy, percent and names', () => {
    const readout = { value: 41.6, isPadding: false, unit: 'HU', doseGy: 57, percent: 95, structureNames: ['PTV', 'CTV', 'GTV', 'A', 'B', 'C'] };
    const dose = { units: 'GY' } as unknown as NonNullable<PlaneScene['dose']>;
    const text = cornerText(scene({ dose }), -17, 3, 60, readout);
    expect(text.bottomRight).toEqual(['42 HU', '57.00 Gy · 95.0%', 'PTV, CTV, GTV, A +2']);
    expect(text.topRight).toEqual(['Slice 3/60', 'F 17.0 mm']);
    expect(cornerText(scene({ dose }), -17, 3, 60, { ...readout, doseGy: null }).bottomRight[1]).toBe('outside dose grid');
    expect(volume.geometry.slices).toBe(expected.slices);
    const map = { ...volume, slope: 0.001, unit: '' };
    expect(cornerText(scene({ volume: map }), 0, 1, 2, { ...readout, value: 0.8374 }).bottomRight[0]?.trim()).toBe('0.837');
  });
});
