import { describe, expect, it } from 'vitest';
import { fillingPlace, startPoint, startStructures, startView } from '../../renderer/rt/startView.ts';
import { changeView, initialView } from '../../shared/meeting/view.ts';
import type { Plan, StructureSet } from '../../shared/rt/types.ts';
import { stackCell } from '../../shared/viewing/cell.ts';
import type { ImageVolume } from '../../shared/volume/types.ts';

/** 100 × 100 pixels of 2 mm over two slices: a body of 60 × 40 pixels and a thin couch. */
function bodyVolume(): ImageVolume {
  const voxels = new Int16Array(100 * 100 * 2).fill(-1000);
  for (let k = 0; k < 2; k++) {
    for (let row = 30; row < 70; row++) voxels.fill(40, k * 10_000 + row * 100 + 20, k * 10_000 + row * 100 + 80);
    voxels.fill(100, k * 10_000 + 9005, k * 10_000 + 9009);
  }
  const geometry = { columns: 100, rows: 100, slices: 2, origin: [0, 0, 0], rowDirection: [1, 0, 0], columnDirection: [0, 1, 0], normal: [0, 0, 1], sliceDirection: [0, 0, 1], columnSpacingMm: 2, rowSpacingMm: 2, sliceOffsetsMm: [0, 4] } as const;
  return { volumeId: '1.2', seriesInstanceUID: '1.2', stackLabel: null, paddingValue: null, windowShape: 'LINEAR', marks: { isLossy: false, lossyRatio: null, lossyMethod: null, isDerived: false }, frameOfReferenceUID: '1.1', modality: 'CT', geometry, voxels, slope: 1, intercept: 0, unit: 'HU', sopInstanceUIDs: [], defaultWindow: { centre: 40, width: 400 }, patientPosition: 'HFS', suv: null, warnings: [] };
}

const beam = (deliveryType: string, isocenterMm: readonly number[]) => ({ deliveryType, controlPoints: [{ isocenterMm }] });
const planOf = (...beams: readonly object[]): Plan => ({ beams }) as unknown as Plan;
const structure = (number: number, interpretedType: string, contours: number) => ({ number, interpretedType, contours: Array.from({ length: contours }) });

describe('start of a plan', () => {
  it('lets the patient fill the picture and leaves the couch out', () => {
    const place = fillingPlace(bodyVolume(), [99, 99, 0]);
    expect(place?.zoom).toBeCloseTo(1 / (0.6 * 1.06), 2);
    expect(place?.centre).toEqual([99, 99, 2]);
    expect(fillingPlace({ ...bodyVolume(), voxels: new Int16Array(20_000).fill(-1000) }, [99, 99, 0])).toBeNull();
  });

  it('opens at the isocentre of a beam that treats, and never outside the images', () => {
    expect(startPoint(bodyVolume(), planOf(beam('SETUP', [20, 20, 0]), beam('TREATMENT', [60, 80, 4])))).toEqual([60, 80, 4]);
    expect(startPoint(bodyVolume(), planOf(beam('TREATMENT', [60, 80, 900])))).toEqual([99, 99, 2]);
    expect(startPoint(bodyVolume(), null)).toEqual([99, 99, 2]);
  });

  it('shows targets and organs, not the outline, the couch or what has no contour', () => {
    const structureSet = { structures: [structure(4, 'ORGAN', 3), structure(1, 'PTV', 2), structure(2, 'EXTERNAL', 9), structure(3, 'ORGAN', 0), structure(5, 'SUPPORT', 1)] } as unknown as StructureSet;
    expect(startStructures(structureSet)).toEqual([1, 4]);
  });

  it('places every cell of the planning images and no other', () => {
    const view = { ...initialView, cells: initialView.cells.map((cell, index) => (index === 0 ? stackCell('1.2', 'axial') : index === 1 ? stackCell('9.9') : cell)) };
    const after = changeView(view, startView(view, bodyVolume(), null, null));
    expect(after).toMatchObject({ crosshairMm: [99, 99, 2], crosshairFrame: '1.1', visibleStructures: [] });
    expect(after.cells[0]?.zoom).toBeCloseTo(1.57, 2);
    expect(after.cells[1]).toEqual(view.cells[1]);
  });
});
