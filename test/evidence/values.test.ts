import { describe, expect, it } from 'vitest';
import { dicomInstant, instantOf } from '../../shared/evidence/dateTimes.ts';
import { uidOfUuid, uuidFromSeed, uuidOfUid } from '../../shared/evidence/identifiers.ts';
import { nameOfPerson, personNameOf } from '../../shared/evidence/personNames.ts';

describe('dicomInstant', () => {
  it('writes an instant at the place it was at, over midnight and the ends of years', () => {
    expect(dicomInstant(Date.UTC(2026, 11, 31, 16, 0, 0, 7), 480)).toEqual({ date: '20270101', time: '000000.007', dateTime: '20270101000000.007+0800', offset: '+0800' });
    expect(dicomInstant(Date.UTC(2026, 0, 1, 0, 0), -210).dateTime).toBe('20251231203000.000-0330');
    expect(() => dicomInstant(Number.NaN, 0)).toThrow('no time');
  });

  it('is read back to the millisecond, whatever the offset', () => {
    for (const offset of [-720, -210, 0, 345, 480, 840]) for (const atMs of [0, 1, 951_782_399_999, 1_795_329_015_125]) expect(instantOf(dicomInstant(atMs, offset).dateTime, null)).toBe(atMs);
  });

  it('takes shortened values, at the offset of the object where they have none', () => {
    expect(instantOf('20260203', '+0800')).toBe(Date.UTC(2026, 1, 2, 16));
    expect(instantOf('202602031011', null)).toBe(Date.UTC(2026, 1, 3, 10, 11));
    expect(instantOf('2026', null)).toBeNull();
    expect(instantOf('yesterday', null)).toBeNull();
  });
});

describe('identities', () => {
  it('are a UUID and its UID by the example of PS3.5 B.2', () => {
    expect(uidOfUuid('f81d4fae-7dec-11d0-a765-00a0c91e6bf6')).toBe('2.25.329800735698586629295641978511506172918');
    expect(uuidOfUid('2.25.329800735698586629295641978511506172918')).toBe('f81d4fae-7dec-11d0-a765-00a0c91e6bf6');
  });

  it('are none of other roots, of numbers too large and of those without a version', () => {
    expect([uuidOfUid('1.2.840.1'), uuidOfUid(`2.25.${2n ** 128n}`), uuidOfUid('2.25.7'), uuidOfUid('2.25.')]).toEqual([null, null, null, null]);
    expect(() => uidOfUuid('nobody')).toThrow('UUID');
  });

  it('are the same for the same text', () => {
    expect(uuidFromSeed('a')).toBe(uuidFromSeed('a'));
    expect(uuidOfUid(uidOfUuid(uuidFromSeed('b')))).toBe(uuidFromSeed('b'));
  });
});

describe('names of persons', () => {
  it.each([['梁晓东', '=梁晓东'], ['Jane Doe', 'Jane Doe'], ['José Álvarez', 'José Álvarez'], ['Liang^Xiaodong=梁^晓东', 'Liang^Xiaodong=梁^晓东'], ['liang.imaging', 'liang.imaging']])('%s is written %s and comes back', (name, written) => {
    expect(personNameOf(name)).toBe(written);
    expect(nameOfPerson(written)).toBe(name);
  });
});
