import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startConsole, removeFolder, sampleRequest, until, type TestConsole } from '../core/support/console.ts';
import { PlatformClient } from '../../electron/core/sync/platformClient.ts';
import { startPlatform, type RunningPlatform } from '../../platform/host.ts';

describe('who saw a case, as the platform noted it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mdt-platform-audit-'));
  const caseId = randomUUID();
  let platform: RunningPlatform;
  let partner: TestConsole;
  let lead: TestConsole;

  beforeAll(async () => {
    platform = await startPlatform({ dataDir: folder, key: new Uint8Array(randomBytes(32)), port: 0, sample: true });
    partner = await startConsole({ platformUrl: platform.url });
    lead = await startConsole({ platformUrl: platform.url });
    await partner.signIn('he.doctor');
    await lead.signIn('zhou.coord');
    await partner.submit({ kind: 'case', id: caseId }, 'case.create', { caseNo: 'ZH-9', leadHospitalId: 'gd-cancer', fields: sampleRequest });
    await partner.submit({ kind: 'case', id: caseId }, 'case.submit', {}).catch(() => undefined);
    await until('it is sent', async () => (await partner.call('sync.status', {})).outbox === 0);
  }, 30_000);
  afterAll(async () => {
    for (const console of [partner, lead]) {
      await console.stop();
      removeFolder(console.dataDir);
    }
    await platform.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is refused to a doctor of a hospital of the case, and the refusal is noted', async () => {
    await expect(partner.call('audit.platform', { caseId })).rejects.toMatchObject({ shape: { reason: 'refused', detail: { reason: 'not-permitted' } } });
  });

  it('is refused to the coordinator of a hospital that has no part in the case', async () => {
    await expect(lead.call('audit.platform', { caseId: randomUUID() })).rejects.toMatchObject({ shape: { reason: 'refused' } });
  });

  it('notes the end of a console\'s log and gives it back to that console alone', async () => {
    const client = new PlatformClient(platform.url);
    const here = await client.signIn('zhou.coord', 'Sample-2026', 'device one');
    const there = await client.signIn('zhou.coord', 'Sample-2026', 'device two');
    const head = { seq: 7, hash: 'a'.repeat(64) };
    await client.anchorAudit(here.token, head);
    expect((await client.auditAnchors(here.token)).anchors).toEqual([expect.objectContaining(head)]);
    expect((await client.auditAnchors(there.token)).anchors).toEqual([]);
  });

  it('has an anchor of every console soon after it is online, which the console keeps', async () => {
    await until('it is noted', async () => (await partner.call('audit.list', {})).integrity.anchoredAtMs !== null);
    expect((await partner.call('audit.list', {})).integrity.breaks).toEqual([]);
  });
});
