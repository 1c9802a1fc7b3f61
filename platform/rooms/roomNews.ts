import type { Participant, Presenter } from '../../shared/meeting/signalling.ts';
import type { PlatformStore } from '../store/openStore.ts';
import { channelOf, type IoServer } from './roomSockets.ts';

/** A room as this node's consoles were last told of it. */
interface Told {
  readonly participants: readonly Participant[];
  readonly presenter: Presenter;
}

/**
 * Tells the consoles of this node who is in their room and who presents, as the store has it. A change travels
 * between nodes only as the room's id: each node reads for itself, one reading after the other, so that the last
 * word it passes on is the newest.
 */
export class RoomNews {
  private readonly io: IoServer;
  private readonly store: PlatformStore;
  private readonly told = new Map<string, Told>();
  private readonly reading = new Map<string, Promise<void>>();
  private readonly next = new Map<string, Promise<void>>();

  constructor(io: IoServer, store: PlatformStore) {
    this.io = io;
    this.store = store;
    io.on('room', (meetingId) => void this.read(meetingId));
  }

  /** The room changed here: this node's consoles are told when it resolves, those of other nodes soon after. */
  async changed(meetingId: string): Promise<void> {
    if (this.store.signalling) this.io.serverSideEmit('room', meetingId);
    await this.read(meetingId);
  }

  /** Reads all rooms with consoles of this node again, for changes that were not heard of. */
  async readAll(): Promise<void> {
    await Promise.all([...this.told.keys()].map((meetingId) => this.read(meetingId)));
  }

  /** What the consoles of this node were told last. */
  latest(meetingId: string): Told | undefined {
    return this.told.get(meetingId);
  }

  /** The console with this connection, as far as this node has read; asks the store for one it does not know. */
  async find(meetingId: string, peerId: string): Promise<Participant | undefined> {
    const known = this.told.get(meetingId)?.participants.find((participant) => participant.peerId === peerId);
    return known ?? (await this.store.participants.list(meetingId)).find((participant) => participant.peerId === peerId);
  }

  /** One reading at a time and at most one waiting: whoever comes meanwhile is answered by the waiting one. */
  private read(meetingId: string): Promise<void> {
    const current = this.reading.get(meetingId);
    if (!current) {
      const started = this.tell(meetingId).finally(() => this.reading.delete(meetingId));
      this.reading.set(meetingId, started);
      return started;
    }
    const waiting = this.next.get(meetingId) ?? this.after(current, meetingId);
    this.next.set(meetingId, waiting);
    return waiting;
  }

  private async after(current: Promise<void>, meetingId: string): Promise<void> {
    await current.catch(() => undefined);
    this.next.delete(meetingId);
    await this.read(meetingId);
  }

  private async tell(meetingId: string): Promise<void> {
    const channel = channelOf(meetingId);
    if (!this.io.of('/').adapter.rooms.has(channel)) {
      this.told.delete(meetingId);
      return;
    }
    const participants = await this.store.participants.list(meetingId);
    const presenter = await this.store.rooms.presenter(meetingId);
    const before = this.told.get(meetingId);
    this.told.set(meetingId, { participants, presenter });
    if (JSON.stringify(before?.participants) !== JSON.stringify(participants)) this.io.local.to(channel).emit('room:participants', participants);
    // Whoever enters gets the presenter with the answer; only a change is news.
    if (before && before.presenter.epoch !== presenter.epoch) this.io.local.to(channel).emit('presenter', presenter);
  }
}
