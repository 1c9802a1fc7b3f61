import { describe, expect, test } from 'vitest';
import { geometryOf, projectPoint, type BeamGeometry } from '../../../shared/rt/beams/beamGeometry.ts';
import { patientPositions, type PatientPosition } from '../../../shared/rt/beams/iecFrames.ts';
import { structureView } from '../../../shared/rt/beams/structureView.ts';
import { offsetRegion, regionAreaMm2, turnedAreaMm2 } from '../../../shared/rt/contours/polygonSets.ts';
import type { Vector3 } from '../../../shared/geometry/vector.ts';
import { circle, contourOf, rectangle, stackOf, structureOf } from '../shapes.ts';

const centre: Vector3 = [10, -20, 300];
const at = (gantryDeg: number, couchDeg = 0, collimatorDeg = 0, patientPosition: PatientPosition = 'HFS', isocenterMm: Vector3 = centre): BeamGeometry =>
  geometryOf({ patientPosition, gantryDeg, couchDeg, collimatorDeg, isocenterMm, sourceAxisMm: 1000 });

describe('a structure in the beam\'s eye view', () => {
  const box = stackOf(60, 3, () => rectangle(-40, -25, 40, 25), centre);

  test.each([[0, 80, 60, 25], [90, 50, 60, 40], [180, 80, 60, 25], [270, 50, 60, 40]])('a box seen from gantry %d° is the face that is nearer to the source, magnified', (gantry, wide, high, nearer) => {
    expect(Math.abs(turnedAreaMm2(structureView(at(gantry), box)) - (wide * high) / (1 - nearer / 1000) ** 2)).toBeLessThan(0.05);
  });

  test('a small sphere is a disc of its radius over the root of one less its squared part of the distance, from every side', () => {
    const radius = 20;
    const sphere = stackOf(2 * radius, 1, (c) => circle(Math.sqrt(radius * radius - c * c), 180), centre);
    const disc = (Math.PI * radius * radius) / (1 - (radius / 1000) ** 2);
    for (const [gantry, couch] of [[0, 0], [52, 0], [90, 90], [300, 40]] as const) {
      // Half a slice of steps, taken once round the outline, is the most the slabs can be off; they are centred on the sphere.
      expect(Math.abs(turnedAreaMm2(structureView(at(gantry, couch, 15), sphere)) / disc - 1)).toBeLessThan(0.03);
    }
  });

  test('every contour point falls on or inside the outline, in every patient position', () => {
    const bent = structureOf(Array.from({ length: 12 }, (_, n) => contourOf([[n, 0], [30 + n, 5], [20, 35 - n], [12, 12]], n * 3, centre)));
    for (const position of patientPositions) {
      const geometry = at(217, 12, 33, position);
      // Outlines are kept to 1e-4 mm.
      const outline = offsetRegion(structureView(geometry, bent), 0.001);
      const area = regionAreaMm2(outline);
      for (const { pointsMm } of bent.contours) {
        for (let n = 0; n < pointsMm.length; n += 3) {
          const [x, y] = projectPoint(geometry, [pointsMm[n]!, pointsMm[n + 1]!, pointsMm[n + 2]!])!;
          const speck = Float64Array.of(x - 2e-4, y - 2e-4, x + 2e-4, y - 2e-4, x + 2e-4, y + 2e-4, x - 2e-4, y + 2e-4);
          expect(regionAreaMm2([...outline, speck]), position).toBeLessThan(area);
        }
      }
    }
  });

  test('a tube seen along its axis keeps its hole, and seen from the side has none', () => {
    const tube = structureOf(Array.from({ length: 20 }, (_, n) => n * 3).flatMap((c) => [30, 15].map((radius) => contourOf(circle(radius, 360), c, centre))));
    const along = structureView(at(90, 270), tube);
    expect(along).toHaveLength(2);
    // The wall is seen from its near outer edge to its far inner edge.
    const near = 1 - 58.5 / 1000;
    expect(Math.abs(turnedAreaMm2(along) / (Math.PI * ((30 / near) ** 2 - (15 / (1 + 1.5 / 1000)) ** 2)) - 1)).toBeLessThan(1e-3);
    expect(structureView(at(0), tube)).toHaveLength(1);
  });

  test('two parts apart stay two outlines, and a structure behind the source is a typed error', () => {
    const two = structureOf([0, 3, 6].flatMap((c) => [contourOf(rectangle(0, 0, 10, 10), c, centre), contourOf(rectangle(40, 0, 50, 10), c, centre)]));
    expect(structureView(at(0), two)).toHaveLength(2);
    expect(() => structureView(at(0, 0, 0, 'HFS', [10, 1010, 300]), two)).toThrow(expect.objectContaining({ code: 'rt', reason: 'unsupported' }));
    expect(() => structureView(at(0), structureOf([]))).toThrow(expect.objectContaining({ reason: 'no-closed-contour' }));
  });
});
