import { sampleRequest } from '../../../renderer/mdt/sampleRequest.ts';

/** What the doctor types in the tour, by the test id of the field; choices are made by hand. */
export const requestWords: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(sampleRequest).filter(([key]) => !['patientSex', 'wantedDisciplines'].includes(key)).map(([key, value]) => [`request-${key}`, String(value)]),
);

export const imagingOpinion = 'CT 示食管中下段管壁环形增厚，长约 6 cm，外膜面欠光整；第 7 组淋巴结短径 11 mm。GTVp 与影像所见一致，靶区下界可再核对。';
export const medicalOpinion = '同意新辅助同步放化疗，建议紫杉醇联合卡铂每周方案，共 5 周；治疗前评估营养状况。';
export const physicsOpinion = '靶区覆盖与危及器官剂量已按 DVH 逐项核对；脊髓最大剂量低于 45 Gy；计划可执行。';
export const radiationOpinion = '处方与分割合理。心脏受量偏高，建议调整野权重后复核。';
export const changeAbout = '心脏 / 第 4 野';
export const changeText = '请降低第 4 野权重，使心脏平均剂量下降，并保持 PTV D95 不变后重新上传计划。';

export const decisionWords: Readonly<Record<string, string>> = {
  'decision-chairSummary': '局部晚期食管鳞癌 cT3N1M0，一般情况可，建议新辅助同步放化疗后 6–8 周评估手术。',
  'decision-organFunction': '心肺肝肾功能可耐受',
  'decision-performanceStatus': 'ECOG 1',
  'decision-operability': '放化疗后再评估',
  'decision-diseaseExtent': '食管中下段，纵隔 7 组淋巴结',
  'decision-rtSite': '食管及区域淋巴结',
  'decision-rtTechnique': '7 野调强，6 MV',
  'decision-rtTargets': 'GTVp / CTVp / PTV4140',
  'decision-rtFractions': '23',
  'decision-rtDosePerFractionGy': '1.8',
  'decision-systemic': '紫杉醇 50 mg/m² + 卡铂 AUC 2，每周 1 次，共 5 次',
  'decision-responsible': '珠海市人民医院 梁晓东',
  'decision-followUp': '放疗后 6 周复查增强 CT 与胃镜，上传平台复评。',
  'decision-guideline': 'CSCO 食管癌诊疗指南 2025',
};
