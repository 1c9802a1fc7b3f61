import type { Voi } from '../../shared/dicom/display/voi.ts';
import type { Vector3 } from '../../shared/geometry/vector.ts';
import type { Cell } from '../../shared/viewing/cell.ts';
import type { Readout } from './readout.ts';
import type { CellScene } from './scene.ts';
import type { SliceSource } from './sliceSource.ts';

/** Letter of the positive end of each LPS axis and of the negative one. */
const axisLetters = [['L', 'R'], ['P', 'A'], ['H', 'F']] as const;

/** A coordinate as readers say it: the side of the patient, then mm from the origin: 'H 12.0 mm'. */
export function sideCoordinate(axis: 0 | 1 | 2, valueMm: number): string {
  return `${sideNumber(axis, valueMm)} mm`;
}

function sideNumber(axis: 0 | 1 | 2, valueMm: number): string {
  const rounded = Math.abs(valueMm) < 0.05 ? 0 : valueMm;
  return `${rounded < 0 ? axisLetters[axis][1] : axisLetters[axis][0]} ${Math.abs(rounded).toFixed(1)}`;
}

/** A patient point as readers say it: 'L 12.0 P 3.5 H 101.2 mm'. */
export const pointText = (point: Vector3): string => `${([0, 1, 2] as const).map((axis) => sideNumber(axis, point[axis])).join(' ')} mm`;

/** Lines of the four corners of a picture; every line fits on its own. */
export interface CornerText {
  readonly topLeft: readonly string[];
  readonly topRight: readonly string[];
  readonly bottomLeft: readonly string[];
  readonly bottomRight: readonly string[];
}

/** Longest list of names written under the crosshair before the rest is counted. */
const mostNames = 4;

/** What is known of the slice besides its pixels. */
export interface SliceFacts {
  /** Null for colour, which no window changes. */
  readonly voi: Voi | null;
  /** It has overlay planes that are not drawn. */
  readonly hidesOverlays: boolean;
  /** Screen pixels for an image pixel. */
  readonly magnification: number;
  readonly isRead: boolean;
}

export function cornerText(scene: CellScene, cell: Cell, source: SliceSource, facts: SliceFacts, point: Vector3, readout: Readout): CornerText {
  const { words, sliceIndex } = scene;
  return {
    topLeft: source.projection ? [...scene.title, source.projection] : scene.title,
    topRight: [`${source.space === 'patient' ? words.slice : words.frame} ${sliceIndex + 1}/${source.count}`, ...imageLine(scene), ...positionLine(source, sliceIndex), ...slabLine(cell, words), ...markLines(source, words)],
    bottomLeft: [...windowLine(facts.voi, source.unit, words), `${words.zoom} ${Math.round(facts.magnification * 100)}%`, ...(facts.hidesOverlays ? [words.overlaysHidden] : [])],
    bottomRight: [
      ...(facts.isRead ? [] : [words.loading]),
      sampleLine(readout, words),
      ...(readout.fused === undefined ? [] : [`${readout.fused.modality} ${sampleLine(readout.fused, words)}`]),
      ...(source.space === 'patient' ? [pointText(point)] : []),
      ...doseLine(scene, readout),
      ...namesLine(readout.structureNames),
    ],
  };
}

/** Scanners count from the head or from the feet: where the slice's number is not the image's, a report that names the image is not found by it. */
function imageLine({ words, sliceIndex, imageNumber }: CellScene): readonly string[] {
  return imageNumber == null || imageNumber === sliceIndex + 1 ? [] : [`${words.image} ${imageNumber}`];
}

/** Centre and width, with the name the image gives them; of a table its name. */
function windowLine(voi: Voi | null, unit: string, words: CellScene['words']): readonly string[] {
  if (voi === null) return [];
  const name = voi.explanation === null ? [] : [voi.explanation];
  if (voi.kind === 'table') return [[words.table, ...name].join(' · ')];
  return [[`${words.window} ${short(voi.centre)} / ${short(voi.width)}${unit === 'SUV' ? ' SUV' : ''}`, ...name].join(' · ')];
}

/** Along a patient axis the coordinate with its side, otherwise mm along the normal. */
function positionLine(source: SliceSource, index: number): readonly string[] {
  const mm = source.positionMm(index);
  if (mm === null) return [];
  const axis = ([0, 1, 2] as const).find((candidate) => Math.abs(source.normal[candidate]) > 0.9999);
  return [axis === undefined ? `${mm.toFixed(1)} mm` : sideCoordinate(axis, mm * Math.sign(source.normal[axis]))];
}

const slabLine = ({ slab }: Cell, words: CellScene['words']): readonly string[] => (slab.mode === 'none' ? [] : [`${words.slab[slab.mode]} ${slab.thicknessMm} mm`]);

function markLines({ marks, isCalibrated, isAtDetector }: SliceSource, words: CellScene['words']): readonly string[] {
  return [
    ...(marks.isLossy ? [marks.lossyRatio === null ? words.lossy : `${words.lossy} ${marks.lossyRatio}:1`] : []),
    ...(marks.isDerived ? [words.derived] : []),
    ...(isCalibrated ? [] : [words.notCalibrated]),
    ...(isAtDetector === true ? [words.atDetector] : []),
  ];
}

function sampleLine({ sample }: Pick<Readout, 'sample'>, words: CellScene['words']): string {
  switch (sample.kind) {
    case 'value':
      return `${sample.text} ${sample.unit}`;
    case 'colour':
      return `RGB ${sample.rgb.join(' ')}`;
    case 'padding':
      return words.padding;
    case 'loading':
      return words.loading;
    case 'outside':
      return words.outsideImage;
  }
}

function doseLine({ rt, words }: CellScene, readout: Readout): readonly string[] {
  if (rt === null) return [];
  if (rt.dose === null) return rt.isDoseRefused ? [words.refusedDose] : [];
  if (rt.dose.units !== 'GY') return [words.relativeDose];
  if (readout.doseGy === null) return [words.outsideDose];
  const percent = readout.percent === null ? '' : ` · ${readout.percent.toFixed(1)}%`;
  return [`${readout.doseGy.toFixed(2)} Gy${percent}`];
}

function namesLine(names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const shown = names.slice(0, mostNames).join(', ');
  return [names.length > mostNames ? `${shown} +${names.length - mostNames}` : shown];
}

/** Whole numbers for HU, two decimals for small windows such as SUV. */
const short = (value: number): string => (Math.abs(value) >= 20 || Number.isInteger(value) ? String(Math.round(value)) : value.toFixed(2));
