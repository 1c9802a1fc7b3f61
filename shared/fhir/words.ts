import type { DecisionFields, RequestFields } from '../mdt/fields.ts';
import type { Discipline, Role } from '../mdt/directory.ts';
import type { MinutesSection } from '../mdt/minutesSchema.ts';

/** The names a province's reader knows; documents are in Chinese whatever language a console shows. */
export const disciplineText: Readonly<Record<Discipline, string>> = { radiationOncology: '放射治疗', medicalOncology: '肿瘤内科', surgery: '外科', imaging: '影像诊断', pathology: '病理', physics: '医学物理' };

export const roleText: Readonly<Record<Role, string>> = {
  coordinator: '专管员', chair: '主持人', expert: '专家', radiologist: '影像科医师', pathologist: '病理科医师', radiationOncologist: '放疗科医师', physicist: '物理师', partnerDoctor: '申请医院医师', administrator: '系统管理员', platform: '平台',
};

export const stanceText = { agree: '同意', agreeWithChange: '同意，需修改', dissent: '不同意', noOpinion: '无意见' } as const;

export const outcomeText: Readonly<Record<DecisionFields['outcome'], string>> = {
  '': '', treatment: '推荐治疗', moreTests: '需补充检查', defer: '延期讨论', referUp: '上转', referDown: '下转', surveillance: '随访观察', palliative: '姑息', trial: '临床试验', noAgreement: '未达成一致',
};

export const intentText: Readonly<Record<DecisionFields['intent'], string>> = { '': '', curative: '根治', palliative: '姑息', adjuvant: '辅助', neoadjuvant: '新辅助' };

export const signatureRoleText = { expert: '专家', physicist: '物理师', chair: '主持人' } as const;

export const minutesText: Readonly<Record<MinutesSection, string>> = { course: '讨论经过', imaging: '影像与病理', radiotherapy: '放射治疗', questions: '问题', tasks: '落实事项' };

export const requestText: Readonly<Record<keyof RequestFields, string>> = {
  patientName: '姓名', patientSex: '性别', patientBirthDate: '出生日期', hospitalNumber: '住院号/门诊号', idType: '证件类型', idNumber: '证件号码', phone: '电话', insurance: '医保类型',
  department: '申请科室', doctorName: '申请医师', doctorTitle: '职称', doctorLicence: '执业证号', contact: '联系方式',
  consentVersion: '知情同意书版本', consentDate: '签署日期', consentSigner: '签署人', consentRelation: '与患者关系',
  reason: '会诊理由', purpose: '会诊目的', question: '需解决的问题', urgency: '紧急程度', wishedDate: '期望日期', wantedDisciplines: '邀请专业',
  history: '病史摘要', comorbidity: '合并症', ecog: 'ECOG 评分', heightCm: '身高 (cm)', weightKg: '体重 (kg)', allergies: '过敏史',
  diagnosis: '诊断', icd10: 'ICD-10', tnm: 'TNM', tnmEdition: 'TNM 版本', stage: '分期', histology: '病理类型', molecular: '分子检测',
  treatmentSoFar: '既往治疗', radiotherapyInWords: '放疗处方（文字）', patientWish: '患者意愿',
};

export const decisionText: Readonly<Record<keyof DecisionFields, string>> = {
  outcome: '结论', intent: '治疗目的', chairSummary: '主持人小结', organFunction: '重要脏器功能', performanceStatus: '体能状态', operability: '手术耐受', diseaseExtent: '肿瘤侵犯范围',
  rtSite: '照射部位', rtTechnique: '技术', rtTargets: '靶区', rtTotalDoseGy: '总剂量 (Gy)', rtFractions: '分次数', rtDosePerFractionGy: '单次剂量 (Gy)',
  systemic: '全身治疗', surgery: '手术', moreTests: '补充检查', responsible: '责任医院与医师', dueDate: '完成日期', guideline: '依据指南', followUp: '随访安排', patientWish: '患者意愿',
};
