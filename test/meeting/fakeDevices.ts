import { vi } from 'vitest';

type Kind = 'camera' | 'microphone';

/** Tracks and contexts given out so far; every one has to be ended again. */
export interface FakeDevices {
  readonly tracks: { readonly kind: string; readonly isLive: boolean; readonly track: MediaStreamTrack }[];
  readonly openContexts: () => number;
  readonly listeners: () => number;
  /** Makes a kind fail as a browser does, or work again. */
  readonly refuse: (kind: Kind, errorName: string | null) => void;
}

class FakeTrack extends EventTarget {
  readonly kind: string;
  enabled = true;
  readyState: 'live' | 'ended' = 'live';
  constructor(kind: string) {
    super();
    this.kind = kind;
  }
  stop(): void {
    this.readyState = 'ended';
  }
}

class FakeStream {
  #tracks: MediaStreamTrack[];
  constructor(tracks: MediaStreamTrack[] = []) {
    this.#tracks = tracks;
  }
  getTracks = (): MediaStreamTrack[] => this.#tracks;
  getVideoTracks = (): MediaStreamTrack[] => this.#tracks.filter(({ kind }) => kind === 'video');
  getAudioTracks = (): MediaStreamTrack[] => this.#tracks.filter(({ kind }) => kind === 'audio');
  addTrack(track: MediaStreamTrack): void {
    this.#tracks = [...this.#tracks, track];
  }
  removeTrack(track: MediaStreamTrack): void {
    this.#tracks = this.#tracks.filter((other) => other !== track);
  }
}

/** Puts a camera, a microphone and a loudspeaker into this test's window. */
export function fakeDevices(): FakeDevices {
  const given: FakeTrack[] = [];
  const refused = new Map<Kind, string>();
  const listeners = new Set<unknown>();
  let openContexts = 0;
  vi.stubGlobal('MediaStream', FakeStream);
  vi.stubGlobal('AudioContext', class {
    constructor() {
      openContexts += 1;
    }
    createMediaStreamSource = () => ({ connect: () => undefined, disconnect: () => undefined });
    createAnalyser = () => ({ fftSize: 0, getFloatTimeDomainData: (samples: Float32Array) => samples.fill(0.1) });
    close = (): Promise<void> => {
      openContexts -= 1;
      return Promise.resolve();
    };
  });
  Object.defineProperty(navigator, 'mediaDevices', {
    configurable: true,
    value: {
      enumerateDevices: () => Promise.resolve([
        { kind: 'videoinput', deviceId: 'cam-1', label: 'Desk camera' }, { kind: 'audioinput', deviceId: 'mic-1', label: 'Desk microphone' }, { kind: 'audiooutput', deviceId: 'out-1', label: 'Speaker' },
      ]),
      getUserMedia: (constraints: MediaStreamConstraints) => {
        const kind: Kind = constraints.video ? 'camera' : 'microphone';
        const errorName = refused.get(kind);
        if (errorName !== undefined) return Promise.reject(new DOMException('refused', errorName));
        const track = new FakeTrack(kind === 'camera' ? 'video' : 'audio');
        given.push(track);
        return Promise.resolve(new FakeStream([track as unknown as MediaStreamTrack]));
      },
      addEventListener: (_name: string, listener: unknown) => listeners.add(listener),
      removeEventListener: (_name: string, listener: unknown) => listeners.delete(listener),
    },
  });
  return {
    get tracks() {
      return given.map((track) => ({ kind: track.kind, isLive: track.readyState === 'live', track: track as unknown as MediaStreamTrack }));
    },
    openContexts: () => openContexts,
    listeners: () => listeners.size,
    refuse: (kind, errorName) => void (errorName === null ? refused.delete(kind) : refused.set(kind, errorName)),
  };
}
