import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditOf } from '../../../shared/ipc/auditOf.ts';
import { calls, type AuditRow, type CallName, type RequestOf } from '../../../shared/ipc/channels.ts';
import { isNotedAction } from '../../../shared/ipc/notedActions.ts';
import { removeFolder, sampleRequest, startConsole, type TestConsole } from '../support/console.ts';

const channels = Object.keys(calls) as CallName[];

describe('the decision what is noted of a call', () => {
  it.each(channels)('is made for %s', (channel) => {
    expect(auditOf[channel], `shared/ipc/auditOf.ts has no line for ${channel}: decide whether it leaves a row in the access log`).toBeDefined();
  });

  it('names no call that is not in the table', () => {
    expect(Object.keys(auditOf).filter((channel) => !channels.includes(channel as CallName))).toEqual([]);
  });

  it('lets main tell of every call it answers that leaves a row', () => {
    const ofMain = channels.filter((channel) => calls[channel].host === 'main').flatMap((channel) => {
      const decision = auditOf[channel];
      return decision?.kind === 'each' || decision?.kind === 'view' ? [decision.action] : [];
    });
    expect(ofMain.filter((action) => !isNotedAction(action))).toEqual([]);
  });
});

describe('the access log of a console', () => {
  let console: TestConsole;
  const caseId = randomUUID();
  beforeAll(async () => {
    console = await startConsole();
    await console.signIn('he.doctor');
    await console.submit({ kind: 'case', id: caseId }, 'case.create', { caseNo: 'ZH-1', leadHospitalId: 'gd-cancer', fields: sampleRequest });
  });
  afterAll(async () => {
    await console.stop();
    removeFolder(console.dataDir);
  });
  const rows = async (request: RequestOf<'audit.list'> = {}): Promise<readonly AuditRow[]> => (await console.call('audit.list', request)).rows;
  const count = async (action: string): Promise<number> => (await rows()).filter((row) => row.action === action).length;

  it('says for a view which case, whose hospital, at which device, in which session and why', async () => {
    await console.call('case.get', { caseId });
    await console.call('minutes.open', { caseId });
    const [view] = (await rows({ caseId })).filter(({ action }) => action === 'case.view');
    expect(view).toMatchObject({ personId: 'he.doctor', caseId, subject: caseId, hospitalId: 'zhuhai', why: 'request', detail: {} });
    expect(view?.deviceId).toMatch(/^[0-9a-f-]{36}$/);
    expect(view?.sessionId).toMatch(/^[0-9a-f-]{36}$/);
    expect((await rows({ caseId })).map(({ action }) => action)).toContain('minutes.view');
  });

  it('has one row while the same person keeps looking', async () => {
    for (let time = 0; time < 5; time += 1) await console.call('minutes.open', { caseId });
    expect(await count('minutes.view')).toBe(1);
  });

  it('notes what main and the windows tell of', async () => {
    await console.call('audit.note', { action: 'report.print', caseId });
    await console.call('audit.note', { action: 'meeting.shareScreen', meetingId: randomUUID() });
    expect((await rows({ caseId })).map(({ action }) => action)).toContain('report.print');
    expect(await count('meeting.shareScreen')).toBe(1);
  });

  it('tells a failed sign-in of a known account by its person, and of anything else typed nothing', async () => {
    await expect(console.call('session.signIn', { account: 'he.doctor', password: 'not it' })).rejects.toMatchObject({ shape: { reason: 'unauthorized' } });
    await expect(console.call('session.signIn', { account: 'Sample-2026', password: 'he.doctor' })).rejects.toMatchObject({ shape: { reason: 'unauthorized' } });
    const failed = (await rows()).filter(({ action }) => action === 'session.signInFailed');
    expect(failed.map(({ subject }) => subject)).toEqual(['unknown account', 'he.doctor']);
    expect(JSON.stringify(await rows())).not.toContain('Sample-2026');
  });

  it('has a row for a call that is refused for want of rights, naming case, call and reason', async () => {
    await console.call('session.signOut', {});
    // A draft is not shown to the hospital it will be sent to.
    await console.signIn('chen.chair');
    await expect(console.call('case.get', { caseId })).rejects.toMatchObject({ shape: { reason: 'not-found' } });
    await console.call('session.signOut', {});
    await console.signIn('he.doctor');
    const [refusal] = (await rows({ caseId })).filter(({ action }) => action === 'refusal');
    expect(refusal).toMatchObject({ caseId, why: 'none', detail: { channel: 'case.get', reason: 'not-found' } });
  });

  it('has no row for what is not there at all', async () => {
    const nowhere = randomUUID();
    await expect(console.call('case.get', { caseId: nowhere })).rejects.toMatchObject({ shape: { reason: 'not-found' } });
    expect(await rows({ subject: nowhere })).toEqual([]);
  });

  it('notes sign-out, and calls of nobody once', async () => {
    await console.call('session.signOut', {});
    for (let time = 0; time < 3; time += 1) await expect(console.call('case.list', {})).rejects.toMatchObject({ shape: { reason: 'unauthorized' } });
    await console.signIn('he.doctor');
    const all = await rows();
    expect(all.filter(({ action, subject }) => action === 'refusal' && subject === 'case.list')).toHaveLength(1);
    expect(all.some(({ action }) => action === 'session.signOut')).toBe(true);
  });

  it('is whole, and never names the patient', async () => {
    const { integrity, isIntact } = await console.call('audit.list', {});
    expect(integrity.breaks).toEqual([]);
    expect(isIntact).toBe(true);
    expect(JSON.stringify(await rows())).not.toContain('测试甲');
  });
});
