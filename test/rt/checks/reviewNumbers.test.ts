import { describe, expect, test } from 'vitest';
import { choosePlanDose, makeReviewNumbers } from '../../../shared/rt/checks/reviewNumbers.ts';
import { makeReviewCase } from '../../../shared/rt/phantom/reviewCase.ts';
import { ctv, ptv, targetCentre } from '../../../shared/rt/phantom/anatomy.ts';
import type { DoseGrid } from '../../../shared/rt/types.ts';
import { doseGridOf, planOf } from '../../support/rtObjects.ts';
import { reviewOf } from './reviewOf.ts';

const review = reviewOf({ objects: makeReviewCase() });
const geometry = review.doses[0]?.geometry;
const plan = planOf({ sopInstanceUID: '1.5' });

const dose = (fields: Partial<DoseGrid>): DoseGrid => {
  if (geometry === undefined) throw new Error('no dose');
  return doseGridOf({ geometry, dose: new Float32Array(1), planUID: '1.5', ...fields });
};

describe('the dose of the plan', () => {
  test('is the one of type PLAN that names it, else the only one', () => {
    const [own, beam, other] = [dose({ sopInstanceUID: 'a' }), dose({ sopInstanceUID: 'b', doseSummationType: 'BEAM' }), dose({ sopInstanceUID: 'c', planUID: '1.6' })];
    expect(choosePlanDose(plan, [other, beam, own])).toBe(own);
    expect(choosePlanDose(plan, [other, beam])).toBe(other);
    expect(choosePlanDose(null, [beam])).toBe(beam);
  });

  test('is none where several qualify', () => {
    expect(choosePlanDose(plan, [dose({ sopInstanceUID: 'a' }), dose({ sopInstanceUID: 'b' })])).toBeNull();
    expect(choosePlanDose(plan, [])).toBeNull();
  });

  test('is not the uncertainty beside it, and of an ion plan the effective one', () => {
    const [physical, uncertainty, effective] = [dose({ sopInstanceUID: 'a' }), dose({ sopInstanceUID: 'b', doseType: 'ERROR' }), dose({ sopInstanceUID: 'c', doseType: 'EFFECTIVE' })];
    expect(choosePlanDose(plan, [uncertainty, physical])).toBe(physical);
    expect(choosePlanDose({ ...plan, kind: 'ion' }, [physical, effective])).toBe(effective);
  });
});

const structure = (name: string) => {
  const found = review.structureSet?.structures.find((one) => one.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};

describe('numbers of structures', () => {
  test.each([['PTV_4140', ptv], ['CTVp', ctv]] as const)('%s has the volume π r² h of its cylinder within 0.5 % and its centre within 0.1 mm', (name, { radiusMm, halfLengthMm }) => {
    const volumeCc = review.numbers.volumeCc(structure(name)) ?? 0;
    expect(Math.abs(volumeCc / ((Math.PI * radiusMm ** 2 * 2 * halfLengthMm) / 1000) - 1)).toBeLessThan(0.005);
    const [x, y, z] = review.numbers.centroidMm(structure(name)) ?? [0, 0, 0];
    for (const [found, expected] of [[x, targetCentre.x], [y, targetCentre.y], [z, targetCentre.z]] as const) expect(Math.abs(found - expected)).toBeLessThan(0.1);
  });

  test('a point has neither volume nor histogram, and a histogram is computed once', () => {
    expect(review.numbers.volumeCc(structure('Iso'))).toBeNull();
    expect(review.numbers.dvh(structure('Iso'))).toBeNull();
    expect(review.numbers.dvh(structure('CTVp'))).toBe(review.numbers.dvh(structure('CTVp')));
  });

  test('without a dose there is no histogram', () => {
    const numbers = makeReviewNumbers({ plan: null, structureSet: review.structureSet, doses: [], standardName: () => null });
    expect(numbers.planDose).toBeNull();
    expect(numbers.dvh(structure('CTVp'))).toBeNull();
  });
});
