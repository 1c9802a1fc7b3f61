import { randomBytes } from 'node:crypto';
import { openStore } from '../../electron/core/store/openStore.ts';
import { indexCase } from '../../electron/core/store/search/caseIndex.ts';
import { findCases } from '../../electron/core/store/search/findCases.ts';
import type { SearchText } from '../../electron/core/store/search/searchFields.ts';
import { inTransaction } from '../../electron/core/store/statement.ts';
import { toResults, type BenchResult } from './benchResult.ts';

const cases = 100_000;
const perTransaction = 2000;
const rounds = 40;
const mostHits = 30;

/** Made-up names: every surname with every given name, some surnames read otherwise than the character. */
const surnames = Array.from('赵钱孙李周吴郑王冯陈张何单曾解仇刘黄杨林朴区尉查盖');
const given = Array.from('伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰春梅建国志');
const diagnoses = ['食管胸中段鳞状细胞癌', '鼻咽非角化性癌', '肺腺癌脑转移', '直肠癌术后', '宫颈鳞癌', '乳腺癌术后', '肝细胞癌', '胶质母细胞瘤'];

/** What people type, by kind; each round asks for other words. */
const queries: Readonly<Record<string, (round: number) => string>> = {
  'pinyin initials': (round) => ['zw', 'lx', 'sxm', 'zgh', 'h', 'yj'][round % 6] ?? '',
  'full pinyin': (round) => ['zhangwei', 'shan', 'zeng', 'qiuji', 'wang'][round % 5] ?? '',
  'one Han character': (round) => ['肺', '张', '癌', '术', '单'][round % 5] ?? '',
  'two Han characters': (round) => ['放疗', '术后', '张伟', '鼻咽', '化疗'][round % 5] ?? '',
  'four Han characters': (round) => ['胸中段鳞', '进行性吞', '是否合适', '纵隔淋巴'][round % 4] ?? '',
  'number prefix': (round) => [`ZH-0${round}`, `00${round}1`, `MDT-2026-${round}`][round % 3] ?? '',
  'word': (round) => ['ct3n1m0', 'egfr', '60gy', 'pd-l1'][round % 4] ?? '',
  'several words': (round) => ['张 肺', 'zw 放疗', '术后 ct3 化疗', '2026 癌'][round % 4] ?? '',
  'initials of the minutes': (round) => ['ltxlb', 'zgys', 'jyfc', 'fbbfz'][round % 4] ?? '',
  'nothing found': (round) => ['不存在', 'qqqq', '龘'][round % 3] ?? '',
};

/** Search over 100,000 cases of an encrypted record, from the words to the snippets; a console that sees half of them asks. */
export function measureSearch(folder: string): readonly BenchResult[] {
  const store = openStore(folder, randomBytes(32));
  try {
    for (let from = 0; from < cases; from += perTransaction) {
      inTransaction(store.db, () => {
        for (let number = from; number < from + perTransaction; number += 1) indexCase(store.db, `bench-${number}`, madeUpCase(number));
      });
    }
    return Object.entries(queries).flatMap(([kind, queryOf]) => {
      const ours = Array.from({ length: rounds }, (_, round) => {
        const startedMs = performance.now();
        findCases(store.db, 'partner', queryOf(round), mostHits);
        return performance.now() - startedMs;
      });
      return toResults({ metric: `search 100,000 cases by ${kind}`, unit: 'ms', better: 'lower', ours, judged: 'p95', target: { below: 50 }, note: 'rights, order and marked snippets included; half of the cases are another hospital\'s' });
    });
  } finally {
    store.close();
  }
}

function madeUpCase(number: number): SearchText {
  const at = <T>(from: readonly T[], step: number): T | undefined => from[Math.floor(number / step) % from.length];
  const illness = at(diagnoses, 3) ?? '';
  return {
    state: 'submitted', audience: number % 2 === 0 ? ['partner', 'lead'] : ['elsewhere', 'lead'],
    fields: {
      patientName: `${at(surnames, 1) ?? ''}${at(given, 7) ?? ''}${number % 3 === 0 ? '' : (at(given, 211) ?? '')}`, hospitalNumber: `ZH-${String(number).padStart(7, '0')}`, caseNo: `MDT-2026-${number}`,
      diagnosis: illness, stage: `cT${number % 4}N${number % 3}M0 EGFR ${number % 19}del`, question: '放疗剂量是否合适？是否需要同步化疗？',
      history: `患者因进行性吞咽困难${number % 12}个月入院，胃镜示${illness}，病理证实。既往高血压${number % 20}年，行新辅助治疗${number % 6}周期，${number % 5 === 0 ? '术后' : '治疗后'}恢复可。CT 示纵隔淋巴结肿大，PD-L1 ${number % 100}%。`,
      ...(number % 5 === 0 ? { minutes: `主管医师汇报病例。影像：隆突下淋巴结较前缩小${number % 30} mm，左肺上叶斑片影。放疗科：肺部并发症风险可控，${illness}剂量不变。任务：建议复查支气管镜，两周后随访。` } : {}),
      ...(number % 4 === 0 ? { decision: `建议根治性放化疗，PTV 60Gy/30f，${illness}按指南随访。` } : {}),
    },
  };
}
