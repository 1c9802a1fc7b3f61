import { expect, test } from 'vitest';
import { dosePerFractionGy, prescribedDose, prescribedDoseGy } from '../../shared/rt/prescription.ts';
import type { Plan, Prescription } from '../../shared/rt/types.ts';

const target = (targetPrescriptionDoseGy: number | null, type = 'TARGET'): Prescription => ({ description: null, type, targetPrescriptionDoseGy, structureType: 'SITE' });

function planOf(prescriptions: readonly Prescription[], fractions: readonly (number | null)[]): Plan {
  return {
    sopInstanceUID: '1.2', label: 'plan', name: null, approvalStatus: null, structureSetUID: null, patientPosition: 'HFS', manufacturerModel: null,
    fractionGroups: fractions.map((fractionsPlanned, n) => ({ number: n + 1, fractionsPlanned, beamNumbers: [] })),
    prescriptions, beams: [], warnings: [],
  };
}

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
