import type { BenchSeries, ScrollEngine } from './scrollEngine.ts';

/** The least a viewer can do: a table of 65536 greys, `putImageData`, one scaled `drawImage`. */
export class PlainCanvas implements ScrollEngine {
  readonly name = 'plain canvas';
  readonly drawsInOwnFrame = false;
  #series: BenchSeries | null = null;
  #screen: CanvasRenderingContext2D | null = null;
  #staging: CanvasRenderingContext2D | null = null;
  #image: ImageData | null = null;
  readonly #greys = new Uint32Array(65536);

  load(series: BenchSeries, box: HTMLElement): Promise<void> {
    const canvas = document.createElement('canvas');
    canvas.width = box.clientWidth;
    canvas.height = box.clientHeight;
    box.append(canvas);
    const staging = document.createElement('canvas');
    staging.width = series.columns;
    staging.height = series.rows;
    this.#series = series;
    this.#screen = canvas.getContext('2d', { alpha: false });
    this.#staging = staging.getContext('2d', { alpha: false });
    this.#image = new ImageData(series.columns, series.rows);
    const { centre, width } = series.window;
    for (let code = 0; code < 65536; code++) {
      const grey = Math.max(0, Math.min(255, Math.round(((code - 32768 - (centre - 0.5)) / (width - 1) + 0.5) * 255)));
      this.#greys[code] = (255 << 24) | (grey << 16) | (grey << 8) | grey;
    }
    return Promise.resolve();
  }

  show(index: number, drawn: () => void): void {
    if (this.#series === null || this.#screen === null || this.#staging === null || this.#image === null) return;
    const size = this.#series.columns * this.#series.rows;
    const voxels = this.#series.voxels.subarray(index * size, (index + 1) * size);
    const rgba = new Uint32Array(this.#image.data.buffer);
    for (let n = 0; n < size; n++) rgba[n] = this.#greys[(voxels[n] ?? 0) + 32768] ?? 0;
    this.#staging.putImageData(this.#image, 0, 0);
    const { width, height } = this.#screen.canvas;
    this.#screen.drawImage(this.#staging.canvas, 0, 0, width, height);
    drawn();
  }

  dispose(): void {
    this.#screen?.canvas.remove();
    this.#series = null;
  }
}
