import { useCallback, useEffect, useState } from 'react';
import type { ArchiveProgress } from '../../../shared/ipc/channels.ts';
import { useAction } from '../../ui/useAction.ts';
import type { Problem } from '../../ui/problem.ts';
import type { ArchiveActions, ArchiveJob } from './actions.ts';

export interface RunningJob<A extends unknown[]> {
  readonly run: (...args: A) => void;
  readonly isRunning: boolean;
  readonly error: Problem | null;
  /** 0 to 100; null before the first word of it. */
  readonly percent: number | null;
  readonly stop: () => void;
}

/** Runs one job at a time, says how far it is, and stops it on demand. @param begin null where there is nothing to do after all */
export function useArchiveJob<T, A extends unknown[]>(actions: ArchiveActions, begin: (...args: A) => Promise<ArchiveJob<T> | null>, onDone: (result: T) => void): RunningJob<A> {
  const [jobId, setJobId] = useState<string | null>(null);
  const [progress, setProgress] = useState<ArchiveProgress | null>(null);
  const { onProgress } = actions;
  useEffect(() => onProgress((told) => setProgress(told)), [onProgress]);
  const action = useAction(async (...args: A) => {
    const job = await begin(...args);
    if (!job) return;
    setJobId(job.jobId);
    try {
      onDone(await job.done);
    } finally {
      setJobId(null);
    }
  });
  const stop = useCallback(() => {
    if (jobId !== null) void actions.cancel(jobId);
  }, [actions, jobId]);
  const isMine = progress !== null && progress.jobId === jobId && progress.bytesTotal > 0;
  return { run: action.run, isRunning: action.isRunning, error: action.error, percent: isMine ? Math.round((100 * progress.bytesDone) / progress.bytesTotal) : null, stop };
}
