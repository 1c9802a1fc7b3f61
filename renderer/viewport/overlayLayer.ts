import type { DoseGrid, Structure } from '../../shared/rt/types.ts';
import { referenceOf, resolveLevels } from './doseColours.ts';
import type { IsodoseLevel } from './doseColours.ts';
import { DoseSlicer } from './doseRaster.ts';
import type { DoseRaster, DrawQuality } from './doseRaster.ts';
import { canvasFont, rimmedText } from './furniture.ts';
import { structureColour, structureDash } from './lineStyles.ts';
import { RecentCache } from './recentCache.ts';
import type { RtOverlay } from './scene.ts';
import { contourPath, isodosePaths } from './slicePaths.ts';
import type { IsodosePath } from './slicePaths.ts';
import { drawInPlane, inPlaneToScreen } from './transform.ts';
import type { SliceFrame, Transform } from './transform.ts';
import { planeKey } from './slicePlane.ts';
import type { View } from '../../shared/meeting/view.ts';
import { WashLayer } from './washLayer.ts';

/** Slices whose paths are kept: a scroll through a whole chest and back. */
const slicesKept = 400;
/** Width of an outline at rest, CSS px. While the picture moves all lines are a pixel of the screen, which is several times faster to draw without a graphics card. */
const contourPx = 1.8;
/** A line shorter than this on screen carries no label. */
const leastLabelledPx = 110;

/** Contours, isodose lines and colour wash of one cell; paths are made once per slice and kept. */
export class OverlayLayer {
  readonly #contours = new RecentCache<Map<Structure, Path2D>>(slicesKept);
  readonly #isodoses = new RecentCache<readonly IsodosePath[]>(slicesKept);
  readonly #wash = new WashLayer();
  readonly #slicer = new DoseSlicer();
  #structures: readonly Structure[] | null = null;
  #dose: DoseGrid | null = null;

  draw(context: CanvasRenderingContext2D, rt: RtOverlay, view: Pick<View, 'isodose' | 'visibleStructures'>, slice: SliceFrame, transform: Transform, pixelRatio: number, quality: DrawQuality): void {
    this.#forgetOthers(rt);
    const levels = resolveLevels(view.isodose, rt.referenceDoseGy);
    const { dose } = rt;
    const plane = planeKey(slice);
    const key = `${plane} ${quality}`;
    drawInPlane(context, transform, pixelRatio);
    const isDoseShown = dose !== null && levels.length > 0 && (view.isodose.hasLines || view.isodose.hasWash);
    const raster = isDoseShown ? this.#slicer.at(dose, slice, key, quality) : null;
    if (raster !== null && view.isodose.hasWash) this.#wash.draw(context, raster, key, levels, referenceOf(levels, rt.referenceDoseGy), dose?.maximum ?? 1);
    if (raster !== null) strokeBorder(context, raster, transform.pxPerMm);
    const lines = raster !== null && view.isodose.hasLines ? this.#linesOf(raster, key, levels) : [];
    for (const [index, line] of lines.entries()) {
      const level = levels[index];
      if (level === undefined) continue;
      context.lineWidth = (quality === 'moving' ? 1 / pixelRatio : level.lineWidthPx) / transform.pxPerMm;
      context.setLineDash(level.dash.map((px) => px / transform.pxPerMm));
      context.strokeStyle = level.colour;
      context.stroke(line.path);
    }
    context.setLineDash([]);
    this.#drawContours(context, rt.structures, view.visibleStructures, slice, plane, (quality === 'moving' ? 1 / pixelRatio : contourPx) / transform.pxPerMm, transform.pxPerMm);
    context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
    drawLabels(context, lines, levels, transform);
  }

  dispose(): void {
    this.#contours.clear();
    this.#isodoses.clear();
    this.#wash.dispose();
    this.#slicer.forget();
    this.#structures = null;
    this.#dose = null;
  }

  #drawContours(context: CanvasRenderingContext2D, structures: readonly Structure[], numbers: readonly number[], slice: SliceFrame, key: string, widthMm: number, pxPerMm: number): void {
    const visible = new Set(numbers);
    if (visible.size === 0 || structures.length === 0) return;
    const paths = this.#contours.take(key, () => new Map<Structure, Path2D>());
    context.lineWidth = widthMm;
    for (const [index, structure] of structures.entries()) {
      if (!visible.has(structure.number)) continue;
      let path = paths.get(structure);
      if (path === undefined) {
        path = contourPath(structure, slice);
        paths.set(structure, path);
      }
      context.setLineDash(structureDash(index).map((px) => px / pxPerMm));
      context.strokeStyle = structureColour(structure.color);
      context.stroke(path);
    }
    context.setLineDash([]);
  }

  #linesOf(raster: DoseRaster, key: string, levels: readonly IsodoseLevel[]): readonly IsodosePath[] {
    return this.#isodoses.take(`${key} ${levels.map((level) => level.doseGy.toFixed(4)).join(' ')}`, () => isodosePaths(raster, levels));
  }

  #forgetOthers(scene: RtOverlay): void {
    if (scene.structures !== this.#structures) {
      this.#contours.clear();
      this.#structures = scene.structures;
    }
    if (scene.dose !== this.#dose) {
      this.#isodoses.clear();
      this.#wash.forget();
      this.#slicer.forget();
      this.#dose = scene.dose;
    }
  }
}

/** Outline of the dose grid: beyond it dose is unknown, not zero. */
function strokeBorder(context: CanvasRenderingContext2D, { u, v, columns, rows, stepMm }: DoseRaster, pxPerMm: number): void {
  context.lineWidth = 1 / pxPerMm;
  context.setLineDash([2 / pxPerMm, 4 / pxPerMm]);
  context.strokeStyle = 'rgba(200, 210, 225, 0.45)';
  context.strokeRect(u, v, (columns - 1) * stepMm, (rows - 1) * stepMm);
  context.setLineDash([]);
}

/** Writes each level on its longest line, and on others that are long enough; skips what would cover another label. */
function drawLabels(context: CanvasRenderingContext2D, lines: readonly IsodosePath[], levels: readonly IsodoseLevel[], transform: Transform): void {
  context.font = `600 12px ${canvasFont}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const taken: (readonly [number, number])[] = [];
  for (const [index, line] of lines.entries()) {
    const level = levels[index];
    if (level === undefined) continue;
    for (const anchor of line.anchors) {
      if (anchor.lengthMm * transform.pxPerMm < leastLabelledPx) continue;
      const [x, y] = inPlaneToScreen(transform, anchor.u, anchor.v);
      const isFree = x > 20 && y > 10 && x < transform.widthPx - 20 && y < transform.heightPx - 10 && taken.every(([a, b]) => Math.abs(a - x) > 40 || Math.abs(b - y) > 14);
      if (!isFree) continue;
      taken.push([x, y]);
      rimmedText(context, level.label, x, y, level.colour);
    }
  }
}
