import type { RequestFields } from '../../shared/mdt/fields.ts';

/** A fictional oesophagus case that fits the sample plan (41.4 Gy in 23 fractions), for a first try of the console. */
export const sampleRequest: Partial<RequestFields> = {
  patientName: '示例患者甲', patientSex: 'M', patientBirthDate: '1958-03-14', hospitalNumber: 'ZH-2026-004417', phone: '0756-0000000',
  department: '放射治疗科', doctorName: '梁晓东', doctorTitle: '副主任医师', contact: '0756-0000001',
  consentVersion: '远程会诊知情同意书 V3.1', consentDate: '2026-11-20', consentSigner: '示例患者甲', consentRelation: '本人',
  question: '新辅助同步放化疗 41.4 Gy/23 次的靶区与计划是否合理？肺与心脏受量能否接受？',
  reason: '局部晚期食管鳞癌，拟行新辅助同步放化疗后手术。',
  purpose: '审核靶区与放疗计划，确定综合治疗方案。',
  wantedDisciplines: ['radiationOncology', 'medicalOncology', 'physics'],
  history: '进行性吞咽困难 3 个月，体重下降 5 kg。胃镜：距门齿 28–34 cm 食管溃疡型肿物，活检鳞状细胞癌。胸部增强 CT：食管中下段管壁增厚，纵隔第 7 组淋巴结肿大。肺功能 FEV1 2.1 L（78 %）。',
  comorbidity: '高血压 10 年，药物控制良好。', ecog: 1, heightCm: 168, weightKg: 58,
  diagnosis: '食管中下段鳞状细胞癌', icd10: 'C15.4', tnm: 'cT3N1M0', tnmEdition: 'AJCC 8', stage: 'III', histology: '鳞癌，中分化',
  radiotherapyInWords: 'PTV 41.4 Gy / 23 次，7 野调强，6 MV',
};
