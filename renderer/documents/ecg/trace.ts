/**
 * What of a lead lies under a stretch of pixels, as points ready to be joined: x in pixels, y in units of the samples.
 *
 * Where several samples fall on one device pixel, first, lowest, highest and last of each pixel are kept in the order of
 * time, which looks the same as drawing all of them and costs what is visible, however long the recording is.
 *
 * @param samples one value per sampling instant; NaN breaks the line
 * @param firstX pixel of sample 0
 * @param pxPerSample width of one sampling interval, > 0
 * @param fromX left edge of what is visible
 * @param toX right edge of what is visible
 * @param stepPx width of a device pixel in the same pixels
 * @returns lines, each x0 y0 x1 y1 …
 */
export function traceLines(samples: Float32Array, firstX: number, pxPerSample: number, fromX: number, toX: number, stepPx: number): readonly number[][] {
  const first = Math.max(0, Math.floor((fromX - firstX) / pxPerSample));
  const last = Math.min(samples.length - 1, Math.ceil((toX - firstX) / pxPerSample));
  const lines: number[][] = [];
  let line: number[] = [];
  const finish = (): void => {
    if (line.length > 2) lines.push(line);
    line = [];
  };
  const perStep = Math.max(1, Math.floor(stepPx / pxPerSample));
  for (let start = first; start <= last; start += perStep) {
    const end = Math.min(start + perStep - 1, last);
    if (perStep <= 3) {
      for (let index = start; index <= end; index++) add(index);
      continue;
    }
    let low = start;
    let high = start;
    let hasGap = false;
    for (let index = start; index <= end; index++) {
      const value = samples[index] ?? Number.NaN;
      hasGap ||= Number.isNaN(value);
      if (value < (samples[low] ?? 0) || Number.isNaN(samples[low] ?? 0)) low = index;
      if (value > (samples[high] ?? 0) || Number.isNaN(samples[high] ?? 0)) high = index;
    }
    if (hasGap) for (let index = start; index <= end; index++) add(index);
    else for (const index of new Set([start, Math.min(low, high), Math.max(low, high), end])) add(index);
  }
  finish();
  return lines;

  function add(index: number): void {
    const value = samples[index] ?? Number.NaN;
    if (Number.isNaN(value)) finish();
    else line.push(firstX + index * pxPerSample, value);
  }
}
