// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { choiceAmong, defaultChoice, deviceError, readChoice, rememberChoice } from '../../renderer/meeting/devices.ts';
import { levelOf, meterLevel } from '../../renderer/meeting/levelMeter.ts';
import { createLocalMedia } from '../../renderer/meeting/localMedia.ts';
import { fakeDevices, type FakeDevices } from './fakeDevices.ts';

let devices: FakeDevices;
beforeEach(() => {
  devices = fakeDevices();
  window.localStorage.clear();
});
afterEach(() => {
  vi.unstubAllGlobals();
});
const live = (): string[] => devices.tracks.filter(({ isLive }) => isLive).map(({ kind }) => kind).sort();

describe('local media', () => {
  it('opens camera and microphone and stops both on release', async () => {
    const media = createLocalMedia();
    expect(await media.open(defaultChoice)).toEqual([]);
    expect(live()).toEqual(['audio', 'video']);
    expect([media.isCameraOn, media.isMuted, media.stream.getTracks().length]).toEqual([true, false, 2]);
    media.release();
    expect(live()).toEqual([]);
    expect(media.stream.getTracks()).toEqual([]);
  });

  it('opens the other kind when one is denied, and names both failures', async () => {
    devices.refuse('camera', 'NotAllowedError');
    const media = createLocalMedia();
    expect((await media.open(defaultChoice)).map(({ reason, detail }) => [reason, detail?.['kind']])).toEqual([['camera-denied', 'camera']]);
    expect(live()).toEqual(['audio']);
    devices.refuse('microphone', 'NotReadableError');
    expect((await media.open(defaultChoice)).map(({ reason }) => reason)).toEqual(['camera-denied', 'device-busy']);
    expect([media.isMuted, media.isCameraOn]).toEqual([true, false]);
    media.release();
  });

  it('stops the camera when it is switched off, and keeps the microphone', async () => {
    const media = createLocalMedia();
    await media.open(defaultChoice);
    await media.setCameraOn(false);
    expect(live()).toEqual(['audio']);
    await media.setCameraOn(true);
    expect(live()).toEqual(['audio', 'video']);
    media.release();
  });

  it('silences the track when muted, also one opened later', async () => {
    const media = createLocalMedia();
    await media.setMuted(true);
    await media.open(defaultChoice);
    expect(media.tracks.audio?.enabled).toBe(false);
    await media.setMuted(false);
    expect(media.tracks.audio?.enabled).toBe(true);
    media.release();
  });

  it('opens the microphone for who joined without one and wants to speak', async () => {
    const media = createLocalMedia();
    await media.open({ cameraId: null, microphoneId: null, speakerId: null });
    expect([live(), media.isMuted]).toEqual([[], true]);
    await Promise.all([media.setMuted(false), media.setCameraOn(true)]);
    expect([live(), media.isMuted]).toEqual([['audio', 'video'], false]);
    media.release();
    devices.refuse('microphone', 'NotAllowedError');
    await expect(media.setMuted(false)).rejects.toMatchObject({ reason: 'camera-denied', detail: { kind: 'microphone' } });
  });

  it('stops a device that opens after nobody wants it any more', async () => {
    const media = createLocalMedia();
    const opening = media.open(defaultChoice);
    media.release();
    await opening;
    expect(live()).toEqual([]);
    const first = media.open(defaultChoice);
    const second = media.open(defaultChoice);
    await Promise.all([first, second]);
    expect(live()).toEqual(['audio', 'video']);
    media.release();
  });

  it('notices an unplugged camera', async () => {
    const media = createLocalMedia();
    await media.open(defaultChoice);
    const heard = vi.fn<() => void>();
    media.onChange(heard);
    media.tracks.video?.dispatchEvent(new Event('ended'));
    expect([media.isCameraOn, heard.mock.calls.length]).toEqual([false, 1]);
    media.release();
  });
});

describe('devices', () => {
  it('remembers the choice and falls back when that device is gone', () => {
    expect(readChoice(window.localStorage)).toEqual(defaultChoice);
    rememberChoice(window.localStorage, { cameraId: 'cam-9', microphoneId: null, speakerId: 'out-1' });
    const choice = readChoice(window.localStorage);
    expect(choice).toEqual({ cameraId: 'cam-9', microphoneId: null, speakerId: 'out-1' });
    expect(choiceAmong(choice, { cameras: [{ deviceId: 'cam-1', label: '' }], microphones: [], speakers: [{ deviceId: 'out-1', label: '' }] })).toEqual({ cameraId: '', microphoneId: null, speakerId: 'out-1' });
    window.localStorage.setItem('mdt.meeting.devices', '{broken');
    expect(readChoice(window.localStorage)).toEqual(defaultChoice);
  });

  it.each([['NotAllowedError', 'camera-denied'], ['SecurityError', 'camera-denied'], ['NotFoundError', 'no-device'], ['OverconstrainedError', 'no-device'], ['NotReadableError', 'device-busy'], ['AbortError', 'device-busy']])('turns %s into %s and says what to do', (name, reason) => {
    const error = deviceError('camera', new DOMException('x', name));
    expect(error.reason).toBe(reason);
    expect(error.message).toContain('join without it');
  });
});

describe('level meter', () => {
  it('measures in decibels from silence to full scale', () => {
    expect(levelOf(new Float32Array(64))).toBe(0);
    expect(levelOf(new Float32Array(64).fill(1))).toBe(1);
    expect(levelOf(new Float32Array(64).fill(0.1))).toBeCloseTo(1 - 20 / 60, 6);
  });

  it('closes its audio context', async () => {
    vi.useFakeTimers();
    const media = createLocalMedia();
    await media.open(defaultChoice);
    const levels: number[] = [];
    const { audio } = media.tracks;
    const stop = audio ? meterLevel(audio, (level) => levels.push(level)) : undefined;
    vi.advanceTimersByTime(200);
    expect(levels).toHaveLength(2);
    expect(devices.openContexts()).toBe(1);
    stop?.();
    expect([devices.openContexts(), vi.getTimerCount()]).toEqual([0, 0]);
    vi.useRealTimers();
    media.release();
  });
});
