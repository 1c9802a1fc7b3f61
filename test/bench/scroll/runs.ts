import type { Scenario } from './page/scrollEngine.ts';

/** One engine in one window: how frames are let out, and what it shows, one after the other. */
export interface EngineRun {
  readonly engine: string;
  readonly hasFrameLimiter: boolean;
  readonly scenarios: readonly Scenario[];
  /** Slices measured in each round, after some that are not. */
  readonly slices: number;
}

/** What one engine took in one scenario, ms. */
export interface RunFigures {
  readonly engine: string;
  readonly hasFrameLimiter: boolean;
  readonly scenario: Scenario;
  /** From one slice handed over to the next; all rounds together. */
  readonly intervalsMs: readonly number[];
  /** A slice over the whole pass; one of each round. */
  readonly passMs: readonly number[];
}

/** What ours shows beside the plain image; peers know the plain image alone. */
export const ownScenarios = ['structures', 'isodose lines', 'colour wash', 'all overlays', 'window', 'zoom', 'coronal', 'sagittal', 'fusion'] as const satisfies readonly Scenario[];

const run = (engine: string, hasFrameLimiter: boolean, scenarios: readonly Scenario[] = ['plain'], slices = 200): EngineRun => ({ engine, hasFrameLimiter, scenarios, slices });
/** WebGL by software takes up to half a second for a slice; a quarter of them tells as much. */
const fewSlices = 50;

/** Each round runs all of them once, so that other work on the machine meets every engine alike. */
export const engineRuns: readonly EngineRun[] = [
  run('ours', false, ['plain', ...ownScenarios]), run('cornerstone3D CPU', false), run('dwv', false), run('plain canvas', false), run('cornerstone3D GPU', false, ['plain'], fewSlices),
  run('ours', true, ['plain', 'all overlays']), run('cornerstone3D CPU', true), run('dwv', true),
];
