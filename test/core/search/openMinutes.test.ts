import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPlatform, type RunningPlatform } from '../../../platform/host.ts';
import type { CaseHit } from '../../../shared/ipc/channels.ts';
import { openDatabase } from '../../../electron/core/store/openDatabase.ts';
import { openStore } from '../../../electron/core/store/openStore.ts';
import { findCases } from '../../../electron/core/store/search/findCases.ts';
import { removeFolder, startConsole, temporaryFolder, until, type TestConsole } from '../support/console.ts';
import { chen, discussedCase, he, openEditor } from '../support/minutesCase.ts';

const key = new Uint8Array(32).fill(7);

const find = async (at: TestConsole, query: string): Promise<readonly CaseHit[]> => (await at.call('case.search', { query })).hits;
const marked = ([hit]: readonly CaseHit[]): string => `${hit?.snippet?.field ?? ''}: ${(hit?.snippet?.parts ?? []).map(({ text, isHit }) => (isHit ? `[${text}]` : text)).join('')}`;

describe('searching what people still type in the minutes', () => {
  const platformFolder = temporaryFolder();
  let platform: RunningPlatform;
  let lead: TestConsole;
  let partner: TestConsole;
  let caseId: string;

  beforeAll(async () => {
    platform = await startPlatform({ dataDir: platformFolder, key, port: 0, sample: true });
    lead = await startConsole({ platformUrl: platform.url, key });
    partner = await startConsole({ platformUrl: platform.url, key });
    await partner.signIn('he.doctor');
    await lead.signIn('chen.chair');
    caseId = await discussedCase(lead, partner);
  });
  afterAll(async () => {
    await partner.stop();
    await platform.stop();
    for (const dir of [lead.dataDir, partner.dataDir, platformFolder]) removeFolder(dir);
  });

  it('finds the case by what was typed a moment ago, here and at the other console, with the words around it', async () => {
    expect(await find(lead, '隆突')).toEqual([]);
    const editor = await openEditor(lead, caseId, chen);
    await editor.type('imaging', '隆突下淋巴结较前缩小，建议复查。');
    expect((await find(lead, '隆突')).map((hit) => hit.caseId)).toEqual([caseId]);
    expect(marked(await find(lead, '淋巴结较前'))).toBe('minutes: 隆突下[淋巴结较前]缩小，建议复查。');
    await until('the partner finds it', async () => (await find(partner, '隆突')).length === 1);
  });

  it('finds it by the initials of what was said, and not by two letters, which stand everywhere', async () => {
    expect(marked(await find(lead, 'lbjj'))).toBe('minutes: 隆突下[淋巴结较]前缩小，建议复查。');
    expect(await find(lead, 'jy')).toEqual([]);
    expect(await find(lead, 'lbjq')).toEqual([]);
    expect((await find(lead, '测试 lbj')).map((hit) => hit.caseId)).toEqual([caseId]);
  });

  it('follows the text: another person adds, and an edit of the request leaves what was typed to be found', async () => {
    const editor = await openEditor(partner, caseId, he);
    await editor.type('tasks', '补做支气管镜');
    expect(await find(partner, '支气管镜')).toHaveLength(1);
    await until('the lead finds it', async () => (await find(lead, '支气管镜')).length === 1);
    const { record } = await lead.call('case.get', { caseId });
    await lead.submit({ kind: 'case', id: caseId }, 'decision.edit', { fields: { chairSummary: '维持原方案' } }, record.version);
    expect([(await find(lead, '维持原')).length, (await find(lead, '支气管镜')).length]).toEqual([1, 1]);
  });

  it('takes the minutes of a record from before into the index at the next start, for the hospitals of the case alone', async () => {
    await lead.stop();
    const db = openDatabase(lead.dataDir, key);
    db.exec(`UPDATE search_case SET format = 1, fields = '{}', spoken = ''; DELETE FROM search_word; INSERT INTO minutes_unindexed SELECT case_id FROM minutes_update`);
    db.close();
    lead = await startConsole({ platformUrl: platform.url, dataDir: lead.dataDir, key });
    await lead.signIn('chen.chair');
    await until('the index is complete', async () => (await lead.call('case.search', { query: '支气管镜' })).isComplete);
    expect((await find(lead, '支气管镜')).map((hit) => hit.caseId)).toEqual([caseId]);
    expect((await find(lead, 'lbjj')).map((hit) => hit.caseId)).toEqual([caseId]);
    await lead.stop();
    const store = openStore(lead.dataDir, key);
    expect([findCases(store.db, 'gd-cancer', '支气管镜', 5).length, findCases(store.db, 'shaoguan', '支气管镜', 5).length]).toEqual([1, 0]);
    store.close();
  });
});
