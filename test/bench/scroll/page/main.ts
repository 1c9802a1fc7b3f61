import type { ScrollEngine, BenchSeries, Scenario } from './scrollEngine.ts';
import { scroll } from './timing.ts';
import type { ScrollTimes } from './timing.ts';

/** An engine's code is loaded only in the window that runs it. */
const engines: Readonly<Record<string, () => Promise<ScrollEngine>>> = {
  'plain canvas': async () => new (await import('./plainCanvas.ts')).PlainCanvas(),
  'cornerstone3D CPU': async () => new (await import('./cornerstone3d.ts')).Cornerstone3D(true),
  'cornerstone3D GPU': async () => new (await import('./cornerstone3d.ts')).Cornerstone3D(false),
  dwv: async () => new (await import('./dwvEngine.ts')).Dwv(),
  ours: async () => new (await import('./ourEngine.ts')).OurEngine(),
};

/** What the bench asks of the page. */
export interface ScrollRequest {
  readonly engine: string;
  readonly scenario: Scenario;
  /** Steps shown before the clock runs, then those measured. */
  readonly warmUp: readonly number[];
  readonly measured: readonly number[];
}

let series: Promise<BenchSeries> | undefined;
let shown: ScrollEngine | undefined;

async function readSeries(): Promise<BenchSeries> {
  const description = (await (await fetch('/series/series.json')).json()) as Omit<BenchSeries, 'voxels'>;
  return { ...description, voxels: new Int16Array(await (await fetch('/series/voxels.raw')).arrayBuffer()) };
}

async function run({ engine: name, scenario, warmUp, measured }: ScrollRequest): Promise<ScrollTimes> {
  const box = document.querySelector<HTMLElement>('#viewport');
  const engine = await engines[name]?.();
  if (box === null || engine === undefined) throw new Error(`The page has no engine ${name}.`);
  series ??= readSeries();
  // The picture of the run before stays until now, for whoever wants to look at it.
  shown?.dispose();
  box.replaceChildren();
  shown = engine;
  await engine.load(await series, box, scenario);
  await scroll(engine, box, warmUp);
  return scroll(engine, box, measured);
}

Object.assign(globalThis, { scrollBench: run });
