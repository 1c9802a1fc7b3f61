import type { Structure } from '../../shared/rt/types.ts';
import type { ImageVolume } from '../../shared/volume/types.ts';
import type { Study } from '../study/openStudy.ts';

const noStructures: readonly Structure[] = [];

/** Dose and structures that may be drawn on these images, and which are refused because they lie in another frame of reference. */
export function overlaysOn(volume: ImageVolume | null, study: Pick<Study, 'dose' | 'structureSet'>): { readonly dose: Study['dose']; readonly structures: readonly Structure[]; readonly refusals: readonly ('dose' | 'structures')[] } {
  const frame = volume?.frameOfReferenceUID;
  const isDoseHere = study.dose !== null && study.dose.frameOfReferenceUID === frame;
  const setFrame = study.structureSet?.frameOfReferenceUID ?? null;
  const areStructuresHere = study.structureSet !== null && (setFrame === null || setFrame === frame);
  const refusals = [...(study.dose !== null && !isDoseHere ? (['dose'] as const) : []), ...(study.structureSet !== null && !areStructuresHere ? (['structures'] as const) : [])];
  return { dose: isDoseHere ? study.dose : null, structures: areStructuresHere ? (study.structureSet?.structures ?? noStructures) : noStructures, refusals };
}
