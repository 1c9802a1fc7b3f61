import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connectTimeoutMs, PeerLink, replaceBackOffMs, unstableTimeoutMs, type LinkSignal } from '../../renderer/meeting/peerLink.ts';
import { fakePeers, type FakePeers } from './fakePeers.ts';

interface End {
  readonly link: PeerLink;
  readonly peers: FakePeers;
  readonly told: LinkSignal[];
  readonly texts: string[];
  readonly opened: () => number;
}

let isPlatformThere = true;

/** Two ends of one link; signals travel while the platform is there. */
function ends(): { initiator: End; responder: End } {
  const peers = fakePeers();
  const made: { initiator?: End; responder?: End } = {};
  const make = (isInitiator: boolean, other: () => End | undefined): End => {
    const told: LinkSignal[] = [];
    const texts: string[] = [];
    let opened = 0;
    const link = new PeerLink('peer-1', {
      deviceId: isInitiator ? 'responder' : 'initiator', isInitiator,
      createPeer: (isFirst, events) => peers.create({ isInitiator: isFirst, iceServers: [], tracks: { audio: null, video: null }, events }),
      signal: (_to, signal) => {
        if (!isPlatformThere) return;
        told.push(signal);
        queueMicrotask(() => other()?.link.receive(signal));
      },
      canSignal: () => isPlatformThere,
      onChange: () => undefined,
      onOpen: () => {
        opened += 1;
      },
      onText: (text) => texts.push(text),
      onStream: () => undefined,
    });
    return { link, peers, told, texts, opened: () => opened };
  };
  made.initiator = make(true, () => made.responder);
  made.responder = make(false, () => made.initiator);
  return { initiator: made.initiator, responder: made.responder };
}

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  isPlatformThere = true;
});
afterEach(() => {
  vi.useRealTimers();
});

describe('PeerLink', () => {
  it('opens by offer and answer and carries text', async () => {
    const { initiator, responder } = ends();
    initiator.link.start();
    await settle();
    expect([initiator.link.status.state, responder.link.status.state]).toEqual(['open', 'open']);
    expect(initiator.link.status).toMatchObject({ transport: 'dataChannel', replacements: 0 });
    responder.link.send('hello');
    await settle();
    expect(initiator.texts).toEqual(['hello']);
  });

  it('replaces a peer whose connection failed, with one new generation at both ends', async () => {
    const { initiator, responder } = ends();
    initiator.link.start();
    await settle();
    const [first] = initiator.peers.all;
    if (first) initiator.peers.cut(first);
    expect(initiator.link.status).toMatchObject({ state: 'broken', transport: 'socket' });
    await vi.advanceTimersByTimeAsync(replaceBackOffMs[0] + 10);
    expect([initiator.link.status.state, responder.link.status.state]).toEqual(['open', 'open']);
    expect(initiator.peers.alive()).toHaveLength(2);
    expect(initiator.peers.all).toHaveLength(4);
    expect(initiator.link.status.replacements).toBe(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(initiator.peers.all).toHaveLength(4);
  });

  it('waits while a connection is only disturbed, and replaces it when that lasts', async () => {
    const { initiator } = ends();
    initiator.link.start();
    await settle();
    const [first] = initiator.peers.all;
    first?.events.onIceState('disconnected');
    expect(initiator.link.status).toMatchObject({ state: 'unstable', transport: 'dataChannel' });
    await vi.advanceTimersByTimeAsync(unstableTimeoutMs - 100);
    first?.events.onIceState('connected');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(initiator.link.status).toMatchObject({ state: 'open', replacements: 0 });
    first?.events.onIceState('disconnected');
    await vi.advanceTimersByTimeAsync(unstableTimeoutMs + replaceBackOffMs[0] + 10);
    expect(initiator.link.status).toMatchObject({ state: 'open', replacements: 1 });
    expect(first?.isDestroyed).toBe(true);
  });

  it('lets the answering side ask for a new peer', async () => {
    const { initiator, responder } = ends();
    initiator.link.start();
    await settle();
    responder.peers.all[1]?.events.onIceState('failed');
    expect(responder.link.status.state).toBe('broken');
    await vi.advanceTimersByTimeAsync(replaceBackOffMs[0] * 2 + 20);
    expect([initiator.link.status.state, responder.link.status.state]).toEqual(['open', 'open']);
    expect(initiator.peers.alive()).toHaveLength(2);
  });

  it('ignores late signals of a peer that is gone', async () => {
    const { initiator, responder } = ends();
    initiator.link.start();
    await settle();
    const offer = initiator.told.find(({ kind }) => kind === 'signal');
    const [first] = initiator.peers.all;
    if (first) initiator.peers.cut(first);
    await vi.advanceTimersByTimeAsync(replaceBackOffMs[0] + 10);
    const made = initiator.peers.all.length;
    const heard = responder.peers.alive().map(({ signals }) => signals.length);
    if (offer) responder.link.receive(offer);
    if (offer) responder.link.receive({ ...offer, data: { candidate: {} } });
    initiator.link.receive({ kind: 'signal', generation: 'never-made', data: { type: 'answer', sdp: 'x' } });
    initiator.link.receive({ kind: 'restart', generation: 'long-gone', data: null });
    await settle();
    expect(initiator.peers.all).toHaveLength(made);
    expect(responder.peers.alive().map(({ signals }) => signals.length)).toEqual(heard);
    expect(responder.link.status.state).toBe('open');
  });

  it('backs off when the other side never answers', async () => {
    const peers = fakePeers();
    const silent = new PeerLink('peer-1', {
      deviceId: 'x', isInitiator: true, createPeer: (isFirst, events) => peers.create({ isInitiator: isFirst, iceServers: [], tracks: { audio: null, video: null }, events }),
      signal: () => undefined, canSignal: () => true, onChange: () => undefined, onOpen: () => undefined, onText: () => undefined, onStream: () => undefined,
    });
    silent.start();
    const madeAtS: number[] = [];
    for (let second = 0; second < 60; second += 1) {
      while (madeAtS.length < peers.all.length) madeAtS.push(second);
      await vi.advanceTimersByTimeAsync(1000);
    }
    // 10 s to give up each time, then 0.25, 1, 2, 4 s of waiting.
    expect(madeAtS).toEqual([0, 11, 22, 34, 48]);
    expect(connectTimeoutMs).toBe(10_000);
    silent.destroy();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(peers.alive()).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('waits for the platform when it broke without one, and starts again on joining', async () => {
    const { initiator, responder } = ends();
    initiator.link.start();
    await settle();
    isPlatformThere = false;
    const [first] = initiator.peers.all;
    if (first) initiator.peers.cut(first);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(initiator.peers.all).toHaveLength(2);
    isPlatformThere = true;
    responder.link.greet();
    await settle();
    expect([initiator.link.status.state, responder.link.status.state]).toEqual(['open', 'open']);
  });

  it.each(['initiator', 'responder'] as const)('keeps a working peer when the %s joined again', async (who) => {
    const both = ends();
    both.initiator.link.start();
    await settle();
    both[who].link.greet();
    both.initiator.link.reach('peer-2');
    both.responder.link.reach('peer-2');
    await vi.advanceTimersByTimeAsync(30_000);
    expect(both.initiator.peers.all).toHaveLength(2);
  });

  it('makes a new peer for a console that was started again', async () => {
    const { initiator, responder } = ends();
    initiator.link.start();
    await settle();
    responder.peers.all[1]!.isDestroyed = true;
    initiator.link.receive({ kind: 'hello', generation: null, data: null });
    await settle();
    expect(initiator.link.status).toMatchObject({ state: 'open', replacements: 1 });
  });

  it('leaves no timer and no peer behind', async () => {
    const { initiator, responder } = ends();
    initiator.link.start();
    await settle();
    initiator.link.destroy();
    await settle();
    responder.link.destroy();
    expect(initiator.peers.alive()).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
