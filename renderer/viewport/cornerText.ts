import { normalAxis } from './planes.ts';
import type { ImageVolume } from '../../shared/volume/types.ts';
import type { Readout } from './readout.ts';
import type { PlaneScene } from './scene.ts';

/** Letter of the positive end of each LPS axis and of the negative one. */
const axisLetters = [['L', 'R'], ['P', 'A'], ['H', 'F']] as const;

/** A coordinate as readers say it: the side of the patient, then mm from the origin: 'H 12.0 mm'. */
export function sideCoordinate(axis: 0 | 1 | 2, valueMm: number): string {
  const rounded = Math.abs(valueMm) < 0.05 ? 0 : valueMm;
  return `${rounded < 0 ? axisLetters[axis][1] : axisLetters[axis][0]} ${Math.abs(rounded).toFixed(1)} mm`;
}

/** Lines of the four corners of a picture; every line fits on its own. */
export interface CornerText {
  readonly topLeft: readonly string[];
  readonly topRight: readonly string[];
  readonly bottomLeft: readonly string[];
  readonly bottomRight: readonly string[];
}

/** Longest list of names written under the crosshair before the rest is counted. */
const mostNames = 4;

export function cornerText(scene: PlaneScene, positionMm: number, sliceNumber: number, sliceCount: number, readout: Readout): CornerText {
  const { words, view, plane } = scene;
  return {
    topLeft: [words.planes[plane], ...(scene.seriesName === '' ? [] : [scene.seriesName])],
    topRight: [`${words.slice} ${sliceNumber}/${sliceCount}`, sideCoordinate(normalAxis[plane], positionMm)],
    bottomLeft: [`${words.window} ${Math.round(view.window.centre)} / ${Math.round(view.window.width)}`, `${words.zoom} ${Math.round(view.zoom * 100)}%`],
    bottomRight: [
      imageLine(scene, readout),
      doseLine(scene, readout),
      ...namesLine(readout.structureNames),
    ],
  };
}

function imageLine({ volume, words }: PlaneScene, { value, isPadding }: Readout): string {
  if (isPadding) return words.padding;
  return value === null ? words.outsideImage : `${valueText(value, volume)} ${volume.unit}`;
}

/**
 * As many decimals as one step of the stored value has, or four digits of a value kept as a float; a map in small units
 * does not read 0.
 */
function valueText(value: number, { slope, voxels }: ImageVolume): string {
  if (voxels instanceof Float32Array) return String(Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(4)));
  const decimals = Math.min(6, Math.max(0, Math.ceil(-Math.log10(Math.abs(slope)) - 1e-9)));
  return decimals === 0 ? String(Math.round(value)) : value.toFixed(decimals);
}

function doseLine(scene: PlaneScene, readout: Readout): string {
  const { dose, words } = scene;
  if (dose === null) return scene.isDoseRefused ? words.refusedDose : words.noDose;
  if (dose.units !== 'GY') return words.relativeDose;
  if (readout.doseGy === null) return words.outsideDose;
  const percent = readout.percent === null ? '' : ` · ${readout.percent.toFixed(1)}%`;
  return `${readout.doseGy.toFixed(2)} Gy${percent}`;
}

function namesLine(names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const shown = names.slice(0, mostNames).join(', ');
  return [names.length > mostNames ? `${shown} +${names.length - mostNames}` : shown];
}
