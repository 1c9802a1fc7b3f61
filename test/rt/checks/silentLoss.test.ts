import { describe, expect, test } from 'vitest';
import { fires, runChecks } from '../../../shared/rt/checks/runChecks.ts';
import { makeReviewCase } from '../../../shared/rt/phantom/reviewCase.ts';
import { editBeam, numbersOf, withPoints } from './mutations/edits.ts';
import { reviewOf, type Situation } from './reviewOf.ts';

const clean = makeReviewCase();
const fired = (situation: Situation): readonly string[] => runChecks(reviewOf(situation)).filter(({ result }) => fires(result)).map(({ check, result }) => `${check.number} ${result}`);

describe('what the reader leaves out of a plan is no pass of the check about it', () => {
  test('20: one beam in MINUTE beside beams in MU fails', () => {
    expect(fired(editBeam(clean, 0, (beam) => ({ ...beam, PrimaryDosimeterUnit: 'MINUTE' })))).toEqual(['20 FAIL']);
  });

  test('32: one leaf position too few fails', () => {
    const edited = editBeam(clean, 0, (beam) => withPoints(beam, (point, n) => (n !== 1 ? point : {
      ...point,
      BeamLimitingDevicePositionSequence: (point.BeamLimitingDevicePositionSequence ?? []).map((device) => (device.RTBeamLimitingDeviceType === 'MLCX' ? { ...device, LeafJawPositions: numbersOf(device.LeafJawPositions).slice(1) } : device)),
    })));
    expect(fired(edited)).toEqual(['32 FAIL']);
  });
});
