/**
 * Percentile by linear interpolation between the order statistics (Hyndman & Fan 1996, type 7).
 *
 * @param percent 0 to 100
 * @throws {RangeError} no samples, or a percent out of range
 */
export function percentile(samples: readonly number[], percent: number): number {
  if (!(percent >= 0 && percent <= 100)) throw new RangeError(`${percent} is no percentile; give 0 to 100.`);
  const sorted = samples.toSorted((a, b) => a - b);
  const place = ((sorted.length - 1) * percent) / 100;
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) throw new RangeError('A percentile needs at least one sample.');
  return below + (above - below) * (place - Math.floor(place));
}

export const median = (samples: readonly number[]): number => percentile(samples, 50);

/** Rounds to significant digits, so that a printed figure does not claim more than was measured. */
export const rounded = (value: number, digits = 4): number => Number(value.toPrecision(digits));
