import { useCallback, useLayoutEffect, useRef } from 'react';
import type { ViewChange } from '../../shared/meeting/view.ts';

/** The way to change the view: the same function for the life of the desk; without effect while somebody else drives, or for no change. */
export function useViewChange(onView: (change: ViewChange) => void, isDriving: boolean): (change: ViewChange) => void {
  const latest = useRef({ onView, isDriving });
  useLayoutEffect(() => {
    latest.current = { onView, isDriving };
  });
  return useCallback((change: ViewChange): void => {
    if (latest.current.isDriving && Object.keys(change).length > 0) latest.current.onView(change);
  }, []);
}
