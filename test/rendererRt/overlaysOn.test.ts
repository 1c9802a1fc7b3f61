import { describe, expect, it } from 'vitest';
import type { DoseGrid, Plan, StructureSet } from '../../shared/rt/types.ts';
import type { ImageVolume } from '../../shared/volume/types.ts';
import { overlaysOn } from '../../renderer/rt/overlaysOn.ts';
import { fillingView, startView } from '../../renderer/rt/startView.ts';

const volume = { frameOfReferenceUID: '1.1' } as unknown as ImageVolume;
const dose = (frameOfReferenceUID: string): DoseGrid => ({ frameOfReferenceUID }) as unknown as DoseGrid;
const structureSet = (frameOfReferenceUID: string | null): StructureSet => ({ frameOfReferenceUID, structures: [{ number: 1 }] }) as unknown as StructureSet;

describe('overlays on images', () => {
  it('draws dose and structures of the same frame of reference', () => {
    expect(overlaysOn(volume, { dose: dose('1.1'), structureSet: structureSet('1.1') })).toMatchObject({ dose: { frameOfReferenceUID: '1.1' }, structures: [{ number: 1 }], refusals: [] });
  });
  it('refuses each of them in another frame of reference and says which', () => {
    expect(overlaysOn(volume, { dose: dose('2.2'), structureSet: structureSet('1.1') })).toMatchObject({ dose: null, structures: [{ number: 1 }], refusals: ['dose'] });
    expect(overlaysOn(volume, { dose: dose('2.2'), structureSet: structureSet('2.2') })).toEqual({ dose: null, structures: [], refusals: ['dose', 'structures'] });
  });
  it('takes a structure set that names no frame', () => {
    expect(overlaysOn(volume, { dose: null, structureSet: structureSet(null) }).refusals).toEqual([]);
  });
});

/** 100 × 100 pixels of 2 mm over two slices: a body of 60 × 40 pixels and a thin couch. */
function bodyVolume(): ImageVolume {
  const voxels = new Int16Array(100 * 100 * 2).fill(-1000);
  for (let k = 0; k < 2; k++) {
    for (let row = 30; row < 70; row++) voxels.fill(40, k * 10_000 + row * 100 + 20, k * 10_000 + row * 100 + 80);
    voxels.fill(100, k * 10_000 + 9005, k * 10_000 + 9009);
  }
  const geometry = { columns: 100, rows: 100, slices: 2, origin: [0, 0, 0], rowDirection: [1, 0, 0], columnDirection: [0, 1, 0], normal: [0, 0, 1], columnSpacingMm: 2, rowSpacingMm: 2, sliceOffsetsMm: [0, 4] } as const;
  return { volumeId: '1.2', seriesInstanceUID: '1.2', stackLabel: null, paddingValue: null, windowShape: 'LINEAR', marks: { isLossy: false, lossyRatio: null, lossyMethod: null, isDerived: false }, frameOfReferenceUID: '1.1', modality: 'CT', geometry, voxels, slope: 1, intercept: 0, unit: 'HU', sopInstanceUIDs: [], defaultWindow: { centre: 40, width: 400 }, patientPosition: 'HFS', warnings: [] };
}

const beam = (deliveryType: string, isocenterMm: readonly number[]) => ({ deliveryType, controlPoints: [{ isocenterMm }] });
const planOf = (...beams: readonly object[]): Plan => ({ beams }) as unknown as Plan;

describe('start of a view', () => {
  it('lets the patient fill the picture and leaves the couch out', () => {
    const { zoom, panMm } = fillingView(bodyVolume(), 0);
    expect(zoom).toBeCloseTo(1 / (0.6 * 1.06), 2);
    expect(panMm?.axial).toEqual([99, 99, 2]);
  });
  it('opens in the middle of the images without a plan', () => {
    const view = startView(bodyVolume(), null, null);
    expect(view).toMatchObject({ seriesInstanceUID: '1.2', crosshairMm: [99, 99, 2], window: { centre: 40, width: 400 }, visibleStructures: [] });
  });
  it('opens at the isocentre of a beam that treats, and never outside the images', () => {
    expect(startView(bodyVolume(), null, planOf(beam('SETUP', [20, 20, 0]), beam('TREATMENT', [60, 80, 4]))).crosshairMm).toEqual([60, 80, 4]);
    expect(startView(bodyVolume(), null, planOf(beam('TREATMENT', [60, 80, 900]))).crosshairMm).toEqual([99, 99, 2]);
  });
});
