import { headOrgans } from './headOrgans.ts';
import { nameKey } from './nameKey.ts';
import type { OrganNames } from './organNames.ts';
import { pelvisOrgans } from './pelvisOrgans.ts';
import { trunkOrgans } from './trunkOrgans.ts';

export const organs: readonly OrganNames[] = [...headOrgans, ...trunkOrgans, ...pelvisOrgans];

/** What hospitals put before or behind an organ's name for its side. */
const sideWords = { L: ['l', 'lt', 'left', '左', '左侧'], R: ['r', 'rt', 'right', '右', '右侧'] } as const;
const bothWords = ['bilateral', 'bilat', 'both', 'total', 'tot', 'all', 'whole', 'sum', 'l+r', 'lr', '双', '双侧', '两侧', '两', '左右', '左+右'];

/** Keys of {@link nameKey} with the TG-263 name each stands for. */
export interface OrganTable {
  /** Certain names. */
  readonly standards: ReadonlyMap<string, string>;
  /** Paired organs named without a side: which side cannot be told. */
  readonly unsided: ReadonlyMap<string, string>;
  /** Keys that two organs claim; none, as a test asserts. */
  readonly conflicts: readonly string[];
}

const listed = (names: string | undefined): string[] => (names ?? '').split(',').map((name) => nameKey(name)).filter((key) => key !== '');

function buildTable(): OrganTable {
  const standards = new Map<string, string>();
  const unsided = new Map<string, string>();
  const conflicts: string[] = [];
  const add = (key: string, standard: string): void => {
    const known = standards.get(key);
    if (known === undefined) standards.set(key, standard);
    else if (known !== standard) conflicts.push(`${key}: ${known}, ${standard}`);
  };
  for (const { standard, plural, names, both } of organs) {
    const bases = [nameKey(standard), ...listed(names)];
    if (plural === undefined) {
      for (const base of bases) add(base, standard);
      continue;
    }
    for (const side of ['L', 'R'] as const) {
      for (const base of bases) for (const word of sideWords[side]) for (const key of [word + base, base + word]) add(key, `${standard}_${side}`);
    }
    for (const key of [nameKey(plural), ...listed(both)]) add(key, plural);
    for (const base of bases) for (const word of bothWords) for (const key of [word + base, base + word, `${word}${base}s`, `${base}s${word}`]) add(key, plural);
    for (const base of bases) if (!standards.has(base)) unsided.set(base, plural);
  }
  return { standards, unsided, conflicts };
}

/** The table of all names, made once. */
export const organTable: OrganTable = buildTable();

/** Both sides of a plural TG-263 name (`Lungs` → `Lung_L`, `Lung_R`); null where the name is none. */
export function sidesOf(plural: string): readonly [left: string, right: string] | null {
  const organ = organs.find((names) => names.plural === plural);
  return organ === undefined ? null : [`${organ.standard}_L`, `${organ.standard}_R`];
}

/** The other names of paired organs, for checks that look at both sides. */
export const pairedOrgans: readonly (readonly [left: string, right: string])[] = organs.flatMap(({ standard, plural }) => (plural === undefined ? [] : [[`${standard}_L`, `${standard}_R`] as const]));
