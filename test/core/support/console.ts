import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCore, type Core } from '../../../electron/core/core.ts';
import type { CallName, RequestOf, ResponseOf } from '../../../shared/ipc/channels.ts';
import type { CommandType, Stream } from '../../../shared/mdt/command.ts';
import type { RequestFields } from '../../../shared/mdt/fields.ts';

/** A console without windows: core in this process, called as the renderer would. */
export interface TestConsole {
  readonly core: Core;
  readonly dataDir: string;
  readonly key: Uint8Array;
  readonly events: { readonly channel: string; readonly payload: unknown }[];
  call<C extends CallName>(channel: C, request: RequestOf<C>): Promise<ResponseOf<C>>;
  submit(stream: Stream, type: CommandType, payload: unknown, baseVersion?: number): Promise<ResponseOf<'record.submit'>>;
  signIn(account: string): Promise<void>;
  /** Whether nothing is left under the former key. */
  isRekeyed(): boolean;
  stop(): Promise<void>;
}

export interface ConsoleOptions {
  readonly platformUrl?: string | null;
  readonly dataDir?: string;
  readonly key?: Uint8Array;
  readonly isRestart?: boolean;
  /** Key the record is still sealed under. */
  readonly formerKey?: Uint8Array;
}

export const samplePassword = 'Sample-2026';
export const samplePin = '202611';

export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'mdt-core-'));

export async function startConsole(options: ConsoleOptions = {}): Promise<TestConsole> {
  const dataDir = options.dataDir ?? temporaryFolder();
  const key = options.key ?? new Uint8Array(randomBytes(32));
  const events: { channel: string; payload: unknown }[] = [];
  let isRekeyed = false;
  const core = await startCore({
    ...(options.formerKey ? { formerKey: options.formerKey, onRekeyed: () => (isRekeyed = true) } : {}),
    dataDir, key, isRestart: options.isRestart ?? false,
    settings: { language: 'zh', platformUrl: options.platformUrl ?? null, platformPort: 0, platformHost: '127.0.0.1', sampleFolder: null },
    emit: (channel, payload) => void events.push({ channel, payload }), onOrigin: () => undefined, log: () => undefined,
  });
  const call = async <C extends CallName>(channel: C, request: RequestOf<C>): Promise<ResponseOf<C>> => {
    const result = await core.call(channel, request);
    if (!result.ok) throw Object.assign(new Error(result.error.message), { shape: result.error });
    return result.value as ResponseOf<C>;
  };
  return {
    core, dataDir, key, events, call,
    submit: (stream, type, payload, baseVersion = 0) => call('record.submit', { commandId: randomUUID(), stream, type, baseVersion, payload }),
    signIn: async (account) => void (await call('session.signIn', { account, password: samplePassword })),
    isRekeyed: () => isRekeyed,
    stop: () => core.stop(),
  };
}

export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });

/** Waits until a condition holds, looking every 50 ms. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>, timeoutMs = 20_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    if (await isSo()) return;
    if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs} ms in vain until ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A complete request of a fictional patient. */
export const sampleRequest: Partial<RequestFields> = {
  patientName: '测试甲', patientSex: 'M', patientBirthDate: '1960-01-02', hospitalNumber: 'T-0001', department: '放疗科', doctorName: '何静', doctorTitle: '主治医师', contact: '0756-0000000',
  consentVersion: '2026-1', consentDate: '2026-11-20', consentSigner: '测试甲', reason: '食管癌放疗计划会诊', purpose: '方案讨论', question: '剂量是否合适？', wantedDisciplines: ['radiationOncology'],
  history: '食管胸中段鳞癌。', ecog: 1, diagnosis: '食管癌',
};
