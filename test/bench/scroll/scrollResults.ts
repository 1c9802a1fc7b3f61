import { toMaximum, toResults } from '../benchResult.ts';
import type { BenchResult, Measured } from '../benchResult.ts';
import { median } from '../statistics.ts';
import type { Scenario } from './page/scrollEngine.ts';
import { ownScenarios } from './runs.ts';
import type { RunFigures } from './runs.ts';

const cpuPeers = ['cornerstone3D CPU', 'dwv'] as const;
const gpuPeer = 'cornerstone3D GPU';

/**
 * Rows of the scroll bench, ms a slice: from one displayed slice to the next, and over the whole pass until the last one is
 * drawn. By WebGL a frame is handed over before it is drawn: a few come quickly and then one waits for seconds, so that only
 * the pass tells what a slice costs.
 *
 * Targets: with the limiter on and all overlays 95 % of the frames under 20 ms and none over 50 ms; with it off the plain
 * image no slower than the best peer on the CPU, five times faster than cornerstone3D's GPU viewport, and all overlays at
 * most twice the plain image.
 */
export function toScrollResults(figures: readonly RunFigures[], electronVersion: string): readonly BenchResult[] {
  const figuresOf = (engine: string, hasFrameLimiter: boolean, scenario: Scenario = 'plain'): RunFigures => {
    const found = figures.find((figure) => figure.engine === engine && figure.scenario === scenario && figure.hasFrameLimiter === hasFrameLimiter);
    if (found === undefined) throw new Error(`The bench did not run ${engine}, ${scenario}.`);
    return found;
  };
  const of = (...what: Parameters<typeof figuresOf>): readonly number[] => figuresOf(...what).intervalsMs;
  const passOf = (engine: string): readonly number[] => figuresOf(engine, false).passMs;
  const note = `Electron ${electronVersion}, software rendering, 900 × 900, 200 slices of 512 × 512 signed 16 bit (50 by WebGL), 3 rounds together; every slice in a frame of its own`;
  const row = (metric: string, ours: readonly number[], more: Partial<Measured> = {}): readonly BenchResult[] => toResults({ metric, unit: 'ms', better: 'lower', ours, note, ...more });
  const plain = of('ours', false);
  const against = (name: string): Measured['peer'] => ({ name, samples: of(name, false) });
  const best = [...cpuPeers].sort((a, b) => median(of(a, false)) - median(of(b, false)))[0] ?? cpuPeers[0];
  const all = of('ours', true, 'all overlays');
  return [
    ...row('limiter on, all overlays', all, { target: { below: 20 }, judged: 'p95' }),
    toMaximum({ metric: 'limiter on, all overlays', unit: 'ms', better: 'lower', ours: all, target: { below: 50 }, note }),
    ...row('limiter on, plain image', of('ours', true), { peer: { name: best, samples: of(best, true) } }),
    ...row('limiter off, plain image', plain, { peer: against(best), target: { ratioAtLeast: 1 } }),
    ...cpuPeers.filter((name) => name !== best).flatMap((name) => row('limiter off, plain image', plain, { peer: against(name) })),
    ...row('limiter off, plain image', plain, { peer: against('plain canvas') }),
    ...row('limiter off, plain image', plain, { peer: against(gpuPeer) }),
    ...[...cpuPeers, 'plain canvas', gpuPeer].flatMap((name) => row('limiter off, plain image, whole pass', passOf('ours'), { peer: { name, samples: passOf(name) }, target: name === gpuPeer ? { ratioAtLeast: 5 } : undefined })),
    ...row('limiter off, all overlays', of('ours', false, 'all overlays'), { peer: { name: 'our plain image', samples: plain }, target: { ratioAtLeast: 0.5 } }),
    ...ownScenarios.filter((scenario) => scenario !== 'all overlays').flatMap((scenario) => row(`limiter off, ${scenario}`, of('ours', false, scenario), { peer: { name: 'our plain image', samples: plain } })),
  ];
}
