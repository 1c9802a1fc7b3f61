import type { ControlPoint } from '../../types.ts';
import { controlPointFields } from './beamFields.ts';
import { compareValues, shown } from '../fields/fields.ts';
import type { ChangePlace, PlanChange } from './planChange.ts';

type SeriesChange = Extract<PlanChange, { type: 'series' }>;

/** Fields that differ between the control points two beams both have, by index; each with where it differs most. */
export function compareSeries(before: readonly ControlPoint[], after: readonly ControlPoint[], place: ChangePlace): readonly SeriesChange[] {
  const compared = Math.min(before.length, after.length);
  const [first, second] = [before.slice(0, compared), after.slice(0, compared)];
  const plain = controlPointFields.flatMap(({ name, unit, read, kind }) => {
    const changes = first.flatMap((point, controlPoint) => {
      const [a, b] = [read(point), read(second[controlPoint] ?? point)];
      const { isSame, change } = compareValues(a, b, kind);
      return isSame ? [] : [{ controlPoint, leaf: null, before: shown(a), after: shown(b), change }];
    });
    return changes.length === 0 ? [] : [{ type: 'series' as const, place, field: name, unit, changedPoints: changes.length, comparedPoints: compared, changedLeaves: null, largest: largestOf(changes) }];
  });
  return [...plain, ...compareDevices(first, second, place)];
}

/** Jaws and both leaf banks of every limiting device, with the leaf that moved most. */
function compareDevices(before: readonly ControlPoint[], after: readonly ControlPoint[], place: ChangePlace): readonly SeriesChange[] {
  const types = [...new Set([...before, ...after].flatMap(({ devices }) => Object.keys(devices)))];
  return types.flatMap((type) => [0, 1].flatMap((bank) => {
    const changes: SeriesChange['largest'][] = [];
    const leaves = new Set<number>();
    const points = new Set<number>();
    before.forEach((point, controlPoint) => {
      const [a, b] = [bankOf(point, type, bank), bankOf(after[controlPoint] ?? point, type, bank)];
      for (let leaf = 0; leaf < Math.max(a.length, b.length); leaf += 1) {
        const [from, to] = [a[leaf] ?? null, b[leaf] ?? null];
        const { isSame, change } = compareValues(from, to, undefined);
        if (isSame) continue;
        leaves.add(leaf);
        points.add(controlPoint);
        changes.push({ controlPoint, leaf: leaf + 1, before: from, after: to, change });
      }
    });
    if (changes.length === 0) return [];
    return [{ type: 'series' as const, place, field: `${type} bank ${bank + 1}`, unit: 'mm', changedPoints: points.size, comparedPoints: before.length, changedLeaves: leaves.size, largest: largestOf(changes) }];
  }));
}

/** First half of the positions: the negative side; second half: the positive one (PS3.3 C.8.8.14.2). */
function bankOf({ devices }: ControlPoint, type: string, bank: number): readonly number[] {
  const positions = devices[type] ?? [];
  const pairs = Math.ceil(positions.length / 2);
  return bank === 0 ? positions.slice(0, pairs) : positions.slice(pairs);
}

/** The largest change; one that is no number, such as a value gone missing, counts above all. */
function largestOf(changes: readonly SeriesChange['largest'][]): SeriesChange['largest'] {
  const sizeOf = ({ change }: SeriesChange['largest']): number => (change === null ? Infinity : Math.abs(change));
  return changes.reduce((most, candidate) => (sizeOf(candidate) > sizeOf(most) ? candidate : most));
}
