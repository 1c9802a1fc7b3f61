import { describe, expect, it } from 'vitest';
import { parseTarget } from '../../../shared/rt/names/targetName.ts';
import { editDistance } from '../../../shared/rt/names/editDistance.ts';

describe('a target name', () => {
  it.each([
    ['PTV4140', 41.4], ['PTV_7000', 70], ['PTV_67Gy', 67], ['PTV_57_6Gy', 57.6], ['PTV57.6_sg', 57.6], ['PTV60', 60], ['PTV 60Gy/30f', 60], ['PTV_3000cGy', 30], ['PTV_18Gy', 18], ['PTVp_6996', 69.96], ['CTV54.12', 54.12], ['PTV1_45', 45],
    ['PTV1', null], ['PTV_2', null], ['PTV+3mm', null], ['PTV_500', null], ['PTV_95%', null], ['PTV_100000', null], ['PTV_High', null],
  ])('%s says %s Gy', (name, doseGy) => {
    expect(parseTarget(name)?.doseGy).toBe(doseGy);
  });

  it.each([
    ['PTV1', 1, ''], ['CTV 2', 2, ''], ['PTVn1_5400', 1, 'n'], ['GTVp', null, 'p'], ['GTV-N2', 2, 'n'], ['PGTVnd', null, 'nd'], ['PTVsb', null, 'sb'], ['PTV1_45', 1, ''], ['PTV_6000', null, ''], ['PTV-03', null, ''],
  ])('%s has number %s and class "%s"', (name, number, classes) => {
    expect(parseTarget(name)).toMatchObject({ number, classes });
  });

  it.each([['PGTV', 'PTV', 'GTV'], ['PCTV1', 'PTV', 'CTV'], ['IGTV', 'ITV', 'GTV'], ['PTV', 'PTV', null], ['HRCTV', 'CTV', null]])('%s is a %s of %s', (name, kind, of) => {
    expect(parseTarget(name)).toMatchObject({ kind, of });
  });

  it('tells a volume that was cut back', () => {
    expect(['PTV-03', 'PTV_eval', 'PTV-Cord', 'PTV_minus_GTV', 'PTV减皮肤', 'CTV-脊髓'].map((name) => parseTarget(name)?.isCropped)).toEqual([true, true, true, true, true, true]);
    expect(['PTV', 'PTV-1', 'GTV-N2', 'PTV-boost', 'PTV_High', 'PTV4140'].map((name) => parseTarget(name)?.isCropped)).toEqual([false, false, false, false, false, false]);
  });

  it.each(['Heart', 'Optic', 'Rectum-PTVs', 'GTXs', 'Ctvx', ''])('%s is none', (name) => {
    expect(parseTarget(name)).toBeNull();
  });
});

describe('changes between two texts', () => {
  it.each([['', '', 0], ['abc', 'abc', 0], ['abc', 'ab', 1], ['abc', 'acb', 1], ['kitten', 'sitting', 3], ['食管', '食道', 1], ['', 'abc', 3]])('%s → %s takes %i', (a, b, changes) => {
    expect([editDistance(a, b), editDistance(b, a)]).toEqual([changes, changes]);
  });
});
