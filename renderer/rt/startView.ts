import type { View } from '../../shared/meeting/view.ts';
import type { Vector3 } from '../../shared/geometry/vector.ts';
import type { Plan, StructureSet } from '../../shared/rt/types.ts';
import type { ImageVolume } from '../../shared/volume/types.ts';
import { gridCentre } from '../../shared/volume/sample.ts';

/** Structures a view does not open with, because they hide the picture or say nothing about the patient. */
const quietTypes: ReadonlySet<string> = new Set(['EXTERNAL', 'SUPPORT', 'FIXATION', 'BOLUS', 'CONTROL', 'DOSE_REGION', 'REGISTRATION', 'MARKER', 'ISOCENTER']);

/**
 * How a study opens: planes through the isocentre of the first treatment beam (else the middle of the images), the
 * window of the series, and targets and organs visible.
 */
export function startView(volume: ImageVolume, structureSet: StructureSet | null, plan: Plan | null): Partial<View> {
  const isocentre = plan?.beams.flatMap((beam) => beam.controlPoints).find((point) => point.isocenterMm !== null)?.isocenterMm ?? null;
  const crosshair: Vector3 = isocentre ?? gridCentre(volume.geometry);
  const visible = (structureSet?.structures ?? []).filter((structure) => structure.contours.length > 0 && !quietTypes.has(structure.interpretedType ?? ''));
  return {
    seriesInstanceUID: volume.seriesInstanceUID,
    crosshairMm: [...crosshair],
    window: { ...volume.defaultWindow },
    visibleStructures: visible.map((structure) => structure.number).sort((a, b) => a - b),
  };
}
