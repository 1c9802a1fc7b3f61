import type { Vector3 } from '../../shared/geometry/vector.ts';
import { cellChange } from '../../shared/meeting/view.ts';
import type { View, ViewChange } from '../../shared/meeting/view.ts';
import type { Plan, StructureSet } from '../../shared/rt/types.ts';
import { cutPlane } from '../../shared/volume/cutPlane.ts';
import { planeIndexAt, planeStack } from '../../shared/volume/planeStack.ts';
import { gridCentre, sampleNearest } from '../../shared/volume/sample.ts';
import { isPadding } from '../../shared/volume/types.ts';
import type { ImageVolume } from '../../shared/volume/types.ts';
import { isSetupBeam } from './planFigures.ts';

/** Structures a view does not open with, because they hide the picture or say nothing about the patient. */
const quietTypes: ReadonlySet<string> = new Set(['EXTERNAL', 'SUPPORT', 'FIXATION', 'BOLUS', 'CONTROL', 'DOSE_REGION', 'REGISTRATION', 'MARKER', 'ISOCENTER']);

/** Targets and organs: what a plan opens with. ROI numbers, ascending. */
export const startStructures = (structureSet: StructureSet | null): number[] =>
  (structureSet?.structures ?? []).filter((structure) => structure.contours.length > 0 && !quietTypes.has(structure.interpretedType ?? '')).map((structure) => structure.number).sort((a, b) => a - b);

/** Where the planes of a plan open: the isocentre of the first treatment beam, or the middle of the images where there is none in them. */
export function startPoint(volume: ImageVolume, plan: Plan | null): Vector3 {
  const isocentre = plan?.beams.filter((beam) => !isSetupBeam(beam)).flatMap((beam) => beam.controlPoints).find((point) => point.isocenterMm !== null)?.isocenterMm ?? null;
  return isocentre !== null && sampleNearest(volume.geometry, volume.voxels, isocentre) !== null ? isocentre : gridCentre(volume.geometry);
}

/**
 * How a plan opens: planes through {@link startPoint}, the patient filling every picture of the planning images, targets
 * and organs visible.
 *
 * @param volume the planning images, read at the start point
 */
export function startView(view: View, volume: ImageVolume, structureSet: StructureSet | null, plan: Plan | null): ViewChange {
  const point = startPoint(volume, plan);
  const filling = volume.modality === 'CT' ? fillingPlace(volume, point) : null;
  const cells = view.cells.map((cell, index): ViewChange => (filling !== null && cell.content.kind === 'stack' && cell.content.volumeId === volume.volumeId ? cellChange(index, filling) : {}));
  return Object.assign({ crosshairMm: [...point], crosshairFrame: volume.frameOfReferenceUID, visibleStructures: startStructures(structureSet) }, ...cells) as ViewChange;
}

/** Denser than this is patient or couch, HU. */
const tissueHU = -300;
/** A row or column with a smaller part of tissue is couch or noise. */
const leastPart = 0.06;
const marginPart = 1.06;
const mostZoom = 2.5;

/** Zoom and middle that let the patient fill the axial picture; null where the slice shows no patient. */
export function fillingPlace(volume: ImageVolume, point: Vector3): { readonly zoom: number; readonly centre: [number, number, number] } | null {
  const stack = planeStack(volume, { kind: 'axial' });
  const { columns, rows, pixels, origin, columnSpacingMm, rowSpacingMm, xDirection, yDirection } = cutPlane(volume, stack, planeIndexAt(stack, point), null);
  const inColumn = new Uint32Array(columns);
  const inRow = new Uint32Array(rows);
  for (let n = 0; n < pixels.length; n++) {
    const voxel = pixels[n] ?? 0;
    if (isPadding(volume, voxel) || voxel * volume.slope + volume.intercept < tissueHU) continue;
    const column = n % columns;
    inColumn[column] = (inColumn[column] ?? 0) + 1;
    const row = (n - column) / columns;
    inRow[row] = (inRow[row] ?? 0) + 1;
  }
  const across = extent(inColumn, rows * leastPart);
  const down = extent(inRow, columns * leastPart);
  if (across === null || down === null) return null;
  const parts = [(across.to - across.from + 1) / columns, (down.to - down.from + 1) / rows];
  const zoom = Math.round(Math.min(mostZoom, Math.max(1, 1 / (Math.max(...parts) * marginPart))) * 100) / 100;
  const [x, y] = [((across.from + across.to) / 2) * columnSpacingMm, ((down.from + down.to) / 2) * rowSpacingMm];
  const middle = gridCentre(volume.geometry);
  return { zoom, centre: [origin[0] + xDirection[0] * x + yDirection[0] * y, origin[1] + xDirection[1] * x + yDirection[1] * y, middle[2]] };
}

function extent(counts: Uint32Array, least: number): { readonly from: number; readonly to: number } | null {
  const from = counts.findIndex((count) => count > least);
  const to = counts.findLastIndex((count) => count > least);
  return from === -1 ? null : { from, to };
}
