import { io, type Socket } from 'socket.io-client';

/** The platform's word that there is something new; it only wakes sync, nothing depends on it arriving. */
export interface FeedSocket {
  readonly isOpen: boolean;
  /** Says something that may be lost; nothing while the line is down. */
  tell(event: string, payload: unknown): void;
  close(): void;
}

/** What else is heard on the line. */
export interface FeedListeners {
  /** The line was opened, for the first time or again. */
  readonly onOpen: () => void;
  readonly onEvent: Readonly<Record<string, (payload: unknown) => void>>;
}

/** @param onWake called on every `feed` event and on every (re)connection */
export function openFeedSocket(origin: string, token: string, onWake: () => void, listeners: FeedListeners): FeedSocket {
  const socket: Socket = io(origin, { path: '/v1/socket', auth: { token }, transports: ['websocket'], reconnectionDelay: 300, reconnectionDelayMax: 3000, forceNew: true });
  socket.on('feed', onWake);
  socket.on('connect', () => {
    listeners.onOpen();
    onWake();
  });
  for (const [event, listener] of Object.entries(listeners.onEvent)) socket.on(event, listener);
  return {
    get isOpen() {
      return socket.connected;
    },
    tell: (event, payload) => void socket.volatile.emit(event, payload),
    close: () => {
      socket.removeAllListeners();
      socket.disconnect();
    },
  };
}
