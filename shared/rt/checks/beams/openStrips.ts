import { jawOpening, placeDevices } from '../../beams/limitingDevices.ts';
import type { Beam, ControlPoint } from '../../types.ts';

/** A stretch across the leaves' travel with the opening all leaf layers leave along it, mm in the isocentre plane. */
export interface OpenStrip {
  readonly fromMm: number;
  readonly toMm: number;
  readonly lowMm: number;
  readonly highMm: number;
}

/** Openings of one control point, with what the jaws leave along and across the leaves' travel. */
export interface OpenStrips {
  /** Of the leaves alone; one endless strip for a beam without leaves. Closed stretches are left out. */
  readonly strips: readonly OpenStrip[];
  readonly alongMm: readonly [low: number, high: number];
  readonly acrossMm: readonly [low: number, high: number];
}

/** Null where positions or boundaries cannot be matched; the limits of jaws and leaves are another check's. */
export function openStrips(beam: Beam, point: ControlPoint): OpenStrips | null {
  const { jaws, layers, problems } = placeDevices(beam, point);
  if (problems.length > 0 || (jaws.length === 0 && layers.length === 0)) return null;
  const travel = layers[0]?.travel ?? 'x';
  if (layers.some((layer) => layer.travel !== travel)) return null;
  const alongMm = jawOpening(jaws, travel);
  const acrossMm = jawOpening(jaws, travel === 'x' ? 'y' : 'x');
  if (layers.length === 0) return { strips: [{ fromMm: -Infinity, toMm: Infinity, lowMm: -Infinity, highMm: Infinity }], alongMm, acrossMm };
  const borders = [...new Set(layers.flatMap(({ pairs }) => pairs.flatMap(({ fromMm, toMm }) => [fromMm, toMm])))].toSorted((a, b) => a - b);
  const strips = borders.slice(1).flatMap((toMm, n): OpenStrip[] => {
    const fromMm = borders[n] ?? toMm;
    const middle = (fromMm + toMm) / 2;
    // Layers lie behind each other: open is what every one leaves.
    const pairs = layers.flatMap(({ pairs: all }) => all.find((pair) => pair.fromMm <= middle && middle <= pair.toMm) ?? []);
    const lowMm = Math.max(...pairs.map(({ bank1Mm }) => bank1Mm));
    const highMm = Math.min(...pairs.map(({ bank2Mm }) => bank2Mm));
    return pairs.length === layers.length && highMm > lowMm ? [{ fromMm, toMm, lowMm, highMm }] : [];
  });
  return { strips, alongMm, acrossMm };
}

/** Control points between which dose is given, by their place in the list. */
export function dosedPoints({ controlPoints }: Beam): readonly number[] {
  const weights = controlPoints.map(({ cumulativeMetersetWeight }) => cumulativeMetersetWeight);
  return weights.flatMap((weight, n) => ((weights[n + 1] ?? weight) > weight || weight > (weights[n - 1] ?? weight) ? [n] : []));
}
