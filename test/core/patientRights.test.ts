import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeFolder, sampleRequest, startConsole, temporaryFolder, type TestConsole } from './support/console.ts';

let console: TestConsole;
const target = temporaryFolder();
const nodeId = randomUUID();
const caseId = randomUUID();

beforeAll(async () => {
  console = await startConsole();
  await console.signIn('he.doctor');
  await console.submit({ kind: 'case', id: caseId }, 'case.create', { caseNo: 'N-1', leadHospitalId: 'gd-cancer', fields: sampleRequest });
});
afterAll(async () => {
  await console.stop();
  removeFolder(console.dataDir);
  removeFolder(target);
});

const reasonOf = async (call: Promise<unknown>): Promise<string> => call.then(() => 'done', (error: { readonly shape?: { readonly reason: string } }) => error.shape?.reason ?? 'none');
const query = { patientID: null, patientName: '张三', accessionNumber: null, dateFrom: null, dateTo: null, modality: null };
/** Every call that names patients of other systems or hands patients' data out. */
const attempts = (): Promise<string[]> => Promise.all([
  console.call('inbox.list', {}), console.call('inbox.discard', { studyInstanceUID: '1.2' }), console.call('network.find', { nodeId, query }),
  console.call('network.send', { sendId: randomUUID(), nodeId, caseId, seriesInstanceUIDs: null }),
  console.call('deidentify.plan', { caseId }), console.call('deidentify.start', { jobId: randomUUID(), caseId, folder: target, preset: 'teaching', pseudonym: 'P-1', series: [] }),
].map(reasonOf));

describe('an administrator', () => {
  it('sets nodes up and sees no patient in them, in the inbox, or in an export', async () => {
    await console.signIn('admin');
    await console.call('network.saveNode', { node: { id: nodeId, name: 'PACS', kind: 'dimse', aeTitle: 'PACS', host: '127.0.0.1', port: 1, useTls: false, retrieveBy: 'get' } });
    expect((await console.call('network.nodes', {})).nodes).toHaveLength(1);
    expect(await attempts()).toEqual(Array.from({ length: 6 }, () => 'not-permitted'));
  });

  it('is told so by that alone: a doctor is not', async () => {
    await console.signIn('he.doctor');
    expect(await attempts()).toEqual(['done', 'done', 'unreachable', 'done', 'done', 'done']);
  });
});
