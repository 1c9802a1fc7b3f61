import { io, type Socket } from 'socket.io-client';
import type { PlatformClient } from './platformClient.ts';

/** The platform's word that there is something new; it only wakes sync, nothing depends on it arriving. */
export interface FeedSocket {
  readonly isOpen: boolean;
  /** Says something that may be lost; nothing while the line is down. */
  tell(event: string, payload: unknown): void;
  close(): void;
}

/** The platform pings every second: nothing for so long makes the node suspicious, without a request that waits for it. */
const silenceMs = 1200;
const lookMs = 200;

/** What else is heard on the line. */
export interface FeedListeners {
  /** The line was opened, for the first time or again. */
  readonly onOpen: () => void;
  readonly onEvent: Readonly<Record<string, (payload: unknown) => void>>;
}

/**
 * Listens at the node in use. A line that breaks is made again, and one that falls silent is left, at another node when that one does not answer.
 * @param onWake called on every `feed` event, on every (re)connection, and when the platform ends the line
 */
export function openFeedSocket(client: PlatformClient, token: string, onWake: () => void, listeners: FeedListeners): FeedSocket {
  let heardAtMs = performance.now();
  let socket = connect();
  const looking = setInterval(() => {
    if (!socket.connected || performance.now() - heardAtMs < silenceMs) return;
    heardAtMs = performance.now();
    void client.checkNode();
  }, lookMs);
  const endMoves = client.onMoved(() => {
    end(socket);
    socket = connect();
  });

  function connect(): Socket {
    const opened = io(client.address, { path: '/v1/socket', auth: { token }, transports: ['websocket'], reconnectionDelay: 300, reconnectionDelayMax: 3000, timeout: 3000, forceNew: true });
    opened.io.on('ping', () => (heardAtMs = performance.now()));
    opened.on('feed', onWake);
    opened.on('connect', () => {
      heardAtMs = performance.now();
      listeners.onOpen();
      onWake();
    });
    // A line the platform ended on purpose stays ended; sync asks at once what has become of the session.
    opened.on('disconnect', (reason) => (reason === 'io server disconnect' ? onWake() : void client.checkNode()));
    opened.on('connect_error', () => void client.checkNode());
    for (const [event, listener] of Object.entries(listeners.onEvent)) opened.on(event, listener);
    return opened;
  }

  return {
    get isOpen() {
      return socket.connected;
    },
    tell: (event, payload) => void socket.volatile.emit(event, payload),
    close: () => {
      clearInterval(looking);
      endMoves();
      end(socket);
    },
  };
}

function end(socket: Socket): void {
  socket.removeAllListeners();
  socket.io.off('ping');
  socket.disconnect();
}
