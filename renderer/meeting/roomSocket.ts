import { io, type Socket } from 'socket.io-client';
import { AppError, MeetingError, SyncError, toErrorShape, type ErrorShape } from '../../shared/errors/appError.ts';

/** One signalling connection, used until it breaks; a new one is made with a new ticket. */
export interface RoomSocket {
  /**
   * Sends and waits for the platform's word.
   * @param onAnswer called with it before any event that the platform sent after it; what it throws is thrown here
   * @throws {AppError} what the platform refused, or sync/unreachable
   */
  request(event: string, payload: unknown, onAnswer?: (value: unknown) => void): Promise<unknown>;
  close(): void;
}

export interface RoomSocketEvents {
  readonly onEvent: (event: string, payload: unknown) => void;
  /** Called once, when an established connection ends. */
  readonly onDown: (error: ErrorShape) => void;
  /** The platform has not been heard for a while: it or the line may be gone. Called again and again while that is so. */
  readonly onSilent: () => void;
}

/** Resolves once connected. @throws {AppError} */
export type ConnectRoomSocket = (platformUrl: string, ticket: string, events: RoomSocketEvents) => Promise<RoomSocket>;

const connectTimeoutMs = 5000;
const answerTimeoutMs = 5000;
/** The platform pings every second. */
const silenceMs = 1200;
const lookMs = 200;

/** socket.io's path, see shared/meeting/signalling.ts. */
const socketPath = '/v1/socket';

const isErrorShape = (value: unknown): value is ErrorShape =>
  typeof value === 'object' && value !== null && 'code' in value && 'reason' in value && 'message' in value;

const unreachable = (why: string): SyncError => new SyncError('unreachable', `The meeting platform does not answer (${why}). Picture and sound of open links go on; trying again.`);

const takenOver = (): MeetingError =>
  new MeetingError('peer-failed', 'This console entered the meeting again in another window, so this one was left. Join again to continue here.', { detail: { isFinal: true } });

const fromShape = (shape: ErrorShape): AppError => new AppError(shape.code, shape.reason, shape.message, shape.detail ? { detail: shape.detail } : {});

/** What `{ok:true,value}|{ok:false,error}` says. */
function unwrap(answer: unknown): unknown {
  if (typeof answer === 'object' && answer !== null && 'ok' in answer) {
    if (answer.ok === true) return 'value' in answer ? answer.value : undefined;
    if ('error' in answer && isErrorShape(answer.error)) throw fromShape(answer.error);
  }
  throw new SyncError('protocol-version', 'The meeting platform answered in a form this console does not know. Update the console or the platform.');
}

/** The real connection over socket.io. Its own reconnection is off: a ticket is good for one connection, and the room must be joined again anyway. */
export const connectRoomSocket: ConnectRoomSocket = (platformUrl, ticket, events) =>
  new Promise((resolve, reject) => {
    const socket = io(platformUrl, {
      path: socketPath, auth: { ticket }, reconnection: false, forceNew: true, timeout: connectTimeoutMs,
      // A proxy that refuses WebSocket still lets long polling through.
      transports: ['websocket', 'polling'], tryAllTransports: true,
    });
    const fail = (error: AppError): void => {
      clearTimeout(timer);
      socket.removeAllListeners();
      socket.close();
      reject(error);
    };
    const timer = setTimeout(() => fail(unreachable('no answer in 5 s')), connectTimeoutMs);
    socket.on('connect_error', (error) => {
      const told: unknown = 'data' in error ? error.data : undefined;
      fail(isErrorShape(told) ? fromShape(told) : unreachable(error.message));
    });
    socket.onAny((event: string, payload: unknown) => events.onEvent(event, payload));
    socket.on('connect', () => {
      clearTimeout(timer);
      let isClosing = false;
      const endWatch = watchSilence(socket, events.onSilent);
      socket.on('disconnect', (reason) => {
        endWatch();
        socket.removeAllListeners();
        if (isClosing) return;
        // Only another connection of the same console makes the platform end this one; coming back would throw that one out in turn.
        events.onDown(toErrorShape(reason === 'io server disconnect' ? takenOver() : unreachable(reason)));
      });
      resolve({
        async request(event, payload, onAnswer) {
          if (!socket.connected) throw unreachable('not connected');
          return new Promise((answered, refused) => {
            socket.timeout(answerTimeoutMs).emit(event, payload, (error: unknown, answer: unknown) => {
              try {
                if (error) throw unreachable(`no answer to ${event}`);
                const value = unwrap(answer);
                onAnswer?.(value);
                answered(value);
              } catch (cause) {
                refused(cause instanceof Error ? cause : unreachable(String(cause)));
              }
            });
          });
        },
        close() {
          isClosing = true;
          endWatch();
          socket.removeAllListeners();
          socket.close();
        },
      });
    });
  });

/** Tells each time nothing was heard for as long as no living platform is silent; returns what ends it. */
function watchSilence(socket: Socket, onSilent: () => void): () => void {
  let heardAtMs = performance.now();
  const hear = (): void => {
    heardAtMs = performance.now();
  };
  socket.io.on('ping', hear);
  const looking = setInterval(() => {
    if (performance.now() - heardAtMs < silenceMs) return;
    hear();
    onSilent();
  }, lookMs);
  return () => {
    clearInterval(looking);
    socket.io.off('ping', hear);
  };
}
