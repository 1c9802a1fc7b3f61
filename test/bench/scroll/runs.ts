import type { Scenario } from './page/scrollEngine.ts';

/** One engine in one window: what it shows, and how frames are let out. */
export interface Run {
  readonly engine: string;
  readonly scenario: Scenario;
  readonly hasFrameLimiter: boolean;
}

/** Intervals between displayed slices of every round of a run, ms. */
export interface RunFigures extends Run {
  readonly intervalsMs: readonly number[];
}

const free = (engine: string, scenario: Scenario = 'plain'): Run => ({ engine, scenario, hasFrameLimiter: false });
const paced = (engine: string, scenario: Scenario = 'plain'): Run => ({ engine, scenario, hasFrameLimiter: true });

/** Each round runs all of them once, so that other work on the machine meets every engine alike. */
export const runs: readonly Run[] = [
  free('ours'), free('cornerstone3D CPU'), free('dwv'), free('plain canvas'), free('cornerstone3D GPU'),
  ...(['structures', 'isodose lines', 'colour wash', 'all overlays', 'window', 'zoom', 'coronal', 'sagittal', 'fusion'] as const).map((scenario) => free('ours', scenario)),
  paced('ours'), paced('ours', 'all overlays'), paced('cornerstone3D CPU'), paced('dwv'),
];
