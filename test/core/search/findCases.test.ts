import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../../electron/core/store/openStore.ts';
import { indexCase, removeFromSearch } from '../../../electron/core/store/search/caseIndex.ts';
import { findCases } from '../../../electron/core/store/search/findCases.ts';
import type { SearchText } from '../../../electron/core/store/search/searchFields.ts';
import { removeFolder, temporaryFolder } from '../support/console.ts';

const folder = temporaryFolder();
let store: Store;
beforeAll(() => {
  store = openStore(folder, randomBytes(32));
  const put = (caseId: string, fields: SearchText['fields'], audience = ['zhuhai', 'lead']): void => indexCase(store.db, caseId, { state: 'draft', audience, fields });
  put('zhang', { patientName: '张三', hospitalNumber: 'T-0012345', caseNo: 'MDT-20261122-0910', diagnosis: '食管癌', history: '术后复发，PD-L1 阳性，既往放疗 60Gy/30f。' });
  put('shan', { patientName: '单雪梅', hospitalNumber: 'ZH20018', diagnosis: '肺腺癌', question: '计划管理放在哪里？癌旁组织如何处理？' });
  put('zeng', { patientName: '曾国华', diagnosis: 'Lung adenocarcinoma cT3N1M0', decision: '建议同步放化疗' });
  put('ouyang', { patientName: '欧阳娜', diagnosis: '直肠癌', history: 'ＣＴ示肝转移' });
  put('elsewhere', { patientName: '张三', diagnosis: '食管癌' }, ['foshan']);
});
afterAll(() => {
  store.close();
  removeFolder(folder);
});

const find = (query: string, hospitalId = 'zhuhai'): string[] => findCases(store.db, hospitalId, query, 30).map(({ caseId }) => caseId);
const putFor = (hospitalId: string, caseId: string, fields: SearchText['fields']): void => indexCase(store.db, caseId, { state: 'draft', audience: [hospitalId], fields });
const marked = (query: string): string[] => findCases(store.db, 'zhuhai', query, 5).map(({ snippet }) => `${snippet?.field ?? ''}: ${(snippet?.parts ?? []).map(({ text, isHit }) => (isHit ? `[${text}]` : text)).join('')}`);

describe('finding cases', () => {
  it.each([
    ['张三', ['zhang']], ['张', ['zhang']], ['zs', ['zhang']], ['zhangsan', ['zhang']], ['zhangs', ['zhang']], ['ZhangSan', ['zhang']], ['zhang san', ['zhang']], ['san', ['zhang']],
    ['放疗', ['zhang']], ['肺', ['shan']], ['术后', ['zhang']], ['T-0012', ['zhang']], ['t0012', ['zhang']], ['0012345', ['zhang']], ['ZH200', ['shan']], ['MDT-20261122', ['zhang']], ['20261122', ['zhang']],
    ['pdl1', ['zhang']], ['PD-L1', ['zhang']], ['60gy', ['zhang']], ['adeno', ['zeng']], ['T3', []], ['ct3n1', ['zeng']], ['CT 肝', ['ouyang']], ['sga', ['zhang']], ['fxa', ['shan']],
  ])('finds %s in %j', (query, expected) => {
    expect(find(query)).toEqual(expected);
  });

  it.each([['单', 'shan'], ['shan', 'shan'], ['sxm', 'shan'], ['dan', 'shan'], ['dxm', 'shan'], ['xuemei', 'shan'], ['zeng', 'zeng'], ['ceng', 'zeng'], ['zgh', 'zeng'], ['cgh', 'zeng'], ['oyn', 'ouyang'], ['yn', 'ouyang'], ['ouyangna', 'ouyang']])(
    'finds a name of several readings by %s',
    (query, expected) => {
      expect(find(query)).toContain(expected);
    },
  );

  it('finds three characters only where they stand together', () => {
    expect(find('食管癌')).toEqual(['zhang']);
    expect(find('管理放')).toEqual(['shan']);
    expect(find('放疗管')).toEqual([]);
  });

  it('shows a case to the hospitals that may see it and to no other', () => {
    expect(find('张三', 'foshan')).toEqual(['elsewhere']);
    expect(find('张三', 'nobody')).toEqual([]);
    expect(find('肺', 'foshan')).toEqual([]);
  });

  it('puts a name before a diagnosis and a diagnosis before other text', () => {
    putFor('order', 'by-name', { patientName: '林江' });
    putFor('order', 'by-diagnosis', { diagnosis: '林氏病' });
    putFor('order', 'by-text', { history: '家住林区' });
    expect(find('林', 'order')).toEqual(['by-name', 'by-diagnosis', 'by-text']);
  });

  it('marks what was found, by pinyin too', () => {
    expect(marked('xm')).toEqual(['patientName: 单[雪梅]']);
    expect(marked('t0012')).toEqual(['hospitalNumber: [T-0012]345']);
    expect(marked('放疗')).toEqual(['history: 术后复发，PD-L1 阳性，既往[放疗] 60Gy/30f。']);
    expect(marked('zhangs')).toEqual(['patientName: [张三]']);
  });

  it.each(['', '   ', '"', '*', 'AND', 'NEAR(', 'audience : x', "'; DROP TABLE search_case; --", '（）', '\u0000', '😀'])('takes %j as words, never as a command', (query) => {
    expect(() => find(query)).not.toThrow();
    expect(find('张三')).toEqual(['zhang']);
  });

  it('forgets what a case said before and a case that left', () => {
    putFor('change', 'changing', { diagnosis: '鼻咽癌' });
    putFor('change', 'changing', { diagnosis: '喉癌' });
    expect([find('鼻咽', 'change'), find('喉', 'change')]).toEqual([[], ['changing']]);
    removeFromSearch(store.db, 'changing');
    expect(find('喉', 'change')).toEqual([]);
  });
});
