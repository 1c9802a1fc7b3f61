import { RtError, type ErrorShape } from '../../../shared/errors/appError.ts';
import { compareDvhs, type ComparedMetric } from '../../../shared/rt/compare/dvh/compareDvhs.ts';
import type { FieldChange } from '../../../shared/rt/compare/fields/fields.ts';
import { comparePlans } from '../../../shared/rt/compare/plan/comparePlans.ts';
import type { PlanComparison } from '../../../shared/rt/compare/plan/planChange.ts';
import { compareStructureSets, type ComparedStructure } from '../../../shared/rt/compare/structures/compareStructureSets.ts';
import type { ShiftPart } from '../../../shared/rt/compare/structures/shiftWords.ts';
import { computeStructureSetDvh } from '../../../shared/rt/dvh/structureSetDvh.ts';
import type { DoseGrid, StructureSet } from '../../../shared/rt/types.ts';
import type { ComparedObjects } from './chooseCompared.ts';

/** One structure of both sets, as the command prints it; figures null where they cannot be given. */
export interface StructureRow {
  readonly name: string;
  readonly secondName: string;
  readonly matchedBy: 'name' | 'number';
  readonly isSame: boolean;
  readonly firstCc: number | null;
  readonly secondCc: number | null;
  readonly dice: number | null;
  readonly meanSurfaceMm: number | null;
  readonly hausdorff95Mm: number | null;
  readonly hausdorffMm: number | null;
  readonly shiftMm: readonly number[] | null;
  readonly shift: readonly ShiftPart[];
  readonly changes: readonly FieldChange[];
  readonly notices: readonly string[];
  readonly method: string | null;
  readonly error: ErrorShape | null;
}

export interface DvhRow {
  readonly name: string;
  readonly secondName: string;
  readonly metrics: readonly ComparedMetric[];
  readonly errors: readonly string[];
}

/** What `mdt compare --json` prints. */
export interface CompareReport {
  readonly isSame: boolean;
  readonly first: Sources;
  readonly second: Sources;
  readonly plan: PlanComparison | null;
  readonly structures: { readonly changes: readonly FieldChange[]; readonly problem: ErrorShape | null; readonly notices: readonly string[]; readonly rows: readonly StructureRow[]; readonly onlyFirst: readonly string[]; readonly onlySecond: readonly string[] } | null;
  readonly dose: { readonly isSame: boolean; readonly firstMaximum: number; readonly secondMaximum: number; readonly units: readonly string[] } | null;
  readonly dvh: { readonly rows: readonly DvhRow[]; readonly onlyFirst: readonly string[]; readonly onlySecond: readonly string[]; readonly problem: ErrorShape | null } | null;
  /** Kinds of object only one side has, and files that were passed over. */
  readonly notes: readonly string[];
}

interface Source {
  readonly path: string;
  readonly sopInstanceUID: string;
}

interface Sources {
  readonly plan: Source | null;
  readonly structureSet: Source | null;
  readonly dose: Source | null;
}

/**
 * Everything that differs between two sides.
 *
 * @throws {RtError} broken-chain (nothing of the same kind on both sides)
 */
export function makeReport(a: ComparedObjects, b: ComparedObjects): CompareReport {
  const plan = a.plan === null || b.plan === null ? null : comparePlans(a.plan.object, b.plan.object);
  const structures = a.structureSet === null || b.structureSet === null ? null : structuresOf(a.structureSet.object, b.structureSet.object);
  if (plan === null && structures === null) {
    throw new RtError('broken-chain', 'One side has a plan and the other a structure set; there is nothing of the same kind to compare.');
  }
  const dose = a.dose === null || b.dose === null ? null : doseOf(a.dose.object, b.dose.object);
  const dvh = a.dose === null || b.dose === null || a.structureSet === null || b.structureSet === null ? null : dvhOf(a.structureSet.object, a.dose.object, b.structureSet.object, b.dose.object);
  const lonely = (['plan', 'structureSet', 'dose'] as const).flatMap((kind) => {
    if ((a[kind] === null) === (b[kind] === null)) return [];
    return [`only the ${a[kind] === null ? 'second' : 'first'} side has a ${kind === 'structureSet' ? 'structure set' : kind}; it is not compared`];
  });
  const isSame = lonely.length === 0
    && (plan === null || plan.changes.length === 0)
    && (structures === null || isUnchanged(structures))
    && (dose === null || dose.isSame)
    && (dvh === null || dvh.rows.every(({ metrics }) => metrics.every(({ first, second }) => first === second)));
  return { isSame, first: sourcesOf(a), second: sourcesOf(b), plan, structures, dose, dvh, notes: [...lonely, ...a.notes, ...b.notes] };
}

const isUnchanged = ({ changes, problem, rows, onlyFirst, onlySecond }: NonNullable<CompareReport['structures']>): boolean =>
  changes.length === 0 && problem === null && onlyFirst.length === 0 && onlySecond.length === 0 && rows.every((row) => row.isSame && row.changes.length === 0);

function structuresOf(first: StructureSet, second: StructureSet): NonNullable<CompareReport['structures']> {
  const { changes, problem, notices, structures, onlyFirst, onlySecond } = compareStructureSets(first, second);
  return {
    changes, problem: problem?.toShape() ?? null, notices: notices.map(({ message }) => message), rows: structures.map(rowOf),
    onlyFirst: onlyFirst.map(({ name }) => name), onlySecond: onlySecond.map(({ name }) => name),
  };
}

function rowOf({ first, second, matchedBy, hasSameContours, changes, result }: ComparedStructure): StructureRow {
  const named = { name: first.name, secondName: second.name, matchedBy, isSame: hasSameContours, changes };
  if (result instanceof RtError) {
    return { ...named, firstCc: null, secondCc: null, dice: null, meanSurfaceMm: null, hausdorff95Mm: null, hausdorffMm: null, shiftMm: null, shift: [], notices: [], method: null, error: result.toShape() };
  }
  const { firstCc, secondCc, dice, meanSurfaceMm, hausdorff95Mm, hausdorffMm, shiftMm, shift, notices, method } = result;
  return { ...named, firstCc, secondCc, dice, meanSurfaceMm, hausdorff95Mm, hausdorffMm, shiftMm, shift, notices: [...new Set(notices.map(({ message }) => message))], method: method.message, error: null };
}

function doseOf(a: DoseGrid, b: DoseGrid): NonNullable<CompareReport['dose']> {
  const isSame = a.units === b.units && a.frameOfReferenceUID === b.frameOfReferenceUID && JSON.stringify(a.geometry) === JSON.stringify(b.geometry) && a.dose.length === b.dose.length && a.dose.every((value, n) => value === b.dose[n]);
  return { isSame, firstMaximum: a.maximum, secondMaximum: b.maximum, units: [a.units, b.units] };
}

function dvhOf(firstSet: StructureSet, firstDose: DoseGrid, secondSet: StructureSet, secondDose: DoseGrid): NonNullable<CompareReport['dvh']> {
  try {
    const { structures, onlyFirst, onlySecond } = compareDvhs(computeStructureSetDvh(firstSet, firstDose), computeStructureSetDvh(secondSet, secondDose));
    return {
      rows: structures.map(({ first, second, metrics, errors }) => ({ name: first.name, secondName: second.name, metrics, errors: errors.map(({ message }) => message) })),
      onlyFirst: onlyFirst.map(({ name }) => name), onlySecond: onlySecond.map(({ name }) => name), problem: null,
    };
  } catch (error) {
    // A dose that fits no structure set (RELATIVE, another frame) leaves the other comparisons as they are.
    if (error instanceof RtError) return { rows: [], onlyFirst: [], onlySecond: [], problem: error.toShape() };
    throw error;
  }
}

const sourcesOf = ({ plan, structureSet, dose }: ComparedObjects): Sources => ({ plan: sourceOf(plan), structureSet: sourceOf(structureSet), dose: sourceOf(dose) });

const sourceOf = (chosen: { readonly path: string; readonly object: { readonly sopInstanceUID: string } } | null): Source | null => (chosen === null ? null : { path: chosen.path, sopInstanceUID: chosen.object.sopInstanceUID });
