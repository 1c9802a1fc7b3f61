import { expect, test } from 'vitest';
import { dosePerFractionGy, prescribedDose, prescribedDoseGy, referenceProblem } from '../../../shared/rt/plan/prescription.ts';
import type { Plan, Prescription } from '../../../shared/rt/types.ts';
import { fractionGroupOf, planOf as wholePlanOf, prescriptionOf } from '../../support/rtObjects.ts';

const target = (targetPrescriptionDoseGy: number | null, type = 'TARGET'): Prescription => prescriptionOf({ type, targetPrescriptionDoseGy });

const planOf = (prescriptions: readonly Prescription[], fractions: readonly (number | null)[]): Plan =>
  wholePlanOf({ prescriptions, fractionGroups: fractions.map((fractionsPlanned, n) => fractionGroupOf({ number: n + 1, fractionsPlanned })) });

test('one target dose is the prescription, divided by the fractions', () => {
  const plan = planOf([target(41.4), target(null), target(45, 'ORGAN_AT_RISK')], [23]);
  expect(prescribedDose(plan)).toMatchObject({ doseGy: 41.4, found: 'one' });
  expect(dosePerFractionGy(plan)).toBeCloseTo(1.8, 12);
  expect(prescribedDoseGy(planOf([target(50), target(50)], [25]))).toBe(50);
});

test('several target doses are listed, highest first, and none is chosen', () => {
  const plan = planOf([target(54), target(60)], [30]);
  expect(prescribedDose(plan)).toMatchObject({ doseGy: null, found: 'several' });
  expect(prescribedDose(plan).targets.map(({ targetPrescriptionDoseGy }) => targetPrescriptionDoseGy)).toEqual([60, 54]);
  expect(dosePerFractionGy(plan)).toBeNull();
});

test('without a target dose, without fractions or with several groups nothing is made up', () => {
  expect(prescribedDose(planOf([target(0), target(null)], [25]))).toEqual({ doseGy: null, found: 'none', targets: [] });
  expect(dosePerFractionGy(planOf([target(50)], []))).toBeNull();
  expect(dosePerFractionGy(planOf([target(50)], [null]))).toBeNull();
  expect(dosePerFractionGy(planOf([target(50)], [20, 5]))).toBeNull();
});

const dose = (doseSummationType: string, planUID: string | null) => ({ doseSummationType, planUID });

test('the prescription is 100 % of the total dose of its own plan only', () => {
  const plan = planOf([target(60)], [30]);
  expect(referenceProblem(plan, dose('PLAN', '1.2'))).toBeNull();
  expect(['BEAM', 'FRACTION', 'BEAM_SESSION', 'MULTI_PLAN', 'PLAN_OVERVIEW', ''].map((type) => referenceProblem(plan, dose(type, '1.2')))).toEqual(Array.from({ length: 6 }, () => 'not-plan-dose'));
  expect(referenceProblem(plan, dose('PLAN', '9.9'))).toBe('other-plan');
  expect(referenceProblem(plan, dose('PLAN', null))).toBe('other-plan');
  expect(referenceProblem(null, dose('BEAM', '1.2'))).toBe('not-plan-dose');
  expect(referenceProblem(null, dose('PLAN', '1.2'))).toBeNull();
});
