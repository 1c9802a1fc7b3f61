import { figureNames, type FigureName, type RealSet, type StructureReadings } from './realSets.ts';

/** One figure of one structure against the other programs. */
export interface JudgedFigure {
  readonly set: string;
  readonly structure: string;
  readonly figure: FigureName;
  readonly ours: number;
  readonly oracles: Readonly<Record<string, number>>;
  readonly low: number;
  readonly high: number;
  /** In the unit of the figure. */
  readonly tolerance: number;
  /**
   * `agrees`: within the tolerance of every oracle; `within span`: the oracles disagree by more than that, ours lies
   * between them to their resolution; `near span`: they disagree, ours lies outside by less than the tolerance; `outside`: by more.
   */
  readonly verdict: 'agrees' | 'within span' | 'near span' | 'outside';
}

/** Resolution of the other programs, by which their span is widened: bins of 0.01 and 0.02 Gy; volumes from points 0.25 mm apart, 0.1 %. */
const resolutionGy = 0.02;
const resolutionOfVolume = 0.001;

/** Smallest structure the acceptance speaks of, cm³, by our own volume. */
const smallestCc = 0.5;

/** Every figure the acceptance of the issue speaks of: dose in percent of the prescription, volume in percent of the oracles' median. */
export const judgeRealSets = (sets: readonly RealSet[]): JudgedFigure[] =>
  sets.flatMap((set) => set.structures.filter(({ ours }) => (ours.volume ?? 0) >= smallestCc).flatMap((structure) => figureNames.flatMap((figure) => judgeFigure(set, structure, figure) ?? [])));

function judgeFigure(set: RealSet, structure: StructureReadings, figure: FigureName): JudgedFigure | null {
  const ours = structure.ours[figure];
  const oracles = Object.fromEntries(Object.entries(structure.oracles).flatMap(([tool, readings]) => (readings[figure] === null ? [] : [[tool, readings[figure]]])));
  const values = Object.values(oracles);
  if (ours === null || values.length === 0) return null;
  const low = Math.min(...values);
  const high = Math.max(...values);
  const tolerance = toleranceOf(figure, median(values), set.prescriptionDoseGy);
  const isNearAll = ours >= high - tolerance && ours <= low + tolerance;
  const resolution = figure === 'volume' ? resolutionOfVolume * ours : resolutionGy;
  const isBetween = ours >= low - resolution && ours <= high + resolution;
  const isNear = ours >= low - tolerance && ours <= high + tolerance;
  return { set: set.name, structure: structure.structure, figure, ours, oracles, low, high, tolerance, verdict: isNearAll ? 'agrees' : isBetween ? 'within span' : isNear ? 'near span' : 'outside' };
}

function toleranceOf(figure: FigureName, volumeCc: number, prescriptionDoseGy: number): number {
  if (figure === 'volume') return (volumeCc > 5 ? 0.01 : 0.03) * volumeCc;
  return (figure === 'mean' ? 0.005 : 0.01) * prescriptionDoseGy;
}

function median(values: readonly number[]): number {
  const ordered = values.toSorted((a, b) => a - b);
  const middle = ordered.length / 2;
  return ((ordered[Math.ceil(middle) - 1] ?? NaN) + (ordered[Math.floor(middle)] ?? NaN)) / 2;
}
