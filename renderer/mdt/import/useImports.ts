import { useCallback, useEffect, useState } from 'react';
import type { ImportProgress, ImportReport, ImportSource } from '../../../shared/ipc/channels.ts';
import { problemOf, type Problem } from '../../ui/problem.ts';
import type { ImportActions } from './actions.ts';

/** Phases in which something is being done. */
export const isRunning = (phase: ImportProgress['phase']): boolean => phase === 'scanning' || phase === 'reading';

export interface ImportsOfCase {
  /** The newest first; null until they are known. */
  readonly reports: readonly ImportReport[] | null;
  /** The one under way, and how far it is once that was told. */
  readonly running: { readonly importId: string; readonly progress: ImportProgress | null } | null;
  readonly error: Problem | null;
  readonly start: (source: ImportSource, patientKey: string | null) => Promise<string>;
  readonly resume: (importId: string) => Promise<void>;
}

/** What stands in the list from the moment an import was asked for until core tells of it. */
const begun = (importId: string, caseId: string, source: ImportSource): ImportReport => ({
  importId, caseId, source, startedAtMs: Date.now(), elapsedMs: 0, phase: 'scanning', imported: 0, duplicates: 0, rejects: [], warnings: [], patients: [], links: [], problems: [], error: null,
});

/** The imports of a case, followed while they run and asked for again when one ends or core comes back. */
export function useImports(caseId: string, actions: ImportActions): ImportsOfCase {
  const [reports, setReports] = useState<readonly ImportReport[] | null>(null);
  const [told, setTold] = useState<ReadonlyMap<string, ImportProgress>>(new Map());
  const [error, setError] = useState<Problem | null>(null);
  const [turn, setTurn] = useState(0);
  const reload = useCallback(() => setTurn((n) => n + 1), []);

  useEffect(() => {
    let isCurrent = turn >= 0;
    const ask = async (): Promise<void> => {
      try {
        const list = await actions.list(caseId);
        if (!isCurrent) return;
        setReports(list);
        setError(null);
      } catch (thrown) {
        if (isCurrent) setError(problemOf(thrown));
      }
    };
    void ask();
    return () => {
      isCurrent = false;
    };
  }, [actions, caseId, turn]);

  useEffect(() => {
    const offs = [
      actions.onProgress((progress) => {
        setTold((current) => new Map(current).set(progress.importId, progress));
        if (!isRunning(progress.phase)) reload();
      }),
      actions.onCoreBack(() => {
        setTold(new Map());
        reload();
      }),
    ];
    return () => offs.forEach((off) => off());
  }, [actions, reload]);

  const active = reports?.find((report) => isRunning(report.phase)) ?? null;
  return {
    reports,
    running: active ? { importId: active.importId, progress: told.get(active.importId) ?? null } : null,
    error,
    start: async (source, patientKey) => {
      const importId = await actions.start(caseId, source, patientKey);
      setReports((current) => (current?.some((report) => report.importId === importId) ? current : [begun(importId, caseId, source), ...(current ?? [])]));
      // A small import may have ended before its start was answered.
      reload();
      return importId;
    },
    resume: async (importId) => {
      await actions.resume(importId);
      setReports((current) => current?.map((report) => (report.importId === importId ? { ...report, phase: 'reading' } : report)) ?? null);
      reload();
    },
  };
}
