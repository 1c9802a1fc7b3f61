import type { ReferenceChain } from '../../shared/dicom/types.ts';
import type { ErrorShape } from '../../shared/errors/appError.ts';
import type { StoredInstance } from '../../shared/ipc/channels.ts';
import type { Dvh, DoseGrid, Plan, StructureSet } from '../../shared/rt/types.ts';

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

export interface OpenMessage {
  readonly type: 'open';
  readonly instances: readonly StoredInstance[];
  readonly chain: ReferenceChain;
  readonly baseUrl: string;
}

/** What the worker posts, in this order: progress and parts as they are ready, then `loaded`, then DVHs, then `finished`. */
export type StudyMessage =
  | { readonly type: 'progress'; readonly progress: StudyProgress }
  | { readonly type: 'structureSet'; readonly structureSet: StructureSet }
  | { readonly type: 'plan'; readonly plan: Plan }
  | { readonly type: 'dose'; readonly dose: DoseGrid }
  | { readonly type: 'problem'; readonly problem: StudyProblem }
  | { readonly type: 'loaded' }
  | { readonly type: 'dvh'; readonly dvh: Dvh }
  | { readonly type: 'finished' };
