/** What objects, or the request of a case, say of the person; null where they do not. */
export interface PatientIdentity {
  readonly patientID: string | null;
  /** As in PatientName, component groups between `=`. */
  readonly patientName: string | null;
  /** YYYYMMDD or any writing with those digits. */
  readonly birthDate: string | null;
}

export type IdentityPart = 'patientID' | 'patientName' | 'birthDate';

const wide = (text: string | null): string => (text ?? '').normalize('NFKC').trim().toUpperCase();
const idOf = (text: string | null): string => wide(text).replaceAll(/\s+/g, '');
const dateOf = (text: string | null): string => {
  const digits = wide(text).replaceAll(/\D/g, '');
  return digits.length === 8 ? digits : '';
};

const isLatin = (group: string): boolean => /^[\p{Script=Latin}\p{M}'’ ]+$/u.test(group);

/** Spellings of a name by script, so that 张三 is compared with 张三 and ZHANG^SAN with San Zhang, never one with the other. */
function spellings(name: string | null): { readonly latin: readonly string[]; readonly own: string } {
  const groups = wide(name).split('=').map((group) => group.replaceAll(/[\^\s,.·•-]+/g, ' ').trim()).filter((group) => group !== '');
  const own = groups.find((group) => !isLatin(group))?.replaceAll(' ', '') ?? '';
  return { latin: groups.find(isLatin)?.split(' ') ?? [], own };
}

/** Null where the two names have no script in common. */
function isSameName(a: string | null, b: string | null): boolean | null {
  const one = spellings(a);
  const two = spellings(b);
  if (one.own !== '' && two.own !== '') return one.own === two.own;
  if (one.latin.length === 0 || two.latin.length === 0) return null;
  // Systems disagree on the order and on the parts of a name, not on its letters.
  return one.latin.join('') === two.latin.join('') || [...one.latin].sort().join(' ') === [...two.latin].sort().join(' ');
}

const isSameText = (a: string, b: string): boolean | null => (a === '' || b === '' ? null : a === b);

/** Parts both say and in which they differ. */
export function identityDifferences(a: PatientIdentity, b: PatientIdentity): readonly IdentityPart[] {
  const compared: readonly (readonly [IdentityPart, boolean | null])[] = [
    ['patientID', isSameText(idOf(a.patientID), idOf(b.patientID))],
    ['patientName', isSameName(a.patientName, b.patientName)],
    ['birthDate', isSameText(dateOf(a.birthDate), dateOf(b.birthDate))],
  ];
  return compared.filter(([, isSame]) => isSame === false).map(([part]) => part);
}

/**
 * Whether two identities may be taken for one person: nothing both say differs, and the ID, or name and birth date, agree.
 * unknown: nothing differs, and too little is said by one of them.
 */
export function comparePatients(a: PatientIdentity, b: PatientIdentity): 'same' | 'different' | 'unknown' {
  if (identityDifferences(a, b).length > 0) return 'different';
  if (identityKey(a) === identityKey(b)) return 'same';
  const isSameId = isSameText(idOf(a.patientID), idOf(b.patientID)) === true;
  const isSameNameAndDate = isSameName(a.patientName, b.patientName) === true && isSameText(dateOf(a.birthDate), dateOf(b.birthDate)) === true;
  return isSameId || isSameNameAndDate ? 'same' : 'unknown';
}

/** Equal for identities that say the same. */
export function identityKey({ patientID, patientName, birthDate }: PatientIdentity): string {
  const { latin, own } = spellings(patientName);
  return JSON.stringify([idOf(patientID), own, [...latin].sort().join(' '), dateOf(birthDate)]);
}

/** Names a pair of identities, whichever comes first. */
export const pairKey = (a: PatientIdentity, b: PatientIdentity): string => [identityKey(a), identityKey(b)].sort().join(' | ');

/** Every identity once, in the order met. */
export function distinctIdentities<T extends PatientIdentity>(identities: readonly T[]): readonly T[] {
  const seen = new Map<string, T>();
  for (const identity of identities) if (!seen.has(identityKey(identity))) seen.set(identityKey(identity), identity);
  return [...seen.values()];
}

/** Two that may not be one person. */
export interface PatientPair {
  readonly a: PatientIdentity;
  readonly b: PatientIdentity;
  readonly differences: readonly IdentityPart[];
}

/** Pairs shown together that are not certainly one person. */
export function mixedPairs(shown: readonly PatientIdentity[]): readonly PatientPair[] {
  const people = distinctIdentities(shown);
  return people.flatMap((a, index) => people.slice(index + 1).flatMap((b) => (comparePatients(a, b) === 'same' ? [] : [{ a, b, differences: identityDifferences(a, b) }])));
}

/**
 * The pair to confirm before a series of `coming` is hung beside `shown`; null where nothing stands against it.
 *
 * With nothing shown, the patient of the case is what it is compared with: there, only what differs counts, because a
 * request often says less than images do.
 *
 * @param confirmed {@link pairKey}s confirmed in this session
 */
export function pairToConfirm(shown: readonly PatientIdentity[], coming: PatientIdentity, expected: PatientIdentity | null, confirmed: ReadonlySet<string>): PatientPair | null {
  const against = distinctIdentities(shown).find((person) => comparePatients(person, coming) !== 'same' && !confirmed.has(pairKey(person, coming)));
  if (against !== undefined) return { a: against, b: coming, differences: identityDifferences(against, coming) };
  if (shown.length > 0 || expected === null || comparePatients(expected, coming) !== 'different' || confirmed.has(pairKey(expected, coming))) return null;
  return { a: expected, b: coming, differences: identityDifferences(expected, coming) };
}
