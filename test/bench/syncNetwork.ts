import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { v7 } from 'uuid';
import { startCore, type Core } from '../../electron/core/core.ts';
import { samplePassword } from '../../platform/seed.ts';
import type { CallName, EventName, EventPayload, RequestOf, ResponseOf } from '../../shared/ipc/channels.ts';
import type { Stream } from '../../shared/mdt/command.ts';
import { makeSampleCase } from '../../shared/rt/phantom/makeSampleCase.ts';

type Listener = (channel: EventName, payload: EventPayload<EventName>) => void;

/** One console's core in this process, without windows. */
export interface BenchConsole {
  call<C extends CallName>(channel: C, request: RequestOf<C>): Promise<ResponseOf<C>>;
  /** Resolves at the first event that `isIt` accepts. */
  when(isIt: (channel: EventName, payload: EventPayload<EventName>) => boolean): Promise<void>;
  stop(): Promise<void>;
}

/** Consoles at two hospitals. */
export interface ConsolePair {
  readonly partner: BenchConsole;
  readonly lead: BenchConsole;
  stop(): Promise<void>;
}

/** Two consoles at two hospitals, each at its node of the platform, talking over loopback as they do over a line. */
export async function openConsolePair(folder: string, partnerUrl: string, leadUrl: string): Promise<ConsolePair> {
  const partner = await openConsole(join(folder, 'partner'), partnerUrl, 'he.doctor');
  const lead = await openConsole(join(folder, 'lead'), leadUrl, 'chen.chair');
  const stop = async (): Promise<void> => {
    await partner.stop();
    await lead.stop();
  };
  return { partner, lead, stop };
}

/** A console of its own; `onEvent` hears every event from before it signs in. */
export async function openConsole(dataDir: string, platformUrl: string, account: string, key: Uint8Array = randomBytes(32), onEvent?: Listener): Promise<BenchConsole> {
  const listeners = new Set<Listener>(onEvent ? [onEvent] : []);
  const core: Core = await startCore({
    dataDir, key, isRestart: false, onOrigin: () => undefined, log: () => undefined,
    settings: { language: 'en', platformUrl, platformPort: 0, platformHost: '127.0.0.1', sampleFolder: null },
    emit: (channel, payload) => {
      for (const listener of listeners) listener(channel, payload);
    },
  });
  const opened: BenchConsole = {
    call: async <C extends CallName>(channel: C, request: RequestOf<C>) => {
      const result = await core.call(channel, request);
      if (!result.ok) throw new Error(`${channel}: ${result.error.message}`);
      return result.value as ResponseOf<C>;
    },
    when: (isIt) =>
      new Promise((done) => {
        const listener: Listener = (channel, payload) => {
          if (!isIt(channel, payload)) return;
          listeners.delete(listener);
          done();
        };
        listeners.add(listener);
      }),
    stop: () => core.stop(),
  };
  await opened.call('session.signIn', { account, password: samplePassword });
  return opened;
}

/** A case sent by the partner hospital and accepted by the lead, with a few small images: both may state opinions on it. */
export async function openSharedCase({ partner, lead }: ConsolePair, folder: string): Promise<Stream> {
  const stream: Stream = { kind: 'case', id: v7() };
  const submit = (at: BenchConsole, type: Parameters<typeof submitAt>[2], payload: object): Promise<number> => submitAt(at, stream, type, payload);
  const text = 'bench';
  await submit(partner, 'case.create', {
    caseNo: 'BENCH-1', leadHospitalId: 'gd-cancer',
    fields: {
      patientName: text, patientSex: 'M', patientBirthDate: '1960-01-01', hospitalNumber: text, department: text, doctorName: text, doctorTitle: text, contact: text,
      consentVersion: text, consentDate: '2026-11-22', consentSigner: text, reason: text, purpose: text, question: text, wantedDisciplines: ['radiationOncology'],
      history: text, ecog: 1, diagnosis: text,
    },
  });
  await importInto(partner, stream.id, folder);
  await submit(partner, 'case.submit', {});
  await untilTrue(async () => (await lead.call('case.list', {})).cases.some(({ record }) => record.id === stream.id && record.state === 'submitted'));
  await lead.call('session.signOut', {});
  await lead.call('session.signIn', { account: 'zhou.coord', password: samplePassword });
  await submit(lead, 'case.accept', { route: 'mdt' });
  // The image transfer belongs to another measurement; it ends before this one begins.
  await untilTrue(async () => {
    const { record, imaging, pending } = await lead.call('case.get', { caseId: stream.id });
    return pending === 0 && imaging.present === imaging.total && record.presence['gd-cancer'] !== undefined;
  });
  await untilTrue(async () => (await partner.call('case.get', { caseId: stream.id })).record.state === 'accepted');
  return stream;
}

async function importInto(at: BenchConsole, caseId: string, folder: string): Promise<void> {
  for (const { name, bytes } of makeSampleCase({ slices: 4, matrixSize: 16 }).files) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
  }
  const importId = v7();
  await at.call('import.start', { importId, caseId, source: { kind: 'paths', paths: [folder] }, patientKey: null });
  await untilTrue(async () => (await at.call('import.report', { importId })).phase === 'done');
}

/** Submits one command on what the console now shows; returns the version it makes there. */
export async function submitAt(at: BenchConsole, stream: Stream, type: RequestOf<'record.submit'>['type'], payload: object): Promise<number> {
  const baseVersion = type === 'case.create' ? 0 : (await at.call('case.get', { caseId: stream.id })).record.version;
  return (await at.call('record.submit', { commandId: v7(), stream, type, baseVersion, payload })).version;
}

/** Asks until it is so. @throws {Error} after 30 s */
export async function untilTrue(ask: () => Promise<boolean>): Promise<void> {
  const endMs = performance.now() + 30_000;
  while (!(await ask())) {
    if (performance.now() > endMs) throw new Error('The two consoles did not become equal within 30 s.');
    await new Promise((done) => setTimeout(done, 20));
  }
}
