import { MeetingError } from '../../shared/errors/appError.ts';

/** Which devices to use. `null`: none of this kind; `''`: the system's default. */
export interface DeviceChoice {
  readonly cameraId: string | null;
  readonly microphoneId: string | null;
  readonly speakerId: string | null;
}

export interface Device {
  readonly deviceId: string;
  /** Empty until the operating system allowed one of its kind. */
  readonly label: string;
}

export interface DeviceList {
  readonly cameras: readonly Device[];
  readonly microphones: readonly Device[];
  readonly speakers: readonly Device[];
}

export type DeviceKind = 'camera' | 'microphone';

const storageKey = 'mdt.meeting.devices';
export const defaultChoice: DeviceChoice = { cameraId: '', microphoneId: '', speakerId: '' };

/** Devices the machine has now. */
export async function listDevices(): Promise<DeviceList> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  const of = (kind: MediaDeviceKind): Device[] => devices.filter((device) => device.kind === kind).map(({ deviceId, label }) => ({ deviceId, label }));
  return { cameras: of('videoinput'), microphones: of('audioinput'), speakers: of('audiooutput') };
}

/** Calls back when a device is plugged in or pulled; returns the end of listening. */
export function onDevicesChanged(listener: () => void): () => void {
  navigator.mediaDevices.addEventListener('devicechange', listener);
  return () => navigator.mediaDevices.removeEventListener('devicechange', listener);
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** The choice of last time; defaults when there is none or it cannot be read. */
export function readChoice(storage: Pick<Storage, 'getItem'>): DeviceChoice {
  try {
    const stored: unknown = JSON.parse(storage.getItem(storageKey) ?? 'null');
    if (typeof stored !== 'object' || stored === null) return defaultChoice;
    const { cameraId, microphoneId, speakerId } = stored as Readonly<Record<string, unknown>>;
    return { cameraId: textOrNull(cameraId), microphoneId: textOrNull(microphoneId), speakerId: textOrNull(speakerId) };
  } catch {
    return defaultChoice;
  }
}

export function rememberChoice(storage: Pick<Storage, 'setItem'>, choice: DeviceChoice): void {
  storage.setItem(storageKey, JSON.stringify(choice));
}

const pick = (id: string | null, list: readonly Device[]): string | null => (id === null || id === '' || list.some((device) => device.deviceId === id) ? id : '');

/** A remembered device that was unplugged gives way to the default one. */
export function choiceAmong(choice: DeviceChoice, devices: DeviceList): DeviceChoice {
  return { cameraId: pick(choice.cameraId, devices.cameras), microphoneId: pick(choice.microphoneId, devices.microphones), speakerId: pick(choice.speakerId, devices.speakers) };
}

/** Enough for a face in a tile; the images under discussion never travel as video. */
export const cameraConstraints = (deviceId: string | null): MediaStreamConstraints => ({
  video: { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 15, max: 24 }, ...(deviceId ? { deviceId: { exact: deviceId } } : {}) },
});

export const microphoneConstraints = (deviceId: string | null): MediaStreamConstraints => ({
  audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, ...(deviceId ? { deviceId: { exact: deviceId } } : {}) },
});

/** Opens one device. @throws {MeetingError} camera-denied | no-device | device-busy */
export async function requestTrack(kind: DeviceKind, constraints: MediaStreamConstraints): Promise<MediaStreamTrack> {
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia(constraints);
  } catch (error) {
    throw deviceError(kind, error);
  }
  const [track] = kind === 'camera' ? stream.getVideoTracks() : stream.getAudioTracks();
  if (!track) throw deviceError(kind, new DOMException('the device gave no track', 'NotFoundError'));
  return track;
}

/** A browser's refusal as ours; the lobby says in the reader's language what to do. */
export function deviceError(kind: DeviceKind, cause: unknown): MeetingError {
  const name = cause instanceof Error || cause instanceof DOMException ? cause.name : '';
  const options = { cause, detail: { kind } };
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return new MeetingError('camera-denied', `The ${kind} is not allowed. Allow it for this console in the operating system's privacy settings, or join without it.`, options);
    case 'NotFoundError':
    case 'OverconstrainedError':
      return new MeetingError('no-device', `No ${kind} was found. Connect one or choose another, or join without it.`, options);
    default:
      return new MeetingError('device-busy', `The ${kind} could not be started; another program may be using it. Close that program, or join without it.`, options);
  }
}
