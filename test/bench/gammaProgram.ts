import { readFileSync } from 'node:fs';
import { computeGamma } from '../../shared/rt/gamma/gammaIndex.ts';
import { readDose } from '../../shared/rt/read/readDose.ts';

/** What one run of this program prints. */
export interface GammaRun {
  readonly points: number;
  readonly passPercent: number | null;
  readonly inputBytes: number;
  readonly readMs: number;
  readonly wholeMs: number;
}

/** `node gammaProgram.mjs <reference> <evaluated>`: 3 %/3 mm global, 10 %, cap 2, in a process of its own, as a worker does it the first time. */
function compareOnce(referencePath: string, evaluatedPath: string): GammaRun {
  const startedMs = performance.now();
  const [referenceBytes, evaluatedBytes] = [readFileSync(referencePath), readFileSync(evaluatedPath)];
  const [reference, evaluated] = [readDose(referenceBytes), readDose(evaluatedBytes)];
  const readMs = performance.now() - startedMs;
  const { points, passPercent } = computeGamma(reference, evaluated, { dosePercent: 3, distanceMm: 3, kind: 'global', thresholdPercent: 10, normalisation: 'max', cap: 2 });
  return { points, passPercent, inputBytes: referenceBytes.length + evaluatedBytes.length, readMs, wholeMs: performance.now() - startedMs };
}

console.log(JSON.stringify(compareOnce(process.argv[2] ?? '', process.argv[3] ?? '')));
