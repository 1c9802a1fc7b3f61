import { RtError } from '../../errors/appError.ts';
import { dot } from '../../geometry/vector.ts';
import type { StackFrame } from '../contours/contourStack.ts';
import type { Slab, SlabStack } from '../contours/slabs.ts';

/** cos of the tilt up to which two stacks count as parallel (0.03°): 0.1 mm over 200 mm. */
const parallelCosine = 1 - 1.4e-7;

/**
 * The same slabs in the axes of another stack with the same normal; the axes across it may be turned.
 *
 * @throws {RtError} unsupported (not parallel)
 */
export function turnStack(stack: SlabStack, to: StackFrame): SlabStack {
  const from = stack.frame;
  if (dot(to.normal, from.normal) < parallelCosine) {
    throw new RtError('unsupported', 'The contours of the two structures lie in planes that are not parallel; they cannot be combined slab by slab.');
  }
  const [uu, uv, uw] = [dot(to.uAxis, from.uAxis), dot(to.uAxis, from.vAxis), dot(to.uAxis, from.normal)];
  const [vu, vv, vw] = [dot(to.vAxis, from.uAxis), dot(to.vAxis, from.vAxis), dot(to.vAxis, from.normal)];
  if (uu === 1 && vv === 1) return stack;
  const turned = (polygon: Float64Array, positionMm: number): Float64Array => {
    const result = new Float64Array(polygon.length);
    for (let n = 0; n < polygon.length; n += 2) {
      result[n] = uu * polygon[n]! + uv * polygon[n + 1]! + uw * positionMm;
      result[n + 1] = vu * polygon[n]! + vv * polygon[n + 1]! + vw * positionMm;
    }
    return result;
  };
  const slabs = stack.slabs.map((slab): Slab => ({ ...slab, polygons: slab.polygons.map((polygon) => turned(polygon, slab.positionMm)) }));
  return { ...stack, frame: to, slabs };
}
