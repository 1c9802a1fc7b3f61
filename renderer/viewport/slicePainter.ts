import { colourTable } from './colourMaps.ts';
import type { LookupTable } from '../../shared/dicom/display/lookupTable.ts';
import type { Voi } from '../../shared/dicom/display/voi.ts';
import type { ColourMapName } from '../../shared/viewing/cell.ts';
import type { GreyPixels, Slice } from './sliceSource.ts';
import { codePixels, firstCode, opaqueBlack, shade, shadeTable } from './voi.ts';
import type { CodedPixels } from './voi.ts';

/** How a slice is coloured. */
export interface SliceShading {
  readonly voi: Voi;
  readonly isInverted: boolean;
  readonly colourMap: ColourMapName;
}

/**
 * Turns slices into opaque colours on a canvas of their own size. Lookup table, canvas and image data are kept from slice
 * to slice; only what changed is made anew.
 */
export class SlicePainter {
  readonly canvas: HTMLCanvasElement = document.createElement('canvas');
  #image: ImageData | null = null;
  #coded: (CodedPixels & { readonly key: string }) | null = null;
  #table: Uint32Array | null = null;
  #tableKey = '';
  #paintedKey = '';
  /** Of the table the canvas was painted through; null: a window. */
  #lookup: LookupTable | null = null;
  readonly #isOverlay: boolean;

  /** @param isOverlay padding is clear instead of black, for a picture over another one */
  constructor(isOverlay = false) {
    this.#isOverlay = isOverlay;
  }

  /** Paints unless the canvas shows exactly this already; true when it was painted. */
  paint(slice: Slice, shading: SliceShading): boolean {
    const lookup = shading.voi.kind === 'table' ? shading.voi.table : null;
    const key = `${slice.key} ${voiKey(shading.voi)} ${shading.isInverted} ${shading.colourMap}`;
    if (key === this.#paintedKey && lookup === this.#lookup) return false;
    // A table is known by itself: its numbers are too many for a key.
    if (lookup !== this.#lookup) this.#tableKey = '';
    this.#lookup = lookup;
    const context = this.canvas.getContext('2d', { alpha: this.#isOverlay });
    if (context === null) return false;
    const image = this.#imageFor(context, slice);
    if (slice.kind === 'colour') image.data.set(slice.rgba);
    else this.#shade(slice, slice.key, shading, new Uint32Array(image.data.buffer));
    context.putImageData(image, 0, 0);
    this.#paintedKey = key;
    return true;
  }

  dispose(): void {
    this.#image = null;
    this.#coded = null;
    this.#table = null;
    this.#tableKey = '';
    this.#paintedKey = '';
    this.#lookup = null;
    this.canvas.width = 0;
    this.canvas.height = 0;
  }

  #shade(slice: GreyPixels, sliceKey: string, { voi, isInverted, colourMap }: SliceShading, out: Uint32Array): void {
    // Pixels may lie in memory that the next slice overwrites, so whole numbers are looked up where they lie and never kept.
    const isFloat = slice.pixels instanceof Float32Array;
    const coded = isFloat && this.#coded?.key === sliceKey ? this.#coded : { ...codePixels(slice.pixels, slice), key: sliceKey };
    this.#coded = isFloat ? coded : null;
    const { slope, intercept, padding } = coded;
    const isInverse = isInverted !== slice.isInverse;
    const tableKey = `${voiKey(voi)} ${slope} ${intercept} ${padding ?? ''} ${firstCode(coded.codes)} ${isInverse} ${colourMap}`;
    if (this.#table === null || tableKey !== this.#tableKey) {
      this.#table = shadeTable(coded, { voi, isInverted: isInverse, colours: colourTable(colourMap), paddingColour: this.#isOverlay ? 0 : opaqueBlack }, this.#table ?? undefined);
      this.#tableKey = tableKey;
    }
    shade(coded.codes, this.#table, out);
  }

  #imageFor(context: CanvasRenderingContext2D, { columns, rows }: Slice): ImageData {
    if (this.#image !== null && this.#image.width === columns && this.#image.height === rows) return this.#image;
    this.canvas.width = columns;
    this.canvas.height = rows;
    this.#image = context.createImageData(columns, rows);
    return this.#image;
  }
}

const voiKey = (voi: Voi): string => (voi.kind === 'table' ? 'table' : `${voi.shape} ${voi.centre} ${voi.width}`);
