import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttp } from '../../platform/http/createHttp.ts';
import { startPlatform, type RunningPlatform } from '../../platform/host.ts';
import { describeError } from '../../platform/log/describeError.ts';
import { logEvents } from '../../platform/log/events.ts';
import { createLog } from '../../platform/log/log.ts';
import { PlatformError } from '../../platform/platformError.ts';
import { projectFolder } from '../../scripts/projectFolder.ts';
import { ContractCaller } from './support/contractCaller.ts';
import { eventually, makeFolder, nextEvent, openSocket, password, removeFolder, testKey } from './support/network.ts';
import { PlatformServer } from './support/platformServer.ts';
import { hashOf } from './support/streams.ts';
import { patient, patientCaseNo, walkAccounts, walkBlobs, walkMeetings, walkOperation, walkRecord, walkReturn } from './support/walkContract.ts';

interface Line {
  readonly time: string;
  readonly level: string;
  readonly event: string;
  readonly node?: string;
  readonly route?: string;
  readonly status?: number;
  readonly requestId?: string;
  readonly accountId?: string;
  readonly socketId?: string;
  readonly kind?: string;
  readonly reason?: string;
  readonly isAborted?: boolean;
  readonly error?: { readonly type: string; readonly message: string; readonly stack: readonly string[] };
}

const parse = (line: string): Line => JSON.parse(line) as Line;
/** Complaints about a line: what any reader of the log counts on. */
const malformed = (line: string): boolean => {
  const { time, level, event } = parse(line);
  return line.includes('\n') || new Date(time).toISOString() !== time || !['error', 'warn', 'info'].includes(level) || !(event in logEvents);
};

describe('the log of a platform that was walked through', () => {
  const dir = makeFolder();
  const intakeToken = 'a token of more than twenty characters';
  const bytes = new Uint8Array(500).fill(9);
  const lines: string[] = [];
  const secrets = new Set<string>([password, 'Wrong-Password-771', intakeToken, hashOf(bytes), patientCaseNo, ...Object.values(patient).filter((text) => text.length > 1)]);
  let platform: RunningPlatform;
  let caller: ContractCaller;
  beforeAll(async () => {
    platform = await startPlatform({ dataDir: dir, key: testKey, port: 0, sample: true, province: { settings: null, intakeToken }, log: (line) => lines.push(line) });
    caller = new ContractCaller(platform.url);
    const people = await walkAccounts(caller, secrets);
    const stream = await walkRecord(caller, people.doctor, people.coordinator, bytes);
    await walkReturn(caller, people.doctor, stream);
    await walkBlobs(caller, people.doctor, stream, bytes);
    const meeting = await walkMeetings(caller, people.chair, people.coordinator, stream, secrets);
    await walkOperation(caller, people, stream, intakeToken);
    const ticket = await people.chair.ticket(meeting.id);
    for (const secret of [stream.id, meeting.id, ticket]) secrets.add(secret);
    for (const auth of [{ token: people.doctor.session.token }, { ticket }]) {
      const socket = openSocket(platform.url, auth);
      await nextEvent(socket, 'connect');
      if ('ticket' in auth) await socket.emitWithAck('room:join', { hasCamera: true, isMuted: false });
      socket.close();
    }
    const stranger = openSocket(platform.url, { token: 'x'.repeat(43) });
    await nextEvent(stranger, 'connect_error');
    stranger.close();
    await breakUpload(platform.url, people.doctor.session.token, stream.id);
    await eventually(() => Promise.resolve(lines.map(parse).filter(({ event }) => event === 'socketClosed').length >= 2 && lines.map(parse).some(({ isAborted }) => isAborted) ? true : undefined));
    await platform.stop();
  });
  afterAll(() => removeFolder(dir));

  it('is one JSON object a line, with time, level and a known event, and the node', () => {
    expect(lines.length).toBeGreaterThan(80);
    expect(lines.filter(malformed)).toEqual([]);
    expect(new Set(lines.map((line) => parse(line).node)).size).toBe(1);
  });

  it('has no name, number or diagnosis of the patient, no case, no object, no password, token or code', () => {
    const text = lines.join('\n');
    expect(secrets.size).toBeGreaterThan(30);
    expect([...secrets].filter((secret) => text.includes(secret) || text.includes(encodeURIComponent(secret)))).toEqual([]);
    expect(text).not.toMatch(/何静|陈立群|\/v1\/\w+\/[0-9a-f]{8}-/);
  });

  it('has one line for every request, by the name its answer carried, with its route’s pattern and who asked', () => {
    const requests = lines.map(parse).filter(({ event }) => event === 'request');
    const ofCaller = caller.requestIds.map((id) => requests.filter(({ requestId }) => requestId === id));
    expect(caller.requestIds.length).toBeGreaterThan(60);
    expect(ofCaller.filter((found) => found.length !== 1)).toEqual([]);
    expect(new Set(requests.map(({ requestId }) => requestId)).size).toBe(requests.length);
    expect(new Set(requests.map(({ route }) => route).filter((route) => !platform.routes.some((known) => known.endsWith(` ${route ?? ''}`))))).toEqual(new Set(['unknown']));
    expect(requests.find(({ route, status }) => route === '/v1/blobs/:id' && status === 206)).toMatchObject({ level: 'info', accountId: 'he.doctor' });
    expect(requests.find(({ route, status }) => route === '/v1/session' && status === 401)).toMatchObject({ reason: 'wrong-password' });
    expect(requests.find(({ route, status }) => route === '/v1/session' && status === 200)).toMatchObject({ accountId: 'chen.chair' });
    expect(requests.find(({ route, status }) => route === '/v1/session' && status === 401)).not.toHaveProperty('accountId');
  });

  it('tells when a console gave a request up, and when sockets came, went and were refused', () => {
    const told = lines.map(parse);
    expect(told.find(({ isAborted }) => isAborted)).toMatchObject({ event: 'request', route: '/v1/blobs/:id', accountId: 'he.doctor' });
    const opened = told.filter(({ event }) => event === 'socketOpened');
    expect(opened.map(({ kind, accountId }) => [kind, accountId])).toEqual([['console', 'he.doctor'], ['window', 'chen.chair']]);
    expect(told.filter(({ event }) => event === 'socketClosed').map(({ socketId }) => socketId)).toEqual(opened.map(({ socketId }) => socketId));
    expect(told.filter(({ event }) => event === 'socketRefused')).toMatchObject([{ reason: 'unauthorized' }]);
    expect([told.filter(({ event }) => event === 'listening').length, told.at(-1)?.event]).toEqual([1, 'stop']);
  });
});

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** Sends half of an upload's bytes and breaks the line. */
async function breakUpload(url: string, token: string, caseId: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'tus-resumable': '1.0.0' };
  const begun = await fetch(`${url}/v1/blobs`, { method: 'POST', headers: { ...headers, 'upload-length': '100000', 'upload-metadata': `sha256 ${base64('ab'.repeat(32))},caseId ${base64(caseId)}` } });
  const part = request(url + (begun.headers.get('location') ?? ''), { method: 'PATCH', headers: { ...headers, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream', 'content-length': '100000' } });
  const broken = new Promise<void>((resolve) => void part.on('error', () => resolve()));
  part.write(new Uint8Array(50_000), () => setTimeout(() => part.destroy(new Error('line broke')), 50));
  await broken;
}

describe('names of requests', () => {
  const lines: string[] = [];
  const app = createHttp(createLog((line) => lines.push(line), 'node'));
  const secret = `${patient.patientName} ${patient.idNumber}`;
  let url: string;
  beforeAll(async () => {
    app.get('/fails/:id', () => {
      throw new TypeError(`no "${secret}"`, { cause: new Error(secret) });
    });
    app.get('/full', () => {
      throw new PlatformError('not-ready', 'The data folder is full.');
    });
    url = await app.listen({ host: '127.0.0.1', port: 0 });
  });
  afterAll(() => app.close());
  const nameOf = async (given?: string): Promise<string | null> => (await fetch(`${url}/full`, { headers: given === undefined ? {} : { 'x-request-id': given } })).headers.get('x-request-id');

  it('are the proxy’s where it gave one, and our own where what came could be anything', async () => {
    const [uuid, hex] = [uuidv7(), 'c0ffee'.repeat(5) + 'ab'];
    expect([await nameOf(uuid), await nameOf(hex)]).toEqual([uuid, hex]);
    const own = await Promise.all([nameOf(), nameOf(encodeURIComponent(patient.patientName)), nameOf(`${uuid}; drop`)]);
    expect(own.filter((name) => !/^[0-9a-f-]{36}$/.test(name ?? '') || name === uuid)).toEqual([]);
  });

  it('lead from an answer 500 to the error with its stack, without what the error quoted', async () => {
    lines.length = 0;
    const answer = await fetch(`${url}/fails/${encodeURIComponent(patient.hospitalNumber)}`);
    expect([answer.status, await answer.json()]).toEqual([500, { code: 'internal', reason: 'unexpected', message: 'The platform met an unexpected error; try again.' }]);
    const told = await eventually(() => Promise.resolve(lines.length === 2 ? lines.map(parse) : undefined));
    expect(told).toMatchObject([
      { event: 'requestFailed', level: 'error', route: '/fails/:id', requestId: answer.headers.get('x-request-id'), node: 'node', error: { type: 'TypeError', message: 'no …', cause: { type: 'Error', message: '… …' } } },
      { event: 'request', level: 'error', status: 500, requestId: answer.headers.get('x-request-id') },
    ]);
    expect(told[0]?.error?.stack[0]).toContain('log.test.ts');
    expect(lines.filter(malformed)).toEqual([]);
    expect(lines.join('\n')).not.toMatch(new RegExp(`${patient.patientName}|${patient.idNumber}|${patient.hospitalNumber}`));
  });

  it('of the platform’s own refusals keep what they say', async () => {
    lines.length = 0;
    await nameOf();
    expect(parse(lines[0] ?? '')).toMatchObject({ event: 'requestFailed', reason: 'not-ready', error: { type: 'PlatformError', code: 'not-ready', message: 'The data folder is full.' } });
  });
});

/** The message of what work throws, as the log has it. */
const messageOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return describeError(error).message;
  }
  throw new Error('nothing was thrown');
};

describe('errors of other makers', () => {
  it.each([
    ['what JSON could not be read', () => JSON.parse(`${patient.patientName} "O'Brien`) as unknown],
    ['what PostgreSQL quotes', () => { throw new Error(`invalid input syntax for type json: "${patient.patientName}`); }],
    ['unquoted numbers and names', () => { throw new Error(`row of ${patient.idNumber} ${patient.patientName} is twice there`); }],
    ['what is no error', () => { throw `${patient.patientName} O'Brien`; }],
  ])('%s is left out', (_name, work) => {
    expect(messageOf(work)).not.toMatch(/欧阳|瑞雪|Brien|4404021957/);
  });

  it('of the operating system keep the file they are about', () => {
    expect(messageOf(() => readFileSync('/no/such/file'))).toBe("ENOENT: no such file or directory, open '/no/such/file'");
  });
});

describe('npm run platform', () => {
  it('says everything in lines with time, level and event: what it does, that it was killed, and why it cannot start', async () => {
    const data = makeFolder();
    const server = new PlatformServer(['--port', '0', '--data', data, '--sample']);
    const { pid, url } = await server.ready(0);
    await (await fetch(`${url}/v1/health`)).json();
    await eventually(() => Promise.resolve(server.lines.some((line) => parse(line).event === 'request') ? true : undefined));
    process.kill(pid, 'SIGKILL');
    await server.ready(1);
    const other = new PlatformServer(['--port', '0', '--data', data, '--sample']);
    expect(await other.ended).toBe(1);
    await server.stop();
    removeFolder(data);
    expect([...server.lines, ...other.lines, ...other.errors.trim().split('\n')].filter(malformed)).toEqual([]);
    const events = server.lines.map((line) => parse(line).event);
    expect(new Set(events)).toEqual(new Set(['start', 'listening', 'ready', 'request', 'restart', 'stop']));
    expect(parse(other.errors.trim().split('\n').at(-1) ?? '')).toMatchObject({ level: 'error', event: 'startFailed', reason: 'locked' });
  });
});

it('docs/operate.md lists every event of the log, and what it says', () => {
  const text = readFileSync(join(projectFolder, 'docs', 'operate.md'), 'utf8');
  expect(Object.entries(logEvents).filter(([event, what]) => !text.includes(`| \`${event}\` | ${what} |`))).toEqual([]);
});
