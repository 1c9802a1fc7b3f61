import type { View } from '../../shared/meeting/view.ts';
import type { Vector3 } from '../../shared/geometry/vector.ts';
import type { Plan, StructureSet } from '../../shared/rt/types.ts';
import { reslice } from '../../shared/volume/reslice.ts';
import { gridCentre, sampleNearest } from '../../shared/volume/sample.ts';
import { isPadding } from '../../shared/volume/types.ts';
import type { ImageVolume } from '../../shared/volume/types.ts';
import { isSetupBeam } from './planFigures.ts';

/** Structures a view does not open with, because they hide the picture or say nothing about the patient. */
const quietTypes: ReadonlySet<string> = new Set(['EXTERNAL', 'SUPPORT', 'FIXATION', 'BOLUS', 'CONTROL', 'DOSE_REGION', 'REGISTRATION', 'MARKER', 'ISOCENTER']);

/**
 * How a study opens: planes through the isocentre of the first treatment beam (else the middle of the images), the
 * patient filling the picture, the window of the series, and targets and organs visible.
 */
export function startView(volume: ImageVolume, structureSet: StructureSet | null, plan: Plan | null): Partial<View> {
  const isocentre = plan?.beams.filter((beam) => !isSetupBeam(beam)).flatMap((beam) => beam.controlPoints).find((point) => point.isocenterMm !== null)?.isocenterMm ?? null;
  const isInside = isocentre !== null && sampleNearest(volume.geometry, volume.voxels, isocentre) !== null;
  const crosshair: Vector3 = isInside ? isocentre : gridCentre(volume.geometry);
  const visible = (structureSet?.structures ?? []).filter((structure) => structure.contours.length > 0 && !quietTypes.has(structure.interpretedType ?? ''));
  return {
    seriesInstanceUID: volume.volumeId,
    crosshairMm: [...crosshair],
    window: { ...volume.defaultWindow },
    visibleStructures: visible.map((structure) => structure.number).sort((a, b) => a - b),
    ...(volume.modality === 'CT' ? fillingView(volume, crosshair[2]) : {}),
  };
}

/** Denser than this is patient or couch, HU. */
const tissueHU = -300;
/** A row or column with a smaller part of tissue is couch or noise. */
const leastPart = 0.06;
const marginPart = 1.06;
const mostZoom = 2.5;

/** Zoom and middle that let the patient fill the axial picture; nothing where the slice shows no patient. */
export function fillingView(volume: ImageVolume, zMm: number): Partial<View> {
  const slice = reslice(volume, 'axial', zMm);
  const { columns, rows, pixels, origin, columnSpacingMm, rowSpacingMm } = slice;
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
  if (across === null || down === null) return {};
  const parts = [(across.to - across.from + 1) / columns, (down.to - down.from + 1) / rows];
  const zoom = Math.round(Math.min(mostZoom, Math.max(1, 1 / (Math.max(...parts) * marginPart))) * 100) / 100;
  const middle = gridCentre(volume.geometry);
  const point: [number, number, number] = [origin[0] + ((across.from + across.to) / 2) * columnSpacingMm, origin[1] + ((down.from + down.to) / 2) * rowSpacingMm, middle[2]];
  return { zoom, panMm: { axial: [...point], sagittal: [...point], coronal: [...point] } };
}

function extent(counts: Uint32Array, least: number): { readonly from: number; readonly to: number } | null {
  const from = counts.findIndex((count) => count > least);
  const to = counts.findLastIndex((count) => count > least);
  return from === -1 ? null : { from, to };
}
