/** The unit a figure and its deviation are in; empty for an index. */
export type FigureUnit = 'Gy' | 'cm³' | '%' | '';

/** One figure of one closed-form case at every dose grid and slice spacing it was computed at. */
export interface ValidatedFigure {
  /** `volume`, `Dmean`, `D98%`, `V20Gy%`, `V20Gycc`, `CI Paddick` … */
  readonly name: string;
  readonly unit: FigureUnit;
  /** Value of the closed form. */
  readonly expected: number;
  /** Largest deviation allowed where dose grid and slices are at most 1 mm; null where no acceptance is stated. */
  readonly fineTolerance: number | null;
  /** The same where one of them is 2 or 3 mm. */
  readonly coarseTolerance: number | null;
  /** Computed minus expected in the order of {@link ValidatedCase.combinations}: the worse of on and off the voxel centres. */
  readonly deviations: readonly number[];
}

/** One shape under one dose. */
export interface ValidatedCase {
  readonly id: string;
  readonly kind: 'linear' | 'radial';
  /** Dose grid and slice spacing, mm. */
  readonly combinations: readonly (readonly [gridMm: number, sliceMm: number])[];
  readonly figures: readonly ValidatedFigure[];
}

/** What the suite found when it last wrote the proof; checked against the engine with every test run. */
export interface PassTable {
  readonly cases: readonly ValidatedCase[];
}

/** One line of the pass table. */
export interface PassRow {
  readonly caseId: string;
  readonly figure: string;
  readonly unit: FigureUnit;
  readonly gridMm: number;
  readonly sliceMm: number;
  readonly expected: number;
  readonly deviation: number;
  readonly tolerance: number | null;
  /** |deviation| / tolerance; null where no acceptance is stated. */
  readonly share: number | null;
  readonly verdict: 'pass' | 'fail' | 'not judged';
}

const isFine = (gridMm: number, sliceMm: number): boolean => gridMm <= 1 && sliceMm <= 1;

/** The pass table line by line. */
export function passRows(table: PassTable): PassRow[] {
  return table.cases.flatMap(({ id, combinations, figures }) =>
    figures.flatMap((figure) =>
      combinations.map(([gridMm, sliceMm], n): PassRow => {
        const deviation = figure.deviations[n] ?? NaN;
        const tolerance = isFine(gridMm, sliceMm) ? figure.fineTolerance : figure.coarseTolerance;
        const share = tolerance === null ? null : Math.abs(deviation) / tolerance;
        const verdict = share === null ? 'not judged' : share <= 1 ? 'pass' : 'fail';
        return { caseId: id, figure: figure.name, unit: figure.unit, gridMm, sliceMm, expected: figure.expected, deviation, tolerance, share, verdict };
      }),
    ),
  );
}
