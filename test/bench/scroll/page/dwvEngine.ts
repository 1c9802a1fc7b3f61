import { App, AppOptions, Index, ViewConfig } from 'dwv';
import type { BenchSeries, ScrollEngine } from './scrollEngine.ts';

/** dwv with one layer group; it reads the DICOM files itself, once, and then holds the volume. */
export class Dwv implements ScrollEngine {
  readonly name = 'dwv';
  readonly drawsInOwnFrame = false;
  readonly #app = new App();
  #controller: { setCurrentIndex: (index: Index) => boolean } | null = null;

  async load(series: BenchSeries, box: HTMLElement): Promise<void> {
    const layers = document.createElement('div');
    layers.id = 'layers';
    layers.style.cssText = 'width:100%;height:100%';
    box.append(layers);
    this.#app.init(new AppOptions({ '*': [new ViewConfig('layers')] }));
    const files = await Promise.all(series.fileUrls.map(async (url, k) => new File([await (await fetch(url)).arrayBuffer()], `${k}.dcm`)));
    await new Promise<void>((done, fail) => {
      this.#app.addEventListener('loadend', () => done());
      this.#app.addEventListener('error', (event: { error: unknown }) => fail(new Error(`dwv: ${String(event.error)}`)));
      this.#app.loadFiles(files);
    });
    this.#controller = this.#app.getActiveLayerGroup()?.getActiveViewLayer()?.getViewController() ?? null;
    if (this.#controller === null) throw new Error('dwv has no view after loading.');
  }

  show(index: number, drawn: () => void): void {
    this.#controller?.setCurrentIndex(new Index([0, 0, index]));
    drawn();
  }

  dispose(): void {
    this.#app.reset();
  }
}
