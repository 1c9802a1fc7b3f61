import type { CheckFinding, CheckPlace } from './types.ts';

type Values = CheckFinding['values'];
type Places = readonly CheckPlace[];

/** The rule holds. */
export const pass = (code: string, values: Values = {}, places: Places = []): CheckFinding => ({ result: 'PASS', code, values, places });

/** Attention: severity B and C, and the milder cases of an A. */
export const flag = (code: string, values: Values = {}, places: Places = []): CheckFinding => ({ result: 'FLAG', code, values, places });

/** Stop: severity A. */
export const fail = (code: string, values: Values = {}, places: Places = []): CheckFinding => ({ result: 'FAIL', code, values, places });

export const notApplicable = (code: string, values: Values = {}, places: Places = []): CheckFinding => ({ result: 'NOT_APPLICABLE', code, values, places });

/** The rule cannot be judged; `code` has a sentence that names what is missing. */
export const notCheckable = (code: string, values: Values = {}, places: Places = []): CheckFinding => ({ result: 'NOT_CHECKABLE', code, values, places });

/** NOT_CHECKABLE because an object or attribute is not there; `what` is its DICOM term, e.g. `RTDOSE` or `PlanIntent (300A,000A)`. */
export const absent = (what: string, places: Places = []): CheckFinding => notCheckable('absent', { what }, places);

export const atBeam = (beamNumber: number, controlPoint?: number): CheckPlace => ({ kind: 'beam', beamNumber, ...(controlPoint === undefined ? {} : { controlPoint }) });

export const atStructure = (roiNumber: number): CheckPlace => ({ kind: 'structure', roiNumber });

/** A number as a person reads it: at most `digits` decimals. */
export const rounded = (value: number, digits = 2): number => Number(value.toFixed(digits));
