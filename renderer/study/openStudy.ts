import type { ReferenceChain } from '../../shared/dicom/types.ts';
import type { StoredInstance } from '../../shared/ipc/channels.ts';
import type { Dvh, DoseGrid, Plan, StructureSet } from '../../shared/rt/types.ts';
import type { OpenMessage, StudyMessage, StudyProblem, StudyProgress } from './messages.ts';

/** The radiotherapy objects of a case, as far as they are known; a new object with every change. */
export interface Study {
  /** loading: bytes are on their way; ready: all that could be read is here; finished: DVHs too. */
  readonly phase: 'loading' | 'ready' | 'finished';
  readonly progress: StudyProgress;
  readonly structureSet: StructureSet | null;
  readonly plan: Plan | null;
  readonly dose: DoseGrid | null;
  /** In the order of the structure set, as far as computed. */
  readonly dvhs: readonly Dvh[];
  readonly problems: readonly StudyProblem[];
}

/** A study that a worker reads; `dispose` stops the worker and lets go of every voxel. */
export interface StudySession {
  readonly study: Study;
  /** Calls `listener` after every change; returns the way to stop. */
  subscribe: (listener: () => void) => () => void;
  dispose: () => void;
}

export interface OpenStudyOptions {
  readonly instances: readonly StoredInstance[];
  readonly chain: ReferenceChain;
  /** Prefix of blob addresses; the SHA-256 follows it. */
  readonly baseUrl: string;
  readonly onProgress?: (progress: StudyProgress) => void;
  /** Test seam: makes the worker. */
  readonly makeWorker?: () => Worker;
}

export const blobBaseUrl = 'app://console/blobs/';

const noProgress: StudyProgress = { filesDone: 0, filesTotal: 0, bytesDone: 0, bytesTotal: 0, elapsedMs: 0, dvhsDone: 0, dvhsTotal: 0 };

const emptyStudy: Study = { phase: 'loading', progress: noProgress, structureSet: null, plan: null, dose: null, dvhs: [], problems: [] };

const makeStudyWorker = (): Worker => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });

/** Starts reading a study in a worker of its own and returns at once. */
export function openStudy({ instances, chain, baseUrl, onProgress, makeWorker = makeStudyWorker }: OpenStudyOptions): StudySession {
  let study = emptyStudy;
  const listeners = new Set<() => void>();
  const update = (fields: Partial<Study>): void => {
    study = { ...study, ...fields };
    for (const listener of listeners) listener();
  };
  const worker = makeWorker();
  worker.addEventListener('message', (event: MessageEvent<StudyMessage>) => {
    const message = event.data;
    update(fieldsOf(study, message));
    if (message.type === 'progress') onProgress?.(message.progress);
  });
  worker.addEventListener('error', (event: ErrorEvent) => {
    const error = { code: 'internal', reason: 'unexpected', message: `The study reader stopped: ${event.message || 'it could not be started'}. Close the case and open it again.` };
    update({ phase: 'finished', problems: [...study.problems, { object: 'study', error }] });
  });
  const open: OpenMessage = { type: 'open', instances, chain, baseUrl };
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no target origin
  worker.postMessage(open);
  return {
    get study() {
      return study;
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose: () => {
      worker.terminate();
      listeners.clear();
      study = emptyStudy;
    },
  };
}

function fieldsOf(study: Study, message: StudyMessage): Partial<Study> {
  switch (message.type) {
    case 'progress':
      return { progress: message.progress };
    case 'structureSet':
      return { structureSet: message.structureSet };
    case 'plan':
      return { plan: message.plan };
    case 'dose':
      return { dose: message.dose };
    case 'problem':
      return { problems: [...study.problems, message.problem] };
    case 'dvh':
      return { dvhs: [...study.dvhs, message.dvh] };
    case 'loaded':
      return { phase: 'ready' };
    default:
      return { phase: 'finished' };
  }
}
