import { parsePersonName, type NameGroup } from '../../../dicom/personName.ts';

const han = /[\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{323af}]/u;

/** The parts of a name that can be compared with another's; null where the name does not give one. */
export interface ComparableName {
  readonly alphabetic: string | null;
  readonly ideographic: string | null;
}

/**
 * A name reduced to what tells people apart: groups without padding, separators and case. Chinese written into the first
 * group, as many systems do, counts as the ideographic one.
 */
export function comparableName(text: string): ComparableName {
  const { alphabetic, ideographic } = parsePersonName(text);
  const first = alphabetic === null ? '' : joined(alphabetic, ' ');
  const isChineseFirst = han.test(first);
  const chinese = ideographic === null ? (isChineseFirst ? joined(alphabetic as NameGroup, '') : '') : joined(ideographic, '');
  return { alphabetic: first === '' || isChineseFirst ? null : first, ideographic: chinese === '' ? null : chinese };
}

/** False where both names give a group and its text differs; null where they have no group in common. */
export function isSameName(a: ComparableName, b: ComparableName): boolean | null {
  const shared = (['alphabetic', 'ideographic'] as const).filter((group) => a[group] !== null && b[group] !== null);
  return shared.length === 0 ? null : shared.every((group) => a[group] === b[group]);
}

const joined = ({ family, given, middle }: NameGroup, separator: string): string =>
  [family, given, middle].join(' ').toLowerCase().split(/[\s,]+/u).filter((part) => part !== '').join(separator);
