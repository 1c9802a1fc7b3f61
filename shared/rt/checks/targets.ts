import { nameKey } from '../names/nameKey.ts';
import { isHelperName } from '../names/helperName.ts';
import { parseTarget } from '../names/targetName.ts';
import type { Plan, Prescription, Structure, StructureSet } from '../types.ts';

export type TargetClass = 'GTV' | 'CTV' | 'PTV';

/** Types that say nothing of a target; systems write them for whatever the planner did not classify. */
const unclassified: ReadonlySet<string> = new Set(['', 'ORGAN', 'NONE', 'UNKNOWN']);

/** What kind of target a structure is, by its type, else by its name; null where it is none. An ITV counts as a CTV. */
export function targetClassOf({ interpretedType, name }: Structure): TargetClass | null {
  if (interpretedType === 'GTV' || interpretedType === 'CTV' || interpretedType === 'PTV') return interpretedType;
  if (!unclassified.has(interpretedType ?? '') || isHelperName(name)) return null;
  const kind = parseTarget(name)?.kind ?? null;
  return kind === 'ITV' ? 'CTV' : kind;
}

/** Structures that are the PTVs of a set; where it has none, the CTVs, then the GTVs. */
export function planTargets(set: StructureSet | null): readonly Structure[] {
  const drawn = set?.structures.filter(({ contours }) => contours.length > 0) ?? [];
  for (const wanted of ['PTV', 'CTV', 'GTV'] as const) {
    const found = drawn.filter((structure) => targetClassOf(structure) === wanted);
    if (found.length > 0) return found;
  }
  return [];
}

/** The structure a dose reference is about: by ROI number, else the one whose name it repeats; null where neither is there. */
export function structureOfPrescription(set: StructureSet | null, { roiNumber, description }: Prescription): Structure | null {
  const all = set?.structures ?? [];
  if (roiNumber !== null) return all.find(({ number }) => number === roiNumber) ?? null;
  const key = nameKey(description ?? '');
  return key === '' ? null : (all.find(({ name }) => nameKey(name) === key) ?? null);
}

/** Fractions of a plan: of its one group, or of all together; null where a group does not say. */
export function plannedFractions(plan: Plan): number | null {
  const stated = plan.fractionGroups.map(({ fractionsPlanned }) => fractionsPlanned);
  return stated.length === 0 ? null : stated.reduce((sum, count) => (sum === null || count === null ? null : sum + count), 0);
}
