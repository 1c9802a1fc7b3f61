import type { ObjectHead, StoredInstance } from '../../shared/ipc/channels.ts';
import type { Voxels } from '../../shared/volume/types.ts';
import type { StudyProblem } from './messages.ts';
import type { FlatStack, LoadedVolume } from './series.ts';
import type { Look } from './sliceOrder.ts';
import type { ending } from './workerPool.ts';

/** One image of a series, as far as a reader must know it before its bytes are here. */
export interface SeriesObject {
  readonly sopInstanceUID: string;
  readonly sopClassUID: string;
  readonly seriesInstanceUID: string;
  readonly modality: string;
  readonly instanceNumber: number | null;
  readonly frames: number;
  readonly sha256: string;
  readonly byteLength: number;
}

export const seriesObject = ({ header, sha256, byteLength }: StoredInstance): SeriesObject => ({
  sopInstanceUID: header.sopInstanceUID,
  sopClassUID: header.sopClassUID,
  seriesInstanceUID: header.seriesInstanceUID,
  modality: header.modality,
  instanceNumber: header.instanceNumber,
  frames: header.image?.frames ?? 1,
  sha256,
  byteLength,
});

/** How problems and errors call an object. */
export const nameOf = ({ modality, sopInstanceUID }: SeriesObject): string => `${modality} ${sopInstanceUID}`;

/** What the reader of a series is told: `open` and `heads` once, `grant` as the answer to `ask`, `stop` at any time. */
export type SeriesRequest =
  | { readonly type: 'open'; readonly objects: readonly SeriesObject[]; readonly baseUrl: string; readonly look: Look | null }
  | { readonly type: 'heads'; readonly heads: readonly ObjectHead[] }
  | { readonly type: 'grant' }
  | { readonly type: 'look'; readonly look: Look }
  | { readonly type: 'stop' };

/** A slice for a page that shares no memory with its reader. */
export interface SentSlice {
  readonly volumeId: string;
  readonly index: number;
  readonly voxels: Voxels;
}

/**
 * What the reader posts: problems as they are met, `flat`, `ask` before memory is taken, `volumes` once everything but
 * the slices is known, `turn` as slices arrive, `finished` and, ending itself, the word of every worker.
 */
export type SeriesMessage =
  | { readonly type: 'problem'; readonly problem: StudyProblem }
  | { readonly type: 'flat'; readonly flat: FlatStack }
  | { readonly type: 'ask'; readonly byteLength: number }
  | { readonly type: 'volumes'; readonly volumes: readonly LoadedVolume[]; readonly slicesDone: number; readonly slicesTotal: number }
  | { readonly type: 'turn'; readonly slicesDone: number; readonly sent: readonly SentSlice[] }
  | { readonly type: 'finished'; readonly warnings: readonly VolumeWarnings[] }
  | typeof ending;

/** What decoding found out about a volume after it was posted. */
export interface VolumeWarnings {
  readonly volumeId: string;
  readonly warnings: readonly string[];
}
