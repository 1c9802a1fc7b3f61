/** Where somebody looks in a volume, and whether they go up (1) or down (-1) in slice numbers. */
export interface Look {
  readonly volumeId: string;
  readonly index: number;
  readonly direction: -1 | 0 | 1;
}

/** A stack whose slices wait to be read. */
export interface WaitingStack {
  readonly volumeId: string;
  readonly slices: number;
}

/** A slice behind the eye costs as much as one this many times further ahead. */
const behind = 4;

/**
 * Order in which slices are read: lower comes first.
 *
 * First the one slice of every volume that is looked at, or its middle, so that each shows something; then volume by
 * volume, the one looked at last first: nearest slices first, those in the direction of travel before those behind.
 */
export class SliceOrder {
  readonly #stacks: ReadonlyMap<string, { readonly slices: number; readonly index: number }>;
  readonly #mostSlices: number;
  /** The look of every volume, the oldest first. */
  readonly #looks = new Map<string, Look>();

  constructor(stacks: readonly WaitingStack[]) {
    this.#stacks = new Map(stacks.map(({ volumeId, slices }, index) => [volumeId, { slices, index }]));
    this.#mostSlices = Math.max(0, ...stacks.map(({ slices }) => slices));
  }

  look(look: Look): void {
    this.#looks.delete(look.volumeId);
    this.#looks.set(look.volumeId, look);
  }

  cost(volumeId: string, k: number): number {
    const stack = this.#stacks.get(volumeId);
    if (stack === undefined) return Number.POSITIVE_INFINITY;
    const look = this.#looks.get(volumeId);
    const far = distance(look ?? { index: stack.slices >> 1, direction: 0 }, k);
    return far === 0 ? 0 : 1 + this.#rank(volumeId, stack.index) * this.#mostSlices * behind + far;
  }

  /** Volumes looked at lately before those looked at earlier, before those never looked at. */
  #rank(volumeId: string, index: number): number {
    const looked = [...this.#looks.keys()];
    const at = looked.indexOf(volumeId);
    return at >= 0 ? looked.length - 1 - at : looked.length + index;
  }
}

function distance({ index, direction }: Pick<Look, 'index' | 'direction'>, k: number): number {
  const ahead = (k - index) * (direction === 0 ? 1 : direction);
  return direction === 0 || ahead >= 0 ? Math.abs(ahead) : -ahead * behind;
}
