import { describe, expect, it } from 'vitest';
import { add, cross, dot, length, normalize, scale, subtract } from '../../shared/geometry/vector.ts';

describe('vectors', () => {
  it('make the third patient axis from the first two, right-handed', () => {
    expect(cross([1, 0, 0], [0, 1, 0])).toEqual([0, 0, 1]);
  });

  it('add, subtract, scale and measure', () => {
    expect(subtract(add([1, 2, 3], scale([1, 1, 1], 2)), [3, 3, 3])).toEqual([0, 1, 2]);
    expect([dot([1, 2, 3], [4, 5, 6]), length([2, 3, 6])]).toEqual([32, 7]);
  });

  it('normalise to length 1 and leave a zero vector alone', () => {
    expect(length(normalize([3, -4, 12]))).toBeCloseTo(1, 15);
    expect(normalize([0, 0, 0])).toEqual([0, 0, 0]);
  });
});
