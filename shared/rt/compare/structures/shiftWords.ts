import type { Vector3 } from '../../../geometry/vector.ts';

/** One component of a shift in the patient: how far, and to which side. */
export interface ShiftPart {
  readonly towards: 'left' | 'right' | 'anterior' | 'posterior' | 'head' | 'foot';
  readonly mm: number;
}

const words = [['left', 'right'], ['posterior', 'anterior'], ['head', 'foot']] as const;

/** A shift in patient LPS mm as three positive parts, left or right first; a part of nothing is left out. */
export const shiftWords = (shiftMm: Vector3): readonly ShiftPart[] =>
  words.flatMap(([positive, negative], axis) => {
    const mm = shiftMm[axis] ?? 0;
    return mm === 0 ? [] : [{ towards: mm > 0 ? positive : negative, mm: Math.abs(mm) }];
  });
