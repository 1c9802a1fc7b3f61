import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { v7 as uuidv7 } from 'uuid';
import { startPlatform, type RunningPlatform } from '../../../platform/host.ts';
import type { AnyCommand, CommandType, Stream } from '../../../shared/mdt/command.ts';
import { actorOf } from '../../../shared/mdt/directory.ts';
import { sessionResponseSchema, ticketSchema, type SessionResponse } from '../../../shared/platform/contract.ts';
import { feedResponseSchema, protocolVersion, pushResponseSchema, type FeedResponse, type Outcome } from '../../../shared/sync/protocol.ts';
import { judgeAnswer } from './contractJudge.ts';

export const testKey = new Uint8Array(32).fill(11);
export const password = 'Sample-2026';

export const makeFolder = (): string => mkdtempSync(join(tmpdir(), 'mdt-platform-'));
export const removeFolder = (dir: string): void => rmSync(dir, { recursive: true, force: true });

/** A platform in this process with the sample network; short grace so that tests of broken lines are short too. */
export const startSample = (dataDir: string, options: { graceMs?: number; databaseUrl?: string | undefined; log?: (line: string) => void } = {}): Promise<RunningPlatform> =>
  startPlatform({ dataDir, key: testKey, port: 0, sample: true, databaseUrl: options.databaseUrl, timing: { heartbeatMs: 50, graceMs: options.graceMs ?? 400 }, ...(options.log ? { log: options.log } : {}) });

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** One signed-in console over real HTTP. */
export class Console {
  readonly session: SessionResponse;
  readonly deviceId: string;
  readonly url: string;

  constructor(url: string, deviceId: string, session: SessionResponse) {
    this.url = url;
    this.deviceId = deviceId;
    this.session = session;
  }

  /** @throws {Error} for an answer that is not as the contract's document says */
  async ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const headers: Record<string, string> = { authorization: `Bearer ${this.session.token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    const response = await fetch(`${this.url}${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const answer = { status: response.status, body: (await response.json()) as unknown };
    const wrong = judgeAnswer(method, path, answer.status, answer.body);
    if (wrong.length > 0) throw new Error(wrong.join('\n'));
    return answer;
  }

  command(stream: Stream, type: CommandType, payload: unknown, baseVersion = 0): AnyCommand {
    return { id: uuidv7(), stream, type, actor: actorOf(this.session.person), deviceId: this.deviceId, baseVersion, atMs: Date.now(), payload };
  }

  async push(...commands: AnyCommand[]): Promise<Outcome[]> {
    const { status, body } = await this.ask('POST', '/v1/commands', { protocolVersion, commands });
    if (status !== 200) throw new Error(`push answered ${status} ${JSON.stringify(body)}`);
    return pushResponseSchema.parse(body).outcomes;
  }

  async send(stream: Stream, type: CommandType, payload: unknown, baseVersion = 0): Promise<Outcome> {
    const [outcome] = await this.push(this.command(stream, type, payload, baseVersion));
    if (!outcome) throw new Error('no outcome');
    return outcome;
  }

  async feed(after = 0): Promise<FeedResponse> {
    return feedResponseSchema.parse((await this.ask('GET', `/v1/feed?after=${after}`)).body);
  }

  async digest(stream: Stream): Promise<Answer> {
    return this.ask('GET', `/v1/streams/${stream.kind}/${stream.id}/digest`);
  }

  async ticket(meetingId: string): Promise<string> {
    const { status, body } = await this.ask('POST', `/v1/meetings/${meetingId}/ticket`, {});
    if (status !== 200) throw new Error(`ticket answered ${status} ${JSON.stringify(body)}`);
    return ticketSchema.parse(body).ticket;
  }
}

export const askSession = (url: string, account: string, secret: string, deviceId: string): Promise<Response> =>
  fetch(`${url}/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ account, password: secret, deviceId }) });

export async function signIn(url: string, account: string, deviceId = `device of ${account}`): Promise<Console> {
  const response = await askSession(url, account, password, deviceId);
  if (response.status !== 200) throw new Error(`sign-in answered ${response.status}`);
  return new Console(url, deviceId, sessionResponseSchema.parse(await response.json()));
}

/** A socket of the platform, closed by the test. */
export const openSocket = (url: string, auth: Record<string, string>, headers: Record<string, string> = {}): Socket =>
  io(url, { path: '/v1/socket', auth, transports: ['websocket'], extraHeaders: headers, forceNew: true, reconnectionDelay: 50, reconnectionDelayMax: 100 });

/** The first value of an event that the test wants. */
export const nextEvent = <T>(socket: Socket, name: string, isWanted: (value: T) => boolean = () => true): Promise<T> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no ${name} within 5 s`)), 5000);
    const listen = (value: T): void => {
      if (!isWanted(value)) return;
      clearTimeout(timer);
      socket.off(name, listen);
      resolve(value);
    };
    socket.on(name, listen);
  });

/** Asks until the answer is there. */
export async function eventually<T>(ask: () => Promise<T | undefined>, withinMs = 5000): Promise<T> {
  for (const endMs = Date.now() + withinMs; ; ) {
    const value = await ask();
    if (value !== undefined) return value;
    if (Date.now() > endMs) throw new Error(`not within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
