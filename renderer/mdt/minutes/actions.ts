import type { MinutesChange, MinutesView } from '../../../shared/ipc/channels.ts';
import type { HeardPresence, MinutesPresence } from '../../../shared/minutes/presence.ts';

/** What the editor of minutes may ask for; the shell passes the real ones in. All reject with an AppError shape. */
export interface MinutesActions {
  open(caseId: string): Promise<MinutesView>;
  /** Resolves when the change is stored on this console. */
  update(change: { caseId: string; sessionId: string; update: Uint8Array }): Promise<void>;
  watch(presence: MinutesPresence): Promise<void>;
  onChanged(listener: (change: MinutesChange) => void): () => void;
  onPresence(listener: (presence: HeardPresence) => void): () => void;
}
