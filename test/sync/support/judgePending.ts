import { listCommands, listStreams, getCommitted } from '../../../electron/core/store/streams.ts';
import { AppError } from '../../../shared/errors/appError.ts';
import { applyCommand } from '../../../shared/mdt/apply.ts';
import type { SimulatedConsole } from './simulatedConsole.ts';

/** After an exchange every change that still waits here fits the record it waits on; others became refused, with their reason. */
export function judgePending(at: SimulatedConsole): string[] {
  const { db } = at.store;
  return [...listStreams(db, 'case'), ...listStreams(db, 'meeting')].flatMap((stream) => {
    const pending = listCommands(db, stream, 'pending');
    if (pending.length === 0) return [];
    let record = getCommitted(db, stream);
    return pending.flatMap(({ command, version }) => {
      try {
        record = applyCommand(record, command);
        return [];
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        return version === null && !at.smuggled.has(command.id) ? [`console ${at.index}: ${command.type} ${command.id} waits and does not apply any more (${error.reason})`] : [];
      }
    });
  });
}
