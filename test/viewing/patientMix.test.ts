import { describe, expect, it } from 'vitest';
import { comparePatients, distinctIdentities, identityDifferences, mixedPairs, pairKey, pairToConfirm } from '../../shared/viewing/patientMix.ts';
import type { PatientIdentity } from '../../shared/viewing/patientMix.ts';

const person = (patientID: string | null, patientName: string | null = null, birthDate: string | null = null): PatientIdentity => ({ patientID, patientName, birthDate });
const zhang = person('A1001', 'ZHANG^SAN=张^三', '19600102');

describe('whether two identities are one person', () => {
  it('takes spellings of one identity for the same', () => {
    for (const other of [person('a1001', 'Zhang San', '1960-01-02'), person(' A1001 ', '张三', null), person('A1001', 'San^Zhang', '19600102'), person('Ａ１００１', '张^三=', null)]) expect(comparePatients(zhang, other)).toBe('same');
  });

  it('takes any part both say and that differs for another person', () => {
    expect(identityDifferences(zhang, person('A1002', '张三', '19600102'))).toEqual(['patientID']);
    expect(identityDifferences(zhang, person('A1001', '李四', '19600102'))).toEqual(['patientName']);
    expect(identityDifferences(zhang, person('A1001', '张三', '19600103'))).toEqual(['birthDate']);
    expect(comparePatients(zhang, person('A1001', 'LI^SI', null))).toBe('different');
  });

  it('does not take equal names alone for one person, nor compare characters with letters', () => {
    expect(comparePatients(person(null, '张三'), person('A1001', '张三'))).toBe('unknown');
    expect(identityDifferences(person('1', 'ZHANG^SAN'), person('1', '张三'))).toEqual([]);
    expect(comparePatients(person(null, 'ZHANG^SAN', '19600102'), person('A1001', 'Zhang^San', '19600102'))).toBe('same');
  });

  it('keeps leading zeros of an ID: 001 and 1 may be two people', () => expect(comparePatients(person('001'), person('1'))).toBe('different'));

  it('does not depend on which is named first', () => {
    const people = [zhang, person('A1001'), person(null, '李四'), person(null), person('B', '张三', '19600102')];
    for (const a of people) for (const b of people) {
      expect(comparePatients(a, b)).toBe(comparePatients(b, a));
      expect(pairKey(a, b)).toBe(pairKey(b, a));
    }
  });
});

describe('pairs on one desk', () => {
  const li = person('B2002', 'LI^SI=李^四', '19700203');

  it('names every pair that is not certainly one person, each once', () => {
    expect(mixedPairs([zhang, zhang, person('A1001', '张三')])).toEqual([]);
    expect(mixedPairs([zhang, li, zhang]).map(({ a, b }) => [a.patientID, b.patientID])).toEqual([['A1001', 'B2002']]);
    expect(distinctIdentities([zhang, person('a1001', '张三=ZHANG^SAN', '19600102'), li])).toHaveLength(2);
  });

  it('asks before another person is hung beside what is shown, until that pair is confirmed', () => {
    const pair = pairToConfirm([zhang], li, null, new Set());
    expect([pair?.a.patientID, pair?.b.patientID, pair?.differences]).toEqual(['A1001', 'B2002', ['patientID', 'patientName', 'birthDate']]);
    expect(pairToConfirm([zhang], li, null, new Set([pairKey(li, zhang)]))).toBeNull();
    expect(pairToConfirm([zhang, li], person('C3'), null, new Set([pairKey(li, zhang)]))?.b.patientID).toBe('C3');
  });

  it('asks on an empty desk where the images are of another person than the case', () => {
    expect(pairToConfirm([], li, zhang, new Set())?.a).toBe(zhang);
    expect(pairToConfirm([], zhang, person(null, '张三'), new Set())).toBeNull();
    expect(pairToConfirm([], li, null, new Set())).toBeNull();
  });
});
