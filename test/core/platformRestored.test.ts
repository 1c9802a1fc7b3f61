import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore as openPlatformStore } from '../../platform/store/openStore.ts';
import type { CaseRecord } from '../../shared/mdt/caseRecord.ts';
import type { CommandType, Stream } from '../../shared/mdt/command.ts';
import { freePort, LivePlatform } from './crash/livePlatform.ts';
import { removeFolder, samplePassword, samplePin, sampleRequest, startConsole, temporaryFolder, until as untilBy, type TestConsole } from './support/console.ts';
import { writeStudy } from './support/study.ts';

const program = resolve(import.meta.dirname, '../../platform/main.ts');

/** Several processes start and end here; on a busy machine each takes its time. */
const until = (what: string, isSo: () => boolean | Promise<boolean>): Promise<void> => untilBy(what, isSo, 60_000);

/** One command of the administrator, as typed. */
async function operate(key: Uint8Array, ...args: readonly string[]): Promise<Record<string, unknown>> {
  const child = spawn(process.execPath, [program, ...args], { env: { ...process.env, MDT_PLATFORM_KEY: Buffer.from(key).toString('hex') }, stdio: ['ignore', 'pipe', 'pipe'] });
  let [said, errors] = ['', ''];
  child.stdout.on('data', (text: Buffer) => (said += text.toString('utf8')));
  child.stderr.on('data', (text: Buffer) => (errors += text.toString('utf8')));
  const code = await new Promise((done) => void child.once('exit', done));
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${String(code)}: ${errors}`);
  return JSON.parse(said.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;
}

describe('a platform that loses its disk and is put back from an older copy', () => {
  const folder = temporaryFolder();
  const key = new Uint8Array(randomBytes(32));
  const caseId = randomUUID();
  const meetingId = randomUUID();
  const stream: Stream = { kind: 'case', id: caseId };
  const meeting: Stream = { kind: 'meeting', id: meetingId };
  const shaoguanCase: Stream = { kind: 'case', id: randomUUID() };
  let platform: LivePlatform;
  let port: number;
  let lead: TestConsole;
  let partner: TestConsole;

  beforeAll(async () => {
    port = await freePort();
    platform = new LivePlatform({ dataDir: join(folder, 'platform'), key, port });
    await platform.start();
    lead = await startConsole({ platformUrl: platform.url });
    partner = await startConsole({ platformUrl: platform.url });
    mkdirSync(join(folder, 'study'));
    writeStudy(join(folder, 'study'), { slices: 6 });
  }, 60_000);

  afterAll(async () => {
    await partner.stop();
    await lead.stop();
    await platform.stop();
    for (const dir of [folder, lead.dataDir, partner.dataDir]) removeFolder(dir);
  });

  const recordAt = async (at: TestConsole): Promise<CaseRecord> => (await at.call('case.get', { caseId })).record;
  const submit = async (at: TestConsole, type: CommandType, payload: unknown): Promise<unknown> => at.submit(stream, type, payload, (await recordAt(at)).version);
  const digestAt = async (dataDir: string): Promise<{ version: number; digest: string } | null> => {
    const store = await openPlatformStore({ dataDir, key, isBeside: true });
    const ids = await store.streams.commandIds(caseId);
    await store.close();
    return ids.length === 0 ? null : { version: ids.length, digest: new Set(ids).size === ids.length ? ids.join() : 'doubled' };
  };

  it('gets the signed decision, the images and all else back from two consoles, once each, and says which consoles are back', { timeout: 240_000 }, async () => {
    await partner.signIn('he.doctor');
    await lead.signIn('zhou.coord');
    await partner.submit(stream, 'case.create', { caseNo: 'R-1', leadHospitalId: 'gd-cancer', fields: sampleRequest });
    await until('the platform has the draft', async () => (await digestAt(platform.dataDir))?.version === 1);
    const copy = await operate(key, 'backup', join(folder, 'copies'), '--data', platform.dataDir);

    // All of this the copy does not have.
    const importId = randomUUID();
    await partner.call('import.start', { importId, caseId, source: { kind: 'paths', paths: [join(folder, 'study')] }, patientKey: null });
    await until('the import ends', async () => (await partner.call('import.report', { importId })).phase === 'done');
    await submit(partner, 'case.submit', {});
    await until('the request is at the lead hospital', async () => (await lead.call('case.list', {})).cases.some((view) => view.record.id === caseId));
    await submit(lead, 'case.accept', { route: 'mdt' });
    await lead.submit(meeting, 'meeting.plan', { title: '周会', startMs: Date.now(), hospitalIds: ['gd-cancer', 'zhuhai'] });
    await lead.submit(meeting, 'meeting.addCase', { caseId });
    await submit(lead, 'case.schedule', { meetingId });
    await until('the images are complete at the lead hospital', async () => (await recordAt(lead)).presence['gd-cancer']?.present === 6);
    await submit(lead, 'case.confirmReady', {});
    await lead.call('session.signOut', {});
    await lead.signIn('chen.chair');
    await lead.submit(meeting, 'meeting.open', {});
    await submit(lead, 'case.openDiscussion', {});
    const stated = { personName: '陈立群', personTitle: '主任医师', hospitalId: 'gd-cancer', stance: 'agree', text: '同意。' };
    await submit(lead, 'opinion.state', { ...stated, opinionId: randomUUID(), personId: 'chen.chair', discipline: 'radiationOncology' });
    await submit(lead, 'decision.edit', { fields: { outcome: 'treatment', chairSummary: '先行化疗。', systemic: '顺铂', organFunction: '正常', performanceStatus: 'ECOG 1', operability: '不可切除', diseaseExtent: '局部晚期', responsible: '何静', followUp: '一月后' } });
    await submit(lead, 'decision.readBack', { text: '先行化疗。', objections: '' });
    await lead.call('decision.freeze', { caseId });
    await lead.call('decision.sign', { caseId, role: 'expert', pin: samplePin, openReason: null });
    const signed = await lead.call('decision.sign', { caseId, role: 'chair', pin: samplePin, openReason: null });
    expect(signed.record.signatures).toHaveLength(2);
    await partner.submit(shaoguanCase, 'case.create', { caseNo: 'R-2', leadHospitalId: 'gd-cancer', fields: sampleRequest });
    await until('the partner has the signatures', async () => (await recordAt(partner)).signatures.length === 2);
    await until('nothing waits', async () => (await lead.call('sync.status', {})).outbox + (await partner.call('sync.status', {})).outbox === 0);
    const before = await digestAt(platform.dataDir);
    const [image] = (await partner.call('imaging.get', { caseId })).instances;

    await platform.killAll();
    const restored = join(folder, 'restored');
    expect(await operate(key, 'restore', String(copy['folder']), '--data', restored)).toMatchObject({ generation: 2 });
    expect((await digestAt(restored))?.version).toBe(1);
    platform = new LivePlatform({ dataDir: restored, key, port });
    await platform.start();
    // Sessions begun after the copy are unknown to it: people sign in once more.
    for (const [at, account] of [[lead, 'chen.chair'], [partner, 'he.doctor']] as const) {
      await until(`${account} is signed in again`, async () => {
        const answer = await at.core.call('session.signIn', { account, password: samplePassword });
        return answer.ok;
      });
    }
    await until('the platform has every command again', async () => (await digestAt(restored))?.version === before?.version);
    await until('both consoles are at rest', async () => {
      const all = [await lead.call('sync.status', {}), await partner.call('sync.status', {})];
      return all.every(({ state, outbox, uploads }) => state === 'online' && outbox === 0 && uploads.waiting === 0);
    });
    expect(await digestAt(restored)).toEqual(before);
    expect((await recordAt(lead)).signatures).toEqual(signed.record.signatures);
    expect(await recordAt(partner)).toEqual(await recordAt(lead));
    for (const at of [lead, partner]) {
      expect(await at.call('record.verify', { caseId })).toMatchObject({ isValid: true, problems: [] });
      expect((await at.call('case.get', { caseId })).refused).toEqual([]);
    }
    const told = [(await lead.call('sync.status', {})).restored, (await partner.call('sync.status', {})).restored];
    expect(told.reduce((sum, notice) => sum + (notice?.returned ?? 0), 0)).toBeGreaterThan(10);
    expect(told).toMatchObject([{ refused: 0, gaps: 0 }, { refused: 0, gaps: 0 }]);
    await lead.call('sync.restoreSeen', {});
    expect((await lead.call('sync.status', {})).restored).toBeNull();
    expect((await lead.call('audit.list', { subject: caseId })).isIntact).toBe(true);
    const store = await openPlatformStore({ dataDir: restored, key, isBeside: true });
    expect(await store.blobs.find(image?.sha256 ?? '')).toBeDefined();
    expect((await store.streams.commandIds(shaoguanCase.id)).length).toBe(1);
    expect((await store.audit.entries()).map(({ action }) => action)).toEqual(expect.arrayContaining(['platformRestored', 'returned', 'rejoined']));
    await store.close();
    const report = await operate(key, 'restored', 'report', '--data', restored);
    expect(report).toMatchObject({ state: 'every console the copy knows has come back', awaited: [], missing: [] });
    expect((report['back'] as { returned: number }[]).reduce((sum, { returned }) => sum + returned, 0)).toBeGreaterThan(10);
  });
});
