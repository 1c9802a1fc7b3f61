import { toErrorShape, type ErrorShape } from '../../shared/errors/appError.ts';
import { cameraConstraints, microphoneConstraints, requestTrack, type DeviceChoice, type DeviceKind } from './devices.ts';
import type { LocalTracks } from './peerTransport.ts';

/** This console's camera and microphone, whichever of them there are. */
export interface LocalMedia {
  /** One stream for the self view; its tracks come and go. */
  readonly stream: MediaStream;
  readonly tracks: LocalTracks;
  readonly isMuted: boolean;
  readonly isCameraOn: boolean;
  readonly hasMicrophone: boolean;
  readonly choice: DeviceChoice;
  setMuted(isMuted: boolean): void;
  /** Off stops the device, so that its light goes out. @throws {MeetingError} camera-denied | no-device | device-busy */
  setCameraOn(isOn: boolean): Promise<void>;
  /** Opens the chosen devices; a kind whose choice is null is switched off. Returns what failed; the other kind is opened all the same. */
  open(choice: DeviceChoice): Promise<readonly ErrorShape[]>;
  onChange(listener: () => void): () => void;
  /** Stops every track, also one that is just being opened. May be opened again. */
  release(): void;
}

/** Opens a device; a track that comes too late to be wanted is stopped. */
async function request(kind: DeviceKind, deviceId: string | null, isWanted: () => boolean): Promise<MediaStreamTrack | null> {
  const track = await requestTrack(kind, kind === 'camera' ? cameraConstraints(deviceId) : microphoneConstraints(deviceId));
  if (isWanted()) return track;
  track.stop();
  return null;
}

/** Media of one meeting, shared by its lobby and its room so that devices are opened once. */
export function createLocalMedia(): LocalMedia {
  const stream = new MediaStream();
  const listeners = new Set<() => void>();
  let choice: DeviceChoice = { cameraId: null, microphoneId: null, speakerId: null };
  let audio: MediaStreamTrack | null = null;
  let video: MediaStreamTrack | null = null;
  let isMuted = false;
  let openings = 0;

  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const put = (old: MediaStreamTrack | null, next: MediaStreamTrack | null): void => {
    if (old) {
      old.stop();
      stream.removeTrack(old);
    }
    if (next) {
      stream.addTrack(next);
      // Unplugged, or taken away by the operating system.
      next.addEventListener('ended', () => {
        if (next === video) setVideo(null);
        else if (next === audio) setAudio(null);
      });
    }
  };
  const setVideo = (track: MediaStreamTrack | null): void => {
    put(video, track);
    video = track;
    changed();
  };
  const setAudio = (track: MediaStreamTrack | null): void => {
    if (track) track.enabled = !isMuted;
    put(audio, track);
    audio = track;
    changed();
  };
  const openCamera = async (isWanted: () => boolean): Promise<void> => {
    setVideo(null);
    const track = await request('camera', choice.cameraId, isWanted);
    if (track) setVideo(track);
  };
  const openMicrophone = async (isWanted: () => boolean): Promise<void> => {
    setAudio(null);
    const track = await request('microphone', choice.microphoneId, isWanted);
    if (track) setAudio(track);
  };

  return {
    stream,
    get tracks() {
      return { audio, video };
    },
    get isMuted() {
      return isMuted || audio === null;
    },
    get isCameraOn() {
      return video !== null;
    },
    get hasMicrophone() {
      return audio !== null;
    },
    get choice() {
      return choice;
    },
    setMuted(next) {
      isMuted = next;
      if (audio) audio.enabled = !next;
      changed();
    },
    async setCameraOn(isOn) {
      openings += 1;
      const opening = openings;
      if (isOn) await openCamera(() => opening === openings);
      else setVideo(null);
    },
    async open(next) {
      openings += 1;
      const opening = openings;
      const isWanted = (): boolean => opening === openings;
      choice = next;
      const results = await Promise.allSettled([
        next.cameraId === null ? Promise.resolve(setVideo(null)) : openCamera(isWanted),
        next.microphoneId === null ? Promise.resolve(setAudio(null)) : openMicrophone(isWanted),
      ]);
      if (!isWanted()) return [];
      return results.flatMap((result) => (result.status === 'rejected' ? [toErrorShape(result.reason)] : []));
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    release() {
      openings += 1;
      setVideo(null);
      setAudio(null);
      listeners.clear();
    },
  };
}
