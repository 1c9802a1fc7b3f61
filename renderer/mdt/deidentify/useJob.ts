import { useEffect, useState } from 'react';
import type { DeidentifyProgress, DeidentifyReport } from '../../../shared/ipc/channels.ts';
import { problemOf, type Problem } from '../../ui/problem.ts';
import type { DeidentifyActions, DeidentifyRequest } from './actions.ts';

export interface Job {
  /** Null before anything was started. */
  readonly phase: DeidentifyProgress['phase'] | 'lost' | null;
  readonly progress: DeidentifyProgress | null;
  readonly report: DeidentifyReport | null;
  readonly error: Problem | null;
  readonly start: (request: DeidentifyRequest) => Promise<void>;
  readonly cancel: () => void;
}

/** One de-identified export, followed to its report. A core that ended takes the job with it. */
export function useJob(actions: DeidentifyActions): Job {
  const [jobId, setJobId] = useState<string | null>(null);
  const [told, setTold] = useState<ReadonlyMap<string, DeidentifyProgress>>(new Map());
  const [report, setReport] = useState<DeidentifyReport | null>(null);
  const [error, setError] = useState<Problem | null>(null);
  const [lostId, setLostId] = useState<string | null>(null);
  const progress = jobId === null ? null : (told.get(jobId) ?? null);
  const hasEnded = progress !== null && progress.phase !== 'running';

  useEffect(() => actions.onProgress((next) => setTold((current) => new Map(current).set(next.jobId, next))), [actions]);
  useEffect(() => {
    if (jobId === null || hasEnded) return undefined;
    return actions.onCoreBack(() => setLostId(jobId));
  }, [actions, jobId, hasEnded]);
  useEffect(() => {
    if (jobId === null || !hasEnded) return undefined;
    let isCurrent = true;
    const ask = async (): Promise<void> => {
      try {
        const found = await actions.report(jobId);
        if (isCurrent) setReport(found);
      } catch (thrown) {
        if (isCurrent) setError(problemOf(thrown));
      }
    };
    void ask();
    return () => {
      isCurrent = false;
    };
  }, [actions, jobId, hasEnded]);

  return {
    phase: jobId === null ? null : jobId === lostId && !hasEnded ? 'lost' : (progress?.phase ?? 'running'),
    progress, report, error: progress?.error ?? error,
    start: async (request) => {
      setReport(null);
      setError(null);
      setJobId(await actions.start(request));
    },
    cancel: () => {
      if (jobId !== null) void actions.cancel(jobId);
    },
  };
}
