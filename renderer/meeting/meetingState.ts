import type { ErrorShape } from '../../shared/errors/appError.ts';
import type { Participant, Presenter } from '../../shared/meeting/signalling.ts';

/** `reconnecting`: the platform is away; open links go on carrying picture, sound and view. `failed`: the platform said no. */
export type ConnectionState = 'connecting' | 'online' | 'reconnecting' | 'left' | 'failed';

/** `unstable`: no answer for the moment; `broken`: being replaced by a new peer. */
export type LinkState = 'connecting' | 'open' | 'unstable' | 'broken';

/** The connection to one other console. `transport` is what view messages to it travel on now. */
export interface LinkStatus {
  readonly deviceId: string;
  readonly state: LinkState;
  readonly transport: 'dataChannel' | 'socket';
  /** Round trip of the media path, ms; null until measured. */
  readonly rttMs: number | null;
  /** Peers made for this link beyond the first. */
  readonly replacements: number;
}

/** The holder of the presenter token, whoever drives on their own, and everybody else. */
export type MeetingRole = 'presenter' | 'follower' | 'roaming';

export interface PresenterRequest {
  readonly personId: string;
  readonly deviceId: string;
  readonly name: string;
}

/** Everything the meeting's pages show; a new object after each change. */
export interface MeetingState {
  readonly connection: ConnectionState;
  /** Why the connection is not `online`, or the last thing refused. */
  readonly error: ErrorShape | null;
  readonly selfDeviceId: string | null;
  /** This console included. */
  readonly participants: readonly Participant[];
  readonly presenter: Presenter;
  readonly myRole: MeetingRole;
  readonly isFollowing: boolean;
  /** Others who ask for the token this console holds, oldest first. */
  readonly presenterRequests: readonly PresenterRequest[];
  /** This console asked for the token and waits. */
  readonly isRequesting: boolean;
  readonly links: readonly LinkStatus[];
  /** By deviceId. */
  readonly remoteStreams: ReadonlyMap<string, MediaStream>;
  readonly localStream: MediaStream | null;
  readonly isMuted: boolean;
  readonly isCameraOn: boolean;
}

/** Nobody presents, before the platform says otherwise. */
export const nobodyPresents: Presenter = { personId: null, deviceId: null, epoch: 0 };
