import type { Log } from '../log/log.ts';
import type { IoSocket } from './roomSockets.ts';

/** A line when a socket that was let in is connected, and one when it is not any more. */
export function noteConnection(socket: IoSocket, log: Log): void {
  const connectedMs = performance.now();
  const { holder, hospitalId } = socket.data;
  const fields = { socketId: socket.id, kind: hospitalId === undefined ? ('window' as const) : ('console' as const), ...(holder ? { accountId: holder.personId } : {}) };
  log.info('socketOpened', fields);
  socket.once('disconnect', (reason) => log.info('socketClosed', { ...fields, reason, ms: Math.round(performance.now() - connectedMs) }));
}
