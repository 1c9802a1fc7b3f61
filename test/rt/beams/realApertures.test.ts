import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { apertureAt } from '../../../shared/rt/beams/beamAperture.ts';
import { readPlan } from '../../../shared/rt/read/readPlan.ts';

const dataFolder = join(import.meta.dirname, '../../../../shared/data');
const oracle = z.object({ stepMm: z.number(), apertures: z.array(z.object({ file: z.string(), beam: z.number(), controlPoint: z.number(), areaMm2: z.number(), outlineMm: z.number() })) })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, 'oracles/apertures.json'), 'utf8')));
const files = [...new Set(oracle.apertures.map(({ file }) => file))];

describe.runIf(existsSync(dataFolder))('real apertures against counted squares', () => {
  test.each(files)('%s: every open area and outline lies within the raster of the count', (file) => {
    const plan = readPlan(readFileSync(join(dataFolder, file)));
    for (const expected of oracle.apertures.filter((row) => row.file === file)) {
      const beam = plan.beams.find(({ number }) => number === expected.beam);
      const point = beam?.controlPoints[expected.controlPoint];
      if (beam === undefined || point === undefined) throw new Error(`no control point ${expected.controlPoint} of beam ${expected.beam}`);
      const aperture = apertureAt(beam, point);
      const name = `${file} beam ${expected.beam} control point ${expected.controlPoint}`;
      // Every border of the raster may be half a square off, and every end of a leaf one square.
      const openPairs = aperture.layers.flatMap(({ pairs }) => pairs).filter(({ gapInJawsMm, widthInJawsMm }) => gapInJawsMm > 0 && widthInJawsMm > 0).length;
      expect(Math.abs((aperture.areaMm2 ?? Number.NaN) - expected.areaMm2), name).toBeLessThanOrEqual((expected.outlineMm * oracle.stepMm) / 2 + 1e-6);
      expect(Math.abs((aperture.perimeterMm ?? Number.NaN) - expected.outlineMm), name).toBeLessThanOrEqual(4 * oracle.stepMm * (openPairs + 1) + 1e-6);
    }
  });
});
