import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { CaseImaging } from '../../shared/ipc/channels.ts';
import { blobBaseUrl, openStudy } from './openStudy.ts';
import type { Study, StudySession } from './openStudy.ts';
import { planReading } from './planReading.ts';
import { StudyCache } from './studyCache.ts';

/** Sessions kept for a quick return: the doses of two cases at most. */
const recentStudies = new StudyCache<StudySession>(2);

const noSubscription = (): (() => void) => () => undefined;

/**
 * The radiotherapy objects of a case, read in a worker; null while there is nothing to read.
 *
 * Unmounting stops a reading that is under way; a study that is complete stays in memory until two others
 * were opened.
 */
export function useStudy(imaging: CaseImaging | null, baseUrl: string = blobBaseUrl): Study | null {
  const key = useMemo(() => (imaging === null ? null : studyKey(imaging)), [imaging]);
  const [session, setSession] = useState<StudySession | null>(null);
  useEffect(() => {
    if (imaging === null || key === null) return undefined;
    const opened = recentStudies.acquire(key, () => openStudy({ instances: imaging.instances, chain: imaging.chain, baseUrl }));
    setSession(opened);
    return () => {
      setSession(null);
      recentStudies.release(key, opened.study.phase === 'finished');
    };
    // The key stands for the content of `imaging`, which is a new object after every synchronisation.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [key, baseUrl]);
  return useSyncExternalStore(session?.subscribe ?? noSubscription, () => session?.study ?? null);
}

/** Forgets every study that is not on screen, for sign-out. */
export const forgetStudies = (): void => recentStudies.clear();

/** What is read; a report or a key image that is added to the case changes nothing of it. */
function studyKey({ instances, chain }: CaseImaging): string {
  const { structureSet, plan, dose } = planReading(instances, chain);
  return [structureSet, plan, dose].map((instance) => instance?.sha256 ?? '').join(',');
}
