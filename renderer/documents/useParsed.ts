import { useEffect, useState } from 'react';
import { problemOf } from '../ui/problem.ts';
import type { Problem } from '../ui/problem.ts';
import type { ReadBytes } from './documents.ts';

/** What became of reading an object: both null while it is on its way. */
export interface Parsed<T> {
  readonly value: T | null;
  readonly error: Problem | null;
}

const nothing = { value: null, error: null } as const;

/**
 * Reads an object and makes of its bytes what a view needs; another digest begins anew.
 *
 * @param parse must stay the same function, as one outside of a component does
 */
export function useParsed<T>(read: ReadBytes, sha256: string, parse: (bytes: Uint8Array) => T | Promise<T>): Parsed<T> {
  const [shown, setShown] = useState<{ readonly sha256: string; readonly state: Parsed<T> }>({ sha256, state: nothing });
  useEffect(() => {
    let isCurrent = true;
    read(sha256).then(parse).then(
      (value) => isCurrent && setShown({ sha256, state: { value, error: null } }),
      (error: unknown) => isCurrent && setShown({ sha256, state: { value: null, error: problemOf(error) } }),
    );
    return () => {
      isCurrent = false;
    };
  }, [read, sha256, parse]);
  return shown.sha256 === sha256 ? shown.state : nothing;
}
