import type { ScrollEngine } from './scrollEngine.ts';

/** What one pass over the slices took. */
export interface ScrollTimes {
  /** ms from one slice on screen to the next; each slice in a frame of its own. */
  readonly intervalsMs: readonly number[];
  /** ms the engine kept the page busy for a slice; engines that draw in a frame of their own are not asked. */
  readonly ownMs: readonly number[];
}

/** Time of the frame being made, the same for everything that runs in it; what requestAnimationFrame hands over. */
const frameMs = (): number => Number(document.timeline.currentTime);

/**
 * Shows slices one after the other, each as soon as the frame of the one before is handed over: with the frame limiter one a
 * frame of the screen, without it as fast as pictures get out.
 */
export function scroll(engine: ScrollEngine, indices: readonly number[]): Promise<ScrollTimes> {
  return new Promise((done) => {
    const stampsMs: number[] = [];
    const ownMs: number[] = [];
    const showAt = (place: number): void => {
      const index = indices[place];
      if (index === undefined) {
        done({ intervalsMs: stampsMs.slice(1).map((stamp, n) => stamp - (stampsMs[n] ?? stamp)), ownMs });
        return;
      }
      const startedMs = performance.now();
      engine.show(index, () => {
        const drawnMs = performance.now();
        stampsMs.push(frameMs());
        if (!engine.drawsInOwnFrame) ownMs.push(drawnMs - startedMs);
        next(place + 1);
      });
    };
    const next = (place: number): void => {
      if (engine.drawsInOwnFrame) showAt(place);
      else requestAnimationFrame(() => showAt(place));
    };
    next(0);
  });
}
