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
  /** Speaking without a microphone opens the chosen one, or the default. @throws {MeetingError} camera-denied | no-device | device-busy */
  setMuted(isMuted: boolean): Promise<void>;
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
  // Counted for each kind, so that a device that opens too late to be wanted is closed again.
  let cameraRequests = 0;
  let microphoneRequests = 0;

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
  const closeCamera = (): void => {
    cameraRequests += 1;
    setVideo(null);
  };
  const closeMicrophone = (): void => {
    microphoneRequests += 1;
    setAudio(null);
  };
  const openCamera = async (): Promise<void> => {
    closeCamera();
    const mine = cameraRequests;
    const track = await request('camera', choice.cameraId, () => mine === cameraRequests);
    if (track) setVideo(track);
  };
  const openMicrophone = async (): Promise<void> => {
    closeMicrophone();
    const mine = microphoneRequests;
    const track = await request('microphone', choice.microphoneId, () => mine === microphoneRequests);
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
    async setMuted(next) {
      isMuted = next;
      if (audio) audio.enabled = !next;
      else if (!next) await openMicrophone();
      changed();
    },
    async setCameraOn(isOn) {
      if (isOn) await openCamera();
      else closeCamera();
    },
    async open(next) {
      choice = next;
      const results = await Promise.allSettled([
        next.cameraId === null ? Promise.resolve(closeCamera()) : openCamera(),
        next.microphoneId === null ? Promise.resolve(closeMicrophone()) : openMicrophone(),
      ]);
      if (choice !== next) return []; // a later choice tells of its own failures
      return results.flatMap((result) => (result.status === 'rejected' ? [toErrorShape(result.reason)] : []));
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    release() {
      closeCamera();
      closeMicrophone();
      listeners.clear();
    },
  };
}
