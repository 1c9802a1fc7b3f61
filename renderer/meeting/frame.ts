/** A hidden window gets no animation frames; what waits for one goes out after this time all the same. */
const hiddenWindowMs = 50;

/** Runs the callback once, at the next animation frame or a little later; returns its cancellation. */
export function scheduleFrame(callback: () => void): () => void {
  let isDone = false;
  const run = (): void => {
    cancel();
    callback();
  };
  const frame = requestAnimationFrame(run);
  const timer = setTimeout(run, hiddenWindowMs);
  const cancel = (): void => {
    if (isDone) return;
    isDone = true;
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
  return cancel;
}
