import { z } from 'zod';
import { SyncError, toErrorShape, type ErrorShape } from '../../shared/errors/appError.ts';
import { joinAnswerSchema, participantSchema, presenterSchema, roomMessageSchema, type JoinAnswer, type Participant, type Presenter, type RoomMessage } from '../../shared/meeting/signalling.ts';
import type { ResponseOf } from '../../shared/ipc/channels.ts';
import type { PresenterRequest } from './meetingState.ts';
import type { ConnectRoomSocket, RoomSocket } from './roomSocket.ts';

/** What `meeting.ticket` answers: good for one connection to the room. */
export type Ticket = ResponseOf<'meeting.ticket'>;

export interface RoomHandlers {
  readonly onJoined: (answer: JoinAnswer, ticket: Ticket) => void;
  /** The connection broke or could not be made; it is tried again. */
  readonly onDown: (error: ErrorShape) => void;
  /** The platform said no; not tried again. */
  readonly onRefused: (error: ErrorShape) => void;
  readonly onParticipants: (participants: readonly Participant[]) => void;
  readonly onPresenter: (presenter: Presenter) => void;
  readonly onRequested: (request: PresenterRequest) => void;
  readonly onSignal: (fromPeerId: string, data: unknown) => void;
  readonly onRelay: (fromPeerId: string, message: RoomMessage) => void;
}

export interface RoomConnectionOptions {
  readonly ticket: () => Promise<Ticket>;
  readonly connect: ConnectRoomSocket;
  readonly presence: () => { hasCamera: boolean; isMuted: boolean };
  readonly handlers: RoomHandlers;
}

const backOffMs = [300, 600, 1200, 2000] as const;
/** Answers that trying again cannot change. */
const finalReasons: ReadonlySet<string> = new Set(['not-invited', 'not-live', 'not-permitted', 'protocol-version']);
const requestedSchema = z.object({ personId: z.string(), deviceId: z.string(), name: z.string() });
const signalSchema = z.object({ from: z.string(), data: z.unknown() });
const relaySchema = z.object({ from: z.string(), message: roomMessageSchema });

/**
 * Keeps this console in the room: ticket, socket, `room:join`; when the platform goes away, the same
 * again with a new ticket until it is back. Messages of a wrong shape are dropped.
 */
export class RoomConnection {
  readonly #options: RoomConnectionOptions;
  #socket: RoomSocket | null = null;
  #isJoined = false;
  #isClosed = false;
  #attempts = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #isLooking = false;
  /** Grows with each attempt, so that what belongs to an earlier one is not heard. */
  #attempt = 0;

  constructor(options: RoomConnectionOptions) {
    this.#options = options;
  }

  /** Whether the platform can carry a message: from the moment `room:join` is on its way, since the socket keeps the order. */
  get isOnline(): boolean {
    return this.#socket !== null;
  }

  start(): void {
    void this.#connect();
  }

  /** Tries again now, not when the back-off ends; also after a refusal. */
  retryNow(): void {
    if (this.#isClosed || this.#isJoined) return;
    this.#attempts = 0;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    void this.#connect();
  }

  /** @throws {AppError} */
  async request(event: string, payload: unknown): Promise<unknown> {
    if (!this.#socket) throw new SyncError('unreachable', 'The meeting platform is away; try again when the connection is back.');
    return this.#socket.request(event, payload);
  }

  /** Sends without caring for the answer; false when the platform is away. */
  tell(event: string, payload: unknown): boolean {
    if (!this.#socket) return false;
    // Refusals (a token that moved meanwhile, a peer that left) are answered by the platform's next broadcast.
    this.#socket.request(event, payload).catch(() => undefined);
    return true;
  }

  /** Leaves the room; attendance ends at this moment. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#attempt += 1;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    // The socket's end tells the platform the same, only later.
    if (this.#isJoined) await socket.request('room:leave', {}).catch(() => undefined);
    this.#isJoined = false;
    socket.close();
  }

  /** @param inHand a ticket that was fetched already */
  async #connect(inHand: Ticket | null = null): Promise<void> {
    this.#attempt += 1;
    const attempt = this.#attempt;
    const isStale = (): boolean => this.#isClosed || attempt !== this.#attempt;
    this.#drop();
    try {
      const ticket = inHand ?? (await this.#options.ticket());
      if (isStale()) return;
      const socket = await this.#options.connect(ticket.platformUrl, ticket.ticket, {
        onEvent: (event, payload) => {
          if (!isStale()) this.#receive(event, payload);
        },
        onDown: (error) => {
          if (!isStale()) this.#down(error);
        },
        onSilent: () => {
          if (!isStale()) void this.#follow(ticket.platformUrl, isStale);
        },
      });
      if (isStale()) {
        socket.close();
        return;
      }
      this.#socket = socket;
      // At once, not after a promise: who came in meanwhile is told in the next message, which must not be overwritten.
      await socket.request('room:join', this.#options.presence(), (value) => {
        const answer = joinAnswerSchema.parse(value);
        if (isStale()) return;
        this.#isJoined = true;
        this.#attempts = 0;
        this.#options.handlers.onJoined(answer, ticket);
      });
    } catch (error) {
      if (!isStale()) this.#down(toErrorShape(error));
    }
  }

  /** Goes to where the console's core has gone from a silent node. When it stays, so does the room: the line may only have stalled. */
  async #follow(platformUrl: string, isStale: () => boolean): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      const ticket = await this.#options.ticket();
      if (!isStale() && ticket.platformUrl !== platformUrl) void this.#connect(ticket);
    } catch {
      // No platform gives a ticket now; the line is looked at again while it stays silent.
    } finally {
      this.#isLooking = false;
    }
  }

  #drop(): void {
    this.#socket?.close();
    this.#socket = null;
    this.#isJoined = false;
  }

  #down(error: ErrorShape): void {
    this.#drop();
    this.#attempt += 1;
    if (finalReasons.has(error.reason) || error.detail?.['isFinal'] === true) {
      this.#options.handlers.onRefused(error);
      return;
    }
    const delayMs = backOffMs[Math.min(this.#attempts, backOffMs.length - 1)] ?? 2000;
    this.#attempts += 1;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.#connect();
    }, delayMs);
    this.#options.handlers.onDown(error);
  }

  #receive(event: string, payload: unknown): void {
    const { handlers } = this.#options;
    const heard = <T>(schema: z.ZodType<T>, handle: (value: T) => void): void => {
      const parsed = schema.safeParse(payload);
      if (parsed.success) handle(parsed.data);
    };
    switch (event) {
      case 'room:participants':
        return heard(z.array(participantSchema), handlers.onParticipants);
      case 'presenter':
        return heard(presenterSchema, handlers.onPresenter);
      case 'presenter:requested':
        return heard(requestedSchema, handlers.onRequested);
      case 'signal':
        return heard(signalSchema, ({ from, data }) => handlers.onSignal(from, data));
      case 'relay':
        return heard(relaySchema, ({ from, message }) => handlers.onRelay(from, message));
      default:
        return undefined;
    }
  }
}
