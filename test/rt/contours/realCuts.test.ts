import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { add, cross, dot, length, normalize, scale, subtract, type Vector3 } from '../../../shared/geometry/vector.ts';
import { contoursInAnyPlane, outlineProblem, slabsAsDrawn, structuresAtPoint } from '../../../shared/rt/contours/contourSlice.ts';
import { randomStream } from '../../../shared/rt/phantom/noise.ts';
import { connectedPieces } from '../../../shared/rt/contours/pieces.ts';
import { measureSlabs, slabModelCc } from '../../../shared/rt/contours/structureMeasures.ts';
import { RtError } from '../../../shared/errors/appError.ts';
import { readStructureSet } from '../../../shared/rt/read/readStructureSet.ts';
import type { Structure } from '../../../shared/rt/types.ts';

const data = join(import.meta.dirname, '../../../../shared/data');

/** Even–odd, and how near the point lies to an outline, mm. */
function seenAt(polygons: readonly Float64Array[], x: number, y: number): { readonly isInside: boolean; readonly nearMm: number } {
  let [isInside, nearMm] = [false, Infinity];
  for (const polygon of polygons) {
    let n = polygon.length - 2;
    for (let m = 0; m < polygon.length; n = m, m += 2) {
      const [xn, yn, xm, ym] = [polygon[n]!, polygon[n + 1]!, polygon[m]!, polygon[m + 1]!];
      if (yn > y !== ym > y && x < xn + ((y - yn) / (ym - yn)) * (xm - xn)) isInside = !isInside;
      const square = (xm - xn) ** 2 + (ym - yn) ** 2;
      const part = square === 0 ? 0 : Math.max(0, Math.min(1, ((x - xn) * (xm - xn) + (y - yn) * (ym - yn)) / square));
      nearMm = Math.min(nearMm, Math.hypot(x - xn - part * (xm - xn), y - yn - part * (ym - yn)));
    }
  }
  return { isInside, nearMm };
}

const structuresOf = (folder: string): readonly Structure[] => readStructureSet(readFileSync(join(data, folder, 'RS.dcm'))).structures.filter((structure) => outlineProblem(structure) === null);

describe.runIf(existsSync(data))('real structures', () => {
  test.each(['rt-esophagus-imrt', 'rt-pinnacle-prostate', 'rt-aria-qa', 'rt-breast-partial'])('%s: in an oblique plane a point is inside the outlines exactly where it is inside the structure', (folder) => {
    const random = randomStream(91_177);
    const signed = (): number => random() * 2 - 1;
    let points = 0;
    for (const structure of structuresOf(folder)) {
      const stack = slabsAsDrawn(structure);
      if (stack instanceof RtError) throw stack;
      const { boundsMm: { low, high } } = measureSlabs(stack);
      const middle = scale(add(low, high), 0.5);
      const half = scale(subtract(high, low), 0.5);
      const normal = normalize([signed(), signed(), signed()]);
      const xDirection = normalize(cross(normal, Math.abs(normal[0]) < 0.7 ? [1, 0, 0] : [0, 1, 0]));
      const yDirection = cross(normal, xDirection);
      const origin: Vector3 = [middle[0] + signed() * half[0] * 0.4, middle[1] + signed() * half[1] * 0.4, middle[2] + signed() * half[2] * 0.4];
      const flat = contoursInAnyPlane(structure, { origin, xDirection, yDirection }).map((polygon) => {
        const region = new Float64Array((polygon.length / 3) * 2);
        for (let n = 0; n < polygon.length / 3; n += 1) {
          const offset = subtract([polygon[n * 3]!, polygon[n * 3 + 1]!, polygon[n * 3 + 2]!], origin);
          region.set([dot(offset, xDirection), dot(offset, yDirection)], n * 2);
        }
        return region;
      });
      const reach = length(half) * 0.7;
      for (let n = 0; n < 60; n += 1) {
        const [x, y] = [signed() * reach, signed() * reach];
        const { isInside, nearMm } = seenAt(flat, x, y);
        // Corners of outlines are kept to 1e-4 mm.
        if (nearMm < 2e-4) continue;
        points += 1;
        const isHeld = structuresAtPoint([structure], add(origin, add(scale(xDirection, x), scale(yDirection, y)))).length === 1;
        expect(isInside, `${structure.name} at ${x}, ${y}`).toBe(isHeld);
      }
    }
    expect(points).toBeGreaterThan(100);
  });

  test.each(['rt-esophagus-imrt', 'rt-pinnacle-prostate', 'rt-aria-qa', 'rt-breast-partial'])('%s: every piece has a volume, and the pieces add up to their structure', (folder) => {
    for (const structure of structuresOf(folder)) {
      const stack = slabsAsDrawn(structure);
      if (stack instanceof RtError) throw stack;
      const pieces = connectedPieces(stack);
      expect(Math.min(...pieces.map(({ volumeCc }) => volumeCc)), structure.name).toBeGreaterThan(0);
      expect(pieces.reduce((sum, { volumeCc }) => sum + volumeCc, 0) / slabModelCc(stack), structure.name).toBeCloseTo(1, 9);
    }
  });
});
