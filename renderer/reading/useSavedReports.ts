import { useEffect, useRef, useState } from 'react';
import type { AnnotationAction } from '../../shared/annotation/history.ts';
import type { CaseImaging } from '../../shared/ipc/channels.ts';
import { problemOf } from '../ui/problem.ts';
import type { ReadingActions } from './actions.ts';
import { readReport } from './evidenceActions.ts';
import { useLatest } from './useLatest.ts';

/** A report whose measurements could not be shown. */
export interface UnreadReport {
  readonly sopInstanceUID: string;
  readonly message: string;
}

/** Reads the measurements saved with the case, each report once, and gives them to the list. Returns what could not be read. */
export function useSavedReports(imaging: CaseImaging, actions: ReadingActions, dispatch: (action: AnnotationAction) => void): readonly UnreadReport[] {
  const [unread, setUnread] = useState<readonly UnreadReport[]>([]);
  const read = useRef(new Set<string>());
  const latestRef = useLatest(actions);
  useEffect(() => {
    let isCurrent = true;
    const waiting = imaging.instances.filter(({ header, isPresent, sha256 }) => isPresent && header.kind === 'report' && !read.current.has(sha256));
    const readAll = async (): Promise<void> => {
      for (const { sha256, header } of waiting) {
        try {
          const annotations = await readReport({ actions: latestRef.current }, sha256);
          if (!isCurrent) return;
          read.current.add(sha256);
          if (annotations.length > 0) dispatch({ kind: 'restore', annotations });
        } catch (error) {
          if (!isCurrent) return;
          read.current.add(sha256);
          setUnread((before) => [...before, { sopInstanceUID: header.sopInstanceUID, message: problemOf(error).message }]);
        }
      }
    };
    void readAll();
    return () => {
      isCurrent = false;
    };
  }, [latestRef, imaging, dispatch]);
  return unread;
}
