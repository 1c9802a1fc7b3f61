import { releaseHeld } from '../commands/releaseHeld.ts';
import type { CoreParts, Handlers } from '../coreParts.ts';

/** Copies of the record: list, make, restore; its complete check. */
export function backupHandlers({ backups, context, session, restart }: CoreParts): Handlers {
  return {
    'backup.list': () => {
      session.require();
      return backups.list();
    },
    'backup.make': () => {
      session.require();
      return backups.make('request');
    },
    'backup.restore': async ({ id }) => {
      await backups.restore(id, session.require().id);
      // The answer goes out first; whoever asked sees the console start again.
      setImmediate(restart);
      return {};
    },
    'backup.releaseHeld': () => ({ released: releaseHeld(context, session.require()) }),
    'record.check': () => {
      session.require();
      return backups.check();
    },
  };
}
