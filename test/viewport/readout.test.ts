import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cornerText } from '../../renderer/viewport/cornerText.ts';
import type { SliceFacts } from '../../renderer/viewport/cornerText.ts';
import { fusedAt, readoutAt } from '../../renderer/viewport/readout.ts';
import type { Readout } from '../../renderer/viewport/readout.ts';
import type { CellScene, CellWords, RtOverlay } from '../../renderer/viewport/scene.ts';
import { initialView } from '../../shared/meeting/view.ts';
import { readDose } from '../../shared/rt/read/readDose.ts';
import { readStructureSet } from '../../shared/rt/read/readStructureSet.ts';
import { emptyCell } from '../../shared/viewing/cell.ts';
import { volumeOf } from '../volume/buildForTest.ts';
import { smallVolume, sourceOf } from './fakeSource.ts';

const folder = resolve(import.meta.dirname, '../../../shared/data/rt-esophagus-imrt');

describe('readout on the oesophagus case', () => {
  it.runIf(existsSync(folder))('gives the HU and Gy that pydicom gives', async () => {
    const names = await readdir(join(folder, 'CT'));
    const volume = await volumeOf(await Promise.all(names.map(async (name) => new Uint8Array(await readFile(join(folder, 'CT', name))))));
    const dose = readDose(new Uint8Array(await readFile(join(folder, 'RD.dcm'))));
    const { structures } = readStructureSet(new Uint8Array(await readFile(join(folder, 'RS.dcm'))));
    const points = JSON.parse(await readFile(join(import.meta.dirname, 'oracles/esophagusPoints.json'), 'utf8')) as readonly { readonly pointMm: readonly [number, number, number]; readonly hu: number; readonly doseGy: number | null }[];
    const source = sourceOf('axial', volume, new Uint8Array(volume.geometry.slices).fill(1));
    const rt: RtOverlay = { frameOfReferenceUID: volume.frameOfReferenceUID, dose, isDoseRefused: false, structures, referenceDoseGy: 41.4 };
    for (const { pointMm, hu, doseGy } of points) {
      const readout = readoutAt(pointMm, source, source.indexAt(pointMm), rt);
      expect(readout.sample, `HU at ${pointMm.join(', ')}`).toMatchObject({ kind: 'value', value: hu });
      if (doseGy === null) expect(readout.doseGy).toBeNull();
      else expect(readout.doseGy, `Gy at ${pointMm.join(', ')}`).toBeCloseTo(doseGy, 3);
    }
    expect(readoutAt([7.5, -234, -16.1], source, source.indexAt([7.5, -234, -16.1]), rt).structureNames).toEqual(['GTVp', 'CTVp', 'PTV4140']);
  });
});

describe('corner texts', () => {
  const words: CellWords = {
    slice: 'Slice', frame: 'Frame', window: 'C/W', zoom: 'Zoom', slab: { mip: 'MIP', minip: 'MinIP', mean: 'Mean' }, lossy: 'LOSSY', derived: 'DERIVED', loading: 'loading', outsideImage: 'outside image', padding: 'padding',
    noDose: 'no dose', refusedDose: 'refused', outsideDose: 'outside dose grid', relativeDose: 'relative', notCalibrated: 'not calibrated', atDetector: 'at the detector', overlaysHidden: 'overlays hidden',
    image: 'Image', table: 'LUT', figureWhy: { 'not-calibrated': 'not calibrated', outside: 'outside', padding: 'without padding', loading: 'loading', 'too-small': 'too small' },
  };
  const scene = (fields: Partial<CellScene>): CellScene => ({
    index: 0, view: initialView, source: null, sliceIndex: 2, turn: 0, fusion: null, rt: null, title: ['CT chest'], annotations: [], selectedAnnotationId: null, studyDate: null, referencePlanes: [], pointers: [], words, ...fields,
  });
  const rt: RtOverlay = { frameOfReferenceUID: '1.9', dose: null, isDoseRefused: false, structures: [], referenceDoseGy: null };
  const facts: SliceFacts = { voi: { kind: 'window', shape: 'LINEAR', centre: 40, width: 400, explanation: null }, magnification: 1.5, hidesOverlays: false, isRead: true };
  const source = sourceOf('axial');
  const text = (fields: Partial<CellScene>, readout: Readout, from = source) => cornerText(scene(fields), emptyCell, from, facts, [1, 2, 8], readout);

  const lines = (voi: SliceFacts['voi'], more: Partial<SliceFacts> = {}): readonly string[] => cornerText(scene({}), emptyCell, source, { ...facts, voi, ...more }, [0, 0, 0], readoutAt([1, 2, 8], source, 2, null)).bottomLeft;

  it('says unknown, not zero, outside image and dose', () => {
    const far = readoutAt([9000, 0, 0], source, 2, null);
    expect(far).toEqual({ sample: { kind: 'outside' }, doseGy: null, percent: null, structureNames: [] });
    expect(text({ rt }, far).bottomRight).toEqual(['outside image', 'L 1.0 P 2.0 H 8.0 mm']);
    expect(text({ rt: { ...rt, isDoseRefused: true } }, far).bottomRight[2]).toBe('refused');
  });

  it('reads padding as padding, not as HU', () => {
    const padded = sourceOf('axial', smallVolume({ paddingValue: 200 }));
    expect(text({}, readoutAt([1, 2, 8], padded, 2, null), padded).bottomRight[0]).toBe('padding');
  });

  it('writes slice, position, window, HU, Gy, percent and names', () => {
    const dose = { units: 'GY' } as unknown as NonNullable<RtOverlay['dose']>;
    const readout: Readout = { ...readoutAt([1, 2, 8], source, 2, null), doseGy: 57, percent: 95, structureNames: ['PTV', 'CTV', 'GTV', 'A', 'B', 'C'] };
    const shown = text({ rt: { ...rt, dose } }, readout);
    expect(shown.bottomRight).toEqual(['-824 HU', 'L 1.0 P 2.0 H 8.0 mm', '57.00 Gy · 95.0%', 'PTV, CTV, GTV, A +2']);
    expect(shown.topRight).toEqual(['Slice 3/4', 'H 8.0 mm']);
    expect(shown.bottomLeft).toEqual(['C/W 40 / 400', 'Zoom 150%']);
    expect(text({ rt: { ...rt, dose } }, { ...readout, doseGy: null }).bottomRight[2]).toBe('outside dose grid');
  });

  it('writes the number of the image beside that of the slice where the scanner counts otherwise', () => {
    const named = { words: { ...words, image: 'Image' } };
    const readout = readoutAt([1, 2, 8], source, 2, null);
    expect(text({ ...named, imageNumber: 62 }, readout).topRight).toEqual(['Slice 3/4', 'Image 62', 'H 8.0 mm']);
    expect(text({ ...named, imageNumber: 3 }, readout).topRight).toEqual(['Slice 3/4', 'H 8.0 mm']);
    expect(text({ ...named, imageNumber: null }, readout).topRight).toEqual(['Slice 3/4', 'H 8.0 mm']);
  });

  it('writes the value of the series laid over the image under its own, in SUV where it has a factor', () => {
    const upper = smallVolume({ modality: 'PT', unit: 'BQML', slope: 2, intercept: 0, suv: { kind: 'factor', factor: 0.001 } });
    // The same voxel as the CT's -824 HU: stored 200, times 2, times the factor.
    const fused = fusedAt([1, 2, 8], { volume: upper, factor: 0.001 });
    expect(fused).toEqual({ modality: 'PT', sample: { kind: 'value', value: expect.closeTo(0.4, 9) as number, unit: 'SUV', text: '0.4' } });
    expect(text({}, { ...readoutAt([1, 2, 8], source, 2, null), fused }).bottomRight).toEqual(['-824 HU', 'PT 0.4 SUV', 'L 1.0 P 2.0 H 8.0 mm']);
    expect(text({}, { ...readoutAt([1, 2, 8], source, 2, null), fused: fusedAt([9000, 0, 0], { volume: upper, factor: 0.001 }) }).bottomRight[1]).toBe('PT outside image');
    expect(fusedAt([1, 2, 8], { volume: { ...upper, suv: null }, factor: 1 }).sample).toMatchObject({ unit: 'BQML', text: '400' });
  });

  it('keeps the decimals of a map in small units', () => {
    const map = sourceOf('axial', smallVolume({ slope: 0.001, intercept: 0, unit: '' }));
    expect(readoutAt([1, 2, 8], map, 2, null).sample).toMatchObject({ text: '0.200' });
  });

  it('marks what was compressed with loss, what was computed, thick slices and lengths that mean nothing', () => {
    const marked = { ...source, isCalibrated: false, marks: { isLossy: true, lossyRatio: 12, isDerived: true } };
    const shown = cornerText(scene({}), { ...emptyCell, slab: { mode: 'mip', thicknessMm: 20 } }, marked, { ...facts, isRead: false }, [0, 0, 0], readoutAt([1, 2, 8], source, 2, null));
    expect(shown.topRight.slice(2)).toEqual(['MIP 20 mm', 'LOSSY 12:1', 'DERIVED', 'not calibrated']);
    expect(cornerText(scene({}), emptyCell, { ...source, isAtDetector: true }, facts, [0, 0, 0], readoutAt([1, 2, 8], source, 2, null)).topRight).toContain('at the detector');
    expect(shown.bottomRight[0]).toBe('loading');
  });

  it('writes the name of a table in the place of a window, the name a window has, and neither for colour', () => {
    const table = { firstMapped: 0, entries: Uint16Array.of(0, 255), bits: 8 };
    expect(lines({ kind: 'table', table, explanation: 'HARDER' })).toEqual(['LUT · HARDER', 'Zoom 150%']);
    expect(lines({ kind: 'table', table, explanation: null })[0]).toBe('LUT');
    expect(lines({ kind: 'window', shape: 'SIGMOID', centre: 100, width: 50, explanation: 'SOFTER' })[0]).toBe('C/W 100 / 50 · SOFTER');
    expect(lines(null)).toEqual(['Zoom 150%']);
    expect(lines(null, { hidesOverlays: true })).toEqual(['Zoom 150%', 'overlays hidden']);
  });

  it('writes side and view of a picture below its title', () => {
    expect(cornerText(scene({}), emptyCell, { ...source, projection: 'R MLO' }, facts, [0, 0, 0], readoutAt([1, 2, 8], source, 2, null)).topLeft).toEqual(['CT chest', 'R MLO']);
  });
});
