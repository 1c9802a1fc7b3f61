import { z } from 'zod';
import { toErrorShape, type ErrorShape } from '../../shared/errors/appError.ts';
import { presenterSchema, roomMessageSchema, type JoinAnswer, type RoomMessage } from '../../shared/meeting/signalling.ts';
import type { Pointer, View, ViewChange, ViewPatch } from '../../shared/meeting/view.ts';
import { scheduleFrame as nextFrame } from './frame.ts';
import type { LocalMedia } from './localMedia.ts';
import { measureLinks, type LinkMedia } from './mediaStats.ts';
import type { ConnectionState, MeetingState, PresenterRequest } from './meetingState.ts';
import { Mesh } from './mesh.ts';
import { createSimplePeer, type CreatePeer } from './peerTransport.ts';
import { RoomConnection, type Ticket } from './roomConnection.ts';
import { connectRoomSocket, type ConnectRoomSocket } from './roomSocket.ts';
import { ViewSharing, type ViewCause } from './viewSharing.ts';

export interface MeetingSessionOptions {
  /** A new ticket for each connection: `meeting.ticket`. */
  readonly ticket: () => Promise<Ticket>;
  readonly self: { readonly personId: string; readonly name: string };
  readonly media: LocalMedia;
  readonly onChange: (state: MeetingState) => void;
  readonly onView: (view: View, cause: ViewCause) => void;
  readonly onPointer: (pointer: Pointer) => void;
  /** A presenter's patch that arrived and changed the view; for measurement. */
  readonly onPatch?: (patch: ViewPatch) => void;
  /** Parts a test replaces. */
  readonly parts?: { readonly connect?: ConnectRoomSocket; readonly createPeer?: CreatePeer; readonly scheduleFrame?: (callback: () => void) => () => void };
}

/** One console's stay in one meeting. Nothing of it is stored. */
export interface MeetingSession {
  readonly state: MeetingState;
  /** What this console shows: the shared view, or its own while roaming. */
  readonly view: View;
  /** See {@link ViewSharing.present}. */
  presentView(fields: ViewChange): 'presented' | 'roaming';
  /** Shows where this person points; dropped rather than delayed. */
  point(pointer: Pick<Pointer, 'cell' | 'pointMm'>): void;
  roam(): void;
  follow(): void;
  /** Granted at once, or shown to the holder as a request. */
  takeToken(): Promise<void>;
  /** Hands the token to another console; the holder or the chair. */
  giveToken(deviceId: string): Promise<void>;
  answerRequest(request: PresenterRequest, isGranted: boolean): Promise<void>;
  /** A device that cannot be opened is told in `state.error`. */
  setMuted(isMuted: boolean): Promise<void>;
  setCameraOn(isOn: boolean): Promise<void>;
  measureMedia(): Promise<readonly LinkMedia[]>;
  retryNow(): void;
  clearError(): void;
  /** Releases every peer, track, timer and listener. */
  leave(): Promise<void>;
}

/** Pointer messages through the platform, for those without a channel. */
const relayedPointerIntervalMs = 100;
const measureIntervalMs = 3000;
const takeAnswerSchema = z.union([presenterSchema, z.object({ requested: z.literal(true) })]);

/** Joins at once; what happens is told through `onChange`. */
export function createMeetingSession(options: MeetingSessionOptions): MeetingSession {
  const { media, self } = options;
  let connection: ConnectionState = 'connecting';
  let error: ErrorShape | null = null;
  let selfDeviceId: string | null = null;
  let requests: readonly PresenterRequest[] = [];
  let isRequesting = false;
  let lastRelayedPointerMs = 0;
  let hasLeft = false;

  const sharing = new ViewSharing({
    send: (patch) => broadcast({ kind: 'view', patch }),
    onView: (view, cause) => {
      options.onView(view, cause);
      // A view changes with each frame; the pages around it need to know only when the role does.
      if (sharing.role !== state.myRole) changed();
    },
    onPatch: (patch) => options.onPatch?.(patch),
    scheduleFrame: options.parts?.scheduleFrame ?? nextFrame,
    nowMs: () => Date.now(),
  });

  const mesh = new Mesh({
    createPeer: options.parts?.createPeer ?? createSimplePeer,
    tracks: () => media.tracks,
    signal: (peerId, signal) => void room.tell('signal', { to: peerId, data: signal }),
    canSignal: () => room.isOnline,
    onChange: () => changed(),
    onText: (deviceId, text) => receiveText(deviceId, text),
    onOpen: (deviceId) => {
      // It may have missed patches while it had neither a channel nor the platform.
      const patch = sharing.snapshot();
      if (patch) mesh.sendTo(deviceId, JSON.stringify({ kind: 'view', patch } satisfies RoomMessage));
    },
  });

  const presence = (): { hasCamera: boolean; isMuted: boolean } => ({ hasCamera: media.isCameraOn, isMuted: media.isMuted });

  const room = new RoomConnection({
    ticket: options.ticket,
    connect: options.parts?.connect ?? connectRoomSocket,
    presence,
    handlers: {
      onJoined: (answer, ticket) => joined(answer, ticket),
      onDown: (why) => {
        connection = selfDeviceId === null ? 'connecting' : 'reconnecting';
        error = why;
        isRequesting = false;
        changed();
      },
      onRefused: (why) => {
        connection = 'failed';
        error = why;
        changed();
      },
      onParticipants: (participants) => mesh.participantsChanged(participants),
      onPresenter: (presenter) => {
        sharing.setPresenter(presenter);
        tokenMoved();
      },
      onRequested: (request) => {
        requests = [...requests.filter(({ deviceId }) => deviceId !== request.deviceId), request];
        changed();
      },
      onSignal: (from, data) => mesh.receiveSignal(from, data),
      onRelay: (from, message) => receive(mesh.deviceOf(from), message),
    },
  });

  function joined(answer: JoinAnswer, ticket: Ticket): void {
    selfDeviceId = answer.self.deviceId;
    connection = 'online';
    error = null;
    mesh.joined(answer.self.deviceId, answer.participants, ticket.iceServers);
    sharing.joined(answer.self.deviceId, answer.presenter, answer.patches);
    tokenMoved();
  }

  function tokenMoved(): void {
    if (!sharing.isPresenter) requests = [];
    else requests = requests.filter(({ deviceId }) => mesh.participants.some((participant) => participant.deviceId === deviceId));
    isRequesting = false;
    changed();
  }

  function broadcast(message: RoomMessage): void {
    mesh.send(JSON.stringify(message));
    room.tell('relay', { to: null, message });
  }

  function receiveText(deviceId: string, text: string): void {
    let message: unknown;
    try {
      message = JSON.parse(text);
    } catch {
      return; // not a message of ours
    }
    const parsed = roomMessageSchema.safeParse(message);
    if (!parsed.success) return;
    // Over a channel nobody has checked the sender but its own end.
    if (parsed.data.kind === 'view' && parsed.data.patch.senderId !== deviceId) return;
    receive(deviceId, parsed.data);
  }

  function receive(deviceId: string | null, message: RoomMessage): void {
    if (message.kind === 'view') {
      sharing.receive(message.patch);
      return;
    }
    // The name shown beside a pointer is the platform's, not the sender's.
    const sender = mesh.participants.find((participant) => participant.deviceId === deviceId);
    if (sender) options.onPointer({ ...message.pointer, personId: sender.personId, name: sender.name });
  }

  const snapshot = (): MeetingState => ({
    connection, error, selfDeviceId,
    participants: mesh.participants,
    presenter: sharing.presenter,
    myRole: sharing.role,
    isFollowing: sharing.isFollowing,
    presenterRequests: requests,
    isRequesting,
    links: mesh.statuses,
    remoteStreams: mesh.streams,
    localStream: media.stream,
    isMuted: media.isMuted,
    isCameraOn: media.isCameraOn,
  });
  let state = snapshot();

  function changed(): void {
    if (hasLeft) return;
    state = snapshot();
    options.onChange(state);
  }

  /** Runs a request; a refusal is shown, not thrown. */
  async function ask(event: string, payload: unknown): Promise<unknown> {
    try {
      error = null;
      return await room.request(event, payload);
    } catch (thrown) {
      error = toErrorShape(thrown);
      changed();
      return undefined;
    }
  }

  const stopMedia = media.onChange(() => {
    mesh.setTracks(media.tracks);
    room.tell('room:state', presence());
    changed();
  });
  const measuring = setInterval(() => void measureLinks(mesh.links).then(changed), measureIntervalMs);

  async function giveToken(deviceId: string): Promise<void> {
    requests = requests.filter((request) => request.deviceId !== deviceId);
    sharing.flush();
    const presenter = presenterSchema.safeParse(await ask('presenter:give', { deviceId }));
    if (presenter.success) sharing.setPresenter(presenter.data);
    changed();
  }

  /** Runs a change of devices; its failure is shown, not thrown. */
  async function tryDevice(change: () => Promise<void>): Promise<void> {
    if (hasLeft) return;
    try {
      await change();
    } catch (thrown) {
      error = toErrorShape(thrown);
      changed();
    }
  }

  room.start();

  return {
    get state() {
      return state;
    },
    get view() {
      return sharing.view;
    },
    presentView(fields) {
      return sharing.present(fields);
    },
    point({ cell, pointMm }) {
      const pointer = { personId: self.personId, name: self.name, cell, pointMm: pointMm === null ? null : ([...pointMm] as [number, number, number]) };
      const message: RoomMessage = { kind: 'pointer', pointer };
      const without = mesh.sendPointer(JSON.stringify(message));
      const nowMs = Date.now();
      if (without.length === 0 || (pointMm !== null && nowMs - lastRelayedPointerMs < relayedPointerIntervalMs)) return;
      lastRelayedPointerMs = nowMs;
      for (const to of without) room.tell('relay', { to, message });
    },
    roam() {
      sharing.roam();
      changed();
    },
    follow() {
      sharing.follow();
      changed();
    },
    async takeToken() {
      const answer = takeAnswerSchema.safeParse(await ask('presenter:take', {}));
      if (!answer.success) return;
      if ('requested' in answer.data) isRequesting = true;
      else {
        sharing.setPresenter(answer.data);
        tokenMoved();
      }
      changed();
    },
    giveToken,
    async answerRequest(request, isGranted) {
      if (isGranted) await giveToken(request.deviceId);
      requests = requests.filter(({ deviceId }) => deviceId !== request.deviceId);
      changed();
    },
    setMuted: (isMuted) => tryDevice(() => media.setMuted(isMuted)),
    setCameraOn: (isOn) => tryDevice(() => media.setCameraOn(isOn)),
    measureMedia: () => measureLinks(mesh.links),
    retryNow() {
      if (connection === 'failed') connection = selfDeviceId === null ? 'connecting' : 'reconnecting';
      room.retryNow();
      changed();
    },
    clearError() {
      error = null;
      changed();
    },
    async leave() {
      if (hasLeft) return;
      connection = 'left';
      error = null;
      clearInterval(measuring);
      stopMedia();
      sharing.dispose();
      mesh.destroy();
      media.release();
      changed();
      hasLeft = true;
      await room.close();
    },
  };
}
