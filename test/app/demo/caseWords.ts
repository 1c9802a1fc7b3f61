/** What the doctors type in the tour: a fictional oesophagus case that fits the plan shown (41.4 Gy in 23 fractions). */
export const requestWords: Readonly<Record<string, string>> = {
  'request-patientName': '示例患者甲',
  'request-patientBirthDate': '1958-03-14',
  'request-hospitalNumber': 'ZH-2026-004417',
  'request-phone': '0756-0000000',
  'request-department': '放射治疗科',
  'request-doctorName': '梁晓东',
  'request-doctorTitle': '副主任医师',
  'request-contact': '0756-0000001',
  'request-consentVersion': '远程会诊知情同意书 V3.1',
  'request-consentDate': '2026-11-20',
  'request-consentSigner': '示例患者甲',
  'request-consentRelation': '本人',
  'request-question': '新辅助同步放化疗 41.4 Gy/23 次的靶区与计划是否合理?肺与心脏受量能否接受?',
  'request-reason': '局部晚期食管鳞癌,拟行新辅助同步放化疗后手术。',
  'request-purpose': '审核靶区与放疗计划,确定综合治疗方案。',
  'request-history': '进行性吞咽困难 3 个月,体重下降 5 kg。胃镜:距门齿 28–34 cm 食管溃疡型肿物,活检鳞状细胞癌。胸部增强 CT:食管中下段管壁增厚,纵隔第 7 组淋巴结肿大。肺功能 FEV1 2.1 L(78 %)。',
  'request-comorbidity': '高血压 10 年,药物控制良好。',
  'request-ecog': '1',
  'request-heightCm': '168',
  'request-weightKg': '58',
  'request-diagnosis': '食管中下段鳞状细胞癌',
  'request-icd10': 'C15.4',
  'request-tnm': 'cT3N1M0',
  'request-tnmEdition': 'AJCC 8',
  'request-stage': 'III',
  'request-histology': '鳞癌,中分化',
  'request-radiotherapyInWords': 'PTV 41.4 Gy / 23 次,7 野调强,6 MV',
};

export const imagingOpinion = 'CT 示食管中下段管壁环形增厚,长约 6 cm,外膜面欠光整;第 7 组淋巴结短径 11 mm。GTVp 与影像所见一致,靶区下界可再核对。';
export const medicalOpinion = '同意新辅助同步放化疗,建议紫杉醇联合卡铂每周方案,共 5 周;治疗前评估营养状况。';
export const physicsOpinion = 'PTV D95 达到处方要求;双肺平均剂量与 V20 在限值内,脊髓最大剂量低于 45 Gy;计划可执行。';
export const radiationOpinion = '处方与分割合理。心脏受量偏高,建议调整野权重后复核。';
export const changeAbout = '心脏 / 第 4 野';
export const changeText = '请降低第 4 野权重,使心脏平均剂量下降,并保持 PTV D95 不变后重新上传计划。';

export const decisionWords: Readonly<Record<string, string>> = {
  'decision-chairSummary': '局部晚期食管鳞癌 cT3N1M0,一般情况可,建议新辅助同步放化疗后 6–8 周评估手术。',
  'decision-organFunction': '心肺肝肾功能可耐受',
  'decision-performanceStatus': 'ECOG 1',
  'decision-operability': '放化疗后再评估',
  'decision-diseaseExtent': '食管中下段,纵隔 7 组淋巴结',
  'decision-rtSite': '食管及区域淋巴结',
  'decision-rtTechnique': '7 野调强,6 MV',
  'decision-rtTargets': 'GTVp / CTVp / PTV4140',
  'decision-rtFractions': '23',
  'decision-rtDosePerFractionGy': '1.8',
  'decision-systemic': '紫杉醇 50 mg/m² + 卡铂 AUC 2,每周 1 次,共 5 次',
  'decision-responsible': '珠海市人民医院 梁晓东',
  'decision-followUp': '放疗后 6 周复查增强 CT 与胃镜,上传平台复评。',
  'decision-guideline': 'CSCO 食管癌诊疗指南 2025',
};
