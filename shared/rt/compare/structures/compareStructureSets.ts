import { RtError } from '../../../errors/appError.ts';
import { contourSpacingMm } from '../../dvh/structureSetDvh.ts';
import { notice, type RtNotice } from '../../notices.ts';
import type { Structure, StructureSet } from '../../types.ts';
import { changedFields, field, type Field, type FieldChange } from '../fields/fields.ts';
import { compareStructures, type ComparisonOptions, type StructureComparison } from './compareStructures.ts';
import { matchStructures, type StructurePair } from './matchStructures.ts';
import { hasSameContours } from './sameContours.ts';

/** One structure in two sets: what is said of it, its contours, and its figures or why there are none. */
export interface ComparedStructure extends StructurePair {
  readonly changes: readonly FieldChange[];
  readonly hasSameContours: boolean;
  readonly result: StructureComparison | RtError;
}

export interface StructureSetComparison {
  readonly changes: readonly FieldChange[];
  /** Why no structure was compared: the sets lie in different frames of reference. */
  readonly problem: RtError | null;
  readonly notices: readonly RtNotice[];
  readonly structures: readonly ComparedStructure[];
  readonly onlyFirst: readonly Structure[];
  readonly onlySecond: readonly Structure[];
}

const setFields: readonly Field<StructureSet>[] = [
  field('label', null, (set) => set.label),
  field('date', null, (set) => set.date),
  field('time', null, (set) => set.time),
  field('patientID', null, (set) => set.identity.patientID),
  field('patientName', null, (set) => set.identity.patientName),
  field('frameOfReferenceUID', null, (set) => set.frameOfReferenceUID),
  field('approvalStatus', null, (set) => set.approval.status),
  field('reviewerName', null, (set) => set.approval.reviewerName),
  field('reviewDate', null, (set) => set.approval.reviewDate),
  field('reviewTime', null, (set) => set.approval.reviewTime),
  field('referencedSeries', null, (set) => set.referencedSeries.map(({ seriesInstanceUID }) => seriesInstanceUID)),
];

const structureFields: readonly Field<Structure>[] = [
  field('name', null, (structure) => structure.name),
  field('number', null, (structure) => structure.number),
  field('interpretedType', null, (structure) => structure.interpretedType),
  field('generationAlgorithm', null, (structure) => structure.generationAlgorithm ?? null),
  field('contours', null, (structure) => structure.contours.length),
  field('physicalProperties', null, (structure) => (structure.physicalProperties ?? []).map(({ property, value }) => `${property} ${value ?? ''}`.trim())),
];

/**
 * Every structure of two sets beside each other. Sets of different frames of reference are not compared: distances and overlap
 * would mean nothing. One that names no frame is taken to lie in the other's, with a notice.
 */
export function compareStructureSets(first: StructureSet, second: StructureSet, options: ComparisonOptions = {}): StructureSetComparison {
  const [frame, otherFrame] = [first.frameOfReferenceUID, second.frameOfReferenceUID];
  const { pairs, onlyFirst, onlySecond } = matchStructures(first.structures, second.structures);
  const problem = frame === null || otherFrame === null || frame === otherFrame ? null : new RtError(
    'frame-of-reference-mismatch',
    `The structure sets lie in different frames of reference (${frame}, ${otherFrame}); their structures are not compared. Register them first.`,
    { detail: { first: first.sopInstanceUID, second: second.sopInstanceUID } },
  );
  const spacingMm = contourSpacingMm([...first.structures, ...second.structures]);
  const all = { ...(spacingMm === null ? {} : { singlePlaneThicknessMm: spacingMm }), ...options };
  return {
    changes: changedFields(setFields, first, second),
    problem,
    notices: problem === null && (frame === null) !== (otherFrame === null) ? [notice('frames-assumed-equal')] : [],
    structures: pairs.map((pair) => ({
      ...pair,
      changes: changedFields(structureFields, pair.first, pair.second),
      hasSameContours: hasSameContours(pair.first, pair.second),
      result: problem ?? compared(pair, all),
    })),
    onlyFirst,
    onlySecond,
  };
}

function compared({ first, second }: StructurePair, options: ComparisonOptions): StructureComparison | RtError {
  try {
    return compareStructures(first, second, options);
  } catch (error) {
    // A structure without volume keeps its reason and does not stop the others.
    if (error instanceof RtError) return error;
    throw error;
  }
}
