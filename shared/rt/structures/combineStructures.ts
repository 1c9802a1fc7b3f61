import { RtError } from '../../errors/appError.ts';
import { buildContourStack, type ContourStack, type StackFrame } from '../contours/contourStack.ts';
import { differenceOf, intersectionOf, unionOf } from '../contours/polygonSets.ts';
import { buildSlabs, type EndCap, type SlabStack } from '../contours/slabs.ts';
import { notice, type RtNotice } from '../notices.ts';
import type { Contour, Structure } from '../types.ts';
import { sharedSections, type SharedSection } from './sharedSections.ts';

export type StructureOperation = 'union' | 'intersection' | 'difference';

/** Choices of a derived structure that its notice names. */
export interface CombineOptions {
  /** Default `half`. The derived structure keeps the choice: an end cap asked of its own histogram changes nothing any more. */
  readonly endCap?: EndCap;
  /** Thickness of a structure with one contour plane; default the spacing of the other structure. */
  readonly singlePlaneThicknessMm?: number;
}

/** ROI number of every derived structure: none of its structure set. */
const derivedRoiNumber = -1;

const operations = { union: unionOf, intersection: intersectionOf, difference: differenceOf } as const;
/** How the notice of a derived structure tells its end cap. */
const origins = { half: 'structure-derived', none: 'structure-derived-uncapped', rounded: 'structure-derived-rounded' } as const;
const signs = { union: '|', intersection: '&', difference: '-' } as const;

/**
 * Union, intersection or difference of two structures as a structure of its own.
 *
 * Both become slabs; at every height where either changes the cross-sections are combined, so volumes add up: |A∪B| + |A∩B| =
 * |A| + |B|. Each contour states its slab, so gaps stay gaps. A result with nothing in it has no contours, and whoever asks
 * for its volume is told so.
 *
 * @param name default `A|B`, `A&B` or `A-B`
 * @throws {RtError} no-closed-contour | unsupported (not parallel; both of one plane without a thickness) | frame-of-reference-mismatch
 */
export function combineStructures(operation: StructureOperation, a: Structure, b: Structure, name?: string, options: CombineOptions = {}): Structure {
  const endCap = options.endCap ?? 'half';
  const expression = `${termOf(a)}${signs[operation]}${termOf(b)}`;
  const [first, second] = slabsOfBoth(a, b, endCap, options.singlePlaneThicknessMm);
  const contours = sharedSections(first, second).flatMap((section) => contoursOf(section, operations[operation](section.first, section.second), first.frame));
  return {
    number: derivedRoiNumber, name: name ?? `${a.name}${signs[operation]}${b.name}`, interpretedType: null, color: a.color, contours,
    warnings: [notice(origins[endCap], { expression }), ...inherited(a), ...inherited(b)],
  };
}

/** Union of any number of structures, such as Lungs of Lung_L and Lung_R. @throws {RtError} as {@link combineStructures}; no-closed-contour for an empty list */
export function uniteStructures(structures: readonly Structure[], name?: string, options: CombineOptions = {}): Structure {
  const [first, ...others] = structures;
  if (first === undefined) throw new RtError('no-closed-contour', `There is no structure to make ${name ?? 'a union'} from.`);
  const united = others.reduce((sum, structure) => combineStructures('union', sum, structure, undefined, options), first);
  return name === undefined ? united : { ...united, name };
}

/** Slabs of two structures; one with a single contour plane takes its thickness from the other where none is given. */
export function slabsOfBoth(a: Structure, b: Structure, endCap: EndCap, singlePlaneThicknessMm?: number): readonly [SlabStack, SlabStack] {
  const [first, second] = [buildContourStack(a), buildContourStack(b)];
  const thicknessFor = (stack: ContourStack, other: ContourStack): number => {
    if (singlePlaneThicknessMm !== undefined || stack.planes.length > 1) return singlePlaneThicknessMm ?? 0;
    if (other.planes.length > 1) return buildSlabs(other, endCap, 0).spacingMm;
    if (stack.planes[0]?.slabMm !== undefined) return 0;
    throw new RtError('unsupported', `"${a.name}" and "${b.name}" have one contour plane each, so nobody knows how thick they are; state a thickness.`, { detail: { first: a.name, second: b.name } });
  };
  return [buildSlabs(first, endCap, thicknessFor(first, second)), buildSlabs(second, endCap, thicknessFor(second, first))];
}

function contoursOf({ lowMm, highMm }: SharedSection, polygons: readonly Float64Array[], frame: StackFrame): readonly Contour[] {
  return polygons.map((polygon) => ({ geometricType: 'CLOSEDPLANAR_XOR', pointsMm: toPatient(polygon, (lowMm + highMm) / 2, frame), slabMm: [lowMm, highMm] }));
}

function toPatient(polygon: Float64Array, heightMm: number, { uAxis, vAxis, normal }: StackFrame): Float64Array {
  const points = new Float64Array((polygon.length / 2) * 3);
  for (let n = 0; n < polygon.length / 2; n += 1) {
    for (const axis of [0, 1, 2] as const) points[n * 3 + axis] = polygon[n * 2]! * uAxis[axis] + polygon[n * 2 + 1]! * vAxis[axis] + heightMm * normal[axis];
  }
  return points;
}

/** A structure as a term of an expression: its name, or in brackets how it was made itself. */
function termOf({ name, warnings }: Structure): string {
  const expression = warnings.find(isOrigin)?.values['expression'];
  return expression === undefined ? name : `(${expression})`;
}

const isOrigin = ({ code }: RtNotice): boolean => Object.values<string>(origins).includes(code);

/** What the parts say of themselves holds for what is made of them; how a part was made stands in the expression. */
const inherited = ({ warnings }: Structure): readonly RtNotice[] => warnings.filter((warning) => !isOrigin(warning));
