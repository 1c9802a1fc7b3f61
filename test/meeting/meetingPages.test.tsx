// @vitest-environment happy-dom
import { MantineProvider } from '@mantine/core';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { createInstance } from 'i18next';
import { StrictMode, useEffect, type ReactNode } from 'react';
import { initReactI18next } from 'react-i18next';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Lobby, type Present } from '../../renderer/meeting/Lobby.tsx';
import { meetingLocale } from '../../renderer/meeting/locale.ts';
import { createLocalMedia } from '../../renderer/meeting/localMedia.ts';
import { MeetingControls } from '../../renderer/meeting/MeetingControls.tsx';
import { MeetingNotice } from '../../renderer/meeting/MeetingNotice.tsx';
import type { MeetingState } from '../../renderer/meeting/meetingState.ts';
import { ParticipantStrip } from '../../renderer/meeting/ParticipantStrip.tsx';
import { PresenterBanner } from '../../renderer/meeting/PresenterBanner.tsx';
import { PresenterRequestDialog } from '../../renderer/meeting/PresenterRequestDialog.tsx';
import { initialsOf } from '../../renderer/meeting/StreamView.tsx';
import { useMeeting, type Meeting } from '../../renderer/meeting/useMeeting.ts';
import type { Participant } from '../../shared/meeting/signalling.ts';
import { fakeDevices, type FakeDevices } from './fakeDevices.ts';

let devices: FakeDevices;
const words = createInstance();
beforeAll(async () => {
  await words.use(initReactI18next).init({ lng: 'zh', defaultNS: 'meeting', interpolation: { escapeValue: false }, resources: { zh: { meeting: meetingLocale.zh }, en: { meeting: meetingLocale.en } } });
});
beforeEach(async () => {
  await words.changeLanguage('zh');
  window.localStorage.clear();
  window.matchMedia ??= (query: string) => ({ matches: false, media: query, addEventListener: () => undefined, removeEventListener: () => undefined }) as unknown as MediaQueryList;
  devices = fakeDevices();
  // happy-dom plays nothing and knows only its own streams.
  Object.defineProperty(HTMLMediaElement.prototype, 'srcObject', { configurable: true, writable: true, value: null });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const show = (page: ReactNode) => render(<MantineProvider>{page}</MantineProvider>);
const participant = (deviceId: string, name: string, more: Partial<Participant> = {}): Participant => ({
  peerId: `peer-${deviceId}`, deviceId, personId: deviceId, name, title: '主任医师', hospitalId: 'h', hospitalName: '珠海市人民医院', hasCamera: false, isMuted: false, joinedAtMs: 1, ...more,
});
const stateWith = (more: Partial<MeetingState> = {}): MeetingState => ({
  connection: 'online', error: null, selfDeviceId: 'a', participants: [participant('a', '陈立群'), participant('b', '何静', { isMuted: true, joinedAtMs: 2 })], presenter: { personId: 'b', deviceId: 'b', epoch: 1 }, myRole: 'follower', isFollowing: true,
  presenterRequests: [], isRequesting: false, links: [{ deviceId: 'b', state: 'open', transport: 'dataChannel', rttMs: 20, replacements: 0 }], remoteStreams: new Map(), localStream: null, isMuted: false, isCameraOn: false, ...more,
});
const fakeSession = () => ({
  setMuted: vi.fn<(isMuted: boolean) => Promise<void>>(() => Promise.resolve()), clearError: vi.fn<() => void>(), setCameraOn: vi.fn<(isOn: boolean) => Promise<void>>(() => Promise.resolve()), takeToken: vi.fn<() => Promise<void>>(() => Promise.resolve()), giveToken: vi.fn<(deviceId: string) => Promise<void>>(() => Promise.resolve()),
  roam: vi.fn<() => void>(), follow: vi.fn<() => void>(), retryNow: vi.fn<() => void>(), answerRequest: vi.fn<() => Promise<void>>(() => Promise.resolve()),
});

const lobby = (onJoin: () => void = () => undefined, media = createLocalMedia()) =>
  show(<Lobby media={media} meetingTitle="会诊" self={{ name: '何静', hospitalName: '珠海市人民医院' }} present={[{ personId: 'chen.chair', name: '陈立群', hospitalName: '中山大学附属肿瘤医院' }]} onJoin={onJoin} />);

function presentText(present: Present): string | null {
  cleanup();
  show(<Lobby media={createLocalMedia()} meetingTitle="会诊" self={{ name: 'x', hospitalName: 'y' }} present={present} onJoin={() => undefined} />);
  return screen.getByTestId('present').textContent;
}

describe('Lobby', () => {
  it('opens the devices, shows who is there, and releases its meter and listeners when closed', async () => {
    const page = lobby();
    await waitFor(() => expect(devices.openContexts()).toBe(1));
    expect(screen.getByTestId('present').textContent).toContain('陈立群');
    expect(screen.getByTestId('join').textContent).toBe('加入会议');
    page.unmount();
    expect([devices.openContexts(), devices.listeners()]).toEqual([0, 0]);
  });

  it.each([['zh', '还没有人', '暂时无法得知'], ['en', 'Nobody', 'Not known']] as const)('says in %s that nobody is there, or that it is not known', async (language, nobody, unknown) => {
    await words.changeLanguage(language);
    expect(presentText([])).toContain(nobody);
    expect(presentText('unknown')).toContain(unknown);
    expect(presentText('asking')).not.toMatch(new RegExp(`${nobody}|${unknown}`, 'u'));
  });

  it.each([['zh', 'Windows:设置'], ['en', 'Privacy & security']] as const)('says in %s where to allow a denied camera, and lets one join without it', async (language, where) => {
    await words.changeLanguage(language);
    devices.refuse('camera', 'NotAllowedError');
    const onJoin = vi.fn<() => void>();
    lobby(onJoin);
    const problem = await screen.findByTestId('problem-camera');
    expect(problem.textContent).toContain(where);
    expect(screen.queryByTestId('problem-microphone')).toBeNull();
    fireEvent.click(screen.getByTestId('join'));
    expect(onJoin).toHaveBeenCalledOnce();
  });

  it('offers to listen only when there is no device at all, and opens them when tried again', async () => {
    devices.refuse('camera', 'NotFoundError');
    devices.refuse('microphone', 'NotFoundError');
    lobby();
    await screen.findByTestId('problem-microphone');
    expect(screen.getByTestId('join').textContent).toBe('加入（只听）');
    devices.refuse('camera', null);
    devices.refuse('microphone', null);
    fireEvent.click(screen.getByTestId('retry-camera'));
    await waitFor(() => expect(screen.queryByTestId('problem-camera')).toBeNull());
    expect(screen.getByTestId('join').textContent).toBe('加入会议');
  });
});

const label = () => screen.getByTestId('take-token').textContent;

function banner(state: MeetingState): string {
  cleanup();
  show(<PresenterBanner state={state} session={fakeSession()} />);
  return screen.getByTestId('presenter-banner').textContent ?? '';
}

describe('meeting pages', () => {
  it('shows every participant with name, hospital, title and marks', () => {
    show(<ParticipantStrip state={stateWith()} />);
    const tile = screen.getByTestId('tile-b');
    for (const word of ['何静', '珠海市人民医院', '主任医师']) expect(tile.textContent).toContain(word);
    expect(within(tile).getByLabelText('已静音')).toBeTruthy();
    expect(within(tile).getByLabelText('演示中')).toBeTruthy();
    expect(within(tile).getByTestId('link-b').dataset['grade']).toBe('good');
    expect(within(screen.getByTestId('tile-a')).queryByTestId('link-a')).toBeNull();
  });

  it.each([['何静', '何静'], ['陈立群', '立群'], ['Chen Liqun', 'CL'], ['Prince', 'P'], ['', '?']])('shortens %s to %s', (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });

  it('reaches each control by key, and not while typing', () => {
    const session = fakeSession();
    show(<><MeetingControls state={stateWith()} session={session} isChair={false} onLeave={() => undefined} /><input data-testid="typing" /></>);
    for (const key of ['m', 'v', 't']) fireEvent.keyDown(document.documentElement, { key, code: `Key${key.toUpperCase()}` });
    expect([session.setMuted.mock.calls, session.setCameraOn.mock.calls, session.takeToken.mock.calls.length]).toEqual([[[true]], [[true]], 1]);
    fireEvent.keyDown(screen.getByTestId('typing'), { key: 'm', code: 'KeyM' });
    expect(session.setMuted).toHaveBeenCalledOnce();
  });

  it('asks, presents or takes back by who holds the token and who one is', () => {
    const session = fakeSession();
    const controls = (state: MeetingState, isChair = false) => show(<MeetingControls state={state} session={session} isChair={isChair} onLeave={() => undefined} />);
    controls(stateWith());
    expect(label()).toBe('请求演示');
    cleanup();
    controls(stateWith(), true);
    expect(label()).toBe('收回演示');
    cleanup();
    controls(stateWith({ presenter: { personId: null, deviceId: null, epoch: 2 } }));
    expect(label()).toBe('开始演示');
    cleanup();
    controls(stateWith({ isRequesting: true }));
    expect(label()).toBe('已请求，等待同意');
    cleanup();
    controls(stateWith({ myRole: 'presenter' }));
    expect(screen.queryByTestId('take-token')).toBeNull();
    expect(screen.getByTestId('give-token')).toBeTruthy();
  });

  it('tells who presents, roaming, and a platform that is away', () => {
    expect(banner(stateWith())).toContain('何静（珠海市人民医院）正在演示');
    expect(banner(stateWith({ myRole: 'presenter' }))).toContain('你正在演示');
    expect(banner(stateWith({ myRole: 'roaming' }))).toContain('自由浏览');
    expect(banner(stateWith({ connection: 'reconnecting' }))).toContain('画面和声音继续');
  });

  it('says in the room what is wrong with a camera, and nothing while the banner does', () => {
    const session = fakeSession();
    const denied = { code: 'meeting', reason: 'camera-denied', message: 'x', detail: { kind: 'camera' } };
    show(<MeetingNotice state={stateWith({ error: denied })} session={session} />);
    expect(screen.getByTestId('problem-camera').textContent).toContain('摄像头未获授权');
    fireEvent.click(within(screen.getByTestId('problem-camera')).getByRole('button'));
    expect(session.clearError).toHaveBeenCalledOnce();
    cleanup();
    show(<MeetingNotice state={stateWith({ connection: 'reconnecting', error: { code: 'sync', reason: 'unreachable', message: 'x' } })} session={session} />);
    expect(screen.queryByTestId('meeting-error')).toBeNull();
  });

  it('hands over when a request is allowed', () => {
    const session = fakeSession();
    const request = { personId: 'b', deviceId: 'b', name: '何静' };
    show(<PresenterRequestDialog state={stateWith({ presenterRequests: [request] })} session={session} />);
    fireEvent.click(screen.getByTestId('request-allow'));
    expect(session.answerRequest).toHaveBeenCalledWith(request, true);
  });

  it('has the same words in both languages', () => {
    const paths = (tree: object, at = ''): string[] => Object.entries(tree).flatMap(([key, value]) => (typeof value === 'object' && value !== null ? paths(value, `${at}${key}/`) : [`${at}${key}`]));
    expect(paths(meetingLocale.en)).toEqual(paths(meetingLocale.zh));
  });
});

describe('useMeeting', () => {
  it('survives double mounting, and releases devices and session when its page is closed', async () => {
    const meetings: Meeting[] = [];
    function Page() {
      const used = useMeeting({ ticket: () => new Promise(() => undefined), self: { personId: 'x', name: 'x' }, onView: () => undefined, onPointer: () => undefined });
      useEffect(() => {
        meetings.push(used);
      });
      return used.state ? <span data-testid="room">{used.state.connection}</span> : <Lobby media={used.media} meetingTitle="会诊" self={{ name: 'x', hospitalName: 'y' }} present={[]} onJoin={used.join} />;
    }
    const page = show(<StrictMode><Page /></StrictMode>);
    await waitFor(() => expect(devices.tracks.filter(({ isLive }) => isLive)).toHaveLength(2));
    fireEvent.click(screen.getByTestId('join'));
    expect(screen.getByTestId('room').textContent).toBe('connecting');
    expect(devices.tracks.filter(({ isLive }) => isLive)).toHaveLength(2);
    const session = meetings.at(-1)?.session;
    page.unmount();
    await waitFor(() => expect(session?.state.connection).toBe('left'));
    expect(devices.tracks.filter(({ isLive }) => isLive)).toEqual([]);
    expect([devices.openContexts(), devices.listeners()]).toEqual([0, 0]);
    expect('__mdtProbe' in window).toBe(false);
  });
});
