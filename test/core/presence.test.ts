import { randomBytes, randomUUID } from 'node:crypto';
import type { Socket } from 'socket.io-client';
import { afterEach, expect, it } from 'vitest';
import { startPlatform, type RunningPlatform } from '../../platform/host.ts';
import { nextEvent, openSocket } from '../platform/support/network.ts';
import { removeFolder, startConsole, temporaryFolder, until, type TestConsole } from './support/console.ts';

const consoles: TestConsole[] = [];
const sockets: Socket[] = [];
const folder = temporaryFolder();
let platform: RunningPlatform | null = null;

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.close();
  for (const console of consoles.splice(0)) {
    await console.stop();
    removeFolder(console.dataDir);
  }
  await platform?.stop();
  removeFolder(folder);
});

async function consoleOf(account: string, platformUrl: string): Promise<TestConsole> {
  const console = await startConsole({ platformUrl });
  consoles.push(console);
  await console.signIn(account);
  return console;
}

it('a console learns who is in the room before it joins, and that it cannot know without the platform', async () => {
  platform = await startPlatform({ dataDir: folder, key: new Uint8Array(randomBytes(32)), port: 0, sample: true });
  const [coordinator, chair, partner] = [await consoleOf('zhou.coord', platform.url), await consoleOf('chen.chair', platform.url), await consoleOf('he.doctor', platform.url)];
  const meetingId = randomUUID();
  const stream = { kind: 'meeting', id: meetingId } as const;
  const opened = async (console: TestConsole) => (await console.call('meeting.list', {})).meetings.some(({ record }) => record.id === meetingId);
  await coordinator.submit(stream, 'meeting.plan', { title: '周会', startMs: Date.now(), hospitalIds: ['gd-cancer', 'zhuhai'] });
  await until('the chair has the meeting', () => opened(chair));
  await chair.submit(stream, 'meeting.open', {}, 1);
  const joined = async (): Promise<boolean> => {
    const { ticket, platformUrl } = await chair.call('meeting.ticket', { meetingId });
    const socket = openSocket(platformUrl, { ticket });
    sockets.push(socket);
    await nextEvent(socket, 'connect');
    return ((await socket.timeout(5000).emitWithAck('room:join', { hasCamera: false, isMuted: true })) as { ok: boolean }).ok;
  };
  expect(await partner.call('meeting.presence', { meetingId })).toEqual({ participants: [] });
  expect(await joined()).toBe(true);
  expect(await partner.call('meeting.presence', { meetingId })).toEqual({ participants: [{ personId: 'chen.chair', name: '陈立群', hospitalId: 'gd-cancer' }] });

  await platform.stop();
  await expect(partner.call('meeting.presence', { meetingId })).rejects.toMatchObject({ shape: { code: 'sync', reason: 'unreachable' } });
});
