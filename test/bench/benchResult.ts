import { median, percentile, rounded } from './statistics.ts';

/** One figure as `bench --json` prints it. */
export interface BenchResult {
  readonly metric: string;
  readonly unit: string;
  /** How many runs the figure is of; ours and the peer's are the same number, taken alternately. */
  readonly runs: number;
  readonly ours: number;
  readonly peerName: string | null;
  readonly peer: number | null;
  /** How many times better ours is than the peer's: above 1 ours is faster or smaller. */
  readonly ratio: number | null;
  readonly target: string | null;
  /** Null where there is no target, or its peer could not run. */
  readonly met: boolean | null;
  /** What a reader must know to judge the figure. */
  readonly note: string | null;
}

/** A limit on our figure in its unit, or on the ratio to the peer. */
export type Target = { readonly below: number } | { readonly atLeast: number } | { readonly ratioAtLeast: number };

export interface Measured {
  readonly metric: string;
  readonly unit: string;
  readonly better: 'lower' | 'higher';
  readonly ours: readonly number[];
  /** `samples` is null where the peer cannot run here. */
  readonly peer?: { readonly name: string; readonly samples: readonly number[] | null } | undefined;
  readonly target?: Target | undefined;
  /** Which of the two figures the target is about. Default the median. */
  readonly judged?: 'median' | 'p95';
  readonly note?: string | undefined;
}

/** Two rows of one measurement: the median, and what 95 % of the runs were at least as good as. */
export function toResults(measured: Measured): readonly BenchResult[] {
  const { better, judged = 'median' } = measured;
  const worst = (samples: readonly number[]): number => percentile(samples, better === 'lower' ? 95 : 5);
  return [toResult(measured, 'median', median, judged === 'median'), toResult(measured, 'p95', worst, judged === 'p95')];
}

/** The worst of all runs as one row, judged by the target. */
export function toMaximum(measured: Measured): BenchResult {
  const worst = (samples: readonly number[]): number => percentile(samples, measured.better === 'lower' ? 100 : 0);
  return toResult(measured, 'worst', worst, true);
}

function toResult(measured: Measured, label: string, figure: (samples: readonly number[]) => number, isJudged: boolean): BenchResult {
  const { metric, unit, better, peer, target, note } = measured;
  const ours = figure(measured.ours);
  const theirs = peer?.samples ? figure(peer.samples) : null;
  const ratio = theirs === null ? null : better === 'lower' ? theirs / ours : ours / theirs;
  const missing = peer?.samples === null ? `${peer.name} cannot run here` : null;
  const notes = [note, missing].filter((text) => text !== undefined && text !== null);
  return {
    metric: `${metric}, ${label}`,
    unit,
    runs: measured.ours.length,
    ours: rounded(ours),
    peerName: theirs === null ? null : (peer?.name ?? null),
    peer: theirs === null ? null : rounded(theirs),
    ratio: ratio === null ? null : rounded(ratio, 3),
    target: isJudged && target ? describe(target, unit) : null,
    met: isJudged && target ? judge(target, ours, ratio) : null,
    note: notes.length === 0 ? null : notes.join('; '),
  };
}

function judge(target: Target, ours: number, ratio: number | null): boolean | null {
  if ('below' in target) return ours < target.below;
  if ('atLeast' in target) return ours >= target.atLeast;
  return ratio === null ? null : ratio >= target.ratioAtLeast;
}

function describe(target: Target, unit: string): string {
  if ('below' in target) return `< ${target.below} ${unit}`;
  if ('atLeast' in target) return `>= ${target.atLeast} ${unit}`;
  return `ratio >= ${target.ratioAtLeast}`;
}
