import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPlatform, type RunningPlatform } from '../../platform/host.ts';
import { samplePassword } from '../../platform/seed.ts';
import { actorOf } from '../../shared/mdt/directory.ts';
import { sessionResponseSchema, ticketSchema } from '../../shared/platform/contract.ts';
import { protocolVersion, pushResponseSchema } from '../../shared/sync/protocol.ts';

export interface Console {
  readonly account: string;
  readonly deviceId: string;
  ticket(): Promise<{ ticket: string; expiresAtMs: number; iceServers: { urls: string[]; username?: string | undefined; credential?: string | undefined }[]; platformUrl: string; deviceId: string }>;
}

/** A real platform with one live meeting; stops and starts again on the same port and store. */
export interface RoomUnderTest {
  readonly url: string;
  console(account: string): Promise<Console>;
  stop(): Promise<void>;
  startAgain(): Promise<void>;
}

export async function startRoom(): Promise<RoomUnderTest> {
  const dataDir = mkdtempSync(join(tmpdir(), 'meeting-platform-'));
  const key = randomBytes(32);
  const start = (port: number): Promise<RunningPlatform> => startPlatform({ dataDir, key, port, sample: true });
  let platform = await start(0);
  const { port, url } = platform;
  const meetingId = randomUUID();

  const post = async (path: string, body: unknown, token?: string): Promise<unknown> => {
    const response = await fetch(`${url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) }, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const signIn = async (account: string, deviceId: string) => sessionResponseSchema.parse(await post('/v1/session', { account, password: samplePassword, deviceId }));

  const chair = await signIn('chen.chair', 'device-setup');
  const actor = actorOf(chair.person);
  const commands = [
    { type: 'meeting.plan', payload: { title: 'Run', startMs: Date.now(), hospitalIds: ['gd-cancer', 'zhuhai'] } },
    { type: 'meeting.open', payload: {} },
  ].map(({ type, payload }, baseVersion) => ({ id: randomUUID(), stream: { kind: 'meeting', id: meetingId }, type, actor, deviceId: 'device-setup', baseVersion, atMs: Date.now(), payload }));
  const { outcomes } = pushResponseSchema.parse(await post('/v1/commands', { protocolVersion, commands }, chair.token));
  const refused = outcomes.find(({ status }) => status === 'refused');
  if (refused) throw new Error(JSON.stringify(refused));

  return {
    url,
    async console(account) {
      const deviceId = `device-${account}`;
      const { token } = await signIn(account, deviceId);
      return { account, deviceId, ticket: async () => ({ ...ticketSchema.parse(await post(`/v1/meetings/${meetingId}/ticket`, {}, token)), platformUrl: url, deviceId }) };
    },
    stop: () => platform.stop(),
    async startAgain() {
      platform = await start(port);
    },
  };
}
