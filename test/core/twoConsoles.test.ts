import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { run as verify } from '../../electron/core/cli/verify.ts';
import type { CaseImaging } from '../../shared/ipc/channels.ts';
import type { CaseRecord } from '../../shared/mdt/caseRecord.ts';
import { writeStudy } from './support/study.ts';
import { removeFolder, sampleRequest, samplePassword, samplePin, startConsole, temporaryFolder, until, type TestConsole } from './support/console.ts';

describe('two consoles and a platform', () => {
  let lead: TestConsole;
  let partner: TestConsole;
  const folder = temporaryFolder();
  const caseId = randomUUID();
  const meetingId = randomUUID();
  const stream = { kind: 'case', id: caseId } as const;
  const meeting = { kind: 'meeting', id: meetingId } as const;

  beforeAll(async () => {
    lead = await startConsole();
    partner = await startConsole({ platformUrl: lead.core.platformOrigin });
    mkdirSync(join(folder, 'study'));
    writeStudy(join(folder, 'study'), { slices: 12 });
  });

  afterAll(async () => {
    await partner.stop();
    await lead.stop();
    for (const dir of [lead.dataDir, partner.dataDir, folder]) removeFolder(dir);
  });

  const recordAt = async (console: TestConsole): Promise<CaseRecord> => (await console.call('case.get', { caseId })).record;
  const stateIs = (console: TestConsole, state: string) => async () => {
    const { cases } = await console.call('case.list', {});
    return cases.some((view) => view.record.id === caseId && view.record.state === state);
  };

  it('carries a case from request to receipt with equal digests at both and the platform', async () => {
    await partner.signIn('he.doctor');
    await lead.signIn('zhou.coord');
    await partner.submit(stream, 'case.create', { caseNo: 'ZH-2026-001', leadHospitalId: 'gd-cancer', fields: sampleRequest });
    const importId = randomUUID();
    await partner.call('import.start', { importId, caseId, source: { kind: 'paths', paths: [join(folder, 'study')] }, patientKey: null });
    await until('the import ends', async () => !['scanning', 'reading'].includes((await partner.call('import.report', { importId })).phase));
    const report = await partner.call('import.report', { importId });
    expect(report).toMatchObject({ phase: 'done', imported: 12, duplicates: 0, error: null });
    await partner.submit(stream, 'case.submit', {});

    await until('the request is at the lead hospital', stateIs(lead, 'submitted'));
    await lead.submit(stream, 'case.accept', { route: 'mdt' });
    await lead.submit(meeting, 'meeting.plan', { title: '周会', startMs: Date.now(), hospitalIds: ['gd-cancer', 'zhuhai'] });
    await lead.submit(meeting, 'meeting.addCase', { caseId });
    await lead.submit(stream, 'case.schedule', { meetingId });
    await until('the images are complete at the lead hospital', async () => (await recordAt(lead)).presence['gd-cancer']?.present === 12);
    const [sent] = (await partner.call('imaging.get', { caseId })).instances;
    const bytes = await lead.call('blob.read', { sha256: sent?.sha256 ?? '' });
    expect(createHash('sha256').update(bytes.bytes).digest('hex')).toBe(sent?.sha256);
    expect((await lead.call('imaging.get', { caseId })).instances.every((instance) => instance.isPresent)).toBe(true);
    await lead.submit(stream, 'case.confirmReady', {});

    await lead.call('session.signOut', {});
    await lead.signIn('chen.chair');
    await lead.submit(meeting, 'meeting.open', {});
    await lead.submit(stream, 'case.openDiscussion', {});
    await until('the partner sees the discussion', stateIs(partner, 'inDiscussion'));
    expect((await lead.call('meeting.ticket', { meetingId })).ticket).not.toBe('');
    const stated = { personName: '陈立群', personTitle: '主任医师', hospitalId: 'gd-cancer', stance: 'agree', text: '同意。' };
    await lead.submit(stream, 'opinion.state', { ...stated, opinionId: randomUUID(), personId: 'chen.chair', discipline: 'radiationOncology' });
    await lead.submit(stream, 'opinion.state', { ...stated, opinionId: randomUUID(), personId: 'wu.physics', personName: '吴明哲', discipline: 'physics' });
    await lead.submit(stream, 'decision.edit', {
      fields: { outcome: 'treatment', chairSummary: '同步放化疗。', organFunction: '正常', performanceStatus: 'ECOG 1', operability: '不可切除', diseaseExtent: '局部晚期', responsible: '何静', followUp: '一月后', rtTotalDoseGy: 50.4, rtFractions: 28, rtDosePerFractionGy: 1.8 },
    });
    await lead.submit(stream, 'decision.readBack', { text: '同步放化疗，50.4 Gy/28 次。', objections: '' });
    const frozen = await lead.call('decision.freeze', { caseId });
    expect(frozen.record.frozen?.sha256).toMatch(/^[0-9a-f]{64}$/);

    await expect(lead.call('decision.sign', { caseId, role: 'chair', pin: samplePin, openReason: null })).rejects.toMatchObject({ shape: { reason: 'incomplete' } });
    await expect(lead.call('decision.sign', { caseId, role: 'expert', pin: '000000', openReason: null })).rejects.toMatchObject({ shape: { reason: 'signature-invalid' } });
    await lead.call('decision.sign', { caseId, role: 'expert', pin: samplePin, openReason: null });
    await expect(lead.call('decision.sign', { caseId, role: 'physicist', pin: samplePin, account: 'wu.physics', password: 'wrong', openReason: null })).rejects.toMatchObject({ shape: { code: 'sync' } });
    await lead.call('decision.sign', { caseId, role: 'physicist', pin: samplePin, account: 'wu.physics', password: samplePassword, openReason: null });
    const signed = await lead.call('decision.sign', { caseId, role: 'chair', pin: samplePin, openReason: null });
    expect(signed.record.state).toBe('opinionSigned');
    expect(signed.record.signatures.map((signature) => [signature.role, signature.timeSource])).toEqual([['expert', 'platform'], ['physicist', 'platform'], ['chair', 'platform']]);
    expect(await lead.call('record.verify', { caseId })).toMatchObject({ isValid: true, problems: [] });

    const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(3_000_000, 7)]);
    await lead.call('report.deliver', { caseId, bytes: new Uint8Array(pdf) });
    await until('the report is received', async () => (await recordAt(lead)).receipt !== null);
    const received = await partner.call('report.read', { caseId });
    expect(Buffer.compare(received.bytes ?? new Uint8Array(), pdf)).toBe(0);

    for (const console of [lead, partner]) await until('the outbox is empty', async () => (await console.call('sync.status', {})).outbox === 0);
    for (const console of [lead, partner]) await console.call('sync.now', {});
    const digests = [await lead.call('record.digest', { stream }), await partner.call('record.digest', { stream })];
    expect(new Set(digests.flatMap((digest) => [digest.local, digest.platform])).size).toBe(1);
    expect((await lead.call('case.get', { caseId })).refused).toEqual([]);
    expect((await partner.call('audit.list', {})).isIntact).toBe(true);
    const file = join(folder, 'minutes.json');
    const { json } = await partner.call('record.export', { caseId });
    writeFileSync(file, json);
    const printed = vi.spyOn(globalThis.console, 'log').mockImplementation(() => undefined);
    expect(await verify([file])).toBe(0);
    writeFileSync(file, json.replace('"chairSummary": "同步放化疗。"', '"chairSummary": "同步放化疗!"'));
    expect(await verify([file])).toBe(1);
    expect(printed.mock.calls.flat().join('\n')).toContain('"decision.chairSummary" differs');
    printed.mockRestore();
  });

  it('shows the same images again when they come with another request', async () => {
    const second = { kind: 'case', id: randomUUID() } as const;
    await partner.submit(second, 'case.create', { caseNo: 'ZH-2026-002', leadHospitalId: 'gd-cancer', fields: sampleRequest });
    const importId = randomUUID();
    await partner.call('import.start', { importId, caseId: second.id, source: { kind: 'paths', paths: [join(folder, 'study')] }, patientKey: null });
    await until('the import ends', async () => (await partner.call('import.report', { importId })).phase === 'done');
    await partner.submit(second, 'case.submit', {});
    const atLead = (): Promise<CaseImaging> => lead.call('imaging.get', { caseId: second.id });
    await until('the second request is at the lead hospital', async () => (await lead.call('case.list', {})).cases.some((view) => view.record.id === second.id));
    await until('its images are listed there', async () => (await atLead()).instances.filter((instance) => instance.isPresent).length === 12);
    expect((await atLead()).chain).toEqual((await lead.call('imaging.get', { caseId })).chain);
  });

  it('asks for the password after a start and keeps the session after a crash', async () => {
    const { dataDir, key } = partner;
    await partner.stop();
    partner = await startConsole({ dataDir, key, platformUrl: lead.core.platformOrigin });
    expect(await partner.call('session.current', {})).toEqual({ person: null });
    await partner.signIn('he.doctor');
    expect((await recordAt(partner)).state).toBe('delivered');
  });
});
