import { computeDvh } from '../../../shared/rt/dvh/dvh.ts';
import { evaluateMetric, parseMetric } from '../../../shared/rt/dvh/dvhMetrics.ts';
import { planIndices } from '../../../shared/rt/indices/planIndices.ts';
import type { Dvh } from '../../../shared/rt/types.ts';
import type { PassTable, ValidatedCase, ValidatedFigure } from '../../../shared/rt/validation/passTable.ts';
import { linear, radial } from '../oracles/dvhClosedForms.ts';
import { centres, heightOf, linearDose, linearStructure, radialBody, radialDose, radialTarget, slicesFor, spacingsMm, type LinearCase, type RadialCase } from './closedFormCases.ts';
import { linearGoals, radialGoals, type FigureGoal } from './figureTolerances.ts';

type Figures = Readonly<Record<string, number | null>>;

/** Digits kept of a deviation: what differs between machines lies far below. */
export const deviationDigits = 4;

/** Every closed-form case at every dose grid and slice spacing, on and off the voxel centres. About ten seconds. */
export const closedFormTable = (): PassTable => ({ cases: [...linear.map(linearCase), ...radial.map(radialCase)] });

/** One linear case; throws where a histogram does not cover its whole structure. */
export function linearCase(item: LinearCase): ValidatedCase {
  const goals = linearGoals(item.expected);
  const results = new Map<string, Figures[]>();
  for (const gridMm of spacingsMm) {
    for (const centre of centres) {
      const dose = linearDose(item, gridMm, centre);
      for (const sliceMm of slicesFor(heightOf(item))) {
        const dvh = computeDvh(linearStructure(item, sliceMm, centre), dose);
        add(results, gridMm, sliceMm, dvhFigures(dvh, goals));
      }
    }
  }
  return judged(item.id, 'linear', goals, results);
}

/** One radial case. The isodose volumes are those inside a cube about the sphere. */
export function radialCase(item: RadialCase): ValidatedCase {
  const goals = radialGoals(item);
  const results = new Map<string, Figures[]>();
  for (const gridMm of spacingsMm) {
    for (const centre of centres) {
      const dose = radialDose(item, gridMm, centre);
      const body = computeDvh(radialBody(item), dose);
      for (const sliceMm of slicesFor(item.target_diameter_mm)) {
        const target = computeDvh(radialTarget(item, sliceMm, centre), dose);
        const indices = planIndices(target, body, item.prescription_Gy);
        add(results, gridMm, sliceMm, {
          ...dvhFigures(target, goals), TV: target.volumeCc, PIV: indices.prescriptionIsodoseCc, TVPIV: indices.targetInIsodoseCc, PIV50: indices.halfPrescriptionIsodoseCc,
          'CI RTOG': indices.conformityRtog, 'CI Paddick': indices.conformityPaddick, 'GI Paddick': indices.gradientIndex, 'HI ICRU83': indices.homogeneity,
        });
      }
    }
  }
  return judged(item.id, 'radial', goals, results);
}

function dvhFigures(dvh: Dvh, goals: readonly FigureGoal[]): Figures {
  if (dvh.coverage !== 1) throw new Error(`${dvh.name} leaves the dose grid: coverage ${dvh.coverage}`);
  return Object.fromEntries(
    goals.map(({ name }) => {
      if (name === 'volume') return [name, dvh.volumeCc];
      const metric = parseMetric(name);
      return [name, metric === null ? null : evaluateMetric(dvh, metric)];
    }),
  );
}

const keyOf = (gridMm: number, sliceMm: number): string => `${gridMm},${sliceMm}`;

function add(results: Map<string, Figures[]>, gridMm: number, sliceMm: number, figures: Figures): void {
  const key = keyOf(gridMm, sliceMm);
  results.set(key, [...(results.get(key) ?? []), figures]);
}

function judged(id: string, kind: ValidatedCase['kind'], goals: readonly FigureGoal[], results: ReadonlyMap<string, readonly Figures[]>): ValidatedCase {
  const keys = [...results.keys()];
  const combinations = keys.map((key) => key.split(',').map(Number) as [number, number]);
  const figures = goals.map((goal): ValidatedFigure => ({ ...goal, deviations: keys.map((key) => worst(results.get(key) ?? [], goal)) }));
  return { id, kind, combinations, figures };
}

function worst(several: readonly Figures[], { name, expected }: FigureGoal): number {
  const deviations = several.map((figures) => {
    const value = figures[name] ?? null;
    if (value === null) throw new Error(`no ${name} was given`);
    return value - expected;
  });
  const largest = deviations.reduce((most, deviation) => (Math.abs(deviation) > Math.abs(most) + 1e-9 ? deviation : most), 0);
  // Adding zero turns −0 into 0.
  return Number(largest.toFixed(deviationDigits)) + 0;
}
