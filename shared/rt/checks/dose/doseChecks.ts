import type { Check } from '../types.ts';
import { doseUnits } from './doseUnits.ts';
import { gridCoverage } from './gridCoverage.ts';
import { gridResolution } from './gridResolution.ts';
import { heterogeneity } from './heterogeneity.ts';
import { hotSpot } from './hotSpot.ts';
import { implantedDevice } from './implantedDevice.ts';
import { organLimits } from './organLimits.ts';
import { planIndexValues } from './planIndexValues.ts';
import { storedDvhAgreement } from './storedDvhAgreement.ts';
import { targetCoverage } from './targetCoverage.ts';

/** Checks 51 to 60. */
export const doseChecks: readonly Check[] = [doseUnits, gridCoverage, gridResolution, heterogeneity, hotSpot, targetCoverage, organLimits, planIndexValues, storedDvhAgreement, implantedDevice];
