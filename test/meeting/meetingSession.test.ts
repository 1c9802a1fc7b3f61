import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { LocalMedia } from '../../renderer/meeting/localMedia.ts';
import { createMeetingSession, type MeetingSession } from '../../renderer/meeting/meetingSession.ts';
import { MeetingError } from '../../shared/errors/appError.ts';
import type { Pointer, View } from '../../shared/meeting/view.ts';
import { fakePeers, type FakePeers } from './fakePeers.ts';
import { startRoom, type RoomUnderTest } from './startRoom.ts';

interface FakeMedia extends LocalMedia {
  readonly listeners: Set<() => void>;
  readonly isReleased: () => boolean;
}

function fakeMedia(): FakeMedia {
  const listeners = new Set<() => void>();
  let isMuted = false;
  let isReleased = false;
  return {
    listeners,
    isReleased: () => isReleased,
    stream: {} as MediaStream,
    tracks: { audio: null, video: null },
    get isMuted() {
      return isMuted;
    },
    isCameraOn: true, hasMicrophone: true, choice: { cameraId: '', microphoneId: '', speakerId: '' },
    setMuted(next) {
      isMuted = next;
      for (const listener of listeners) listener();
      return Promise.resolve();
    },
    setCameraOn: () => Promise.resolve(),
    open: () => Promise.resolve([]),
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    release() {
      isReleased = true;
    },
  };
}

interface Seat {
  readonly session: MeetingSession;
  readonly media: FakeMedia;
  readonly views: View[];
  readonly pointers: Pointer[];
  readonly tickets: () => number;
}

let room: RoomUnderTest;
let peers: FakePeers;
let seats: Seat[] = [];

async function sit(account: string, canLink = true): Promise<Seat> {
  const console = await room.console(account);
  const media = fakeMedia();
  const views: View[] = [];
  const pointers: Pointer[] = [];
  let tickets = 0;
  const session = createMeetingSession({
    ticket: () => {
      tickets += 1;
      return console.ticket();
    },
    self: { personId: account, name: account },
    media,
    onChange: () => undefined,
    onView: (view) => views.push(view),
    onPointer: (pointer) => pointers.push(pointer),
    parts: {
      createPeer: canLink ? peers.create : () => ({ signal: () => undefined, send: () => false, sendPointer: () => false, setTracks: () => undefined, stats: () => Promise.resolve(null), destroy: () => undefined }),
      scheduleFrame: (callback) => {
        const timer = setTimeout(callback, 5);
        return () => clearTimeout(timer);
      },
    },
  });
  const seat = { session, media, views, pointers, tickets: () => tickets };
  seats.push(seat);
  return seat;
}

const until = (check: () => void, timeout = 15_000): Promise<void> => vi.waitFor(check, { timeout, interval: 20 });
const isLinked = ({ session }: Seat): void => expect(session.state.links.map(({ state }) => state)).toEqual(['open']);

beforeAll(async () => {
  room = await startRoom();
});
afterAll(async () => {
  await room.stop();
});
afterEach(async () => {
  for (const { session } of seats) await session.leave();
  seats = [];
});

/** On the real platform; only the peers are fake. */
describe('meeting session', () => {
  it('links four consoles of two hospitals with each other and shows all of them what one presents', async () => {
    peers = fakePeers();
    const all = await Promise.all(['chen.chair', 'lin.expert', 'he.doctor', 'liang.imaging'].map((account) => sit(account)));
    await until(() => all.forEach(({ session }) => expect(session.state.links.map(({ state }) => state)).toEqual(['open', 'open', 'open'])));
    const [, , , imaging] = all;
    await imaging?.session.takeToken();
    imaging?.session.presentView({ crosshairMm: [4, 5, 6], 'cells.0.zoom': 2 });
    await until(() => all.forEach(({ session }) => expect([session.view.crosshairMm, session.view.cells[0]?.zoom]).toEqual([[4, 5, 6], 2])));
    expect(all.map(({ session }) => session.state.myRole).sort()).toEqual(['follower', 'follower', 'follower', 'presenter']);
  });

  it('links two consoles, follows the presenter and passes the token', async () => {
    peers = fakePeers();
    const chair = await sit('chen.chair');
    const doctor = await sit('he.doctor');
    await until(() => [chair, doctor].forEach(isLinked));
    expect(chair.session.state.participants.map(({ name }) => name).sort()).toEqual(['何静', '陈立群']);

    await doctor.session.takeToken();
    expect(doctor.session.state.myRole).toBe('presenter');
    doctor.session.presentView({ crosshairMm: [1, 2, 3] });
    await until(() => expect(chair.session.view.crosshairMm).toEqual([1, 2, 3]));

    // A colleague asks; the holder hands over.
    const expert = await sit('lin.expert');
    await until(() => expect(expert.session.view.crosshairMm).toEqual([1, 2, 3]));
    await expert.session.takeToken();
    expect(expert.session.state).toMatchObject({ isRequesting: true, myRole: 'follower' });
    await until(() => expect(doctor.session.state.presenterRequests).toHaveLength(1));
    const [request] = doctor.session.state.presenterRequests;
    if (request) await doctor.session.answerRequest(request, true);
    await until(() => expect(expert.session.state).toMatchObject({ isRequesting: false, myRole: 'presenter' }));
    expect(doctor.session.state).toMatchObject({ myRole: 'follower', presenterRequests: [] });

    // The chair takes it back without asking.
    await chair.session.takeToken();
    await until(() => expect(expert.session.state.myRole).toBe('follower'));
    expect(chair.session.state.myRole).toBe('presenter');
    await expert.session.giveToken(doctor.session.state.selfDeviceId ?? '');
    expect(expert.session.state.error?.reason).toBe('not-presenter');
  });

  it('shows pointers under the name the platform knows, and passes them on where there is no channel', async () => {
    peers = fakePeers();
    const chair = await sit('chen.chair');
    const doctor = await sit('he.doctor', false);
    await until(() => expect(chair.session.state.participants).toHaveLength(2));
    await until(() => expect(doctor.session.state.participants).toHaveLength(2));
    // One that cannot go out at once is dropped; whoever points goes on moving.
    await until(() => {
      doctor.session.point({ cell: 0, pointMm: [4, 5, 6] });
      expect(chair.pointers[0]).toEqual({ personId: 'he.doctor', name: '何静', cell: 0, pointMm: [4, 5, 6] });
    });
  });

  it('carries the view through the platform where no channel opens', async () => {
    peers = fakePeers();
    const chair = await sit('chen.chair', false);
    const doctor = await sit('he.doctor', false);
    await until(() => expect(doctor.session.state.participants).toHaveLength(2));
    await doctor.session.takeToken();
    doctor.session.presentView({ 'cells.0.zoom': 3 });
    await until(() => expect(chair.session.view.cells[0]?.zoom).toBe(3));
    expect(chair.session.state.links[0]?.transport).toBe('socket');
  });

  it('goes on over its links while the platform is away, and keeps them when it is back', async () => {
    peers = fakePeers();
    const chair = await sit('chen.chair');
    const doctor = await sit('he.doctor');
    await until(() => [chair, doctor].forEach(isLinked));
    await doctor.session.takeToken();
    const made = peers.all.length;
    const peerIds = chair.session.state.participants.map(({ peerId }) => peerId);

    await room.stop();
    await until(() => expect([chair, doctor].map(({ session }) => session.state.connection)).toEqual(['reconnecting', 'reconnecting']));
    expect(chair.session.state.error?.reason).toBe('unreachable');
    doctor.session.presentView({ 'cells.0.zoom': 9 });
    await until(() => expect(chair.session.view.cells[0]?.zoom).toBe(9), 1000);
    expect(chair.session.state.participants).toHaveLength(2);

    const startMs = Date.now();
    await room.startAgain();
    await until(() => expect([chair, doctor].map(({ session }) => session.state.connection)).toEqual(['online', 'online']));
    expect(Date.now() - startMs).toBeLessThan(5000);
    expect(chair.session.state.error).toBeNull();
    await until(() => expect(chair.session.state.participants.map(({ peerId }) => peerId).some((id) => peerIds.includes(id))).toBe(false));
    expect(peers.all).toHaveLength(made);
    expect(peers.alive()).toHaveLength(2);
    expect([chair.tickets(), doctor.tickets()].every((count) => count >= 2)).toBe(true);
    expect(doctor.session.state.myRole).toBe('presenter');
    doctor.session.presentView({ 'cells.0.zoom': 10 });
    await until(() => expect(chair.session.view.cells[0]?.zoom).toBe(10));

    // What was shown while the platform was away reaches who comes later.
    const expert = await sit('lin.expert');
    await until(() => expect(expert.session.view.cells[0]?.zoom).toBe(10));
  });

  it('replaces a broken link and catches up over it', async () => {
    peers = fakePeers();
    const chair = await sit('chen.chair');
    const doctor = await sit('he.doctor');
    await until(() => [chair, doctor].forEach(isLinked));
    const [first] = peers.all;
    if (first) peers.cut(first);
    await until(() => [chair, doctor].forEach(isLinked));
    expect(peers.alive()).toHaveLength(2);
    expect(chair.session.state.connection).toBe('online');
  });

  it('tells the others of mute', async () => {
    peers = fakePeers();
    const chair = await sit('chen.chair');
    const doctor = await sit('he.doctor');
    await until(() => expect(chair.session.state.participants).toHaveLength(2));
    await doctor.session.setMuted(true);
    await until(() => expect(chair.session.state.participants.find(({ personId }) => personId === 'he.doctor')?.isMuted).toBe(true));
    expect(doctor.session.state.isMuted).toBe(true);
  });

  it('says why it cannot enter, and does not try for ever', async () => {
    peers = fakePeers();
    let asked = 0;
    const session = createMeetingSession({
      ticket: () => {
        asked += 1;
        return Promise.reject(new MeetingError('not-invited', 'Your hospital is not invited to this meeting.'));
      },
      self: { personId: 'x', name: 'x' }, media: fakeMedia(), onChange: () => undefined, onView: () => undefined, onPointer: () => undefined,
    });
    await until(() => expect(session.state).toMatchObject({ connection: 'failed', error: { reason: 'not-invited' } }));
    await new Promise((resolve) => {
      setTimeout(resolve, 1000);
    });
    expect(asked).toBe(1);
    session.retryNow();
    await until(() => expect(asked).toBe(2));
    await session.leave();
    expect(session.state.connection).toBe('left');
  });

  it('leaves at both ends and releases peers, devices and listeners', async () => {
    peers = fakePeers();
    const chair = await sit('chen.chair');
    const doctor = await sit('he.doctor');
    await until(() => [chair, doctor].forEach(isLinked));
    await doctor.session.leave();
    expect(doctor.session.state.connection).toBe('left');
    expect([doctor.media.isReleased(), doctor.media.listeners.size]).toEqual([true, 0]);
    await until(() => expect(chair.session.state).toMatchObject({ links: [], participants: [{ personId: 'chen.chair' }] }));
    await chair.session.leave();
    expect(peers.alive()).toEqual([]);
  });
});
