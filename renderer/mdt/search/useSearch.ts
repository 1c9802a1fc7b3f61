import { useEffect, useState } from 'react';
import type { CaseHit } from '../../../shared/ipc/channels.ts';
import { problemOf, type Problem } from '../../ui/problem.ts';

/** What a search found. */
export interface Found {
  readonly query: string;
  readonly hits: readonly CaseHit[];
  readonly isComplete: boolean;
}

export type Search = (query: string) => Promise<{ readonly hits: readonly CaseHit[]; readonly isComplete: boolean }>;

/** A pause in typing; every search is written into the access log, so not every letter is one. */
const pauseMs = 220;

/**
 * Searches a while after the last letter. An answer to an earlier query never replaces one to a later.
 * @param turn changed to search again
 */
export function useSearch(search: Search, query: string, turn: number): { readonly found: Found | null; readonly error: Problem | null } {
  const [answer, setAnswer] = useState<{ found: Found | null; error: Problem | null }>({ found: null, error: null });
  const words = query.trim();
  useEffect(() => {
    if (words === '') return;
    let isCurrent = turn >= 0;
    const ask = async (): Promise<void> => {
      try {
        const { hits, isComplete } = await search(words);
        if (isCurrent) setAnswer({ found: { query: words, hits, isComplete }, error: null });
      } catch (thrown) {
        if (isCurrent) setAnswer({ found: null, error: problemOf(thrown) });
      }
    };
    const timer = setTimeout(() => void ask(), pauseMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [search, words, turn]);
  return words === '' ? { found: null, error: null } : answer;
}
