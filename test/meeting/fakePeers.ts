import type { CreatePeer, PeerEvents, PeerOptions } from '../../renderer/meeting/peerTransport.ts';

/** A peer without WebRTC: offer and answer travel as real signals, then the two ends call each other. */
export interface FakePeer {
  readonly options: PeerOptions;
  readonly signals: unknown[];
  isOpen: boolean;
  isDestroyed: boolean;
  readonly events: PeerEvents;
}

/** All fake peers of a test and the wires between their ends. */
export interface FakePeers {
  readonly create: CreatePeer;
  readonly all: FakePeer[];
  readonly alive: () => FakePeer[];
  /** The network takes this peer and its other end away. */
  readonly cut: (peer: FakePeer) => void;
}

export function fakePeers(): FakePeers {
  const all: FakePeer[] = [];
  const otherEnd = new Map<FakePeer, FakePeer>();
  const byOffer = new Map<string, FakePeer>();
  const create: CreatePeer = (options) => {
    const peer: FakePeer = { options, signals: [], isOpen: false, isDestroyed: false, events: options.events };
    all.push(peer);
    const offerId = `offer-${all.length}`;
    if (options.isInitiator) {
      byOffer.set(offerId, peer);
      queueMicrotask(() => !peer.isDestroyed && options.events.onSignal({ type: 'offer', sdp: offerId }));
    }
    const deliver = (text: string): boolean => {
      const other = otherEnd.get(peer);
      if (!peer.isOpen || !other) return false;
      queueMicrotask(() => !other.isDestroyed && other.events.onText(text));
      return true;
    };
    return {
      signal(data) {
        peer.signals.push(data);
        const { type, sdp } = data as { type: string; sdp: string };
        if (type === 'offer') {
          const offerer = byOffer.get(sdp);
          if (!offerer) return;
          otherEnd.set(peer, offerer);
          otherEnd.set(offerer, peer);
          queueMicrotask(() => !peer.isDestroyed && options.events.onSignal({ type: 'answer', sdp }));
        } else if (type === 'answer') {
          const other = otherEnd.get(peer);
          for (const end of other ? [peer, other] : []) {
            end.isOpen = true;
            end.events.onOpen();
          }
        }
      },
      send: deliver,
      sendPointer: deliver,
      setTracks: () => undefined,
      stats: () => Promise.resolve(null),
      destroy() {
        if (peer.isDestroyed) return;
        peer.isDestroyed = true;
        peer.isOpen = false;
        const other = otherEnd.get(peer);
        if (other?.isOpen) queueMicrotask(() => close(other));
      },
    };
  };
  const close = (peer: FakePeer): void => {
    if (peer.isDestroyed) return;
    peer.isDestroyed = true;
    peer.isOpen = false;
    peer.events.onClose();
  };
  return {
    create, all,
    alive: () => all.filter(({ isDestroyed }) => !isDestroyed),
    cut(peer) {
      const other = otherEnd.get(peer);
      close(peer);
      if (other) close(other);
    },
  };
}
