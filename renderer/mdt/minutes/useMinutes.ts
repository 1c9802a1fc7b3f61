import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { actorOf, type Person } from '../../../shared/mdt/directory.ts';
import type { MinutesActions } from './actions.ts';
import { MinutesSession, type MinutesState } from './minutesSession.ts';

/** Opens the minutes with the component and closes them with it. @param moment changes when the record says that they opened or closed */
export function useMinutes(actions: MinutesActions, caseId: string, person: Person, moment: string): { session: MinutesSession; state: MinutesState } {
  const [session] = useState(() => {
    const { personId, name, title, hospitalId } = actorOf(person);
    return new MinutesSession(actions, caseId, { personId, name, title, hospitalId });
  });
  useEffect(() => {
    session.start();
    return () => session.end();
  }, [session]);
  const seen = useRef(moment);
  useEffect(() => {
    if (seen.current !== moment) session.reopen();
    seen.current = moment;
  }, [session, moment]);
  return { session, state: useSyncExternalStore(session.subscribe, session.snapshot) };
}
