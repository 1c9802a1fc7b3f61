import SimplePeer from 'simple-peer/simplepeer.min.js';
import type { Instance, SignalData } from 'simple-peer';
import type { Ticket } from './roomConnection.ts';

/** One WebRTC peer, dead once `onClose` was called. */
export interface PeerTransport {
  signal(data: unknown): void;
  /** Over the ordered, reliable channel; false when it is not open. */
  send(text: string): boolean;
  /** Over the unordered channel that never repeats; false when it is not open or full. */
  sendPointer(text: string): boolean;
  /** Takes the local tracks of now, without negotiation. */
  setTracks(tracks: LocalTracks): void;
  stats(): Promise<RTCStatsReport | null>;
  destroy(): void;
}

/** What this console sends; null where there is no device or it is switched off. */
export interface LocalTracks {
  readonly audio: MediaStreamTrack | null;
  readonly video: MediaStreamTrack | null;
}

export interface PeerEvents {
  readonly onSignal: (data: unknown) => void;
  readonly onOpen: () => void;
  readonly onText: (text: string) => void;
  readonly onStream: (stream: MediaStream) => void;
  readonly onIceState: (state: RTCIceConnectionState) => void;
  /** The peer is gone, by its own failure or by the other side; not called after `destroy`. */
  readonly onClose: () => void;
}

export interface PeerOptions {
  readonly isInitiator: boolean;
  readonly iceServers: Ticket['iceServers'];
  readonly tracks: LocalTracks;
  readonly events: PeerEvents;
}

export type CreatePeer = (options: PeerOptions) => PeerTransport;

/** Keeps a mesh of four within a 2 Mbit/s uplink. */
const maxVideoBitrateBps = 600_000;
const maxAudioBitrateBps = 40_000;
const pointerChannelId = 77;
/** A pointer older than what already waits is worth nothing. */
const maxPointerBacklogBytes = 2048;

/** simple-peer keeps its connection in `_pc`; it offers no other way to a second channel, to senders or to statistics. */
const connectionOf = (peer: Instance): RTCPeerConnection => Reflect.get(peer, '_pc') as RTCPeerConnection;

/**
 * A peer made by simple-peer, with three things of our own:
 *
 * - both media sections exist from the first offer, so that camera and microphone come and go with
 *   `replaceTrack` and need neither negotiation nor the platform;
 * - a second channel for pointers. It is *negotiated* (same id on both sides), because simple-peer
 *   takes whatever channel arrives by `ondatachannel` for its own;
 * - video is capped.
 */
export const createSimplePeer: CreatePeer = ({ isInitiator, iceServers, tracks, events }) => {
  const peer = new SimplePeer({
    initiator: isInitiator, trickle: true,
    config: { iceServers: iceServers.map(({ urls, username, credential }) => ({ urls, ...(username === undefined ? {} : { username }), ...(credential === undefined ? {} : { credential }) })) },
  });
  const connection = connectionOf(peer);
  const pointers = connection.createDataChannel('pointer', { negotiated: true, id: pointerChannelId, ordered: false, maxRetransmits: 0 });
  // Names the two tracks as one stream to the other side; tracks enter through the senders.
  const stream = new MediaStream();
  let local = tracks;
  let isDead = false;

  const senderOf = (kind: 'audio' | 'video'): RTCRtpSender | undefined => connection.getTransceivers().find(({ receiver }) => receiver.track.kind === kind)?.sender;
  const replaceTracks = (): void => {
    for (const kind of ['audio', 'video'] as const) {
      const sender = senderOf(kind);
      if (sender && sender.track !== local[kind]) sender.replaceTrack(local[kind]).catch(() => undefined); // only on a closed connection
    }
  };
  if (isInitiator) {
    for (const kind of ['audio', 'video'] as const) connection.addTransceiver(local[kind] ?? kind, { direction: 'sendrecv', streams: [stream] });
  } else {
    // The answering side gets its sections from the offer; they must be opened for sending before the answer is written.
    connection.addEventListener('signalingstatechange', () => {
      if (connection.signalingState !== 'have-remote-offer') return;
      for (const transceiver of connection.getTransceivers()) {
        transceiver.direction = 'sendrecv';
        transceiver.sender.setStreams(stream);
      }
      replaceTracks();
    });
  }
  const cap = (): void => {
    for (const [kind, maxBitrate] of [['video', maxVideoBitrateBps], ['audio', maxAudioBitrateBps]] as const) {
      const sender = senderOf(kind);
      const parameters = sender?.getParameters();
      if (!sender || !parameters?.encodings[0]) continue;
      parameters.encodings[0].maxBitrate = maxBitrate;
      sender.setParameters(parameters).catch(() => undefined); // without the cap the call still works
    }
  };

  const decoder = new TextDecoder();
  pointers.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (typeof data === 'string' && !isDead) events.onText(data);
  });
  peer.on('signal', (data) => !isDead && events.onSignal(data));
  peer.on('connect', () => {
    if (isDead) return;
    cap();
    events.onOpen();
  });
  peer.on('data', (chunk: unknown) => {
    if (!isDead) events.onText(typeof chunk === 'string' ? chunk : decoder.decode(chunk as Uint8Array));
  });
  peer.on('stream', (remote) => !isDead && events.onStream(remote));
  peer.on('iceStateChange', (state: RTCIceConnectionState) => !isDead && events.onIceState(state));
  // 'close' follows every error; without this listener an error would be thrown at nobody.
  peer.on('error', () => undefined);
  peer.on('close', () => {
    if (isDead) return;
    isDead = true;
    events.onClose();
  });

  return {
    signal(data) {
      if (!isDead && !peer.destroyed) peer.signal(data as SignalData);
    },
    send(text) {
      if (isDead || !peer.connected) return false;
      peer.send(text);
      return true;
    },
    sendPointer(text) {
      if (isDead || pointers.readyState !== 'open' || pointers.bufferedAmount > maxPointerBacklogBytes) return false;
      pointers.send(text);
      return true;
    },
    setTracks(next) {
      local = next;
      if (!isDead) replaceTracks();
    },
    stats: () => (isDead ? Promise.resolve(null) : connection.getStats()),
    destroy() {
      isDead = true;
      if (!peer.destroyed) peer.destroy();
    },
  };
};
