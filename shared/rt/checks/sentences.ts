import type { Check, CheckFinding } from './types.ts';

type Sentence = Readonly<Record<'zh' | 'en', string>>;

/** Sentences every check may use beside its own. */
export const sharedSentences: Readonly<Record<string, Sentence>> = {
  absent: { zh: '缺少 {{what}}，无法核对', en: '{{what}} is absent; this cannot be checked' },
  unreadable: { zh: '{{what}} 文件无法读取，无法核对：{{path}}（{{message}}）', en: '{{what}} is there but cannot be read; this cannot be checked: {{path}} ({{message}})' },
  error: { zh: '无法核对：{{message}}', en: 'This cannot be checked: {{message}}' },
};

/** Chinese of what `absent` names in words; DICOM terms stay as they are. */
const absentInChinese: Readonly<Record<string, string>> = {
  'DoseReferenceSequence (300A,0010) of type TARGET': 'TARGET 类型的 DoseReferenceSequence (300A,0010)',
  'PatientPosition (0018,5100) of the images': '影像的 PatientPosition (0018,5100)',
  'RTDOSE in Gy': '以 Gy 计的 RTDOSE',
  'RTDOSE of the plan': '本计划的 RTDOSE',
  'RTDOSE of this plan': '本计划的 RTDOSE',
  'ReferencedROINumber (3006,0084) of the prescription': '处方的 ReferencedROINumber (3006,0084)',
  'a PTV with contours': '已勾画的 PTV',
  'a dose in Gy (DoseUnits (3004,0002))': '以 Gy 计的剂量（DoseUnits (3004,0002)）',
  'a second object to compare with': '可供比较的另一个对象',
  'a structure of type EXTERNAL': 'EXTERNAL 类型的结构',
  'a target with contours inside the dose grid': '剂量网格内已勾画的靶区',
  'a target with contours': '已勾画的靶区',
  'dose and fractions of the consultation request': '会诊申请中的剂量和分次',
  'dose of the consultation request': '会诊申请中的剂量',
  'fractions of the consultation request': '会诊申请中的分次',
  'image guidance in the consultation request': '会诊申请中是否影像引导',
  'the planning images': '计划影像',
};

/** Chinese of whole values that are English words of ours, not of the files. */
const wordsInChinese: Readonly<Record<string, string>> = {
  left: '左', right: '右', anterior: '前', posterior: '后', head: '头', foot: '脚', true: '是', false: '否',
  static: '静态野', forward: '野中野', modulated: '调强或旋转', request: '申请', site: '场所设置', 'C-arm': 'C 形臂',
};

/** A length in a direction, as the shift from a marker gives it: `3.0 mm left`. */
const directed = /^(\d+(?:\.\d+)?) mm (left|right|anterior|posterior|head|foot)$/u;

const chineseOf = (text: string): string => {
  const [, mm, direction] = directed.exec(text) ?? [];
  return mm === undefined || direction === undefined ? (wordsInChinese[text] ?? text) : `向${wordsInChinese[direction] ?? direction} ${mm} mm`;
};

const wordOf = (name: string, value: string | number | boolean, isAbsent: boolean, language: 'zh' | 'en'): string => {
  if (language === 'en') return String(value);
  if (isAbsent) return absentInChinese[String(value)] ?? String(value).replace(/^a date in /u, '有效日期：');
  return namesOfFiles.has(name) ? String(value) : chineseOf(String(value));
};

/** Values that are text of the files, which stays as it was written. */
const namesOfFiles: ReadonlySet<string> = new Set(['name', 'structure', 'label', 'marker', 'text', 'machine', 'description', 'left', 'right', 'reason']);

/** The sentence of a finding with its values put in; lists are joined by commas, null is shown as a dash. */
export function sentenceOf(check: Pick<Check, 'sentences'>, finding: CheckFinding, language: 'zh' | 'en'): string {
  const sentence = check.sentences[finding.code] ?? sharedSentences[finding.code];
  if (sentence === undefined) return finding.code;
  const separator = language === 'zh' ? '、' : ', ';
  return sentence[language].replace(/\{\{(\w+)\}\}/gu, (_, name: string) => {
    const value = finding.values[name] ?? null;
    if (value === null) return '–';
    if (typeof value !== 'object') return wordOf(name, value, finding.code === 'absent', language);
    return name === 'shift' ? value.map((word) => wordOf(name, word, false, language)).join(separator) : value.join(separator);
  });
}
