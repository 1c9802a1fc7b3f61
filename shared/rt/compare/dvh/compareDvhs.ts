import type { RtError } from '../../../errors/appError.ts';
import { evaluateMetric, metricUnit, parseMetric } from '../../dvh/dvhMetrics.ts';
import type { StructureDvh } from '../../dvh/structureSetDvh.ts';
import type { Dvh, Structure } from '../../types.ts';
import { matchStructures } from '../structures/matchStructures.ts';

/** One figure of a structure in two plans. */
export interface ComparedMetric {
  readonly metric: string;
  readonly unit: string;
  readonly first: number | null;
  readonly second: number | null;
  /** Second − first; null where either is unknown. */
  readonly difference: number | null;
  /** Difference in percent of the first; null where that is zero or unknown. */
  readonly percent: number | null;
}

export interface ComparedDvh {
  readonly first: Structure;
  readonly second: Structure;
  readonly matchedBy: 'name' | 'number';
  /** Why either has no histogram. */
  readonly errors: readonly RtError[];
  readonly metrics: readonly ComparedMetric[];
}

export interface DvhComparison {
  readonly structures: readonly ComparedDvh[];
  readonly onlyFirst: readonly Structure[];
  readonly onlySecond: readonly Structure[];
}

/** Figures compared when none are named. */
const comparedMetrics: readonly string[] = ['volumeCc', 'coverage', 'Min', 'Mean', 'Max', 'D98%', 'D95%', 'D50%', 'D2%', 'D1cc', 'D0.1cc'];

/**
 * Figures of every structure in two plans; structures belong together by name, then by number and type.
 *
 * @param metrics `volumeCc`, `coverage` (fraction) and what parseMetric reads; unknown ones are left out
 */
export function compareDvhs(first: readonly StructureDvh[], second: readonly StructureDvh[], metrics: readonly string[] = comparedMetrics): DvhComparison {
  const { pairs, onlyFirst, onlySecond } = matchStructures(first.map(({ structure }) => structure), second.map(({ structure }) => structure));
  const [firstOf, secondOf] = [new Map(first.map((item) => [item.structure, item])), new Map(second.map((item) => [item.structure, item]))];
  const structures = pairs.map((pair): ComparedDvh => {
    const items = [firstOf.get(pair.first), secondOf.get(pair.second)];
    const [before, after] = items.map((item) => (item !== undefined && 'dvh' in item ? item.dvh : null));
    const errors = items.flatMap((item) => (item !== undefined && 'error' in item ? [item.error] : []));
    return { ...pair, errors, metrics: metrics.flatMap((name) => metricOf(name, before ?? null, after ?? null)) };
  });
  return { structures, onlyFirst, onlySecond };
}

function metricOf(name: string, before: Dvh | null, after: Dvh | null): readonly ComparedMetric[] {
  const reading = readerOf(name);
  if (reading === null) return [];
  const [first, second] = [before, after].map((dvh) => (dvh === null ? null : reading.read(dvh)));
  const difference = typeof first === 'number' && typeof second === 'number' ? second - first : null;
  return [{ metric: name, unit: reading.unit, first: first ?? null, second: second ?? null, difference, percent: difference === null || !first ? null : (100 * difference) / first }];
}

function readerOf(name: string): { readonly unit: string; readonly read: (dvh: Dvh) => number | null } | null {
  if (name === 'volumeCc') return { unit: 'cm³', read: (dvh) => dvh.volumeCc };
  if (name === 'coverage') return { unit: '', read: (dvh) => dvh.coverage };
  const metric = parseMetric(name);
  return metric === null ? null : { unit: metricUnit(metric), read: (dvh) => evaluateMetric(dvh, metric) };
}
