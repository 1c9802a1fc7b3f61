import { reslice, planePositions } from '../../shared/volume/reslice.ts';
import type { ResliceImage } from '../../shared/volume/reslice.ts';
import type { ImageVolume, Voxels } from '../../shared/volume/types.ts';
import { cornerText } from './cornerText.ts';
import { drawCrosshair, drawEdgeLetters, drawPointers, drawScaleBar } from './furniture.ts';
import { ImageLayer } from './imageLayer.ts';
import { OverlayLayer } from './overlayLayer.ts';
import { crosshairOf, nearestIndex, normalAxis, shownPoint } from './planes.ts';
import { readoutAt } from './readout.ts';
import type { PlaneScene } from './scene.ts';
import { transformOf } from './transform.ts';
import type { Transform } from './transform.ts';
import { cross } from '../../shared/geometry/vector.ts';

/** The elements of one viewport. */
export interface PlaneElements {
  readonly root: HTMLElement;
  readonly image: HTMLCanvasElement;
  readonly overlay: HTMLCanvasElement;
  readonly corners: { readonly topLeft: HTMLElement; readonly topRight: HTMLElement; readonly bottomLeft: HTMLElement; readonly bottomRight: HTMLElement };
}

/** Time of the parts of the last frame, ms. */
export interface FrameTimes {
  readonly resliceMs: number;
  readonly imageMs: number;
  readonly overlayMs: number;
  readonly totalMs: number;
}

/**
 * Draws one viewport: at most once per animation frame, the image only when slice, window, zoom, pan or size changed.
 *
 * It holds no view state: what is drawn follows from the last scene. After a frame the root element's `data-` attributes
 * tell what was really drawn.
 */
export class PlaneRenderer {
  readonly #elements: PlaneElements;
  readonly #imageLayer: ImageLayer;
  readonly #overlayLayer = new OverlayLayer();
  readonly #onFrame: ((times: FrameTimes) => void) | undefined;
  #scene: PlaneScene | null = null;
  #size = { widthPx: 0, heightPx: 0, pixelRatio: 1 };
  #frame = 0;
  #slice: ResliceImage | null = null;
  #sliceKey = '';
  #imageKey = '';
  #positionsOf: { readonly volume: ImageVolume; readonly positions: readonly number[] } | null = null;
  #transform: Transform | null = null;
  #pixels: Voxels | undefined;

  constructor(elements: PlaneElements, onFrame?: (times: FrameTimes) => void) {
    this.#elements = elements;
    this.#onFrame = onFrame;
    this.#imageLayer = new ImageLayer(elements.image);
  }

  /** Transform of the last frame, for turning mouse positions into patient points; null before the first. */
  get transform(): Transform | null {
    return this.#transform;
  }

  setScene(scene: PlaneScene): void {
    this.#scene = scene;
    this.#request();
  }

  resize(widthPx: number, heightPx: number, pixelRatio: number): void {
    this.#size = { widthPx, heightPx, pixelRatio };
    for (const canvas of [this.#elements.image, this.#elements.overlay]) {
      canvas.width = Math.max(1, Math.round(widthPx * pixelRatio));
      canvas.height = Math.max(1, Math.round(heightPx * pixelRatio));
    }
    this.#imageKey = '';
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
    this.#frame = 0;
    this.#scene = null;
    this.#slice = null;
    this.#pixels = undefined;
    this.#positionsOf = null;
    this.#imageLayer.dispose();
    this.#overlayLayer.dispose();
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
    const { widthPx, heightPx, pixelRatio } = this.#size;
    const startMs = performance.now();
    const crosshair = crosshairOf(scene.view, scene.volume);
    const axis = normalAxis[scene.plane];
    const slice = this.#sliceAt(scene, crosshair[axis]);
    const slicedMs = performance.now();
    const transform = transformOf(slice, widthPx, heightPx, scene.view.zoom, scene.view.panMm[scene.plane], slice.origin);
    this.#transform = transform;
    const imageKey = `${this.#sliceKey} ${scene.view.window.centre} ${scene.view.window.width} ${transform.pxPerMm} ${transform.centreMm.join(' ')}`;
    if (imageKey !== this.#imageKey) {
      const { slope, intercept, paddingValue, windowShape } = scene.volume;
      this.#imageLayer.draw({ ...slice, key: this.#sliceKey, slope, intercept, paddingValue, windowShape }, transform, scene.view.window, pixelRatio);
      this.#imageKey = imageKey;
    }
    const imagedMs = performance.now();
    this.#drawOverlay(scene, slice, transform);
    this.#writeCorners(scene, slice, crosshair);
    const endMs = performance.now();
    this.#publish(scene, slice.origin[axis]);
    return { resliceMs: slicedMs - startMs, imageMs: imagedMs - slicedMs, overlayMs: endMs - imagedMs, totalMs: endMs - startMs };
  }

  #sliceAt(scene: PlaneScene, positionMm: number): ResliceImage {
    const { volume, plane } = scene;
    const positions = this.#positions(scene);
    const snapped = positions[nearestIndex(positions, positionMm)] ?? positionMm;
    const key = `${volume.volumeId} ${plane} ${snapped}`;
    if (this.#slice === null || key !== this.#sliceKey) {
      this.#slice = reslice(volume, plane, snapped, this.#pixels);
      this.#pixels = this.#slice.pixels;
      this.#sliceKey = key;
    }
    return this.#slice;
  }

  #positions({ volume, plane }: PlaneScene): readonly number[] {
    if (this.#positionsOf?.volume !== volume) this.#positionsOf = { volume, positions: planePositions(volume, plane) };
    return this.#positionsOf.positions;
  }

  #drawOverlay(scene: PlaneScene, slice: ResliceImage, transform: Transform): void {
    const context = this.#elements.overlay.getContext('2d');
    if (context === null) return;
    const { pixelRatio } = this.#size;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.#elements.overlay.width, this.#elements.overlay.height);
    this.#overlayLayer.draw(context, scene, slice, transform, pixelRatio);
    context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
    drawCrosshair(context, transform, crosshairOf(scene.view, scene.volume));
    drawScaleBar(context, transform);
    drawEdgeLetters(context, transform);
    const pointers = scene.pointers.filter((pointer) => pointer.plane === scene.plane);
    drawPointers(context, transform, pointers, slice.origin, cross(slice.xDirection, slice.yDirection));
  }

  #writeCorners(scene: PlaneScene, slice: ResliceImage, crosshair: readonly [number, number, number]): void {
    const axis = normalAxis[scene.plane];
    const positions = this.#positions(scene);
    const positionMm = slice.origin[axis];
    const number = nearestIndex(positions, positionMm) + 1;
    const readout = readoutAt(shownPoint(crosshair, scene.plane, positionMm, scene.volume), scene.volume, scene.dose, scene.referenceDoseGy, scene.structures);
    const text = cornerText(scene, positionMm, number, positions.length, readout);
    for (const corner of ['topLeft', 'topRight', 'bottomLeft', 'bottomRight'] as const) {
      const lines = text[corner].join('\n');
      const element = this.#elements.corners[corner];
      if (element.textContent !== lines) element.textContent = lines;
    }
  }

  /** `drawnAtMs` keeps the time when these values were first on screen; later frames with the same values leave it. */
  #publish(scene: PlaneScene, positionMm: number): void {
    const { dataset } = this.#elements.root;
    const { view } = scene;
    const shown: Readonly<Record<string, string>> = {
      series: scene.volume.volumeId,
      slicePositionMm: String(positionMm),
      crosshairMm: crosshairOf(view, scene.volume).join(','),
      windowCentre: String(view.window.centre),
      windowWidth: String(view.window.width),
      zoom: String(view.zoom),
      panMm: view.panMm[scene.plane]?.join(',') ?? '',
      visibleStructures: view.visibleStructures.join(','),
      isodoses: `${view.isodose.unit}:${view.isodose.levels.join(',')}:${view.isodose.hasLines ? 'lines' : ''}${view.isodose.hasWash ? '+wash' : ''}:${scene.referenceDoseGy ?? ''}`,
    };
    const changed = Object.entries(shown).filter(([name, value]) => dataset[name] !== value);
    for (const [name, value] of changed) dataset[name] = value;
    if (changed.length > 0) dataset['drawnAtMs'] = String(Date.now());
  }
}
