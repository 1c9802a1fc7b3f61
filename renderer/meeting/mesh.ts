import type { Participant } from '../../shared/meeting/signalling.ts';
import type { LinkStatus } from './meetingState.ts';
import { linkSignalSchema, PeerLink, type LinkSignal } from './peerLink.ts';
import type { CreatePeer, LocalTracks } from './peerTransport.ts';
import type { Ticket } from './roomConnection.ts';

export interface MeshOptions {
  readonly createPeer: CreatePeer;
  readonly tracks: () => LocalTracks;
  readonly signal: (peerId: string, signal: LinkSignal) => void;
  readonly canSignal: () => boolean;
  /** State of a link, a stream or the list of participants changed. */
  readonly onChange: () => void;
  readonly onText: (deviceId: string, text: string) => void;
  /** The ordered channel to this console has just opened. */
  readonly onOpen: (deviceId: string) => void;
}

/** How long a link outlives its participant's absence from the platform's list: a platform that restarts lists people as they come back. */
export const absenceGraceMs = 15_000;
/** Signals kept that came before the list naming their sender. */
const maxEarlySignals = 200;

/**
 * Links to all other consoles of the room, by deviceId, because a console's connection id changes
 * each time the platform comes back while its links go on.
 */
export class Mesh {
  readonly #options: MeshOptions;
  readonly #links = new Map<string, PeerLink>();
  readonly #streams = new Map<string, MediaStream>();
  readonly #absent = new Map<string, ReturnType<typeof setTimeout>>();
  #participants: readonly Participant[] = [];
  #selfDeviceId = '';
  #iceServers: Ticket['iceServers'] = [];
  #early: { readonly from: string; readonly signal: LinkSignal }[] = [];

  constructor(options: MeshOptions) {
    this.#options = options;
  }

  /** Listed by the platform, or still linked though the platform does not list them yet. */
  get participants(): readonly Participant[] {
    return this.#participants;
  }
  get streams(): ReadonlyMap<string, MediaStream> {
    return new Map(this.#streams);
  }
  get statuses(): readonly LinkStatus[] {
    return [...this.#links.values()].map((link) => link.status);
  }
  get links(): ReadonlyMap<string, PeerLink> {
    return this.#links;
  }

  /** This console joined, for the first time or again. */
  joined(selfDeviceId: string, participants: readonly Participant[], iceServers: Ticket['iceServers']): void {
    this.#selfDeviceId = selfDeviceId;
    this.#iceServers = iceServers;
    this.#list(participants);
    for (const { deviceId } of participants) this.#links.get(deviceId)?.greet();
    this.#takeEarly();
  }

  /** The platform lists who is in the room now. */
  participantsChanged(participants: readonly Participant[]): void {
    if (this.#selfDeviceId === '') return;
    this.#list(participants);
    for (const { deviceId } of participants) this.#links.get(deviceId)?.start();
    this.#takeEarly();
  }

  receiveSignal(fromPeerId: string, data: unknown): void {
    const parsed = linkSignalSchema.safeParse(data);
    if (!parsed.success) return;
    const link = this.#linkOf(fromPeerId);
    if (link) link.receive(parsed.data);
    else this.#early = [...this.#early, { from: fromPeerId, signal: parsed.data }].slice(-maxEarlySignals);
  }

  deviceOf(peerId: string): string | null {
    return this.#participants.find((participant) => participant.peerId === peerId)?.deviceId ?? null;
  }

  /** Over every open ordered channel. */
  send(text: string): void {
    for (const link of this.#links.values()) link.send(text);
  }

  sendTo(deviceId: string, text: string): void {
    this.#links.get(deviceId)?.send(text);
  }

  /** Over every unordered channel; returns the connections of those it could not be sent to at all. */
  sendPointer(text: string): readonly string[] {
    return this.#participants.flatMap(({ deviceId, peerId }) => {
      const link = this.#links.get(deviceId);
      if (!link) return [];
      if (!link.isOpen) return [peerId];
      link.peer?.sendPointer(text);
      return [];
    });
  }

  setTracks(tracks: LocalTracks): void {
    for (const link of this.#links.values()) link.peer?.setTracks(tracks);
  }

  destroy(): void {
    for (const deviceId of this.#links.keys()) this.#remove(deviceId);
    for (const timer of this.#absent.values()) clearTimeout(timer);
    this.#absent.clear();
    this.#participants = [];
    this.#early = [];
  }

  #list(listed: readonly Participant[]): void {
    const present = new Set(listed.map(({ deviceId }) => deviceId));
    for (const participant of listed) {
      const { deviceId, peerId } = participant;
      const grace = this.#absent.get(deviceId);
      if (grace !== undefined) clearTimeout(grace);
      this.#absent.delete(deviceId);
      if (deviceId === this.#selfDeviceId) continue;
      const link = this.#links.get(deviceId);
      if (link) link.reach(peerId);
      else this.#links.set(deviceId, this.#makeLink(deviceId, peerId));
    }
    for (const [deviceId, link] of this.#links) {
      if (present.has(deviceId)) continue;
      if (!link.isOpen) this.#remove(deviceId);
      else if (!this.#absent.has(deviceId)) {
        this.#absent.set(deviceId, setTimeout(() => this.#forget(deviceId), absenceGraceMs));
      }
    }
    const kept = this.#participants.filter(({ deviceId }) => this.#absent.has(deviceId));
    this.#participants = [...listed, ...kept];
    this.#options.onChange();
  }

  #makeLink(deviceId: string, peerId: string): PeerLink {
    return new PeerLink(peerId, {
      deviceId,
      isInitiator: this.#selfDeviceId < deviceId,
      createPeer: (isInitiator, events) => this.#options.createPeer({ isInitiator, iceServers: this.#iceServers, tracks: this.#options.tracks(), events }),
      signal: (to, signal) => this.#options.signal(to, signal),
      canSignal: () => this.#options.canSignal(),
      onChange: () => {
        // Who is neither listed nor linked any more has left.
        if (this.#absent.has(deviceId) && this.#links.get(deviceId)?.status.state === 'broken') this.#forget(deviceId);
        else this.#options.onChange();
      },
      onOpen: () => this.#options.onOpen(deviceId),
      onText: (text) => this.#options.onText(deviceId, text),
      onStream: (stream) => {
        if (stream) this.#streams.set(deviceId, stream);
        else this.#streams.delete(deviceId);
        this.#options.onChange();
      },
    });
  }

  #linkOf(peerId: string): PeerLink | undefined {
    const deviceId = this.deviceOf(peerId);
    return deviceId === null ? undefined : this.#links.get(deviceId);
  }

  #takeEarly(): void {
    const waiting = this.#early;
    this.#early = waiting.filter(({ from }) => !this.#linkOf(from));
    for (const { from, signal } of waiting) this.#linkOf(from)?.receive(signal);
  }

  #forget(deviceId: string): void {
    const grace = this.#absent.get(deviceId);
    if (grace !== undefined) clearTimeout(grace);
    this.#absent.delete(deviceId);
    this.#remove(deviceId);
    this.#participants = this.#participants.filter((participant) => participant.deviceId !== deviceId);
    this.#options.onChange();
  }

  #remove(deviceId: string): void {
    this.#links.get(deviceId)?.destroy();
    this.#links.delete(deviceId);
    this.#streams.delete(deviceId);
  }
}
