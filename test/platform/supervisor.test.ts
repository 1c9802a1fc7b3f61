import { existsSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { joinAnswerSchema } from '../../shared/meeting/signalling.ts';
import { makeFolder, nextEvent, openSocket, removeFolder, signIn } from './support/network.ts';
import { PlatformServer } from './support/platformServer.ts';
import { draftCase, liveMeeting } from './support/streams.ts';

let dir: string;
let server: PlatformServer | null = null;
let listener: Server | null = null;

beforeEach(() => {
  dir = makeFolder();
});
afterEach(async () => {
  await server?.stop();
  server = null;
  listener?.close();
  listener = null;
  removeFolder(dir);
});

describe('npm run platform', () => {
  test('killed with SIGKILL in a meeting, it is back within five seconds with tokens, records, presenter, view and stays', async () => {
    const data = join(dir, 'data');
    const running = new PlatformServer(['--port', '0', '--data', data, '--sample']);
    server = running;
    const first = await running.ready(0);
    expect(statSync(join(data, 'platform.key')).mode % 0o1000).toBe(0o600);
    const [chair, coordinator, doctor] = await Promise.all([signIn(first.url, 'chen.chair'), signIn(first.url, 'zhou.coord'), signIn(first.url, 'he.doctor')]);
    const stream = await draftCase(doctor);
    const meeting = await liveMeeting(coordinator, chair);
    const socket = openSocket(first.url, { ticket: await chair.ticket(meeting.id) });
    const feed = openSocket(first.url, { token: chair.session.token });
    await nextEvent(feed, 'feed');
    await socket.emitWithAck('room:join', { hasCamera: true, isMuted: false });
    await socket.emitWithAck('presenter:take', {});
    const patch = { epoch: 1, counter: 5, senderId: chair.deviceId, sentAtMs: 1, fields: { crosshairMm: [1, 2, 3] } };
    expect(await socket.emitWithAck('relay', { to: null, message: { kind: 'view', patch } })).toMatchObject({ ok: true });
    const submitted = await doctor.send(stream, 'case.submit', {}, 2);
    const before = [(await chair.digest(stream)).body, await chair.feed().then(({ head }) => head)];

    const killedMs = Date.now();
    const reconnected = nextEvent(socket, 'connect');
    const fed = nextEvent<{ head: number }>(feed, 'feed');
    process.kill(first.pid, 'SIGKILL');
    const second = await running.ready(1);
    const readyMs = Date.now() - killedMs;
    expect(second.url).toBe(first.url);
    expect(second.pid).not.toBe(first.pid);
    expect(readyMs).toBeLessThan(5000);
    await reconnected;
    expect(await fed).toEqual({ head: before[1] });
    expect([(await chair.digest(stream)).body, (await chair.feed()).head]).toEqual(before);
    expect(submitted).toMatchObject({ status: 'committed', version: 3 });
    const answer = (await socket.emitWithAck('room:join', { hasCamera: true, isMuted: false })) as { value: unknown };
    expect(joinAnswerSchema.parse(answer.value)).toMatchObject({ presenter: { personId: 'chen.chair', deviceId: chair.deviceId, epoch: 1 }, patches: [patch] });
    await socket.emitWithAck('room:leave', {});
    const stays = (await chair.feed()).entries.filter(({ committed }) => committed.command.type === 'meeting.attended').map(({ committed }) => committed.command.payload as { joinedAtMs: number; leftAtMs: number });
    expect(stays).toHaveLength(1);
    expect(stays[0]?.joinedAtMs).toBeLessThan(killedMs);
    expect(stays[0]?.leftAtMs).toBeGreaterThan(killedMs);
    socket.close();
    feed.close();
    expect(await running.stop()).toBe(0);
    await expect(fetch(`${first.url}/v1/health`)).rejects.toThrow();
  });

  test('says clearly that the port is in use', async () => {
    const taken = createServer();
    listener = taken;
    const port = await new Promise<number>((resolve) => void taken.listen(0, '127.0.0.1', () => resolve((taken.address() as { port: number }).port)));
    server = new PlatformServer(['--port', String(port), '--data', dir]);
    expect(await server.ended).toBe(1);
    expect(JSON.parse(server.errors)).toMatchObject({ code: 'platform', reason: 'port-in-use', message: expect.stringContaining(String(port)) as string });
  });

  test('says clearly that the key is wrong, malformed or lost, and that the folder cannot be used', async () => {
    const env = { MDT_PLATFORM_KEY: 'ab'.repeat(32) };
    server = new PlatformServer(['--port', '0', '--data', dir], env);
    await server.ready(0);
    await server.stop();
    expect(existsSync(join(dir, 'platform.key'))).toBe(false);
    const file = join(dir, 'file');
    writeFileSync(file, '');
    const attempts: [readonly string[], Record<string, string>, string][] = [
      [['--data', dir], { MDT_PLATFORM_KEY: 'cd'.repeat(32) }, 'wrong-passphrase'],
      [['--data', dir], { MDT_PLATFORM_KEY: 'short' }, 'bad-setting'],
      [['--data', dir], {}, 'wrong-passphrase'],
      [['--data', join(file, 'below')], env, 'read-only'],
      [['--colour', 'red'], {}, 'bad-setting'],
    ];
    const found = await Promise.all(attempts.map(async ([args, more]) => {
      const attempt = new PlatformServer(['--port', '0', ...args], more);
      return [await attempt.ended, (JSON.parse(attempt.errors) as { reason: string }).reason];
    }));
    expect(found).toEqual(attempts.map(([, , reason]) => [1, reason]));
  });
});
