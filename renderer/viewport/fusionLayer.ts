import type { Fusion } from '../../shared/viewing/cell.ts';
import { cutPlaneAt } from '../../shared/volume/cutPlane.ts';
import type { Voxels } from '../../shared/volume/types.ts';
import type { FusionOverlay } from './scene.ts';
import { SlicePainter } from './slicePainter.ts';
import { planeKey } from './slicePlane.ts';
import { drawInPlane } from './transform.ts';
import type { SliceFrame, Transform } from './transform.ts';

/** Draws a second volume over the first, cut in the plane of its slice by interpolation, in its own pixel size. */
export class FusionLayer {
  readonly #painter = new SlicePainter(true);
  #memory: Voxels | undefined;
  #cut: { readonly key: string; readonly frame: SliceFrame; readonly pixels: Voxels } | null = null;

  /** Draws onto the picture of the first volume; its canvas keeps its transform. */
  draw(context: CanvasRenderingContext2D, { volume, factor }: FusionOverlay, { colourMap, opacity, window }: Fusion, slice: SliceFrame, transform: Transform, pixelRatio: number): void {
    const key = `${volume.volumeId} ${planeKey(slice)} ${slice.columns}x${slice.rows}`;
    if (this.#cut?.key !== key) {
      const image = cutPlaneAt(volume, coarse(slice, Math.min(volume.geometry.columnSpacingMm, volume.geometry.rowSpacingMm)), this.#memory);
      this.#memory = image.pixels;
      this.#cut = { key, frame: image, pixels: image.pixels };
    }
    const { frame, pixels } = this.#cut;
    const shown = { ...frame, key: `${key} ${factor}`, kind: 'grey', pixels, slope: volume.slope * factor, intercept: volume.intercept * factor, paddingValue: volume.paddingValue ?? outsideOf(pixels), windowShape: 'LINEAR_EXACT', isInverse: false } as const;
    this.#painter.paint(shown, { voi: { kind: 'window', shape: 'LINEAR_EXACT', explanation: null, ...window }, isInverted: false, colourMap });
    drawInPlane(context, transform, pixelRatio);
    context.globalAlpha = opacity;
    const u = inPlane(frame, frame.xDirection) - frame.columnSpacingMm / 2;
    const v = inPlane(frame, frame.yDirection) - frame.rowSpacingMm / 2;
    context.imageSmoothingEnabled = true;
    context.drawImage(this.#painter.canvas, 0, 0, frame.columns, frame.rows, u, v, frame.columns * frame.columnSpacingMm, frame.rows * frame.rowSpacingMm);
    context.globalAlpha = 1;
  }

  dispose(): void {
    this.#painter.dispose();
    this.#memory = undefined;
    this.#cut = null;
  }
}

/** The same picture in pixels no smaller than those of the upper volume: finer ones would show nothing more. */
function coarse(slice: SliceFrame, pixelMm: number): SliceFrame {
  const columnSpacingMm = Math.max(pixelMm, slice.columnSpacingMm);
  const rowSpacingMm = Math.max(pixelMm, slice.rowSpacingMm);
  return {
    ...slice, columnSpacingMm, rowSpacingMm,
    columns: Math.ceil(((slice.columns - 1) * slice.columnSpacingMm) / columnSpacingMm) + 1,
    rows: Math.ceil(((slice.rows - 1) * slice.rowSpacingMm) / rowSpacingMm) + 1,
  };
}

/** What a cut writes outside a volume that has no padding of its own. */
const outsideOf = (pixels: Voxels): number => (pixels instanceof Float32Array ? Number.NaN : pixels instanceof Int16Array ? -32768 : 0);

const inPlane = ({ origin }: SliceFrame, direction: readonly [number, number, number]): number => origin[0] * direction[0] + origin[1] * direction[1] + origin[2] * direction[2];
