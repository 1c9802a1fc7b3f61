import { combineStructures, uniteStructures } from '../structures/combineStructures.ts';
import type { NameMatch } from '../names/matchName.ts';
import { sidesOf } from '../names/organTable.ts';
import type { Structure } from '../types.ts';
import type { LimitNote, LimitStructure } from './types.ts';

/** A structure with what its name stands for. */
export interface NamedStructure {
  readonly structure: Structure;
  readonly match: NameMatch;
}

/** What a limit can be evaluated on, and what else is known where that is nothing. */
export interface FoundStructures {
  readonly found: readonly LimitStructure[];
  readonly notes: readonly LimitNote[];
}

/**
 * Structures of a plan that a limit is about: every contoured one of its alternatives; both sides together where a plural
 * is not contoured itself; an organ without the GTV made from both where `A-GTV` is not. Only certain names count.
 *
 * @throws {RtError} as {@link combineStructures}
 */
export function limitStructures(expression: string, named: readonly NamedStructure[]): FoundStructures {
  const parts = expression.split('|').map((standard) => onePart(standard, named));
  return { found: parts.flatMap(({ found }) => found), notes: parts.flatMap(({ notes }) => notes) };
}

function onePart(standard: string, named: readonly NamedStructure[]): FoundStructures {
  const direct = contoured(named).filter(({ match }) => match.standard === standard);
  if (direct.length > 0) return { found: direct.map(({ structure }) => ({ structure, standard, roiNumbers: [structure.number], notes: [] })), notes: [] };
  const made = standard.includes('-') ? withoutTarget(standard, named) : bothSides(standard, named);
  if (made !== null) return made;
  const maybe = contoured(named).filter(({ match }) => match.suggestion?.standard === standard).map(({ structure }) => structure.name);
  return { found: [], notes: maybe.length === 0 ? [] : [{ code: 'maybe', values: { standard, structures: maybe.join(', ') } }] };
}

/** Those with contours of this frame of reference. */
const contoured = (named: readonly NamedStructure[]): NamedStructure[] => named.filter(({ structure }) => structure.otherFrameUID === undefined && structure.contours.some(({ geometricType }) => geometricType.startsWith('CLOSED')));

function bothSides(plural: string, named: readonly NamedStructure[]): FoundStructures | null {
  const sides = sidesOf(plural);
  if (sides === null) return null;
  const [left, right] = sides.map((side) => contoured(named).find(({ match }) => match.standard === side)?.structure);
  if (left === undefined || right === undefined) {
    const only = left ?? right;
    return only === undefined ? null : { found: [], notes: [{ code: 'one-side', values: { plural, structure: only.name } }] };
  }
  const structure = uniteStructures([left, right], `${left.name}|${right.name}`);
  return { found: [{ structure, standard: plural, roiNumbers: [left.number, right.number], notes: [{ code: 'union', values: { plural, first: left.name, second: right.name } }] }], notes: [] };
}

function withoutTarget(standard: string, named: readonly NamedStructure[]): FoundStructures | null {
  const [organ = '', target = ''] = standard.split('-');
  const whole = contoured(named).find(({ match }) => match.standard === organ)?.structure;
  if (whole === undefined) return null;
  const targets = contoured(named).filter(({ match }) => match.target?.kind === target && !match.target.isCropped).map(({ structure }) => structure);
  if (targets.length === 0) {
    return { found: [{ structure: whole, standard, roiNumbers: [whole.number], notes: [{ code: 'no-target', values: { organ: whole.name, target } }] }], notes: [] };
  }
  const structure = targets.reduce((rest, next) => combineStructures('difference', rest, next), whole);
  const names = targets.map(({ name }) => name).join(', ');
  const note: LimitNote = { code: 'difference', values: { organ: whole.name, targets: names } };
  return { found: [{ structure: { ...structure, name: `${whole.name}-${targets.map(({ name }) => name).join('-')}` }, standard, roiNumbers: [whole.number, ...targets.map(({ number }) => number)], notes: [note] }], notes: [] };
}
