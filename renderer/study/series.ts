import type { ImageVolume } from '../../shared/volume/types.ts';
import type { FlatFrame } from './flatFrame.ts';
import type { StudyProblem } from './messages.ts';

/** A volume whose slices come in one after the other. */
export interface LoadedVolume {
  /** Geometry and meaning are known from the start; voxels of slices not yet read are 0. */
  readonly volume: ImageVolume;
  /** 1 where slice k is read; written by the worker where memory is shared. */
  readonly slicesLoaded: Uint8Array;
}

/** Frames of a series that is no volume, in reading order: by instance number, then frame. */
export interface FlatStack {
  readonly seriesInstanceUID: string;
  /** planar: a picture of its own kind (CR, MG, US, photo). colour, not-placed: of a kind that could be a volume and is none. */
  readonly reason: 'planar' | 'colour' | 'not-placed';
  readonly frames: readonly { readonly sopInstanceUID: string; readonly sha256: string; readonly frame: number }[];
  /** Milliseconds a frame stands while playing, from FrameTime or RecommendedDisplayFrameRate; null where not stated. */
  readonly frameMs: number | null;
}

/** One image series of the case as the desk knows it; a new object with every change. */
export interface SeriesState {
  readonly seriesInstanceUID: string;
  /** indexing: heads are read; loading: geometry is known, slices come in; ready: all that could be read is here. */
  readonly phase: 'indexing' | 'loading' | 'ready' | 'failed';
  readonly volumes: readonly LoadedVolume[];
  readonly flat: FlatStack | null;
  readonly problems: readonly StudyProblem[];
  readonly slicesDone: number;
  readonly slicesTotal: number;
  /** Grows whenever slices arrive, so that a picture waiting for one knows to look again. */
  readonly turn: number;
}

/**
 * Every image series of one case, read when it is wanted and held within one budget of memory.
 *
 * A series is wanted while somebody holds it (`hold`, until the returned function is called). What nobody holds stays
 * until the budget needs its bytes, the one used longest ago first.
 */
export interface SeriesStore {
  /** Starts reading where needed. */
  hold: (seriesInstanceUID: string) => () => void;
  /** Null: not asked for yet, or evicted. */
  state: (seriesInstanceUID: string) => SeriesState | null;
  /** Reads slices near `index` first, those in the direction of travel before the others. */
  look: (volumeId: string, index: number, direction: -1 | 0 | 1) => void;
  /** A decoded frame of a flat series; asked for where it is not here, with the frames after it in the direction of travel. Null: on its way. */
  flatFrame: (stack: FlatStack, index: number, direction: -1 | 0 | 1) => FlatFrame | null;
  /** Called after every change of any series; returns the way to stop. */
  subscribe: (listener: () => void) => () => void;
  /** Bytes of voxels and frames held now, and how many may be. */
  readonly memory: { readonly usedBytes: number; readonly budgetBytes: number };
  dispose: () => void;
}
