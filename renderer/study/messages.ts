import type { ReferenceChain } from '../../shared/dicom/types.ts';
import type { ErrorShape } from '../../shared/errors/appError.ts';
import type { StoredInstance } from '../../shared/ipc/channels.ts';
import type { Dvh, DoseGrid, Plan, StructureSet } from '../../shared/rt/types.ts';
import type { ImageVolume } from '../../shared/volume/types.ts';

/** How far loading is. `dvhsDone` counts structures whose figures are made. */
export interface StudyProgress {
  readonly filesDone: number;
  readonly filesTotal: number;
  readonly bytesDone: number;
  readonly bytesTotal: number;
  readonly elapsedMs: number;
  readonly dvhsDone: number;
  readonly dvhsTotal: number;
}

/** Something of the study that could not be used; `object` names it (modality and UID, or ROI name). */
export interface StudyProblem {
  readonly object: string;
  readonly error: ErrorShape;
}

/** An image series that is no volume, and why: it is a picture of its own kind, is in colour, or says nothing of its place. */
export interface FlatSeries {
  readonly seriesInstanceUID: string;
  readonly modality: string;
  readonly images: number;
  readonly reason: 'planar' | 'colour' | 'not-placed';
}

export interface OpenMessage {
  readonly type: 'open';
  readonly instances: readonly StoredInstance[];
  readonly chain: ReferenceChain;
  readonly baseUrl: string;
  /** RT objects alone; images are left to the series store. */
  readonly isObjectsOnly: boolean;
}

/** What the worker posts, in this order: progress and parts as they are ready, then `loaded`, then DVHs, then `finished`. */
export type StudyMessage =
  | { readonly type: 'progress'; readonly progress: StudyProgress }
  | { readonly type: 'volume'; readonly volume: ImageVolume }
  | { readonly type: 'flatSeries'; readonly series: FlatSeries }
  | { readonly type: 'structureSet'; readonly structureSet: StructureSet }
  | { readonly type: 'plan'; readonly plan: Plan }
  | { readonly type: 'dose'; readonly dose: DoseGrid }
  | { readonly type: 'problem'; readonly problem: StudyProblem }
  | { readonly type: 'loaded' }
  | { readonly type: 'dvh'; readonly dvh: Dvh }
  | { readonly type: 'finished' };
