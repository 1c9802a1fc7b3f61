import { useEffect, useState } from 'react';
import type { EndCap } from '../../shared/rt/contours/slabs.ts';
import type { DoseGrid, Dvh, StructureSet } from '../../shared/rt/types.ts';
import type { EndCapAnswer, EndCapJob } from './endCapWorker.ts';

/** Histograms with a chosen end cap: those of the study for `half`, else computed by a worker; null while it computes. */
export interface EndCapDvhs {
  readonly dvhs: readonly Dvh[] | null;
  /** Why the worker gave none. */
  readonly problem: string | null;
}

interface Computed extends EndCapDvhs {
  readonly structureSet: StructureSet;
  readonly dose: DoseGrid;
  readonly endCap: EndCap;
}

/**
 * @param base histograms of the study, made with `half`; the same structures are computed again
 * @param isComplete whether the study has made all of them
 */
export function useEndCapDvhs(endCap: EndCap, base: readonly Dvh[], isComplete: boolean, structureSet: StructureSet | null, dose: DoseGrid | null): EndCapDvhs {
  const [computed, setComputed] = useState<Computed | null>(null);
  const isCurrent = computed !== null && computed.structureSet === structureSet && computed.dose === dose && computed.endCap === endCap;
  const isNeeded = endCap !== 'half' && isComplete && !isCurrent;
  useEffect(() => {
    if (!isNeeded || structureSet === null || dose === null) return undefined;
    const worker = new Worker(new URL('./endCapWorker.ts', import.meta.url), { type: 'module' });
    const done = (fields: EndCapDvhs): void => setComputed({ ...fields, structureSet, dose, endCap });
    worker.addEventListener('message', ({ data }: MessageEvent<EndCapAnswer>) => done('error' in data ? { dvhs: [], problem: data.error.message } : { dvhs: data.dvhs, problem: null }));
    worker.addEventListener('error', (event: ErrorEvent) => done({ dvhs: [], problem: event.message }));
    const wanted = new Set(base.map(({ roiNumber }) => roiNumber));
    const job: EndCapJob = { structureSet, dose, structures: structureSet.structures.filter(({ number }) => wanted.has(number)), endCap };
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no target origin
    worker.postMessage(job);
    return () => worker.terminate();
    // A new histogram of the study cannot come once it is complete.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [isNeeded, structureSet, dose, endCap]);
  if (endCap === 'half') return { dvhs: base, problem: null };
  return isCurrent ? computed : { dvhs: null, problem: null };
}
