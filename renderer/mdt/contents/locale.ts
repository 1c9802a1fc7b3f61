/** Words for what a case holds: kinds are `ObjectKind`, syntaxes the part of the UID behind 1.2.840.10008.1.2. */
export const contentsLocale = {
  zh: {
    title: '影像与文件清单', summary: '{{studies}} 个检查 · {{series}} 个序列 · {{objects}} 个对象 · {{megabytes}} MB', study: '检查 {{date}}', noDate: '（无日期）', noDescription: '（无描述）', unknownStudy: '尚未到达本机的检查', accession: '检查号 {{number}}',
    column: { preview: '预览', series: '序列', kind: '类型', count: '数量', presence: '到位', marks: '标记', syntax: '压缩方式' }, seriesNumber: '序列 {{number}}', objects: '{{objects}} 个', kindCount: '{{kind}} × {{objects}}', megabytes: '{{megabytes}} MB',
    here: '已在本机', partly: '本机 {{present}} / {{total}}', onPlatform: '尚在平台，正在下载', lossy: '有损压缩', lossyHint: '影像经过有损压缩，不宜据此作细微判断', warnings: '提示 {{warnings}}', noView: '已收录；本版本尚无查看界面', noPreview: '无预览', preview: '{{series}} 的预览图',
    open: '展开', shut: '收起', showAll: '展开清单', hideAll: '收起清单', objectNumber: '对象 {{number}}', frames: '{{frames}} 帧', readText: '阅读正文', hideText: '收起正文', reading: '正在读取…', details: '技术细节', showMore: '显示更多（已显示 {{shown}}，共 {{total}}）',
    selectSeries: '选择 {{series}}', sendCase: '发送整个病例到 PACS…', sendSelected: '发送选中的 {{count}} 个序列到 PACS…', deidentify: '去标识导出…', attach: '添加图片或 PDF…', attachDrop: '松开鼠标即添加图片或 PDF', empty: '尚无影像或文件。病理图片、照片、纸质资料和 PDF 报告可在此添加，也可以拖到此处。',
    listComma: '、', colon: '：',
    report: {
      verified: '已审核 {{observers}}', unverified: '未经审核', complete: '内容完整', partial: '内容未完', group: '（分组）', empty: '（无内容）', frames: '第 {{frames}} 帧', see: '见第 {{place}} 项', other: '（{{type}}：无法显示的内容）',
      basis: { 'INFERRED FROM': '依据', 'SELECTED FROM': '选自' }, reference: { IMAGE: '引用图像', COMPOSITE: '引用对象', WAVEFORM: '引用波形' },
      coordinates: { SCOORD: '{{shape}}（图像坐标，像素）：{{points}}', SCOORD3D: '{{shape}}（患者坐标，mm）：{{points}}' }, shape: { POINT: '点', MULTIPOINT: '多点', POLYLINE: '折线', POLYGON: '多边形', CIRCLE: '圆', ELLIPSE: '椭圆', ELLIPSOID: '椭球' },
    },
    kind: {
      image: '图像', multiFrameImage: '多帧图像', video: '视频', wholeSlideImage: '全切片病理图像', parametricMap: '参数图', spectroscopy: '波谱', segmentation: '分割', surfaceSegmentation: '表面分割', tractography: '纤维束', surface: '表面模型',
      presentationState: '显示状态（标注、窗位）', keyObjects: '关键图像选择', report: '结构化报告', doseReport: '辐射剂量报告', cadReport: '计算机辅助检测报告', encapsulatedPdf: 'PDF 文档', encapsulatedCda: 'CDA 文档', encapsulatedModel: '三维打印模型',
      ecg12Lead: '12 导联心电图', ecg: '心电图', waveform: '波形', audio: '录音', structureSet: '结构集', plan: '放疗计划', ionPlan: '质子/重离子计划', dose: '剂量', rtImage: '放疗图像（射野片）', rtRadiation: '放疗射束（第二代）', rtInstruction: '放疗医嘱与执行指令',
      beamsTreatmentRecord: '治疗记录', brachyTreatmentRecord: '近距离治疗记录', ionBeamsTreatmentRecord: '质子/重离子治疗记录', treatmentSummaryRecord: '治疗小结', registration: '空间配准', deformableRegistration: '形变配准', fiducials: '基准点', realWorldValueMap: '定量换算表',
      measurements: '测量', annotations: '标注', protocol: '扫描方案', display: '挂片方案', template: '植入物模板', rawData: '原始数据', mediaDirectory: '光盘目录', retired: '已停用的旧类型', private: '厂商私有对象', unknown: '未知类型',
    },
    syntax: {
      implicit: '不压缩（隐式小端）', '1': '不压缩', '2': '不压缩（大端）', '1_99': 'Deflate 无损', '5': 'RLE 无损', '4_50': 'JPEG 有损（8 位）', '4_51': 'JPEG 有损（12 位）', '4_57': 'JPEG 无损', '4_70': 'JPEG 无损', '4_80': 'JPEG-LS 无损', '4_81': 'JPEG-LS 近无损（有损）',
      '4_90': 'JPEG 2000 无损', '4_91': 'JPEG 2000（可有损）', '4_92': 'JPEG 2000 多分量无损', '4_93': 'JPEG 2000 多分量', '4_100': 'MPEG-2', '4_102': 'MPEG-4', '4_103': 'MPEG-4', '4_107': 'HEVC', '4_108': 'HEVC', '4_201': 'HTJ2K 无损', '4_202': 'HTJ2K 无损', '4_203': 'HTJ2K（可有损）',
    },
  },
  en: {
    title: 'Images and documents of the case', summary: 'Studies: {{studies}} · series: {{series}} · objects: {{objects}} · {{megabytes}} MB', study: 'Study of {{date}}', noDate: '(no date)', noDescription: '(no description)', unknownStudy: 'Study not on this console yet', accession: 'accession {{number}}',
    column: { preview: 'Preview', series: 'Series', kind: 'Kind', count: 'Content', presence: 'Here', marks: 'Marks', syntax: 'Compression' }, seriesNumber: 'Series {{number}}', objects: '{{objects}}', kindCount: '{{kind}} × {{objects}}', megabytes: '{{megabytes}} MB',
    here: 'on this console', partly: '{{present}} of {{total}} here', onPlatform: 'still on the platform, being fetched', lossy: 'lossy', lossyHint: 'The images went through lossy compression; do not judge fine detail by them', warnings: 'notes: {{warnings}}', noView: 'Listed; a view comes in a later version', noPreview: 'no preview', preview: 'Preview of {{series}}',
    open: 'Open', shut: 'Close', showAll: 'Show list', hideAll: 'Hide list', objectNumber: 'Object {{number}}', frames: '{{frames}} frames', readText: 'Read the text', hideText: 'Hide the text', reading: 'Reading…', details: 'Details', showMore: 'Show more ({{shown}} of {{total}} shown)',
    selectSeries: 'Select {{series}}', sendCase: 'Send whole case to PACS…', sendSelected: 'Send {{count}} series to PACS…', deidentify: 'De-identified export…', attach: 'Add pictures or PDF…', attachDrop: 'Release to add pictures or PDF', empty: 'No images or documents yet. Pathology pictures, photographs, papers and PDF reports are added here, or dropped here.',
    listComma: ', ', colon: ': ',
    report: {
      verified: 'Verified {{observers}}', unverified: 'Not verified', complete: 'complete', partial: 'partial', group: '(group)', empty: '(no content)', frames: 'frame {{frames}}', see: 'see item {{place}}', other: '({{type}}: cannot be shown)',
      basis: { 'INFERRED FROM': 'inferred from', 'SELECTED FROM': 'selected from' }, reference: { IMAGE: 'Image', COMPOSITE: 'Object', WAVEFORM: 'Waveform' },
      coordinates: { SCOORD: '{{shape}} (pixels of the image): {{points}}', SCOORD3D: '{{shape}} (patient, mm): {{points}}' }, shape: { POINT: 'Point', MULTIPOINT: 'Points', POLYLINE: 'Polyline', POLYGON: 'Polygon', CIRCLE: 'Circle', ELLIPSE: 'Ellipse', ELLIPSOID: 'Ellipsoid' },
    },
    kind: {
      image: 'Image', multiFrameImage: 'Multi-frame image', video: 'Video', wholeSlideImage: 'Whole slide image', parametricMap: 'Parametric map', spectroscopy: 'Spectroscopy', segmentation: 'Segmentation', surfaceSegmentation: 'Surface segmentation', tractography: 'Tractography', surface: 'Surface model',
      presentationState: 'Presentation state', keyObjects: 'Key object selection', report: 'Structured report', doseReport: 'Radiation dose report', cadReport: 'Computer-aided detection report', encapsulatedPdf: 'PDF document', encapsulatedCda: 'CDA document', encapsulatedModel: '3D print model',
      ecg12Lead: '12-lead ECG', ecg: 'ECG', waveform: 'Waveform', audio: 'Voice recording', structureSet: 'Structure set', plan: 'RT plan', ionPlan: 'RT ion plan', dose: 'RT dose', rtImage: 'RT image (portal)', rtRadiation: 'RT radiation (second generation)', rtInstruction: 'RT prescription or instruction',
      beamsTreatmentRecord: 'Treatment record', brachyTreatmentRecord: 'Brachytherapy record', ionBeamsTreatmentRecord: 'Ion treatment record', treatmentSummaryRecord: 'Treatment summary', registration: 'Registration', deformableRegistration: 'Deformable registration', fiducials: 'Fiducials', realWorldValueMap: 'Real world value map',
      measurements: 'Measurements', annotations: 'Annotations', protocol: 'Protocol', display: 'Hanging protocol', template: 'Implant template', rawData: 'Raw data', mediaDirectory: 'Media directory', retired: 'Retired kind', private: 'Private object of a vendor', unknown: 'Unknown kind',
    },
    syntax: {
      implicit: 'uncompressed (implicit VR)', '1': 'uncompressed', '2': 'uncompressed (big endian)', '1_99': 'Deflate, lossless', '5': 'RLE, lossless', '4_50': 'JPEG, lossy (8 bit)', '4_51': 'JPEG, lossy (12 bit)', '4_57': 'JPEG, lossless', '4_70': 'JPEG, lossless', '4_80': 'JPEG-LS, lossless', '4_81': 'JPEG-LS, near-lossless (lossy)',
      '4_90': 'JPEG 2000, lossless', '4_91': 'JPEG 2000 (may be lossy)', '4_92': 'JPEG 2000 multi-component, lossless', '4_93': 'JPEG 2000 multi-component', '4_100': 'MPEG-2', '4_102': 'MPEG-4', '4_103': 'MPEG-4', '4_107': 'HEVC', '4_108': 'HEVC', '4_201': 'HTJ2K, lossless', '4_202': 'HTJ2K, lossless', '4_203': 'HTJ2K (may be lossy)',
    },
  },
};
