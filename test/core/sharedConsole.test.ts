import { createHash, randomUUID } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeFolder, samplePassword, sampleRequest, startConsole, temporaryFolder, until, type TestConsole } from './support/console.ts';
import { writeStudy } from './support/study.ts';

const postJson = (url: string, body: unknown, token?: string): Promise<Response> =>
  fetch(url, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) } });

describe('one console, people of two hospitals', () => {
  let console: TestConsole;
  const folder = temporaryFolder();
  const caseId = randomUUID();
  const importId = randomUUID();

  beforeAll(async () => {
    console = await startConsole();
    writeStudy(join(folder, 'study'), { slices: 2 });
    await console.signIn('he.doctor');
    await console.submit({ kind: 'case', id: caseId }, 'case.create', { caseNo: 'S-1', leadHospitalId: 'gd-cancer', fields: sampleRequest });
    await console.call('import.start', { importId, caseId, source: { kind: 'paths', paths: [join(folder, 'study')] }, patientKey: null });
    await until('the import ends', async () => (await console.call('import.report', { importId })).phase === 'done');
  });

  afterAll(async () => {
    await console.stop();
    removeFolder(console.dataDir);
    removeFolder(folder);
  });

  /** Asked of the platform itself: an idle console has nothing waiting before its first transfer as well. */
  const missingAtPlatform = async (hashes: readonly string[]): Promise<string[]> => {
    const origin = console.core.platformOrigin;
    const session = (await (await postJson(`${origin}/v1/session`, { account: 'he.doctor', password: samplePassword, deviceId: 'test' })).json()) as { token: string };
    return ((await (await postJson(`${origin}/v1/blobs/missing`, { sha256: hashes }, session.token)).json()) as { missing: string[] }).missing;
  };

  it('fetches an object again whose file the disk has lost', async () => {
    const hashes = (await console.call('imaging.get', { caseId })).instances.map((instance) => instance.sha256);
    await until('everything is on the platform', async () => (await missingAtPlatform(hashes)).length === 0);
    const sha256 = hashes[0] ?? '';
    rmSync(join(console.dataDir, 'blobs', sha256.slice(0, 2), `${sha256}.bin`));
    const { bytes } = await console.call('blob.read', { sha256 });
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    expect(existsSync(join(console.dataDir, 'blobs', sha256.slice(0, 2), `${sha256}.bin`))).toBe(true);
    expect((await console.call('case.get', { caseId })).imaging.present).toBe(2);
  });

  it('tells the next person neither the patients of the import before nor the digest of a case that is not theirs', async () => {
    await console.call('session.signOut', {});
    await console.signIn('chen.chair');
    expect((await console.call('case.list', {})).cases).toEqual([]);
    await expect(console.call('import.report', { importId })).rejects.toMatchObject({ shape: { reason: 'not-found' } });
    await expect(console.call('import.cancel', { importId })).rejects.toMatchObject({ shape: { reason: 'not-found' } });
    await expect(console.call('record.digest', { stream: { kind: 'case', id: caseId } })).rejects.toMatchObject({ shape: { reason: 'not-found' } });
  });
});
