import { useEffect, useState, useSyncExternalStore } from 'react';
import type { CaseImaging } from '../../shared/ipc/channels.ts';
import { isImage } from './imageClasses.ts';
import { blobBaseUrl, openStudy } from './openStudy.ts';
import type { Study, StudySession } from './openStudy.ts';
import { StudyCache } from './studyCache.ts';

/** Sessions kept for a quick return; two cases of voxels at most. */
const recentStudies = new StudyCache<StudySession>(2);

const noSubscription = (): (() => void) => () => undefined;

export interface UseStudyOptions {
  readonly baseUrl?: string;
  /** RT objects alone; images come from the series store. */
  readonly isObjectsOnly?: boolean;
}

/**
 * The study of a case, read in a worker; null while there is nothing to read.
 *
 * Unmounting stops a reading that is under way; a study that is complete stays in memory until two others
 * were opened.
 */
export function useStudy(imaging: CaseImaging | null, { baseUrl = blobBaseUrl, isObjectsOnly = false }: UseStudyOptions = {}): Study | null {
  const key = imaging === null ? null : studyKey(imaging, isObjectsOnly);
  const [session, setSession] = useState<StudySession | null>(null);
  useEffect(() => {
    if (imaging === null || key === null) return undefined;
    const opened = recentStudies.acquire(key, () => openStudy({ instances: imaging.instances, chain: imaging.chain, baseUrl, isObjectsOnly }));
    setSession(opened);
    return () => {
      setSession(null);
      recentStudies.release(key, opened.study.phase === 'finished');
    };
    // The key stands for the content of `imaging`, which is a new object after every synchronisation.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [key, baseUrl, isObjectsOnly]);
  return useSyncExternalStore(session?.subscribe ?? noSubscription, () => session?.study ?? null);
}

/** Forgets every study that is not on screen, for sign-out. */
export const forgetStudies = (): void => recentStudies.clear();

function studyKey({ instances }: CaseImaging, isObjectsOnly: boolean): string {
  const read = instances
    .filter(({ isPresent, header }) => isPresent && !(isObjectsOnly && isImage(header.sopClassUID)))
    .map(({ sha256 }) => sha256)
    .sort()
    .join(',');
  return isObjectsOnly ? `objects,${read}` : read;
}
