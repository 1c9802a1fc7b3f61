import { cache, Enums, imageLoader, init, metaData, RenderingEngine, setUseCPURendering } from '@cornerstonejs/core';
import type { Types } from '@cornerstonejs/core';
import type { BenchSeries, ScrollEngine } from './scrollEngine.ts';

/** What a stack viewport asks of an image beside its pixels and its place. */
const modules: Readonly<Record<string, object | undefined>> = {
  generalSeriesModule: { modality: 'CT' },
  modalityLutModule: { rescaleSlope: 1, rescaleIntercept: 0 },
  voiLutModule: { windowCenter: 40, windowWidth: 400 },
};

/** cornerstone3D's stack viewport with the slices in its cache; by its CPU fallback or by WebGL. */
export class Cornerstone3D implements ScrollEngine {
  readonly name: string;
  readonly drawsInOwnFrame = true;
  readonly #isOnCpu: boolean;
  #rendering: RenderingEngine | null = null;
  #viewport: Types.IStackViewport | null = null;
  #box: HTMLElement | null = null;
  #drawn: (() => void) | null = null;

  constructor(isOnCpu: boolean) {
    this.#isOnCpu = isOnCpu;
    this.name = `cornerstone3D ${isOnCpu ? 'CPU' : 'GPU'}`;
  }

  async load(series: BenchSeries, box: HTMLElement): Promise<void> {
    init();
    setUseCPURendering(this.#isOnCpu);
    metaData.addProvider((type: string) => modules[type], 1);
    const { columns, rows, slices, pixelMm, origin, sliceMm, window } = series;
    const size = columns * rows;
    const imageIds = Array.from({ length: slices }, (_, k) => `bench:${k}`);
    for (const [k, imageId] of imageIds.entries()) {
      imageLoader.createAndCacheLocalImage(imageId, {
        scalarData: series.voxels.slice(k * size, (k + 1) * size), dimensions: [columns, rows], spacing: [pixelMm, pixelMm], origin: [origin[0], origin[1], origin[2] + k * sliceMm],
        direction: [1, 0, 0, 0, 1, 0] as unknown as Types.Mat3, frameOfReferenceUID: '1.2.3', targetBuffer: { type: 'Int16Array' },
      });
    }
    this.#rendering = new RenderingEngine('bench');
    this.#rendering.enableElement({ viewportId: 'stack', type: Enums.ViewportType.STACK, element: box as HTMLDivElement });
    this.#viewport = this.#rendering.getViewport('stack') as Types.IStackViewport;
    this.#box = box;
    box.addEventListener(Enums.Events.IMAGE_RENDERED, this.#onRendered);
    await this.#viewport.setStack(imageIds, 0);
    this.#viewport.setProperties({ voiRange: { lower: window.centre - window.width / 2, upper: window.centre + window.width / 2 } });
    this.#viewport.render();
  }

  show(index: number, drawn: () => void): void {
    this.#drawn = drawn;
    // Rendering follows by itself when the image is found in the cache; one that is shown already has to be asked for.
    if (this.#viewport?.getCurrentImageIdIndex() === index) this.#viewport.render();
    else void this.#viewport?.setImageIdIndex(index);
  }

  dispose(): void {
    this.#box?.removeEventListener(Enums.Events.IMAGE_RENDERED, this.#onRendered);
    this.#rendering?.destroy();
    cache.purgeCache();
  }

  readonly #onRendered = (): void => {
    const drawn = this.#drawn;
    this.#drawn = null;
    drawn?.();
  };
}
