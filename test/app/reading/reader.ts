import type { Locator } from 'playwright-core';
import type { ConsoleDriver } from '../demo/consoleDriver.ts';

/** Side of the phantom's square picture. */
export const fieldMm = 396;

/** Says whether something holds, with what was seen where it does not. */
export type Check = (name: string, isFine: boolean, seen?: unknown) => void;

/** CSS px from the top left of the page. */
export interface PagePoint {
  readonly x: number;
  readonly y: number;
}

/** A person at the desk, who does nothing but click, drag, turn the wheel and press keys; every one of them is counted. */
export class Reader {
  readonly desk: ConsoleDriver;
  deeds: string[] = [];

  constructor(desk: ConsoleDriver) {
    this.desk = desk;
  }

  async press(key: string): Promise<void> {
    this.deeds.push(`key ${key}`);
    await this.desk.page.keyboard.press(key);
  }

  async click(name: string, target: Locator): Promise<void> {
    this.deeds.push(name);
    await target.click();
  }

  cell(index: number): Locator {
    return this.desk.page.locator(`[data-cell="${index}"]`);
  }

  /** A data attribute of a cell as a number. */
  async figure(index: number, name: string): Promise<number> {
    return Number((await this.cell(index).getAttribute(`data-${name}`)) ?? Number.NaN);
  }

  /** Annotations listed in the panel. */
  get rows(): Locator {
    return this.desk.page.locator('[data-annotation]');
  }

  /** Waits until the first cells show pictures read. */
  async pictures(count: number): Promise<void> {
    for (let index = 0; index < count; index++) {
      await this.desk.until(`a picture in cell ${index + 1}`, async () => (await this.cell(index).count()) > 0 && (await this.cell(index).getAttribute('data-is-read')) === 'true', 60_000);
    }
  }

  /** Until cells have been laid out and drawn in the size they have now. */
  async drawn(): Promise<void> {
    await this.desk.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(resolve)))));
  }

  /** Where a patient point of an axial slice lies on the page: the phantom lies about the origin and fits its cell. */
  async onPage(index: number, xMm: number, yMm: number): Promise<PagePoint> {
    const { middle, pxPerMm } = await this.#fit(index);
    return { x: middle.x + xMm * pxPerMm, y: middle.y + yMm * pxPerMm };
  }

  /** The patient point of an axial slice that lies at a place of the page, mm to the left and to the back. */
  async inPatient(index: number, { x, y }: PagePoint): Promise<readonly [xMm: number, yMm: number]> {
    const { middle, pxPerMm } = await this.#fit(index);
    return [(x - middle.x) / pxPerMm, (y - middle.y) / pxPerMm];
  }

  async #fit(index: number): Promise<{ readonly middle: PagePoint; readonly pxPerMm: number }> {
    // Pictures are laid out on whole pixels, whatever fraction the cell has more.
    const { x, y, width, height } = await this.cell(index).evaluate((node) => ({ x: node.getBoundingClientRect().x, y: node.getBoundingClientRect().y, width: node.clientWidth, height: node.clientHeight }));
    return { middle: { x: x + width / 2, y: y + height / 2 }, pxPerMm: Math.min(width, height) / fieldMm };
  }

  /** Sum of the greys of a picture, 0 to 255 a pixel. */
  brightness(index: number): Promise<number> {
    return this.desk.page.evaluate((cell) => {
      const canvas = document.querySelector<HTMLCanvasElement>(`[data-cell="${cell}"] canvas`);
      const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? new Uint8ClampedArray();
      let sum = 0;
      for (let at = 0; at < pixels.length; at += 4) sum += pixels[at] ?? 0;
      return sum;
    }, index);
  }
}
