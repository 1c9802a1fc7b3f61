import type { EndCap } from '../../shared/rt/contours/slabs.ts';
import { computeStructureSetDvh } from '../../shared/rt/dvh/structureSetDvh.ts';
import { toErrorShape, type ErrorShape } from '../../shared/errors/appError.ts';
import type { DoseGrid, Dvh, Structure, StructureSet } from '../../shared/rt/types.ts';

export interface EndCapJob {
  readonly structureSet: StructureSet;
  readonly dose: DoseGrid;
  readonly structures: readonly Structure[];
  readonly endCap: EndCap;
}

export type EndCapAnswer = { readonly dvhs: readonly Dvh[] } | { readonly error: ErrorShape };

const post = (answer: EndCapAnswer): void => globalThis.postMessage(answer, { transfer: [] });

/** Computes histograms with another end cap than the study's, beside the window. */
globalThis.addEventListener('message', ({ data }: MessageEvent<EndCapJob>) => {
  const { structureSet, dose, structures, endCap } = data;
  try {
    post({ dvhs: computeStructureSetDvh(structureSet, dose, { endCap }, structures).flatMap((result) => ('dvh' in result ? [result.dvh] : [])) });
  } catch (error) {
    post({ error: toErrorShape(error) });
  }
  globalThis.close();
});
