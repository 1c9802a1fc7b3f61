import type { Stream } from '../../../shared/mdt/command.ts';
import type { RemovalReport } from '../../../shared/sync/protocol.ts';

/** What the list of removals may ask for; the shell passes the real one in. Rejects with an AppError shape. */
export interface RemovalActions {
  /** Hospitals that left a case or a meeting, and which of their consoles have confirmed. */
  list(stream: Stream): Promise<RemovalReport>;
}
