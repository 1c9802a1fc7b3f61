import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createMainHandlers, type MainCallOptions } from '../../../electron/main/mainCalls.ts';
import { noteCall } from '../../../electron/main/noteCall.ts';
import { accessActions } from '../../../renderer/app/accessActions.ts';
import { deidentifyActions, importActions } from '../../../renderer/app/dataActions.ts';
import { readingActions } from '../../../renderer/app/readingActions.ts';
import { recordActions } from '../../../renderer/app/recordActions.ts';
import { calls, type CallName } from '../../../shared/ipc/channels.ts';
import { removeFolder, sampleRequest, startConsole, temporaryFolder, type TestConsole } from '../support/console.ts';

const folder = temporaryFolder();
const caseId = randomUUID();
let console: TestConsole;

/** A window's bridge with main's own handlers and notes behind it, and a real core. */
async function call(channel: CallName, payload: unknown): Promise<unknown> {
  const request = calls[channel].request.parse(payload);
  if (calls[channel].host === 'core') return console.core.call(channel, request);
  const handlers = createMainHandlers({ chooseSavePath: (name: string) => Promise.resolve(join(folder, name)) } as unknown as MainCallOptions) as unknown as Readonly<Record<string, (given: unknown) => unknown>>;
  const value = await handlers[channel]?.(request);
  return (await noteCall(channel, request, value, (name, noted) => console.core.call(name, noted))) ?? { ok: true, value };
}

beforeAll(async () => {
  console = await startConsole();
  await console.signIn('he.doctor');
  await console.submit({ kind: 'case', id: caseId }, 'case.create', { caseNo: 'ZH-1', leadHospitalId: 'gd-cancer', fields: sampleRequest });
  vi.stubGlobal('window', { mdt: { call } });
});
afterAll(async () => {
  vi.unstubAllGlobals();
  await console.stop();
  for (const dir of [folder, console.dataDir]) removeFolder(dir);
});

const exportsOf = async (wanted: string | undefined) => (await console.call('audit.list', wanted === undefined ? {} : { caseId: wanted })).rows.filter(({ action }) => action.startsWith('export.'));

it('every file a person saves of a case stands in the access log of that case, whoever looks for who took it', async () => {
  const pdf = new TextEncoder().encode('%PDF-1.7\n');
  const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  await recordActions.saveReport(caseId, 'ZH-1', pdf);
  await importActions.saveText(caseId, '导入报告', 'csv', 'a,b');
  await deidentifyActions.saveText(caseId, '去标识报告', 'txt', 'a');
  await readingActions(caseId).savePng('关键图像', png);
  await accessActions.saveTable(caseId, 'rows');
  await accessActions.save(caseId);
  expect(readdirSync(folder)).toHaveLength(6);
  expect((await exportsOf(caseId)).map(({ action, subject, personId }) => [action, subject, personId])).toEqual(
    ['export.text', 'export.text', 'export.png', 'export.text', 'export.text', 'export.pdf'].map((action) => [action, caseId, 'he.doctor']),
  );
});

it('the log of the whole console is noted of no case', async () => {
  const before = (await exportsOf(undefined)).length;
  await accessActions.saveTable(null, 'rows');
  expect([(await exportsOf(undefined)).length, (await exportsOf(caseId)).length]).toEqual([before + 1, before]);
});

it('a report, a picture or a text without a word on its case is not saved', () => {
  const bytes = new Uint8Array();
  expect(['dialog.savePdf', 'dialog.savePng', 'dialog.saveText'].map((channel) => calls[channel as CallName].request.safeParse({ name: 'a', bytes, text: '', extension: 'txt' }).success)).toEqual([false, false, false]);
});
