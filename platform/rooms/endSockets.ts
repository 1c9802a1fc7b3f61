import type { PlatformStore } from '../store/openStore.ts';
import type { IoServer } from './roomSockets.ts';

/**
 * How often a node asks whether everything one of its people held was ended, by another node or by the command line: so long
 * a socket outlives its account at most. Requests are refused in the same moment, as each looks its token up.
 */
export const endingsMs = 1000;

/** Closes the sockets of this node whose people lost everything they held since they came; no clock is compared with another. */
export async function endSockets(io: IoServer, store: Pick<PlatformStore, 'refreshTokens'>): Promise<void> {
  const sockets = [...io.of('/').sockets.values()].flatMap((socket) => (socket.data.holder ? [{ socket, ...socket.data.holder }] : []));
  const endings = await store.refreshTokens.endings([...new Set(sockets.map(({ personId }) => personId))]);
  for (const { socket, personId, endedAtMs } of sockets) if ((endings.get(personId) ?? null) !== endedAtMs) socket.disconnect(true);
}
