import type { ScrollEngine } from './scrollEngine.ts';

/** What one pass over the slices took. */
export interface ScrollTimes {
  /** ms from one slice handed over to the next; each slice in a frame of its own. */
  readonly intervalsMs: readonly number[];
  /** ms a slice took over the whole pass, from the first one asked for to the last one really drawn. */
  readonly passMs: number;
}

/** Time of the frame being made, the same for everything that runs in it; what requestAnimationFrame hands over. */
const frameMs = (): number => Number(document.timeline.currentTime);

/**
 * Shows slices one after the other, each as soon as the frame of the one before is handed over: with the frame limiter one a
 * frame of the screen, without it as fast as pictures get out. Each is asked for in a task of its own, as by the wheel.
 *
 * @param box holds the canvases of the engine
 */
export async function scroll(engine: ScrollEngine, box: HTMLElement, indices: readonly number[]): Promise<ScrollTimes> {
  const startedMs = performance.now();
  const stampsMs = await showAll(engine, indices);
  drain(box);
  const passMs = (performance.now() - startedMs) / indices.length;
  return { intervalsMs: stampsMs.slice(1).map((stamp, n) => stamp - (stampsMs[n] ?? stamp)), passMs };
}

/** @returns the time of the frame in which each slice was handed over, ms */
function showAll(engine: ScrollEngine, indices: readonly number[]): Promise<readonly number[]> {
  return new Promise((done) => {
    const stampsMs: number[] = [];
    const wheel = new MessageChannel();
    const next = (): void => wheel.port2.postMessage(null);
    const handedOver = (): void => {
      stampsMs.push(frameMs());
      next();
    };
    wheel.port1.addEventListener('message', () => {
      const index = indices[stampsMs.length];
      if (index === undefined) {
        wheel.port1.close();
        done(stampsMs);
        return;
      }
      engine.show(index, engine.drawsInOwnFrame ? handedOver : () => requestAnimationFrame(handedOver));
    });
    wheel.port1.start();
    next();
  });
}

/** Reads a pixel back from every canvas, which waits for all that was asked of a graphics process and is not drawn yet. */
function drain(box: HTMLElement): void {
  for (const canvas of box.querySelectorAll('canvas')) canvas.getContext('2d')?.getImageData(0, 0, 1, 1);
}
