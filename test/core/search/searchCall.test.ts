import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { migrations } from '../../../electron/core/store/migrations/list.ts';
import { openDatabase } from '../../../electron/core/store/openDatabase.ts';
import { removeFolder, sampleRequest, startConsole, until, type TestConsole } from '../support/console.ts';

const opened: TestConsole[] = [];
afterEach(async () => {
  for (const console of opened.splice(0)) {
    await console.stop();
    removeFolder(console.dataDir);
  }
});

async function consoleOf(account: string, options: Parameters<typeof startConsole>[0] = {}): Promise<TestConsole> {
  const console = await startConsole(options);
  opened.push(console);
  await console.signIn(account);
  return console;
}

const create = async (console: TestConsole, fields = sampleRequest): Promise<string> => {
  const id = randomUUID();
  await console.submit({ kind: 'case', id }, 'case.create', { caseNo: `S-${id.slice(0, 4)}`, leadHospitalId: 'gd-cancer', fields });
  return id;
};

describe('case.search', () => {
  it('finds a case as soon as its command is committed, pending or ordered, and by its new words after an edit', async () => {
    const console = await consoleOf('he.doctor');
    const id = await create(console);
    const find = async (query: string): Promise<string[]> => (await console.call('case.search', { query })).hits.map(({ caseId }) => caseId);
    expect(await find('csj')).toEqual([id]);
    await console.call('sync.now', {});
    expect(await find('食管')).toEqual([id]);
    await console.submit({ kind: 'case', id }, 'case.edit', { fields: { diagnosis: '鼻咽癌', history: '' } }, 1);
    expect([await find('鼻咽'), await find('胸中段')]).toEqual([[id], []]);
  });

  it('shows a draft to its own hospital alone, and to the lead hospital once it was sent', async () => {
    const console = await consoleOf('he.doctor');
    const id = await create(console);
    const foundBy = async (account: string): Promise<string[]> => {
      await console.call('session.signOut', {});
      await console.signIn(account);
      return (await console.call('case.search', { query: '食管' })).hits.map(({ caseId }) => caseId);
    };
    expect(await foundBy('zhou.coord')).toEqual([]);
    expect(await foundBy('he.doctor')).toEqual([id]);
    const instance = { sopInstanceUID: '1.2.3', sopClassUID: '1.2.840.10008.5.1.4.1.1.2', seriesInstanceUID: '1.2.4', modality: 'CT', sha256: '0'.repeat(64), byteLength: 10 };
    await console.submit({ kind: 'case', id }, 'case.attachImaging', { instances: [instance] }, 1);
    await console.submit({ kind: 'case', id }, 'case.submit', {}, 2);
    expect(await foundBy('zhou.coord')).toEqual([id]);
  });

  it('refuses a search to somebody without a part in care or not signed in', async () => {
    const console = await startConsole();
    opened.push(console);
    await expect(console.call('case.search', { query: '张' })).rejects.toMatchObject({ shape: { reason: 'unauthorized' } });
  });

  it('writes an audit row with a digest that tells the same search again and not for whom', async () => {
    const console = await consoleOf('he.doctor');
    for (const query of ['张三', ' 张三 ', '李四']) await console.call('case.search', { query });
    const { rows, isIntact } = await console.call('audit.list', {});
    const searches = rows.filter(({ action }) => action === 'case.search').map(({ subject }) => subject);
    expect(searches).toHaveLength(3);
    expect([searches[1] === searches[2], searches[0] === searches[1], isIntact]).toEqual([true, false, true]);
    expect(JSON.stringify(rows)).not.toMatch(/张三|李四/);
  });

  it('takes the cases of a record from before the index into it', async () => {
    const first = await startConsole();
    await first.signIn('he.doctor');
    const id = await create(first);
    await first.call('sync.now', {});
    await first.stop();
    const db = openDatabase(first.dataDir, first.key);
    db.exec('DELETE FROM search_case');
    db.close();
    const console = await consoleOf('he.doctor', { dataDir: first.dataDir, key: first.key });
    await until('the index is complete', async () => (await console.call('case.search', { query: '食管' })).isComplete);
    expect((await console.call('case.search', { query: '食管' })).hits.map(({ caseId }) => caseId)).toEqual([id]);
    expect(migrations.some(({ name }) => name === 'search')).toBe(true);
  });
});
