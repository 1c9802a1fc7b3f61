import { commandLocale } from './keys/commandLocale.ts';

const zh = {
  ...commandLocale.zh,
  page: '阅片台',
  planes: { acquired: '原始层面', axial: '轴位', sagittal: '矢状位', coronal: '冠状位', oblique: '斜位' },
  picture: {
    slice: '层', frame: '帧', image: '图像号', window: '窗位/窗宽', zoom: '缩放', slab: { mip: 'MIP', minip: 'MinIP', mean: '平均' }, lossy: '有损压缩', derived: '后处理影像', loading: '读取中', outsideImage: '影像外', padding: '填充区，无数值',
    noDose: '无剂量', refusedDose: '剂量坐标系不同', outsideDose: '剂量网格外', relativeDose: '相对剂量，不以 Gy 显示', notCalibrated: '未标定，长度以像素计', atDetector: '长度为探测器平面，未校正放大率', table: '查找表', overlaysHidden: '影像自带叠加图形已隐藏',
  },
  notice: { suvRefused: '不能计算 SUV：缺少 {{attribute}}', fusionRefused: '未融合：两个序列的坐标系（FrameOfReferenceUID）不同', fusionLoading: '融合序列读取中' },
  toolbar: { title: '阅片工具', tools: '鼠标工具', moreTools: '更多测量工具', picture: '画面', show: '显示与联动', cine: '电影播放', fps: '每秒层数', evidence: '标注与保存', desk: '阅片台' },
  layout: { title: '布局与挂片', grid: '格数', size: '{{rows}} 行 {{columns}} 列', beside: '左侧大格，右侧两小格', hangings: '挂片方式', name: '保存当前布局为…', save: '保存', forget: '删除布局“{{name}}”' },
  hanging: {
    planning: '放疗定位：轴位 + 矢状 + 冠状', petCt: 'PET/CT：CT、PET、融合、MIP', mrSequences: 'MR 按序列', mrPrior: 'MR 与前片对比（左新右旧）', ctPrior: 'CT 与前片对比（左新右旧）', ctMpr: 'CT 三平面', mammography: '乳腺四视图（胸壁相对）', mammographyPrior: '乳腺四视图与前片（上新下旧）',
    filmPrior: '平片与前片对比（左新右旧）', filmViews: '平片各投照位', mpr: '三平面重建', single: '单幅', document: '文档', empty: '空', own: '自定义',
  },
  window: { title: '窗宽窗位', free: '自由调窗', ofImage: '影像自带', windowOf: '窗 {{number}}', tableOf: '查找表 {{number}}', table: '查找表', name: '保存当前窗为…', save: '保存', forget: '删除窗“{{name}}”' },
  preset: { opening: '原始窗', mediastinum: '纵隔', lung: '肺', bone: '骨', brain: '脑', liver: '肝', wide: '全宽', abdomen: '腹部', stroke: '卒中', angio: '血管', subdural: '硬膜下', spine: '脊柱软组织', temporalBone: '颞骨', suv5: 'SUV 0–5', suv7: 'SUV 0–7', suv10: 'SUV 0–10', suv15: 'SUV 0–15' },
  plane: { title: '层面方向', tip: '斜切', horizontal: '绕水平线 {{degrees}}°', vertical: '绕垂直线 {{degrees}}°' },
  slab: { title: '厚层', thickness: '厚度（mm）', none: '单层', mip: 'MIP', minip: 'MinIP', mean: '平均' },
  fusion: { title: '融合与伪彩', none: '没有与当前序列同一坐标系的其他序列', upper: '叠加序列', off: '不融合', colours: '叠加伪彩', opacity: '叠加透明度：显示 {{percent}} %', blend: '叠加比例' },
  colourMap: { title: '画面色标', grey: '灰阶', hotIron: '热铁', pet: 'PET', rainbow: '彩虹', perfusion: '灌注' },
  series: {
    panel: '检查与序列', choose: '选择序列', width: '序列栏宽度', none: '本例没有可显示的影像或文档', noDate: '（无日期）', noDescription: '（无描述）', images: '{{count}} 幅', missing: '缺 {{count}}', lossy: '有损', planning: '定位影像', shownIn: '在第 {{cells}} 格',
    priorYears: '前片 · 早 {{years}} 年 {{months}} 个月', priorMonths: '前片 · 早 {{months}} 个月', priorDays: '前片 · 早 {{days}} 天',
  },
  cell: {
    desk: '影像格', label: '第 {{number}} 格 {{title}}', empty: '空格', emptyHint: '把序列拖到这里，或在左侧选中序列后按回车。', emptyHintAlone: '选择序列，或打开序列栏后拖到这里。', absent: '影像不在本机', absentHint: '演示者所示的序列尚未同步到本机，到达后自动显示。', notHere: '影像尚未到达本机，同步后自动显示。', loading: '读取 {{done}} / {{total}}', progress: '读取进度',
    failed: '影像无法显示。', failedHint: '请在影像清单中查看该序列的提示，必要时请送检单位重新发送。', emptyOthers: '关闭其他格中的序列', notShown: '无法显示', frameHint: '本幅未能显示，其余各幅不受影响，可继续翻看。必要时请送检单位重新发送。', memoryHint: '内存不足：请关闭其他格中的大序列后再打开。', problems: '{{count}} 项提示', suvRefused: '不能显示 SUV：缺少 {{attribute}}，按原始值显示', drag: '拖动可与其他格互换', close: '清空此格', edges: '四边方位：上 {{top}}、下 {{bottom}}、左 {{left}}、右 {{right}}', noEdges: '影像未注明方位', pause: '；',
    noCase: '本例尚无影像', noCaseHint: '请先导入 CT、MR、PET 或其他影像与文档。', opening: '正在打开阅片台…',
  },
  patient: { banner: '患者', none: '未显示影像', noName: '（影像中无姓名）', noSex: '性别未写', absent: '未写', id: '患者号', born: '出生', study: '检查日期', years: '{{years}} 岁', months: '{{months}} 个月', sex: { M: '男', F: '女', O: '其他' } },
  mix: {
    title: '影像可能不属于同一患者', question: '将要并排显示的影像不能确认属于同一人：', shown: '已显示', coming: '将加入', differs: '不一致项：{{parts}}。', tooLittle: '影像中可供核对的信息不足。', part: { patientID: '患者号', patientName: '姓名', birthDate: '出生日期' }, comma: '、', confirm: '我已核对，仍要并排显示', cancel: '不显示',
    two: '注意：同时显示两名患者的影像：{{a}} 与 {{b}}', unsure: '注意：不能确认为同一患者：{{a}} 与 {{b}}', unexpected: '注意：影像患者（{{shown}}）与本例患者（{{expected}}）不一致',
  },
  measure: {
    title: '测量与标注', column: '侧栏', radiotherapy: '放疗', width: '侧栏宽度', none: '尚无测量。在工具栏选择长度、ROI 等工具后在影像上绘制。', lesion: '病灶', newLesion: '新病灶', saved: '已存入报告', text: '文字', textOf: '{{kind}}的文字', remove: '删除', keep: '确定', cancel: '取消', image: '图像号 {{number}}', frame: '第 {{number}} 帧', noSeries: '序列不在本机',
    cobb: '两线夹角，取 0–90°，不分方向', atDetector: '探测器平面长度，未校正放大率', saveReport: '保存为报告（{{count}}）', lesions: '病灶随访', noLesions: '为测量指定病灶（L1、L2…）后，此处列出各日期的大小与变化。', sum: '最长径之和', missing: '缺 {{names}}', unread: '一份报告未能读取：{{message}}',
  },
  greyReminder: { never: '本机尚未做过灰阶检查。', old: '上次灰阶检查在 {{days}} 天前，建议复查。' },
  evidence: { nothing: '没有未保存的测量', report: '已保存报告：{{title}}', keyImage: '已保存关键图像：{{title}}', picture: '图片已保存：{{path}}', measurements: '{{count}} 项测量', comma: '；', inCase: '已存入病例，随病例同步；送 PACS：在“申请”页影像清单中勾选后发送', withState: '已附显示状态（GSPS）', withoutState: '未附显示状态：{{why}}', leftOut: '{{count}} 项标注超出影像范围，未写入显示状态',
    refusal: { 'no-image': '此格没有影像', 'cut-plane': '当前为重建层面，不是原始影像', slab: '当前为厚层显示', fusion: '当前为融合显示', 'colour-map': '当前使用伪彩', 'colour-image': '彩色影像', 'modality-table': '影像以查找表定义数值', 'voi-table': '灰阶查找表起始值为负', 'no-suv': '不能换算 SUV 窗', rotation: '旋转角度不是 90° 的整数倍', header: '影像头信息不足' } },
  state: {
    shown: '已按显示状态显示 {{label}}', comma: '；', graphics: '其自带的 {{count}} 个图形不另绘出', texts: '文字内容：{{texts}}',
    notice: { 'no-window': '未写窗宽窗位', 'window-table': '以查找表定义灰阶，未使用', 'presentation-table': '以表现查找表定义灰阶，未使用', 'true-size': '原为实际大小显示，此处按范围适配', magnified: '原为固定倍数显示，此处按范围适配', 'modality-table': '影像以查找表定义数值，窗未使用', turned: '旋转角度不符合标准，未旋转', 'other-image': '该状态不涉及此影像，未套用', 'other-class': '含彩色或融合设置，仅套用灰阶部分' },
  },
  annotationKind: { length: '长度', angle: '角度', cobb: 'Cobb 角', ellipse: '椭圆 ROI', rectangle: '矩形 ROI', freehand: '自由 ROI', probe: '取值', arrow: '箭头', bidirectional: '双径' },
  figure: { length: '长', shortAxis: '短', angle: '角', area: '面积', mean: '均值', standardDeviation: 'SD', minimum: '最小', maximum: '最大', value: '值', perimeter: '周长', pixels: '像素数' },
  figureWhy: { 'not-calibrated': '未标定', outside: '部分在影像外', padding: '不含填充区', loading: '影像未读完', 'too-small': '太小' },
  screens: { title: '阅片台 · 屏幕 {{number}}', hint: '选择序列，或从主窗口拖到这里。' },
};

/** Texts of the reading desk; the app registers both languages under the name `reading`. */
export const readingLocale: Readonly<Record<'zh' | 'en', typeof zh>> = {
  zh,
  en: {
    ...commandLocale.en,
    page: 'Reading desk',
    planes: { acquired: 'As acquired', axial: 'Axial', sagittal: 'Sagittal', coronal: 'Coronal', oblique: 'Oblique' },
    picture: {
      slice: 'Slice', frame: 'Frame', image: 'Image', window: 'C/W', zoom: 'Zoom', slab: { mip: 'MIP', minip: 'MinIP', mean: 'Mean' }, lossy: 'lossy', derived: 'derived', loading: 'reading', outsideImage: 'outside the image', padding: 'padding, no value',
      noDose: 'no dose', refusedDose: 'dose in another frame of reference', outsideDose: 'outside the dose grid', relativeDose: 'relative dose, not in Gy', notCalibrated: 'not calibrated, lengths in pixels', atDetector: 'lengths at the detector, not corrected for magnification', table: 'LUT', overlaysHidden: 'overlays of the image hidden',
    },
    notice: { suvRefused: 'No SUV: {{attribute}} is missing', fusionRefused: 'Not fused: the two series have different frames of reference (FrameOfReferenceUID)', fusionLoading: 'The upper series is being read' },
    toolbar: { title: 'Reading tools', tools: 'Mouse tools', moreTools: 'More measuring tools', picture: 'Picture', show: 'Show and link', cine: 'Cine', fps: 'Slices a second', evidence: 'Annotations and saving', desk: 'Desk' },
    layout: { title: 'Layout and hanging', grid: 'Cells', size: 'Rows: {{rows}}, columns: {{columns}}', beside: 'One large, two small beside it', hangings: 'Hanging', name: 'Save this layout as…', save: 'Save', forget: 'Delete layout "{{name}}"' },
    hanging: {
      planning: 'Radiotherapy planning: axial, sagittal, coronal', petCt: 'PET/CT: CT, PET, fused, MIP', mrSequences: 'MR by sequence', mrPrior: 'MR with prior (newest left)', ctPrior: 'CT with prior (newest left)', ctMpr: 'CT in three planes', mammography: 'Mammography, four views', mammographyPrior: 'Mammography with prior (newest above)',
      filmPrior: 'Film with prior (newest left)', filmViews: 'Film, all views', mpr: 'Three planes', single: 'One picture', document: 'Document', empty: 'Empty', own: 'Own',
    },
    window: { title: 'Window', free: 'Free window', ofImage: 'Of the image', windowOf: 'Window {{number}}', tableOf: 'LUT {{number}}', table: 'LUT', name: 'Save this window as…', save: 'Save', forget: 'Delete window "{{name}}"' },
    preset: { opening: 'As in the image', mediastinum: 'Mediastinum', lung: 'Lung', bone: 'Bone', brain: 'Brain', liver: 'Liver', wide: 'Wide', abdomen: 'Abdomen', stroke: 'Stroke', angio: 'Angiography', subdural: 'Subdural', spine: 'Spine, soft tissue', temporalBone: 'Temporal bone', suv5: 'SUV 0–5', suv7: 'SUV 0–7', suv10: 'SUV 0–10', suv15: 'SUV 0–15' },
    plane: { title: 'Plane', tip: 'Oblique', horizontal: 'About the horizontal line {{degrees}}°', vertical: 'About the vertical line {{degrees}}°' },
    slab: { title: 'Slab', thickness: 'Thickness (mm)', none: 'Slice', mip: 'MIP', minip: 'MinIP', mean: 'Mean' },
    fusion: { title: 'Fusion and colours', none: 'No other series in this frame of reference', upper: 'Upper series', off: 'None', colours: 'Colours of the upper series', opacity: 'Upper series shows {{percent}} %', blend: 'Blending' },
    colourMap: { title: 'Colours of the picture', grey: 'Grey', hotIron: 'Hot iron', pet: 'PET', rainbow: 'Rainbow', perfusion: 'Perfusion' },
    series: {
      panel: 'Studies and series', choose: 'Choose series', width: 'Width of the series panel', none: 'The case has no images or documents to show', noDate: '(no date)', noDescription: '(no description)', images: '{{count}} images', missing: '{{count}} missing', lossy: 'lossy', planning: 'planning', shownIn: 'in cell {{cells}}',
      priorYears: 'prior · {{years}} y {{months}} m before', priorMonths: 'prior · {{months}} months before', priorDays: 'prior · {{days}} days before',
    },
    cell: {
      desk: 'Cells', label: 'Cell {{number}} {{title}}', empty: 'Empty', emptyHint: 'Drag a series here, or choose one on the left and press Enter.', emptyHintAlone: 'Choose a series, or open the series panel and drag one here.', absent: 'Not on this computer', absentHint: 'The presenter shows a series that is not here yet; it appears when it arrives.', notHere: 'The images have not arrived yet; they appear when they do.', loading: 'Reading {{done}} / {{total}}', progress: 'Progress of reading',
      failed: 'The images cannot be shown.', failedHint: 'See the notes on this series in the list of the case; if need be, ask the sender for it again.', emptyOthers: 'Close the series in other cells', notShown: 'cannot be shown', frameHint: 'This frame cannot be shown; the others can still be looked at. If need be, ask the sender for it again.', memoryHint: 'Not enough memory: close a large series in another cell and open this one again.', problems: '{{count}} notes', suvRefused: 'No SUV: {{attribute}} is missing; stored values are shown', drag: 'Drag to exchange with another cell', close: 'Empty this cell', edges: 'Edges: top {{top}}, bottom {{bottom}}, left {{left}}, right {{right}}', noEdges: 'the image does not say how the patient lies', pause: '; ',
      noCase: 'No images in this case yet', noCaseHint: 'Import CT, MR, PET or other images and documents first.', opening: 'Opening the desk…',
    },
    patient: { banner: 'Patient', none: 'No images shown', noName: '(no name in the images)', noSex: 'sex not stated', absent: 'not stated', id: 'ID', born: 'born', study: 'study of', years: '{{years}} years', months: '{{months}} months', sex: { M: 'male', F: 'female', O: 'other' } },
    mix: {
      title: 'These images may be of different patients', question: 'The images about to be shown side by side cannot be confirmed to be of one person:', shown: 'Shown now', coming: 'To be added', differs: 'Different: {{parts}}.', tooLittle: 'The images say too little to compare.', part: { patientID: 'ID', patientName: 'name', birthDate: 'birth date' }, comma: ', ', confirm: 'I have checked, show them side by side', cancel: 'Do not show',
      two: 'Images of two patients are on the desk: {{a}} and {{b}}', unsure: 'Not confirmed to be one patient: {{a}} and {{b}}', unexpected: 'The images are of {{shown}}, the case is about {{expected}}',
    },
    measure: {
      title: 'Measurements', column: 'Side column', radiotherapy: 'Radiotherapy', width: 'Width of the side column', none: 'Nothing measured yet. Choose length, a region or another tool and draw on an image.', lesion: 'Lesion', newLesion: 'New lesion', saved: 'Saved in a report', text: 'Text', textOf: 'Text: {{kind}}', remove: 'Delete', keep: 'Keep', cancel: 'Cancel', image: 'image {{number}}', frame: 'frame {{number}}', noSeries: 'series not on this computer',
      cobb: 'between undirected lines, 0–90°', atDetector: 'at the detector, not corrected for magnification', saveReport: 'Save as report ({{count}})', lesions: 'Lesions over time', noLesions: 'Give measurements a lesion (L1, L2…) to see sizes and changes by date.', sum: 'Sum of longest diameters', missing: 'without {{names}}', unread: 'A report could not be read: {{message}}',
    },
    greyReminder: { never: 'The grey scale of this screen has not been checked yet.', old: 'The grey scale was last checked {{days}} days ago; check it again.' },
    evidence: { nothing: 'No measurements to save', report: 'Report saved: {{title}}', keyImage: 'Key image saved: {{title}}', picture: 'Picture saved: {{path}}', measurements: '{{count}} measurements', comma: '; ', inCase: 'kept in the case and synchronised with it; for a PACS, tick it in the list on the Request page and send', withState: 'with its presentation state (GSPS)', withoutState: 'without a presentation state: {{why}}', leftOut: 'annotations beyond the image, not in the state: {{count}}',
      refusal: { 'no-image': 'there is no image in the cell', 'cut-plane': 'a reformatted plane is shown, not an image as acquired', slab: 'a thick slab is shown', fusion: 'two series are shown fused', 'colour-map': 'it is shown in colours', 'colour-image': 'it is a colour image', 'modality-table': 'a table gives its values their meaning', 'voi-table': 'its grey table begins below 0', 'no-suv': 'the window in SUV cannot be converted', rotation: 'it is turned by other than a quarter', header: 'its header does not say enough' } },
    state: {
      shown: 'Shown as saved {{label}}', comma: '; ', graphics: 'drawings of its own, not drawn here: {{count}}', texts: 'its words: {{texts}}',
      notice: { 'no-window': 'it has no window', 'window-table': 'its grey table is not used', 'presentation-table': 'its presentation table is not used', 'true-size': 'meant in true size; here fitted to its area', magnified: 'meant at one magnification; here fitted to its area', 'modality-table': 'a table gives the values their meaning; its window is not used', turned: 'its rotation is none of the standard; not turned', 'other-image': 'it is not about this image and was not applied', 'other-class': 'it has colours or fusion; only its greys are applied' },
    },
    annotationKind: { length: 'Length', angle: 'Angle', cobb: 'Cobb angle', ellipse: 'Ellipse', rectangle: 'Rectangle', freehand: 'Freehand region', probe: 'Probe', arrow: 'Arrow', bidirectional: 'Bidirectional' },
    figure: { length: 'long', shortAxis: 'short', angle: 'angle', area: 'area', mean: 'mean', standardDeviation: 'SD', minimum: 'min', maximum: 'max', value: 'value', perimeter: 'perimeter', pixels: 'pixels' },
    figureWhy: { 'not-calibrated': 'not calibrated', outside: 'partly outside', padding: 'without padding', loading: 'still reading', 'too-small': 'too small' },
    screens: { title: 'Reading desk · screen {{number}}', hint: 'Choose a series, or drag one here from the main window.' },
  },
};
