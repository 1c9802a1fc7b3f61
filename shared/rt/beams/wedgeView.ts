import type { Beam, ControlPoint, Wedge } from '../types.ts';
import { sinCos, type ViewPoint } from './iecFrames.ts';

/** A wedge as the beam's eye view shows it. */
export interface WedgeView {
  readonly wedge: Wedge;
  /** IN or OUT at this control point; null where the plan does not say. */
  readonly position: string | null;
  /** Unit vector Xb, Yb from the thick to the thin edge; null where the plan gives no orientation. */
  readonly thinEdge: ViewPoint | null;
}

/**
 * The wedges of a control point. At WedgeOrientation 0 the thin edge points along +Yb, towards the gantry stand; the angle
 * turns it about Zb (IEC 61217 2.5, wedge filter frame: Yw runs to the thin end).
 */
export const wedgesAt = ({ wedges }: Pick<Beam, 'wedges'>, { wedgePositions }: Pick<ControlPoint, 'wedgePositions'>): readonly WedgeView[] =>
  wedges.map((wedge) => {
    const turn = wedge.orientationDeg === null ? null : sinCos(wedge.orientationDeg);
    return { wedge, position: wedgePositions[wedge.number] ?? null, thinEdge: turn === null ? null : [0 - turn.sin, turn.cos] };
  });
