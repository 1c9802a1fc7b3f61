import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPlatform, type RunningPlatform } from '../../platform/host.ts';
import type { MinutesChange } from '../../shared/ipc/channels.ts';
import type { CaseRecord } from '../../shared/mdt/caseRecord.ts';
import { frozenText } from '../../shared/minutes/freezeMinutes.ts';
import { chen, decide, discussedCase, he, minutesAt, openEditor, textOf } from './support/minutesCase.ts';
import { removeFolder, samplePin, startConsole, temporaryFolder, until, type TestConsole } from './support/console.ts';

const key = new Uint8Array(32).fill(7);
const port = 0;

const recordAt = async (console: TestConsole, caseId: string): Promise<CaseRecord> => (await console.call('case.get', { caseId })).record;
const changesAt = (console: TestConsole, caseId: string): MinutesChange[] =>
  console.events.flatMap(({ channel, payload }) => (channel === 'minutes.changed' && (payload as MinutesChange).caseId === caseId ? [payload as MinutesChange] : []));
const isOnline = (console: TestConsole) => async () => (await console.call('sync.status', {})).state === 'online';

describe('minutes typed together at two consoles', () => {
  const platformFolder = temporaryFolder();
  let platform: RunningPlatform;
  let lead: TestConsole;
  let partner: TestConsole;
  let at: number;

  const startAgain = async (): Promise<void> => void (platform = await startPlatform({ dataDir: platformFolder, key, port: at, sample: true }));

  beforeAll(async () => {
    platform = await startPlatform({ dataDir: platformFolder, key, port, sample: true });
    at = platform.port;
    lead = await startConsole({ platformUrl: platform.url });
    partner = await startConsole({ platformUrl: platform.url });
    await partner.signIn('he.doctor');
    await lead.signIn('chen.chair');
  });

  afterAll(async () => {
    await partner.stop();
    await lead.stop();
    await platform.stop();
    for (const dir of [lead.dataDir, partner.dataDir, platformFolder]) removeFolder(dir);
  });

  it('shows each what the other types, keeps one audit row for each editing session, and ends equal', async () => {
    const caseId = await discussedCase(lead, partner);
    const one = await openEditor(lead, caseId, chen);
    const two = await openEditor(partner, caseId, he);
    for (let step = 0; step < 5; step += 1) {
      await Promise.all([one.type('course', `陈${step}；`), two.type('course', `何${step}；`)]);
    }
    const lettersOf = async (console: TestConsole): Promise<string> => (await minutesAt(console, caseId, 'course')).split('').toSorted().join('');
    await until('both have all of it', async () => (await lettersOf(lead)).length === 30 && (await lettersOf(partner)).length === 30);
    expect(await minutesAt(lead, caseId, 'course')).toBe(await minutesAt(partner, caseId, 'course'));
    expect(changesAt(partner, caseId).some(({ update }) => update !== null)).toBe(true);
    for (const console of [lead, partner]) {
      const { rows, isIntact } = await console.call('audit.list', { subject: caseId });
      expect(rows.filter(({ action }) => action === 'minutes.edit')).toHaveLength(1);
      expect(isIntact).toBe(true);
    }
    expect((await lead.call('minutes.open', { caseId })).unsent).toBe(0);
  });

  it('takes no change in another name, of a stranger, or before the case is accepted', async () => {
    const caseId = await discussedCase(lead, partner);
    const forged = await openEditor(lead, caseId, he);
    await expect(forged.type('course', '冒名')).rejects.toMatchObject({ shape: { reason: 'not-permitted' } });
    const draft = randomUUID();
    await partner.submit({ kind: 'case', id: draft }, 'case.create', { caseNo: 'D-1', leadHospitalId: 'gd-cancer', fields: {} });
    const early = await openEditor(partner, draft, he);
    await expect(early.type('course', '太早')).rejects.toMatchObject({ shape: { reason: 'illegal-transition' } });
    await expect(openEditor(lead, draft, chen)).rejects.toMatchObject({ shape: { reason: 'not-found' } });
  });

  it('merges what both typed while the platform was away, and goes on after both consoles were started again', async () => {
    const caseId = await discussedCase(lead, partner);
    const one = await openEditor(lead, caseId, chen);
    await one.type('course', '共同基础。');
    await until('the partner has it', async () => (await minutesAt(partner, caseId, 'course')) === '共同基础。');
    await platform.stop();
    const two = await openEditor(partner, caseId, he);
    await one.type('tasks', '陈离线写。');
    await two.type('tasks', '何离线写。');
    await two.type('course', '何补充。');
    await until('the consoles know', async () => (await lead.call('sync.status', {})).state === 'offline' && (await partner.call('sync.status', {})).state === 'offline');
    expect((await partner.call('minutes.open', { caseId })).unsent).toBe(2);
    await partner.stop();
    partner = await startConsole({ platformUrl: `http://127.0.0.1:${at}`, dataDir: partner.dataDir, key: partner.key });
    await partner.signIn('he.doctor');
    expect(await minutesAt(partner, caseId, 'tasks')).toBe('何离线写。');
    await startAgain();
    await until('both are online', async () => (await isOnline(lead)()) && (await isOnline(partner)()));
    await until('both have all of it', async () => (await minutesAt(lead, caseId, 'tasks')).length === 10 && (await minutesAt(partner, caseId, 'tasks')).length === 10);
    expect(await minutesAt(lead, caseId, 'tasks')).toBe(await minutesAt(partner, caseId, 'tasks'));
    expect(await minutesAt(lead, caseId, 'course')).toBe('共同基础。何补充。');
  });

  it('are frozen with the decision as the platform holds them; what comes later is kept aside at both, and reopening opens them', async () => {
    const caseId = await discussedCase(lead, partner);
    const stream = { kind: 'case', id: caseId } as const;
    const one = await openEditor(lead, caseId, chen);
    const two = await openEditor(partner, caseId, he);
    await one.type('course', '讨论经过：');
    await two.type('imaging', '影像所见。');
    await until('both have both', async () => (await minutesAt(lead, caseId, 'imaging')) === '影像所见。' && (await minutesAt(partner, caseId, 'course')) === '讨论经过：');
    await decide(lead, caseId);
    await until('the lead has nothing to send', async () => (await lead.call('sync.status', {})).outbox === 0);

    // The partner's line is cut; the doctor types on and does not know that the decision is frozen.
    await partner.call('settings.platform', { url: 'http://127.0.0.1:9' });
    const { record } = await lead.call('decision.freeze', { caseId });
    expect(record.minutes?.sections.map((section) => [section.section, frozenText(section)])).toEqual([['course', '讨论经过：'], ['imaging', '影像所见。']]);
    expect(record.minutes?.authors.map(({ personId }) => personId)).toEqual(['chen.chair', 'he.doctor']);
    expect(record.frozen?.canonical).toContain('影像所见。');
    await two.type('course', '迟到的话。');
    await until('the platform has the freeze', async () => (await lead.call('sync.status', {})).outbox === 0);
    await partner.call('settings.platform', { url: `http://127.0.0.1:${at}` });
    await until('the partner knows the freeze', async () => (await recordAt(partner, caseId)).frozen !== null);
    await until('the late change is at the lead', async () => (await lead.call('minutes.open', { caseId })).late.length === 1);
    for (const console of [lead, partner]) {
      const view = await console.call('minutes.open', { caseId });
      expect(view).toMatchObject({ state: 'closed', late: [{ personId: 'he.doctor', name: '何静', sections: [{ section: 'course', inserted: ['迟到的话。'], deleted: [] }] }] });
      expect(textOf(view, 'course')).toBe('讨论经过：');
      expect((await recordAt(console, caseId)).minutes).toEqual(record.minutes);
    }
    // A window that had not heard of it yet: kept as well, and nowhere in the document.
    await one.type('course', '随后。');
    await until('it is kept aside too', async () => (await partner.call('minutes.open', { caseId })).late.length === 2);
    expect((await lead.call('minutes.open', { caseId })).late.map(({ personId }) => personId).toSorted()).toEqual(['chen.chair', 'he.doctor']);

    await lead.submit(stream, 'decision.reopen', { reason: '补充' });
    const again = await openEditor(lead, caseId, chen);
    await again.type('course', '补充说明。');
    await until('the partner has what came after the reopening', async () => (await minutesAt(partner, caseId, 'course')) === '讨论经过：补充说明。');
    await lead.submit(stream, 'decision.readBack', { text: '同步放化疗。', objections: '' }, (await recordAt(lead, caseId)).version);
    const second = await lead.call('decision.freeze', { caseId });
    expect(second.record.minutes?.sections[0]?.paragraphs[0]?.text).toBe('讨论经过：补充说明。');
    await lead.call('decision.sign', { caseId, role: 'expert', pin: samplePin, openReason: null });
    await lead.call('decision.sign', { caseId, role: 'chair', pin: samplePin, openReason: null });
    expect(await lead.call('record.verify', { caseId })).toMatchObject({ isValid: true, problems: [] });
    await until('the partner has the signatures', async () => (await recordAt(partner, caseId)).state === 'opinionSigned');
    expect(await partner.call('record.verify', { caseId })).toMatchObject({ isValid: true, problems: [] });
    const { local, platform: theirs } = await partner.call('record.digest', { stream });
    expect(local).toBe(theirs);
  });

  it('refuse a freeze without them while they cannot be compared, and one that lacks what others wrote', async () => {
    const caseId = await discussedCase(lead, partner);
    const one = await openEditor(lead, caseId, chen);
    await one.type('course', '已写。');
    await decide(lead, caseId);
    await until('all is sent', async () => (await lead.call('minutes.open', { caseId })).unsent === 0 && (await lead.call('sync.status', {})).outbox === 0);
    await platform.stop();
    await until('the lead knows', async () => (await lead.call('sync.status', {})).state === 'offline');
    await expect(lead.call('decision.freeze', { caseId })).rejects.toMatchObject({ shape: { reason: 'unreachable' } });
    await startAgain();
    await until('the lead is back', isOnline(lead));
    await lead.call('decision.freeze', { caseId });
    await until('the freeze is on the platform', async () => (await lead.call('sync.status', {})).outbox === 0);
    expect((await lead.call('case.get', { caseId })).refused).toEqual([]);
  });
});
