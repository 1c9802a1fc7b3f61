import type { CaseImaging } from '../../shared/ipc/channels.ts';
import type { Structure } from '../../shared/rt/types.ts';
import type { Study } from '../study/openStudy.ts';
import { isImage } from '../study/imageClasses.ts';
import type { RtOverlay } from '../viewport/scene.ts';

const noStructures: readonly Structure[] = [];

/** What may be drawn over the images of which frame of reference, and what lies over none of them. */
export interface RtOnImages {
  readonly overlay: RtOverlay | null;
  readonly refusals: readonly ('dose' | 'structures')[];
}

/**
 * Structures and dose for the images of their frame of reference. A structure set that names none belongs to the planning
 * images its reference chain leads to.
 */
export function rtOnImages({ instances, chain }: Pick<CaseImaging, 'instances' | 'chain'>, { dose, structureSet }: Pick<Study, 'dose' | 'structureSet'>, referenceDoseGy: number | null): RtOnImages {
  if (dose === null && structureSet === null) return { overlay: null, refusals: [] };
  const images = instances.filter(({ header }) => isImage(header.sopClassUID));
  const frames = new Set(images.map(({ header }) => header.frameOfReferenceUID));
  const planningFrame = images.find(({ header }) => header.seriesInstanceUID === chain.imageSeriesUID)?.header.frameOfReferenceUID ?? null;
  const frame = planningFrame ?? structureSet?.frameOfReferenceUID ?? dose?.frameOfReferenceUID ?? null;
  const setFrame = structureSet?.frameOfReferenceUID ?? null;
  const isDoseHere = dose !== null && dose.frameOfReferenceUID === frame;
  const areStructuresHere = structureSet !== null && (setFrame === null || setFrame === frame);
  const refusals = [...(dose !== null && !isDoseHere ? (['dose'] as const) : []), ...(structureSet !== null && !areStructuresHere ? (['structures'] as const) : [])];
  if (frame === null || !frames.has(frame)) return { overlay: null, refusals: [...(dose === null ? [] : (['dose'] as const)), ...(structureSet === null ? [] : (['structures'] as const))] };
  return {
    overlay: { frameOfReferenceUID: frame, dose: isDoseHere ? dose : null, isDoseRefused: dose !== null && !isDoseHere, structures: areStructuresHere ? structureSet.structures : noStructures, referenceDoseGy },
    refusals,
  };
}
