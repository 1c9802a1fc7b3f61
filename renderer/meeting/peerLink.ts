import { z } from 'zod';
import type { LinkState, LinkStatus } from './meetingState.ts';
import type { PeerEvents, PeerTransport } from './peerTransport.ts';

/**
 * What two consoles exchange through `signal`. Each peer made for a link is a generation, named by
 * its initiator; a signal of another generation belongs to a peer that is gone.
 *
 * `hello`: said by who (re)joined, with the generation it holds. `restart`: asks the initiator for a new peer.
 */
export const linkSignalSchema = z.object({ kind: z.enum(['signal', 'hello', 'restart']), generation: z.string().nullable(), data: z.unknown() });
export type LinkSignal = z.infer<typeof linkSignalSchema>;

export interface PeerLinkOptions {
  readonly deviceId: string;
  /** Decided by device ids, so that it stays when connections change. */
  readonly isInitiator: boolean;
  readonly createPeer: (isInitiator: boolean, events: PeerEvents) => PeerTransport;
  /** To the other console through the platform; dropped while that is away. */
  readonly signal: (peerId: string, signal: LinkSignal) => void;
  /** Whether the platform is there to carry signals. */
  readonly canSignal: () => boolean;
  readonly onChange: () => void;
  readonly onOpen: () => void;
  readonly onText: (text: string) => void;
  readonly onStream: (stream: MediaStream | null) => void;
}

/** ICE `disconnected` often heals by itself within seconds. */
export const unstableTimeoutMs = 4000;
export const connectTimeoutMs = 10_000;
/** First wait leaves time for the news that the other console left. */
export const replaceBackOffMs = [250, 1000, 2000, 4000, 8000] as const;
const maxRetired = 32;

/**
 * The link to one other console. simple-peer cannot restart ICE, so a broken peer is replaced by a
 * new one; who holds the link does not notice beyond its state. Without the platform no new peer can
 * be agreed on, and the link waits.
 */
export class PeerLink {
  readonly #options: PeerLinkOptions;
  #peerId: string;
  #peer: PeerTransport | null = null;
  #generation: string | null = null;
  #retired: string[] = [];
  /** Connection of the other side that got the offer of this generation. */
  #offeredTo: string | null = null;
  #state: LinkState = 'connecting';
  #attempts = 0;
  #made = 0;
  #deadline: ReturnType<typeof setTimeout> | null = null;
  #retry: ReturnType<typeof setTimeout> | null = null;
  rttMs: number | null = null;

  constructor(peerId: string, options: PeerLinkOptions) {
    this.#peerId = peerId;
    this.#options = options;
  }

  get status(): LinkStatus {
    return { deviceId: this.#options.deviceId, state: this.#state, transport: this.isOpen ? 'dataChannel' : 'socket', rttMs: this.rttMs, replacements: Math.max(0, this.#made - 1) };
  }
  get isOpen(): boolean {
    return this.#state === 'open' || this.#state === 'unstable';
  }
  get peer(): PeerTransport | null {
    return this.#peer;
  }

  /** The other console has a (new) connection to the platform. */
  reach(peerId: string): void {
    const isNew = peerId !== this.#peerId;
    this.#peerId = peerId;
    if (isNew && this.#options.isInitiator && !this.isOpen) this.#restartNow();
  }

  /** This console has just joined: make the link, or find out whether the other side still holds it. */
  greet(): void {
    if (!this.#options.isInitiator) this.#tell({ kind: 'hello', generation: this.isOpen ? this.#generation : null, data: null });
    else if (!this.isOpen) this.#restartNow();
  }

  /** Makes the first peer where this side initiates; the other side waits for its offer. */
  start(): void {
    if (this.#options.isInitiator && this.#peer === null && this.#retry === null) this.#restartNow();
  }

  receive(signal: LinkSignal): void {
    switch (signal.kind) {
      case 'signal':
        return this.#receiveSignal(signal);
      case 'hello':
        if (this.#options.isInitiator && !this.#isSameFor(signal.generation)) this.#restartNow();
        return undefined;
      case 'restart':
        // A wait that has begun ends by itself; asking does not shorten it, or two sides would chase each other.
        if (this.#options.isInitiator && this.#retry === null && (this.#peer === null || signal.generation === this.#generation)) this.#restartNow();
    }
  }

  /** False when the channel is not open. */
  send(text: string): boolean {
    return this.isOpen && this.#peer !== null && this.#peer.send(text);
  }

  destroy(): void {
    this.#retire();
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#retry = null;
  }

  #isSameFor(theirs: string | null): boolean {
    if (this.#peer === null) return false;
    if (theirs !== null) return theirs === this.#generation;
    // They hold nothing yet: fine when our offer is on its way to this very connection.
    return this.#state === 'connecting' && this.#offeredTo === this.#peerId;
  }

  #receiveSignal({ generation, data }: LinkSignal): void {
    if (generation === null) return;
    if (generation !== this.#generation) {
      const isOffer = typeof data === 'object' && data !== null && 'type' in data && data.type === 'offer';
      if (this.#options.isInitiator || !isOffer || this.#retired.includes(generation)) return;
      this.#create(generation);
    }
    this.#peer?.signal(data);
  }

  #restartNow(): void {
    this.#create(crypto.randomUUID());
  }

  #create(generation: string): void {
    this.#retire();
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#retry = null;
    this.#generation = generation;
    this.#offeredTo = this.#peerId;
    this.#made += 1;
    this.#setState('connecting');
    this.#startDeadline(connectTimeoutMs);
    const isCurrent = (): boolean => this.#generation === generation;
    this.#peer = this.#options.createPeer(this.#options.isInitiator, {
      onSignal: (data) => {
        if (isCurrent()) this.#tell({ kind: 'signal', generation, data });
      },
      onOpen: () => {
        if (!isCurrent()) return;
        this.#attempts = 0;
        this.#stopDeadline();
        this.#setState('open');
        this.#options.onOpen();
      },
      onText: (text) => {
        if (isCurrent()) this.#options.onText(text);
      },
      onStream: (stream) => {
        if (isCurrent()) this.#options.onStream(stream);
      },
      onIceState: (state) => {
        if (isCurrent()) this.#onIceState(state);
      },
      onClose: () => {
        if (isCurrent()) this.#onBroken();
      },
    });
  }

  #onIceState(state: RTCIceConnectionState): void {
    if (state === 'failed') this.#onBroken();
    else if (state === 'disconnected' && this.#state === 'open') {
      this.#setState('unstable');
      this.#startDeadline(unstableTimeoutMs);
    } else if ((state === 'connected' || state === 'completed') && this.#state === 'unstable') {
      this.#stopDeadline();
      this.#setState('open');
    }
  }

  #onBroken(): void {
    const broken = this.#generation;
    this.#retire();
    this.#setState('broken');
    this.#waitAndReplace(broken);
  }

  #waitAndReplace(broken: string | null): void {
    const delayMs = replaceBackOffMs[Math.min(this.#attempts, replaceBackOffMs.length - 1)] ?? 8000;
    this.#attempts += 1;
    this.#retry = setTimeout(() => {
      this.#retry = null;
      // With the platform away nothing can be agreed on; `greet` starts again when it is back.
      if (!this.#options.canSignal()) return;
      if (this.#options.isInitiator) {
        this.#restartNow();
      } else {
        this.#tell({ kind: 'restart', generation: broken, data: null });
        this.#waitAndReplace(broken);
      }
    }, delayMs);
  }

  #retire(): void {
    this.#stopDeadline();
    const peer = this.#peer;
    const hadStream = peer !== null;
    this.#peer = null;
    if (this.#generation !== null) this.#retired = [...this.#retired, this.#generation].slice(-maxRetired);
    this.#generation = null;
    this.rttMs = null;
    peer?.destroy();
    if (hadStream) this.#options.onStream(null);
  }

  #tell(signal: LinkSignal): void {
    this.#options.signal(this.#peerId, signal);
  }

  #setState(state: LinkState): void {
    if (state === this.#state && state !== 'connecting') return;
    this.#state = state;
    this.#options.onChange();
  }

  #startDeadline(timeoutMs: number): void {
    this.#stopDeadline();
    this.#deadline = setTimeout(() => this.#onBroken(), timeoutMs);
  }

  #stopDeadline(): void {
    if (this.#deadline !== null) clearTimeout(this.#deadline);
    this.#deadline = null;
  }
}
