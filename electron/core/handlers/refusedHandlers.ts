import { forgetOvertaken } from '../commands/overtaken.ts';
import { listRefused, sendAgain, setAside } from '../commands/refusedCommands.ts';
import type { CoreParts, Handlers } from '../coreParts.ts';

/** What the platform or the rules did not take, and what people do about it. */
export function refusedHandlers({ context, session, store }: CoreParts): Handlers {
  return {
    'refused.list': () => ({ refused: listRefused(context, session.require(), null) }),
    'overtaken.checked': ({ commandId }) => {
      forgetOvertaken(store.db, session.require(), commandId);
      return {};
    },
    'refused.sendAgain': ({ commandId, newCommandId }) => {
      sendAgain(context, session.require(), commandId, newCommandId);
      return {};
    },
    'refused.setAside': ({ commandId, reason }) => {
      setAside(context, session.require(), commandId, reason);
      return {};
    },
  };
}
