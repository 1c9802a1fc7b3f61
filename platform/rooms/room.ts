import { MeetingError } from '../../shared/errors/appError.ts';
import type { Participant, Presenter, RoomMessage } from '../../shared/meeting/signalling.ts';
import type { ViewPatch } from '../../shared/meeting/view.ts';
import { PlatformError } from '../platformError.ts';
import type { PlatformStore } from '../store/openStore.ts';

/** One meeting's room: who is here, who presents, what was shown last. Knows no socket. */
export class Room {
  readonly meetingId: string;
  private readonly store: PlatformStore;
  private readonly present = new Map<string, Participant>();
  private token: Presenter;
  /** Since when the presenter's console is not here; null while it is, or while nobody presents. */
  private presenterLostAtMs: number | null;

  static async open(meetingId: string, store: PlatformStore, nowMs: number): Promise<Room> {
    return new Room(meetingId, store, await store.rooms.presenter(meetingId), nowMs);
  }

  private constructor(meetingId: string, store: PlatformStore, token: Presenter, nowMs: number) {
    this.meetingId = meetingId;
    this.store = store;
    this.token = token;
    this.presenterLostAtMs = this.token.deviceId === null ? null : nowMs;
  }

  get participants(): Participant[] {
    return [...this.present.values()];
  }

  get presenter(): Presenter {
    return this.token;
  }

  patches(): Promise<ViewPatch[]> {
    return this.store.rooms.patches(this.meetingId);
  }

  /** Adds a console; returns the connection it replaces when the same console was here under another one. */
  join(participant: Participant): Participant | null {
    const former = this.participants.find((other) => other.deviceId === participant.deviceId && other.peerId !== participant.peerId) ?? null;
    if (former) this.present.delete(former.peerId);
    this.present.set(participant.peerId, participant);
    if (this.token.deviceId === participant.deviceId && this.token.personId === participant.personId) this.presenterLostAtMs = null;
    return former;
  }

  update(peerId: string, state: Pick<Participant, 'hasCamera' | 'isMuted'>): void {
    this.present.set(peerId, { ...this.self(peerId), ...state });
  }

  /** Removes a connection. A presenter who leaves gives the token back; one whose line broke keeps it for the grace time. */
  async remove(peerId: string, isLeaving: boolean, nowMs: number): Promise<{ isPresenterChanged: boolean }> {
    const participant = this.present.get(peerId);
    this.present.delete(peerId);
    if (!participant || participant.deviceId !== this.token.deviceId) return { isPresenterChanged: false };
    if (isLeaving) await this.hand(null);
    else this.presenterLostAtMs = nowMs;
    return { isPresenterChanged: isLeaving };
  }

  /** Takes the token from a presenter who did not come back; true when that happened. */
  async expirePresenter(nowMs: number, graceMs: number): Promise<boolean> {
    if (this.presenterLostAtMs === null || nowMs - this.presenterLostAtMs < graceMs) return false;
    await this.hand(null);
    return true;
  }

  self(peerId: string): Participant {
    const participant = this.present.get(peerId);
    if (!participant) throw new MeetingError('not-live', 'This console is not in the room; join first.');
    return participant;
  }

  /** The connection of another console. @throws {MeetingError} peer-failed */
  peer(peerId: string): Participant {
    const participant = this.present.get(peerId);
    if (!participant) throw new MeetingError('peer-failed', 'That console has left the room.');
    return participant;
  }

  /** Gives the token to the caller, or tells whom to ask. */
  async take(peerId: string, isChair: boolean): Promise<{ granted: true } | { granted: false; holder: Participant | null }> {
    const self = this.self(peerId);
    const { deviceId } = this.token;
    if (deviceId === null || deviceId === self.deviceId || isChair) {
      if (deviceId !== self.deviceId || this.token.personId !== self.personId) await this.hand(self);
      return { granted: true };
    }
    return { granted: false, holder: this.participants.find((other) => other.deviceId === deviceId) ?? null };
  }

  /** @throws {MeetingError} not-presenter | peer-failed */
  async give(peerId: string, isChair: boolean, deviceId: string): Promise<void> {
    if (this.self(peerId).deviceId !== this.token.deviceId && !isChair) throw new MeetingError('not-presenter', 'Only the presenter or the chair hands the view over.');
    const next = this.participants.find((other) => other.deviceId === deviceId);
    if (!next) throw new MeetingError('peer-failed', 'That console is not in the room.');
    if (this.token.deviceId !== next.deviceId) await this.hand(next);
  }

  /** Lets a message pass, keeping the view for late joiners. @throws {MeetingError} not-presenter @throws {PlatformError} bad-request */
  async pass(peerId: string, message: RoomMessage): Promise<void> {
    const self = this.self(peerId);
    if (message.kind === 'pointer') {
      if (message.pointer.personId !== self.personId) throw new PlatformError('bad-request', 'A pointer carries the name of the person who moves it.');
      return;
    }
    if (self.deviceId !== this.token.deviceId || message.patch.epoch !== this.token.epoch) {
      throw new MeetingError('not-presenter', 'Someone else presents now; the view was not changed.', { detail: { epoch: this.token.epoch } });
    }
    const { patch } = message;
    await this.store.transact((tx) => tx.rooms.putPatch(this.meetingId, patch), 'swift');
  }

  private async hand(participant: Participant | null): Promise<void> {
    this.token = { personId: participant?.personId ?? null, deviceId: participant?.deviceId ?? null, epoch: this.token.epoch + 1 };
    this.presenterLostAtMs = null;
    await this.store.rooms.putPresenter(this.meetingId, this.token);
  }
}
