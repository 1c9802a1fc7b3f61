import type { ObjectKind } from '../../shared/dicom/objectKind.ts';
import type { DeskSeries } from './deskSeries.ts';

/**
 * Titles of documents in the words of a Chinese reader, by the meaning of their code; others stand as they are written.
 *
 * @see PS3.16 CID 7010 (key object selections), TID 1500, 4000, 4100, 4120, 10011 and 10020 (reports)
 */
const chinese: Readonly<Record<string, string>> = {
  'of interest': '关注图像', 'rejected for quality reasons': '因质量原因剔除', 'for referring provider': '供送检医师', 'for surgery': '供手术', 'for teaching': '供教学', 'for conference': '供会诊讨论', 'for therapy': '供治疗', 'for patient': '供患者', 'for peer review': '供同行评议', 'for research': '供科研',
  'quality issue': '质量问题', 'best in set': '组内最佳', 'for printing': '供打印', 'for report attachment': '报告附图', manifest: '清单', 'signed manifest': '已签名清单', 'complete study content': '完整检查内容', 'signed complete study content': '已签名的完整检查内容',
  'imaging measurement report': '影像测量报告', 'x-ray radiation dose report': 'X 线辐射剂量报告', 'radiopharmaceutical radiation dose report': '放射性药物剂量报告', 'mammography cad report': '乳腺 CAD 报告', 'chest cad report': '胸部 CAD 报告', 'colon cad report': '结肠 CAD 报告', 'procedure log': '操作记录', 'diagnostic imaging report': '影像诊断报告', 'radiology report': '影像诊断报告',
};
/** Labels this console gives presentation states, which are words for machines. */
const own: Readonly<Record<'zh' | 'en', Readonly<Record<string, string>>>> = { zh: { key_image: '关键图像' }, en: { key_image: 'Key image' } };

/** The title of a document or state as its reader says it; as it is written where nobody knows another word for it. */
function documentTitle(title: string, language: 'zh' | 'en'): string {
  const plain = title.trim().toLowerCase();
  return own[language][plain] ?? (language === 'zh' ? chinese[plain] : undefined) ?? title;
}

/** Documents whose titles are codes or words for machines; those of others were written by a person. */
const coded: ReadonlySet<ObjectKind> = new Set(['report', 'doseReport', 'cadReport', 'keyObjects', 'presentationState']);
const reports: ReadonlySet<ObjectKind> = new Set(['report', 'doseReport', 'cadReport']);

/**
 * Name of a document in the list of series: what it is, and which.
 *
 * @param kindName what its kind is called
 */
export function documentName({ kind, label, description }: Pick<DeskSeries, 'kind' | 'label' | 'description'>, kindName: string, language: 'zh' | 'en'): string {
  if (!coded.has(kind)) return label ?? description ?? kindName;
  if (label === null || label === '') return kindName;
  const title = documentTitle(label, language);
  // The title of a report says that it is one, where the reader reads its language.
  return reports.has(kind) && (language === 'en' || title !== label) ? title : `${kindName} · ${title}`;
}
