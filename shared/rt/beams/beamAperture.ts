import { differenceOf, intersectionOf, outlineLengthMm, turnedAreaMm2, unionOf, unionOfAll } from '../contours/polygonSets.ts';
import type { Applicator, Beam, ControlPoint } from '../types.ts';
import { jawOpening, placeDevices, type ApertureProblem, type LeafLayer, type PlacedDevices } from './limitingDevices.ts';
import { wedgesAt, type WedgeView } from './wedgeView.ts';

/** What a beam lets through at one control point, in the isocentre plane. */
export interface BeamAperture extends PlacedDevices {
  /**
   * Outlines Xb, Yb of what is open, mm, outside anticlockwise and holes clockwise; empty where everything is closed, null
   * where {@link ApertureProblem}s leave it unknown.
   */
  readonly opening: readonly Float64Array[] | null;
  readonly areaMm2: number | null;
  readonly perimeterMm: number | null;
  /** Side of the square with the same area over perimeter: 4·area/perimeter (Sterling et al., Br J Radiol 1964;37:544); null for a closed field. */
  readonly equivalentSquareMm: number | null;
  readonly wedges: readonly WedgeView[];
  /** Listed; their opening is not in a plan unless a block or jaws give it. */
  readonly applicators: readonly Applicator[];
}

/** Farther from the axis than any field: stands for a side nothing limits. */
const endlessMm = 5000;

/**
 * Opening of a control point: jaws, every leaf layer, and blocks one after the other, as all of them lie in the beam.
 *
 * An APERTURE block leaves the inside of its outline, a SHIELDING block the outside (PS3.3 C.8.8.14). Leaf ends and sides
 * are taken as sharp: no transmission, no tongue and groove, no rounded tip.
 */
export function apertureAt(beam: Beam, point: ControlPoint): BeamAperture {
  const placed = placeDevices(beam, point);
  const problems = [...placed.problems, ...blockProblems(beam)];
  const shown = { ...placed, wedges: wedgesAt(beam, point), applicators: beam.applicators };
  const unknown = { ...shown, opening: null, areaMm2: null, perimeterMm: null, equivalentSquareMm: null };
  if (problems.length > 0) return { ...unknown, problems };
  const opening = openingOf(beam, placed);
  if (opening.some((polygon) => polygon.some((value) => Math.abs(value) > endlessMm - 1))) return { ...unknown, problems: [{ reason: 'unbounded', device: '' }] };
  const [areaMm2, perimeterMm] = [turnedAreaMm2(opening), outlineLengthMm(opening)];
  return { ...shown, problems, opening, areaMm2, perimeterMm, equivalentSquareMm: perimeterMm > 0 ? (4 * areaMm2) / perimeterMm : null };
}

/** Area the pairs of a layer leave inside the jaws, mm²: the sum of gap × width, for a layer alone in the beam. */
export const layerAreaMm2 = ({ pairs }: LeafLayer): number => pairs.reduce((sum, { gapInJawsMm, widthInJawsMm }) => sum + gapInJawsMm * widthInJawsMm, 0);

function openingOf(beam: Beam, { jaws, layers }: PlacedDevices): readonly Float64Array[] {
  const [x, y] = [jawOpening(jaws, 'x').map(clamp), jawOpening(jaws, 'y').map(clamp)];
  const [x1, x2, y1, y2] = [x[0] ?? 0, x[1] ?? 0, y[0] ?? 0, y[1] ?? 0];
  let open: readonly Float64Array[] = x2 > x1 && y2 > y1 ? [rectangle(x1, y1, x2, y2)] : [];
  for (const layer of layers) open = intersectionOf(open, layerOpening(layer));
  for (const block of beam.blocks) open = block.type?.trim().toUpperCase() === 'SHIELDING' ? differenceOf(open, [block.outlineMm]) : intersectionOf(open, [block.outlineMm]);
  return unionOf(open);
}

function layerOpening({ pairs, travel }: LeafLayer): readonly Float64Array[] {
  const open = pairs.filter(({ gapMm }) => gapMm > 0);
  return unionOfAll(open.map(({ bank1Mm, bank2Mm, fromMm, toMm }) => [travel === 'x' ? rectangle(bank1Mm, fromMm, bank2Mm, toMm) : rectangle(fromMm, bank1Mm, toMm, bank2Mm)]));
}

function blockProblems({ blocks }: Beam): readonly ApertureProblem[] {
  return blocks.flatMap((block): ApertureProblem[] => {
    const device = block.name ?? String(block.number);
    const type = block.type?.trim().toUpperCase();
    if (type !== 'SHIELDING' && type !== 'APERTURE') return [{ reason: 'block-type', device }];
    return block.outlineMm.length < 6 || block.outlineMm.length % 2 !== 0 ? [{ reason: 'block-outline', device }] : [];
  });
}

const clamp = (value: number): number => Math.max(-endlessMm, Math.min(endlessMm, value));

const rectangle = (x1: number, y1: number, x2: number, y2: number): Float64Array => Float64Array.of(x1, y1, x2, y1, x2, y2, x1, y2);
