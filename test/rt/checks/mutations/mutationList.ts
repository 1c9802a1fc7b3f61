import { beamMutations } from './beams.ts';
import { deliveryMutations } from './delivery.ts';
import type { Mutation } from './edits.ts';
import { identityMutations } from './identity.ts';
import { prescriptionMutations } from './prescription.ts';
import { doseMutations, structureMutations } from './structuresAndDose.ts';

/** One mutation for each of the 65 rows. */
export const mutationList: readonly Mutation[] = [...identityMutations, ...prescriptionMutations, ...beamMutations, ...structureMutations, ...doseMutations, ...deliveryMutations];
