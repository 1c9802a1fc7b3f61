import { MeetingError } from '../../shared/errors/appError.ts';
import type { JoinAnswer, Participant, Presenter } from '../../shared/meeting/signalling.ts';
import type { ViewPatch } from '../../shared/meeting/view.ts';
import type { PlatformStore, StoreTransaction } from '../store/openStore.ts';

/** What a console finds when it enters, and the connection of its own that it replaced. */
export interface Entry {
  readonly state: Omit<JoinAnswer, 'self'>;
  readonly former: Participant | null;
}

/**
 * One meeting's room: who is here, who presents, what was shown last. All of it is in the store, so that any node
 * may serve any console; changes of one room happen one after the other, whichever nodes they come from.
 */
export class Room {
  readonly meetingId: string;
  private readonly store: PlatformStore;

  constructor(meetingId: string, store: PlatformStore) {
    this.meetingId = meetingId;
    this.store = store;
  }

  participants(): Promise<Participant[]> {
    return this.store.participants.list(this.meetingId);
  }

  presenter(): Promise<Presenter> {
    return this.store.rooms.presenter(this.meetingId);
  }

  /** Adds a console that came by way of a node. */
  join(participant: Participant, nodeId: string): Promise<Entry> {
    return this.change('swift', async (tx) => {
      const former = (await tx.participants.list(this.meetingId)).find((other) => other.deviceId === participant.deviceId && other.peerId !== participant.peerId) ?? null;
      await tx.participants.put(this.meetingId, nodeId, participant);
      const presenter = await tx.rooms.presenter(this.meetingId);
      if (presenter.deviceId === participant.deviceId && presenter.personId === participant.personId) await tx.rooms.setPresenterLost(this.meetingId, null);
      return { former, state: { participants: await tx.participants.list(this.meetingId), presenter, patches: await tx.rooms.patches(this.meetingId) } };
    });
  }

  /** Changes what a console says of its devices; without effect when another connection has taken its place. */
  update(participant: Participant, nodeId: string): Promise<void> {
    return this.change('swift', async (tx) => {
      const isHere = (await tx.participants.list(this.meetingId)).some(({ peerId }) => peerId === participant.peerId);
      if (isHere) await tx.participants.put(this.meetingId, nodeId, participant);
    });
  }

  /**
   * Removes a connection. A presenter who leaves gives the token back; one whose line broke keeps it for the grace time.
   * @returns false when the connection was not here any more
   */
  remove(participant: Participant, isLeaving: boolean, nowMs: number): Promise<boolean> {
    return this.change('durable', async (tx) => {
      if (!(await tx.participants.remove(this.meetingId, participant.peerId))) return false;
      const presenter = await tx.rooms.presenter(this.meetingId);
      if (presenter.deviceId !== participant.deviceId) return true;
      if (isLeaving) await this.hand(tx, presenter, null);
      else await tx.rooms.setPresenterLost(this.meetingId, nowMs);
      return true;
    });
  }

  /** Gives the token to the caller, or tells whom to ask. */
  take(self: Participant, isChair: boolean): Promise<{ granted: Presenter } | { holder: Participant | null }> {
    return this.change('durable', async (tx) => {
      const presenter = await tx.rooms.presenter(this.meetingId);
      const { deviceId, personId } = presenter;
      if (deviceId === self.deviceId && personId === self.personId) return { granted: presenter };
      if (deviceId === null || deviceId === self.deviceId || isChair) return { granted: await this.hand(tx, presenter, self) };
      return { holder: (await tx.participants.list(this.meetingId)).find((other) => other.deviceId === deviceId) ?? null };
    });
  }

  /** @throws {MeetingError} not-presenter | peer-failed */
  give(self: Participant, isChair: boolean, deviceId: string): Promise<Presenter> {
    return this.change('durable', async (tx) => {
      const presenter = await tx.rooms.presenter(this.meetingId);
      if (self.deviceId !== presenter.deviceId && !isChair) throw new MeetingError('not-presenter', 'Only the presenter or the chair hands the view over.');
      const next = (await tx.participants.list(this.meetingId)).find((other) => other.deviceId === deviceId);
      if (!next) throw new MeetingError('peer-failed', 'That console is not in the room.');
      return presenter.deviceId === next.deviceId ? presenter : this.hand(tx, presenter, next);
    });
  }

  /** Keeps a view for late joiners. @throws {MeetingError} not-presenter */
  keepView(self: Participant, patch: ViewPatch): Promise<void> {
    return this.change('swift', async (tx) => {
      const { deviceId, epoch } = await tx.rooms.presenter(this.meetingId);
      if (self.deviceId !== deviceId || patch.epoch !== epoch) {
        throw new MeetingError('not-presenter', 'Someone else presents now; the view was not changed.', { detail: { epoch } });
      }
      await tx.rooms.putPatch(this.meetingId, patch);
    });
  }

  private change<T>(durability: 'durable' | 'swift', work: (tx: StoreTransaction) => Promise<T>): Promise<T> {
    return this.store.transact(async (tx) => {
      await tx.lock([`room/${this.meetingId}`]);
      return work(tx);
    }, durability);
  }

  private async hand(tx: StoreTransaction, { epoch }: Presenter, next: Participant | null): Promise<Presenter> {
    const presenter: Presenter = { personId: next?.personId ?? null, deviceId: next?.deviceId ?? null, epoch: epoch + 1 };
    await tx.rooms.putPresenter(this.meetingId, presenter);
    return presenter;
  }
}
