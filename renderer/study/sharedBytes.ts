import type { Voxels } from '../../shared/volume/types.ts';

/** True where memory may be shared between the page and its workers. */
export const canShare = (): boolean => typeof SharedArrayBuffer !== 'undefined' && globalThis.crossOriginIsolated;

/** Buffers to hand over with a message, so that unshared grids are moved and not copied. */
export const buffersToMove = (...grids: readonly Voxels[]): ArrayBuffer[] => grids.flatMap((grid) => (grid.buffer instanceof ArrayBuffer ? [grid.buffer] : []));
