import { washEntries, washTable } from './doseColours.ts';
import type { IsodoseLevel } from './doseColours.ts';
import type { DoseRaster } from './doseRaster.ts';

const opacity = 0.38;

/** Colour wash of one slice: a small canvas at the raster's resolution, stretched over the picture. */
export class WashLayer {
  readonly #canvas = document.createElement('canvas');
  #image: ImageData | null = null;
  #drawnKey = '';
  #tableKey = '';
  #table: Uint32Array = new Uint32Array(washEntries);

  /**
   * Draws in in-plane mm.
   * @param key names the slice; the same key and levels draw the picture made before
   * @param referenceGy dose that has the colour of 100 %
   */
  draw(context: CanvasRenderingContext2D, raster: DoseRaster, key: string, levels: readonly IsodoseLevel[], referenceGy: number, maximumGy: number): void {
    const lowestGy = levels.at(-1)?.doseGy ?? 0;
    const tableKey = `${lowestGy} ${referenceGy} ${maximumGy}`;
    if (tableKey !== this.#tableKey) {
      this.#table = washTable(lowestGy, referenceGy, maximumGy, opacity);
      this.#tableKey = tableKey;
    }
    if (this.#drawnKey !== `${key} ${tableKey}`) {
      this.#fill(raster, maximumGy);
      this.#drawnKey = `${key} ${tableKey}`;
    }
    const { columns, rows, stepMm, u, v } = raster;
    context.drawImage(this.#canvas, 0, 0, columns, rows, u - stepMm / 2, v - stepMm / 2, columns * stepMm, rows * stepMm);
  }

  forget(): void {
    this.#drawnKey = '';
  }

  dispose(): void {
    this.forget();
    this.#image = null;
    this.#canvas.width = 0;
    this.#canvas.height = 0;
  }

  #fill({ columns, rows, doseGy }: DoseRaster, maximumGy: number): void {
    const context = this.#canvas.getContext('2d');
    if (context === null) return;
    if (this.#image === null || this.#image.width !== columns || this.#image.height !== rows) {
      this.#canvas.width = columns;
      this.#canvas.height = rows;
      this.#image = context.createImageData(columns, rows);
    }
    const pixels = new Uint32Array(this.#image.data.buffer);
    const entriesPerGy = (washEntries - 1) / maximumGy;
    for (let n = 0; n < pixels.length; n++) {
      const dose = doseGy[n] ?? Number.NaN;
      // NaN, unknown dose, stays clear.
      pixels[n] = dose >= 0 ? (this.#table[Math.min(washEntries - 1, Math.round(dose * entriesPerGy))] ?? 0) : 0;
    }
    context.putImageData(this.#image, 0, 0);
  }
}
