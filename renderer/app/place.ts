import { useState } from 'react';

/** Where in the console somebody is; holds ids only, so it may be remembered in the clear. */
export interface Place {
  readonly page: 'cases' | 'case' | 'agenda' | 'meeting' | 'settings';
  readonly caseId: string | null;
  readonly meetingId: string | null;
  readonly tab: 'request' | 'review' | 'decision' | 'record' | 'access';
}

const storageKey = 'mdt.place';
const start: Place = { page: 'cases', caseId: null, meetingId: null, tab: 'request' };

const remembered = (): Place => {
  try {
    const place = { ...start, ...(JSON.parse(localStorage.getItem(storageKey) ?? '{}') as Partial<Place>) };
    return place.page === 'meeting' ? { ...place, page: 'agenda' } : place;
  } catch {
    return start;
  }
};

/** The place, kept over a restart; a meeting is entered again only by hand. */
export function usePlace(): [Place, (next: Partial<Place>) => void] {
  const [place, setPlace] = useState(remembered);
  return [place, (next) => setPlace((current) => {
    const moved = { ...current, ...next };
    localStorage.setItem(storageKey, JSON.stringify(moved));
    return moved;
  })];
}
