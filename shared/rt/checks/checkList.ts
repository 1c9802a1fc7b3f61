import { oneFrame, onePlanDose } from './identity/frames.ts';
import { approvalState, patientPosition, planPurpose } from './identity/planState.ts';
import { doseToPlan, planToStructures, structuresToImages } from './identity/references.ts';
import { samePatient } from './identity/samePatient.ts';
import { timeOrder } from './identity/timeOrder.ts';
import type { Check } from './types.ts';

/** The plan checks in the order of their numbers. */
export const checkList: readonly Check[] = [samePatient, planToStructures, doseToPlan, structuresToImages, oneFrame, onePlanDose, timeOrder, approvalState, planPurpose, patientPosition];
