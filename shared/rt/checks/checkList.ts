import { accessories, couchRotation } from './beams/accessories.ts';
import { anglesValid, arcDirection } from './beams/angles.ts';
import { collisionRisk } from './beams/clearance.ts';
import { beamCount, controlPointCount, metersetRange } from './beams/consistency.ts';
import { isocentreCommon, isocentreMarker, isocentreSensible } from './beams/isocentreChecks.ts';
import { insideLimits, openBeyondJaws } from './beams/limits.ts';
import { energyAndMode, oneMachine, sourceAxisDistance } from './beams/machine.ts';
import { metersetPerGy, metersetWeights } from './beams/meterset.ts';
import { beamNames, setupBeams, toleranceTable } from './beams/names.ts';
import { smallField } from './beams/smallField.ts';
import { deliveredMeterset, fractionsDelivered, overrides } from './delivery/records.ts';
import { revisedPlan, sameStructures } from './delivery/revision.ts';
import { oneFrame, onePlanDose } from './identity/frames.ts';
import { approvalState, patientPosition, planPurpose } from './identity/planState.ts';
import { doseToPlan, planToStructures, structuresToImages } from './identity/references.ts';
import { samePatient } from './identity/samePatient.ts';
import { timeOrder } from './identity/timeOrder.ts';
import { beamDoseSum, gridAgrees } from './prescription/delivered.ts';
import { laterality } from './prescription/laterality.ts';
import { fractionGroups, prescribedTarget } from './prescription/named.ts';
import { fractionDose, matchesRequest, prescriptionPresent } from './prescription/prescribed.ts';
import { structureChecks } from './structures/structureChecks.ts';
import { doseChecks } from './dose/doseChecks.ts';
import type { Check } from './types.ts';

const identity = [samePatient, planToStructures, doseToPlan, structuresToImages, oneFrame, onePlanDose, timeOrder, approvalState, planPurpose, patientPosition];
const prescription = [prescriptionPresent, matchesRequest, fractionDose, beamDoseSum, gridAgrees, prescribedTarget, laterality, fractionGroups];
const beams = [
  beamCount, metersetRange, metersetPerGy, metersetWeights, controlPointCount, oneMachine, energyAndMode, isocentreCommon, isocentreSensible, isocentreMarker, sourceAxisDistance,
  anglesValid, arcDirection, insideLimits, openBeyondJaws, smallField, accessories, couchRotation, collisionRisk, beamNames, toleranceTable, setupBeams,
];
const delivery = [revisedPlan, sameStructures, deliveredMeterset, fractionsDelivered, overrides];

/** The plan checks in the order of their numbers. */
export const checkList: readonly Check[] = [...identity, ...prescription, ...beams, ...structureChecks, ...doseChecks, ...delivery].toSorted((a, b) => a.number - b.number);
