import { artefacts, readArtefact } from './artefacts.ts';
import type { RealSet } from './realSets.ts';

/** The readings of the real sets as they were last written. */
export const readRealSets = (): readonly RealSet[] => JSON.parse(readArtefact(artefacts.realSets)) as readonly RealSet[];
