import type { Beam, ControlPoint } from '../types.ts';

/** Leaves and jaws along X or along Y of the beam limiting device frame. */
export type TravelAxis = 'x' | 'y';

/** One pair of leaves at the isocentre plane, mm. */
export interface LeafPair {
  /** From 0, in the order of the object: leaf 101 and 201 are pair 0. */
  readonly index: number;
  /** Its stretch across the travel. */
  readonly fromMm: number;
  readonly toMm: number;
  /** Tips of bank 1 (negative side) and bank 2. */
  readonly bank1Mm: number;
  readonly bank2Mm: number;
  /** Opening between the tips; 0 for a closed pair. */
  readonly gapMm: number;
  /** What of that opening and of the leaf's width the jaws leave. */
  readonly gapInJawsMm: number;
  readonly widthInJawsMm: number;
  /** Bank 1 lies beyond bank 2. */
  readonly isCrossed: boolean;
}

/** One multileaf layer, kept by its device type as written (MLCX, MLCX1, MLCY, …). */
export interface LeafLayer {
  readonly device: string;
  readonly travel: TravelAxis;
  readonly pairs: readonly LeafPair[];
}

/** A pair of jaws; `device` as written (X, ASYMX, …). */
export interface JawPair {
  readonly device: string;
  readonly travel: TravelAxis;
  readonly bank1Mm: number;
  readonly bank2Mm: number;
}

/** Why the opening of a beam cannot be told. */
export interface ApertureProblem {
  readonly reason: 'device-unknown' | 'positions-count' | 'boundaries-absent' | 'boundaries-order' | 'block-type' | 'block-outline' | 'unbounded';
  /** Device type or block name. */
  readonly device: string;
}

/** Jaws and leaves of one control point. */
export interface PlacedDevices {
  readonly jaws: readonly JawPair[];
  readonly layers: readonly LeafLayer[];
  /** Devices the beam has but gives no position of: taken as not in the beam. */
  readonly unplaced: readonly string[];
  readonly problems: readonly ApertureProblem[];
}

/** Jaws and leaves of a control point as the object lists them (PS3.3 C.8.8.14.10; rt-reference section 3.4). */
export function placeDevices(beam: Beam, { devices }: ControlPoint): PlacedDevices {
  const problems: ApertureProblem[] = [];
  const jaws: JawPair[] = [];
  const leaves: { readonly device: string; readonly travel: TravelAxis; readonly positions: readonly number[]; readonly boundaries: readonly number[] }[] = [];
  for (const [device, positions] of Object.entries(devices)) {
    const name = device.trim().toUpperCase();
    const travel = axisOf(/^(?:(?:ASYM)?|MLC)([XY])/u.exec(name)?.[1]);
    if (travel === null) problems.push({ reason: 'device-unknown', device });
    else if (name.startsWith('MLC')) {
      const boundaries = beam.leafBoundariesMm[device];
      if (boundaries === undefined) problems.push({ reason: 'boundaries-absent', device });
      else if (!areInOrder(boundaries)) problems.push({ reason: 'boundaries-order', device });
      else if (positions.length !== 2 * (boundaries.length - 1) || !positions.every(Number.isFinite)) problems.push({ reason: 'positions-count', device });
      else leaves.push({ device, travel, positions, boundaries });
    } else {
      const [bank1Mm, bank2Mm] = positions;
      if (bank1Mm === undefined || bank2Mm === undefined || positions.length !== 2 || !positions.every(Number.isFinite)) problems.push({ reason: 'positions-count', device });
      else jaws.push({ device, travel, bank1Mm, bank2Mm });
    }
  }
  const layers = leaves.map(({ device, travel, positions, boundaries }) => ({ device, travel, pairs: pairsOf(positions, boundaries, travel, jaws) }));
  const unplaced = beam.limitingDevices.map(({ type }) => type).filter((type) => devices[type] === undefined);
  return { jaws, layers, unplaced, problems };
}

/** What all jaws of one axis leave open, mm; endless where there are none. */
export function jawOpening(jaws: readonly JawPair[], axis: TravelAxis): readonly [low: number, high: number] {
  const along = jaws.filter(({ travel }) => travel === axis);
  return [Math.max(-Infinity, ...along.map(({ bank1Mm }) => bank1Mm)), Math.min(Infinity, ...along.map(({ bank2Mm }) => bank2Mm))];
}

function pairsOf(positions: readonly number[], boundaries: readonly number[], travel: TravelAxis, jaws: readonly JawPair[]): readonly LeafPair[] {
  const count = boundaries.length - 1;
  const along = jawOpening(jaws, travel);
  const across = jawOpening(jaws, travel === 'x' ? 'y' : 'x');
  return Array.from({ length: count }, (_, index): LeafPair => {
    const [bank1Mm, bank2Mm] = [positions[index]!, positions[count + index]!];
    const [fromMm, toMm] = [Math.min(boundaries[index]!, boundaries[index + 1]!), Math.max(boundaries[index]!, boundaries[index + 1]!)];
    return {
      index, fromMm, toMm, bank1Mm, bank2Mm, gapMm: Math.max(0, bank2Mm - bank1Mm), isCrossed: bank1Mm > bank2Mm,
      gapInJawsMm: Math.max(0, Math.min(bank2Mm, along[1]) - Math.max(bank1Mm, along[0])), widthInJawsMm: Math.max(0, Math.min(toMm, across[1]) - Math.max(fromMm, across[0])),
    };
  });
}

/** Borders of at least one pair that run one way, up or down. */
function areInOrder(boundaries: readonly number[]): boolean {
  const steps = boundaries.slice(1).map((value, n) => value - (boundaries[n] ?? Number.NaN));
  return steps.length > 0 && (steps.every((step) => step > 0) || steps.every((step) => step < 0));
}

const axisOf = (letter: string | undefined): TravelAxis | null => (letter === 'X' ? 'x' : letter === 'Y' ? 'y' : null);
