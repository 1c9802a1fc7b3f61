import type { Draft } from '../../shared/annotation/draft.ts';
import { cross } from '../../shared/geometry/vector.ts';
import type { Vector3 } from '../../shared/geometry/vector.ts';
import type { Cell } from '../../shared/viewing/cell.ts';
import type { Voi } from '../../shared/dicom/display/voi.ts';
import { AnnotationLayer, annotationsOn } from './annotationLayer.ts';
import { BitPlaneLayer } from './bitPlaneLayer.ts';
import { isSameMarks } from './cellMarks.ts';
import type { CellMarks, DrawnMarks } from './cellMarks.ts';
import { atChestWall } from './chestWall.ts';
import { cellState } from './cellState.ts';
import { cornerText } from './cornerText.ts';
import { FusionLayer } from './fusionLayer.ts';
import { drawCrosshair, drawEdgeLetters, drawPointers, drawScaleBar, lettersOf } from './furniture.ts';
import { ImageLayer } from './imageLayer.ts';
import { OverlayLayer } from './overlayLayer.ts';
import { fusedAt, readoutAt, readPoint } from './readout.ts';
import { drawReferenceLines, referenceLines } from './referenceLines.ts';
import type { DrawQuality } from './doseRaster.ts';
import type { CellScene } from './scene.ts';
import { shownPlane } from './shownPlane.ts';
import { shownVoi } from './shownVoi.ts';
import type { Slice, SliceSource } from './sliceSource.ts';
import { toScreen, transformOf } from './transform.ts';
import type { SliceFrame, Transform } from './transform.ts';

/** A picture that follows the one before within this time is one of a movement. */
const restAfterMs = 140;

/** The elements of one cell. */
export interface CellElements {
  readonly root: HTMLElement;
  /** Image, second image, dose and structures. */
  readonly picture: HTMLCanvasElement;
  /** What moves over the picture: crosshair, letters, annotations, pointers. */
  readonly marks: HTMLCanvasElement;
  readonly corners: { readonly topLeft: HTMLElement; readonly topRight: HTMLElement; readonly bottomLeft: HTMLElement; readonly bottomRight: HTMLElement };
}

/** Time of the parts of the last frame, ms. */
export interface FrameTimes {
  readonly pictureMs: number;
  readonly marksMs: number;
  readonly totalMs: number;
}

/** What the last frame drew, for turning mouse positions into points. */
export interface DrawnCell {
  readonly transform: Transform;
  readonly frame: SliceFrame;
  readonly sliceIndex: number;
}

/**
 * Draws one cell: at most once per animation frame, the picture only when something in it changed, the marks only when
 * the scene or the picture did.
 *
 * It holds no view state: what is drawn follows from the last scene. After a frame the root element's `data-` attributes
 * tell what was really drawn.
 */
export class CellRenderer {
  readonly #elements: CellElements;
  readonly #imageLayer: ImageLayer;
  readonly #bitPlaneLayer = new BitPlaneLayer();
  readonly #fusionLayer = new FusionLayer();
  readonly #overlayLayer = new OverlayLayer();
  readonly #annotationLayer = new AnnotationLayer();
  readonly #onFrame: ((times: FrameTimes) => void) | undefined;
  #scene: CellScene | null = null;
  #drawnScene: CellScene | null = null;
  #size = { widthPx: 0, heightPx: 0, pixelRatio: 1 };
  #frame = 0;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #drawnAtMs = Number.NEGATIVE_INFINITY;
  #pictureKey = '';
  #marks: DrawnMarks | null = null;
  #rtOf: CellScene['rt'] = null;
  #drawn: DrawnCell | null = null;
  #hover: Vector3 | null = null;
  #draft: Draft | null = null;

  constructor(elements: CellElements, onFrame?: (times: FrameTimes) => void) {
    this.#elements = elements;
    this.#onFrame = onFrame;
    this.#imageLayer = new ImageLayer(elements.picture);
  }

  /** The last frame; null before the first and while the cell is empty. */
  get drawn(): DrawnCell | null {
    return this.#drawn;
  }

  setScene(scene: CellScene): void {
    this.#scene = scene;
    this.#request();
  }

  /** Point under the mouse, whose values are shown instead of those of the crosshair; null: the mouse is elsewhere. */
  setHover(point: Vector3 | null): void {
    this.#hover = point;
    this.#request();
  }

  /** An annotation being drawn; null: none. */
  setDraft(draft: Draft | null): void {
    this.#draft = draft;
    this.#drawnScene = null;
    this.#request();
  }

  resize(widthPx: number, heightPx: number, pixelRatio: number): void {
    this.#size = { widthPx, heightPx, pixelRatio };
    for (const canvas of [this.#elements.picture, this.#elements.marks]) {
      canvas.width = Math.max(1, Math.round(widthPx * pixelRatio));
      canvas.height = Math.max(1, Math.round(heightPx * pixelRatio));
    }
    this.#pictureKey = '';
    this.#marks = null;
    this.#drawnScene = null;
    this.#request();
  }

  /** Draws now instead of with the next frame; for measuring. */
  drawNow(): FrameTimes | null {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    return this.#draw();
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#rest);
    this.#frame = 0;
    this.#scene = null;
    this.#drawnScene = null;
    this.#drawn = null;
    this.#rtOf = null;
    this.#imageLayer.dispose();
    this.#bitPlaneLayer.dispose();
    this.#fusionLayer.dispose();
    this.#overlayLayer.dispose();
    this.#elements.marks.width = 0;
    this.#elements.marks.height = 0;
  }

  #request(): void {
    if (this.#frame !== 0 || this.#scene === null || this.#size.widthPx === 0 || this.#size.heightPx === 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      const times = this.#draw();
      if (times !== null) this.#onFrame?.(times);
    });
  }

  #draw(): FrameTimes | null {
    const scene = this.#scene;
    if (scene === null) return null;
    const startMs = performance.now();
    const { source } = scene;
    const cell = scene.view.cells[scene.index];
    if (source === null || cell === undefined) {
      this.#empty(scene);
      return null;
    }
    const slice = source.slice(scene.sliceIndex);
    const frame = slice ?? this.#drawn?.frame ?? null;
    if (frame === null) {
      this.#empty(scene);
      this.#elements.corners.bottomRight.textContent = scene.words.loading;
      return null;
    }
    const { widthPx, heightPx } = this.#size;
    const centred = transformOf(frame, widthPx, heightPx, cell.zoom, cell.centre, frame.origin, cell);
    const centre = cell.centre === null && source.chestWall ? atChestWall(frame, source.chestWall, centred) : null;
    const transform = centre === null ? centred : transformOf(frame, widthPx, heightPx, cell.zoom, centre, frame.origin, cell);
    const voi = shownVoi(cell, source, scene.sliceIndex, slice?.kind === 'grey' ? slice.windowShape : 'LINEAR');
    const isNewPicture = this.#drawPicture(scene, cell, voi, slice, frame, transform);
    const picturedMs = performance.now();
    this.#drawn = { transform, frame, sliceIndex: scene.sliceIndex };
    if (isNewPicture || scene !== this.#drawnScene) this.#drawMarks(scene, source, frame, transform);
    this.#writeCorners(scene, cell, source, slice, voi, transform, frame);
    const endMs = performance.now();
    this.#drawnScene = scene;
    const shown = cellState(scene, cell, source, frame, voi);
    const { dataset } = this.#elements.root;
    const changed = Object.entries(shown).filter(([name, value]) => dataset[name] !== value);
    for (const [name, value] of changed) dataset[name] = value;
    // Keeps the time when these values were first on screen; later frames with the same values leave it.
    if (changed.length > 0) dataset['drawnAtMs'] = String(Date.now());
    dataset['isRead'] = String(slice !== null);
    return { pictureMs: picturedMs - startMs, marksMs: endMs - picturedMs, totalMs: endMs - startMs };
  }

  /** @returns the picture was drawn anew */
  #drawPicture(scene: CellScene, cell: Cell, voi: Voi, slice: Slice | null, frame: SliceFrame, transform: Transform): boolean {
    const { view, rt, fusion, hasOverlays = true } = scene;
    const { rotationDegrees, isFlipped } = cell;
    const overlay = rt === null ? '' : `${rt.referenceDoseGy} ${JSON.stringify(view.isodose)} ${view.visibleStructures.join(',')}`;
    const over = fusion === null ? '' : `${fusion.volume.volumeId} ${fusion.factor} ${JSON.stringify(cell.fusion)}`;
    const quality = this.#quality(rt !== null);
    const key = `${quality} ${slice?.key ?? 'none'} ${voi.kind === 'table' ? `table ${cell.voi}` : `${voi.shape} ${voi.centre} ${voi.width}`} ${hasOverlays} ${cell.isInverted} ${cell.colourMap} ${transform.pxPerMm} ${transform.centreMm.join(' ')} ${rotationDegrees} ${isFlipped} ${over} ${overlay}`;
    if (key === this.#pictureKey && rt === this.#rtOf) return false;
    this.#pictureKey = key;
    this.#rtOf = rt;
    this.#drawnAtMs = performance.now();
    const { pixelRatio } = this.#size;
    if (slice === null) {
      this.#imageLayer.clear();
      return true;
    }
    this.#imageLayer.draw(slice, { voi, isInverted: cell.isInverted, colourMap: cell.colourMap }, transform, pixelRatio);
    const context = this.#elements.picture.getContext('2d');
    if (context === null) return true;
    if (hasOverlays) this.#bitPlaneLayer.draw(context, slice, transform, pixelRatio);
    if (fusion !== null && cell.fusion !== null) this.#fusionLayer.draw(context, fusion, cell.fusion, frame, transform, pixelRatio);
    if (rt !== null) this.#overlayLayer.draw(context, rt, view, frame, transform, pixelRatio, quality);
    return true;
  }

  /** Moving while pictures follow each other quickly; then one more is drawn when they no longer do. */
  #quality(hasLines: boolean): DrawQuality {
    if (!hasLines) return 'standing';
    const isMoving = performance.now() - this.#drawnAtMs < restAfterMs;
    clearTimeout(this.#rest);
    if (isMoving) this.#rest = setTimeout(() => this.#request(), restAfterMs + 10);
    return isMoving ? 'moving' : 'standing';
  }

  #drawMarks(scene: CellScene, source: SliceSource, frame: SliceFrame, transform: Transform): void {
    const { view, sliceIndex } = scene;
    const normal = cross(frame.xDirection, frame.yDirection);
    const shown = shownPlane(source, sliceIndex, frame);
    const crosshair = view.hasCrosshair && view.link === 'position' && view.crosshairFrame === source.frameOfReferenceUID ? view.crosshairMm : null;
    const marks: CellMarks = {
      crosshair: crosshair === null ? null : toScreen(transform, crosshair),
      lines: view.hasReferenceLines ? referenceLines(transform, scene.referencePlanes, frame.origin, normal) : [],
      annotations: view.hasAnnotations ? annotationsOn(scene.annotations, shown) : [],
      pointers: scene.pointers.filter((pointer) => pointer.cell === scene.index),
      letters: lettersOf(source, transform),
      hasScaleBar: source.isCalibrated,
    };
    // What stands still over a moving picture is not drawn again: a canvas of the size of the cell costs as much as the picture.
    const isSame = this.#draft === null && this.#marks !== null && marks.annotations.length === 0 && marks.pointers.length === 0 && scene.selectedAnnotationId === this.#marks.selectedId && isSameMarks(marks, transform, this.#marks);
    if (isSame) return;
    this.#marks = this.#draft === null ? { ...marks, transform, selectedId: scene.selectedAnnotationId } : null;
    const context = this.#elements.marks.getContext('2d');
    if (context === null) return;
    const { pixelRatio } = this.#size;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.#elements.marks.width, this.#elements.marks.height);
    context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
    drawReferenceLines(context, marks.lines);
    if (marks.crosshair !== null) drawCrosshair(context, transform, marks.crosshair);
    this.#annotationLayer.draw(context, marks.annotations, scene.selectedAnnotationId, transform, scene.words.figureWhy);
    if (this.#draft !== null) this.#annotationLayer.drawDraft(context, this.#draft, source.raster(sliceIndex), transform, scene.words.figureWhy);
    if (marks.hasScaleBar) drawScaleBar(context, transform);
    if (marks.letters !== null) drawEdgeLetters(context, transform, marks.letters);
    drawPointers(context, transform, marks.pointers, frame.origin, normal);
  }

  #writeCorners(scene: CellScene, cell: Cell, source: SliceSource, slice: Slice | null, voi: Voi, transform: Transform, frame: SliceFrame): void {
    const crosshair = scene.view.crosshairFrame === source.frameOfReferenceUID ? scene.view.crosshairMm : null;
    const point = this.#hover === null ? readPoint(source, scene.sliceIndex, frame, crosshair ?? middleOf(frame)) : source.pointIn(scene.sliceIndex, this.#hover);
    const readout = { ...readoutAt(point, source, scene.sliceIndex, scene.rt), ...(scene.fusion === null || cell.fusion === null ? {} : { fused: fusedAt(point, scene.fusion) }) };
    const facts = { voi: slice?.kind === 'colour' ? null : voi, hidesOverlays: scene.hasOverlays === false && (slice?.overlays ?? []).length > 0, magnification: transform.pxPerMm * Math.min(frame.columnSpacingMm, frame.rowSpacingMm), isRead: slice !== null };
    const text = cornerText(scene, cell, source, facts, point, readout);
    for (const corner of ['topLeft', 'topRight', 'bottomLeft', 'bottomRight'] as const) {
      const lines = text[corner].join('\n');
      const element = this.#elements.corners[corner];
      if (element.textContent !== lines) element.textContent = lines;
    }
  }

  #empty(scene: CellScene): void {
    this.#imageLayer.clear();
    this.#pictureKey = '';
    this.#marks = null;
    this.#drawn = null;
    const { marks, corners } = this.#elements;
    const context = marks.getContext('2d');
    context?.setTransform(1, 0, 0, 1, 0, 0);
    context?.clearRect(0, 0, marks.width, marks.height);
    corners.topLeft.textContent = scene.title.join('\n');
    for (const corner of [corners.topRight, corners.bottomLeft, corners.bottomRight]) corner.textContent = '';
  }
}

function middleOf({ origin, xDirection, yDirection, columns, rows, columnSpacingMm, rowSpacingMm }: SliceFrame): Vector3 {
  const [x, y] = [((columns - 1) * columnSpacingMm) / 2, ((rows - 1) * rowSpacingMm) / 2];
  return [origin[0] + xDirection[0] * x + yDirection[0] * y, origin[1] + xDirection[1] * x + yDirection[1] * y, origin[2] + xDirection[2] * x + yDirection[2] * y];
}
