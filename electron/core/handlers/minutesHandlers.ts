import { getCase } from '../commands/caseView.ts';
import type { CoreParts, Handlers } from '../coreParts.ts';

/** The minutes people type together: opening them, what is typed, who is there. */
export function minutesHandlers(parts: CoreParts): Handlers {
  const { context, session, minutes } = parts;
  return {
    'minutes.open': ({ caseId }) => {
      const person = session.require();
      const view = minutes.view(getCase(context, person, caseId), person);
      parts.minutesSync.opened(caseId);
      return view;
    },
    'minutes.update': ({ caseId, sessionId, update }) => {
      const person = session.require();
      if (minutes.take(getCase(context, person, caseId), person, { sessionId, update }, Date.now())) {
        parts.tellMinutes(caseId, update);
        parts.minutesSync.typed(caseId);
      }
      return {};
    },
    'minutes.watch': (presence) => {
      getCase(context, session.require(), presence.caseId);
      parts.minutesSync.tellPresence(presence);
      return {};
    },
  };
}
