import type { Cell } from '../../../shared/viewing/cell.ts';
import type { PlaneOrientation } from '../../../shared/volume/planeStack.ts';
import type { ImageVolume } from '../../../shared/volume/types.ts';
import type { SliceSource } from '../../viewport/sliceSource.ts';

/** What a source of planes is made from. */
export interface PlaneRequest {
  readonly volume: ImageVolume;
  readonly slicesLoaded: Uint8Array;
  readonly orientation: PlaneOrientation;
  readonly slab: Cell['slab'];
  readonly unit: Cell['unit'];
}

interface Entry {
  readonly key: readonly unknown[];
  readonly source: SliceSource;
}

/** How a cell's plane is named to the volume; an oblique one without directions is shown as acquired. */
export const orientationOf = ({ plane, oblique }: Pick<Cell, 'plane' | 'oblique'>): PlaneOrientation => (plane !== 'oblique' ? { kind: plane } : oblique === null ? { kind: 'acquired' } : { kind: 'oblique', ...oblique });

/** One source for every cell, made anew only when what it shows is another thing; slices and windows move within one. */
export class SourceCache {
  readonly #entries = new Map<number, Entry>();

  /**
   * @param cell place on the desk
   * @param key what the source depends on, compared one by one
   */
  take(cell: number, key: readonly unknown[], make: () => SliceSource): SliceSource {
    const held = this.#entries.get(cell);
    if (held !== undefined && held.key.length === key.length && held.key.every((part, index) => part === key[index])) return held.source;
    const source = make();
    this.#entries.set(cell, { key, source });
    return source;
  }

  /** Lets go of the source of a cell that shows nothing any more, and with it of the volume. */
  drop(cell: number): void {
    this.#entries.delete(cell);
  }

  get size(): number {
    return this.#entries.size;
  }
}
