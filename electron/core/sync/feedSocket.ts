import { io, type Socket } from 'socket.io-client';

/** The platform's word that there is something new; it only wakes sync, nothing depends on it arriving. */
export interface FeedSocket {
  close(): void;
}

/** @param onWake called on every `feed` event and on every (re)connection */
export function openFeedSocket(origin: string, token: string, onWake: () => void): FeedSocket {
  const socket: Socket = io(origin, { path: '/v1/socket', auth: { token }, transports: ['websocket'], reconnectionDelay: 300, reconnectionDelayMax: 3000, forceNew: true });
  socket.on('feed', onWake);
  socket.on('connect', onWake);
  return {
    close: () => {
      socket.removeAllListeners();
      socket.disconnect();
    },
  };
}
