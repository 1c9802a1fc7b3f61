import type { Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPlatform, type RunningPlatform } from '../../platform/host.ts';
import { openApiDocument } from '../../shared/platform/openapi/document.ts';
import type { Route } from '../../shared/platform/routes/route.ts';
import { routes } from '../../shared/platform/routes/table.ts';
import { socketNews, socketRequests } from '../../shared/platform/socketContract.ts';
import { ContractCaller } from './support/contractCaller.ts';
import { complaints } from './support/contractJudge.ts';
import { engineKinds, newDatabase, stopEngines } from './support/engines.ts';
import { eventually, makeFolder, nextEvent, openSocket, removeFolder, testKey, type Console } from './support/network.ts';
import { pushMinutes, walkAccounts, walkBlobs, walkMeetings, walkOperation, walkRecord, walkReturn } from './support/walkContract.ts';

const intakeToken = 'a token of more than twenty characters';

afterAll(stopEngines);

/** One platform, walked through once; each test looks at what was seen on the way. */
describe.each(engineKinds)('a platform on %s and its contract', (kind) => {
  const dir = makeFolder();
  const bytes = new Uint8Array(500).fill(7);
  let platform: RunningPlatform;
  let caller: ContractCaller;
  let people: { chair: Console; doctor: Console; coordinator: Console };
  let meetingId: string;
  let caseId: string;
  beforeAll(async () => {
    platform = await startPlatform({ dataDir: dir, key: testKey, port: 0, sample: true, databaseUrl: await newDatabase(kind), province: { settings: null, intakeToken } });
    caller = new ContractCaller(platform.url);
    people = await walkAccounts(caller, new Set());
    const stream = await walkRecord(caller, people.doctor, people.coordinator, bytes);
    await walkReturn(caller, people.doctor, stream);
    await walkBlobs(caller, people.doctor, stream, bytes);
    meetingId = (await walkMeetings(caller, people.chair, people.coordinator, stream, new Set())).id;
    caseId = stream.id;
    await walkOperation(caller, people, stream, intakeToken);
  });
  afterAll(async () => {
    await platform.stop();
    removeFolder(dir);
  });

  it('answers exactly the routes of the table', () => {
    const inTable = Object.values<Route>(routes).map(({ method, path }) => `${method} ${path}`);
    expect(platform.routes.toSorted((a, b) => a.localeCompare(b))).toEqual(inTable.toSorted((a, b) => a.localeCompare(b)));
  });

  it('gives every answer the document names, each in the shape it says, and no other', () => {
    const named = Object.entries<Route>(routes).flatMap(([name, { answers }]) => Object.keys(answers).map((status) => `${name} ${status}`));
    expect(named.filter((answer) => !caller.seen.has(answer))).toEqual([]);
  });

  it('serves the document it was walked by', async () => {
    expect(await caller.get(200, 'GET', '/v1/openapi.json')).toEqual(JSON.parse(JSON.stringify(openApiDocument())));
  });

  it('refuses every route without a token that the table gives to accounts', async () => {
    const withoutToken = Object.values<Route>(routes).filter(({ access }) => access === 'account').map(async ({ method, path }) => {
      const { status } = await fetch(platform.url + path.replaceAll(/:\w+/g, '00000000-0000-4000-8000-000000000000'), { method, ...(method === 'GET' || method === 'HEAD' ? {} : { headers: { 'content-type': 'application/json' }, body: '{}' }) });
      return [`${method} ${path}`, status] as const;
    });
    const answered = (await Promise.all(withoutToken)).filter(([, status]) => status !== 401);
    expect(answered).toEqual([]);
  });

  it('takes and tells over sockets what the document names, in the shape it says', async () => {
    const wrong: string[] = [];
    const [heard, asked] = [new Set<string>(), new Set<string>()];
    const listen = (socket: Socket): Socket => socket.onAny((name: string, payload: unknown) => {
      heard.add(name);
      wrong.push(...complaints(`/x-socket-io/toConsole/${name}/payload`, payload).map((complaint) => `${name}: ${complaint}`));
    });
    const ask = async <T>(socket: Socket, name: string, payload: unknown): Promise<T> => {
      const answer = (await socket.timeout(5000).emitWithAck(name, payload)) as { value: T };
      asked.add(name);
      wrong.push(...complaints(`/x-socket-io/fromConsole/${name}/payload`, payload), ...complaints(`/x-socket-io/fromConsole/${name}/acknowledgement`, answer).map((complaint) => `${name} answer: ${complaint}`));
      return answer.value;
    };
    const connect = async (auth: Record<string, string>): Promise<Socket> => {
      expect(complaints('/x-socket-io/auth', auth)).toEqual([]);
      const socket = listen(openSocket(platform.url, auth));
      await nextEvent(socket, 'connect');
      return socket;
    };
    const { chair, doctor } = people;
    const consoles = await Promise.all([connect({ token: chair.session.token }), connect({ token: doctor.session.token })]);
    const [lead, guest] = await Promise.all([connect({ ticket: await chair.ticket(meetingId) }), connect({ ticket: await doctor.ticket(meetingId) })]);
    if (!lead || !guest) throw new Error('not connected');
    await ask(lead, 'signal', { to: 'nobody', data: 1 });
    await ask(lead, 'room:join', { hasCamera: true, isMuted: false });
    const { self } = await ask<{ self: { peerId: string } }>(guest, 'room:join', { hasCamera: false, isMuted: true });
    await ask(lead, 'room:state', { hasCamera: false, isMuted: true });
    await ask(guest, 'presenter:take', {});
    await ask(lead, 'signal', { to: self.peerId, data: { type: 'offer' } });
    await ask(guest, 'relay', { to: null, message: { kind: 'view', patch: { epoch: 1, counter: 1, senderId: 'd', sentAtMs: 1, fields: { 'cells.0.zoom': 2, crosshairMm: [1, 2, 3] } } } });
    await ask(lead, 'relay', { to: null, message: { kind: 'view', patch: { epoch: 9, counter: 1, senderId: 'd', sentAtMs: 1, fields: {} } } });
    await ask(guest, 'presenter:give', { deviceId: chair.deviceId });
    await ask(guest, 'presenter:take', {});
    const presence = { caseId, sessionId: '00000000-0000-4000-8000-000000000000', isHere: true, caret: null };
    expect(complaints('/x-socket-io/fromConsole/minutes:presence/payload', presence)).toEqual([]);
    consoles[0]?.emit('minutes:presence', presence);
    asked.add('minutes:presence');
    await people.coordinator.send({ kind: 'case', id: caseId }, 'case.reportPresence', { present: 1, total: 1 }, 4);
    await pushMinutes(caller, chair, caseId, '席间补充');
    await eventually(() => Promise.resolve(heard.size === Object.keys(socketNews).length ? true : undefined));
    await ask(guest, 'room:leave', {});
    expect(wrong).toEqual([]);
    expect([...asked].toSorted((a, b) => a.localeCompare(b))).toEqual(Object.keys(socketRequests).toSorted((a, b) => a.localeCompare(b)));
    for (const socket of [...consoles, lead, guest]) socket.close();
  });
});
