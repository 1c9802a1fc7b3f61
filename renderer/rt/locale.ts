import { aboutLocale } from './about/aboutLocale.ts';
import { noticeLocale } from './noticeLocale.ts';

const zh = {
  ...noticeLocale.zh,
  about: aboutLocale.zh,
  pages: { images: '影像', plan: '计划', dvh: '剂量体积直方图' },
  planes: { axial: '轴位', sagittal: '矢状位', coronal: '冠状位' },
  layout: { label: '布局', three: '三平面' },
  presets: { label: '窗宽窗位', mediastinum: '纵隔', lung: '肺', bone: '骨', brain: '脑', liver: '肝', wide: '全' },
  picture: {
    slice: '层', window: '窗位/窗宽', zoom: '缩放', dose: '剂量', structures: '结构',
    outsideDose: '剂量网格外', outsideImage: '影像外', padding: '填充区，无数值', relativeDose: '相对剂量，不以 Gy 显示', noDose: '无剂量', refusedDose: '剂量坐标系不同',
  },
  help: {
    title: '操作', lines: [
      '滚轮 / ↑↓ / PgUp PgDn：翻层', '左键：移动十字线', '右键拖动：窗宽窗位', '中键或 Shift 拖动：平移', 'Ctrl+滚轮、+、−：缩放；0：适合窗口', '双击：放大一个平面', '1–6：窗预设；I：等剂量线；W：彩色剂量；S：结构',
    ],
  },
  study: {
    none: '本例尚无影像。请先导入 CT、RTSTRUCT、RTPLAN 和 RTDOSE。', loading: '正在读取影像', files: '{{done}} / {{total}} 个文件', rate: '{{done}} / {{total}} MB · {{rate}} MB/s',
    flat: { planar: '{{modality}} 序列，{{images}} 幅平面影像', colour: '{{modality}} 序列，{{images}} 幅彩色影像', 'not-placed': '{{modality}} 序列，{{images}} 幅影像，未写明空间位置' },
    failed: '影像无法显示', noVolume: '没有可作断层浏览的影像', problems: '{{count}} 项需要注意', showProblems: '查看', dvhProgress: '剂量体积直方图 {{done}}/{{total}}', missingBytes: '{{count}} 个文件的数据尚未到达本机，同步后会自动出现。',
    following: '画面由演示者控制', side: '结构与剂量', series: '序列',
    chosenOf: '本例有 {{count}} 个 {{kind}}，所示为 {{label}}（{{uid}}）', noneChosen: '本例有 {{count}} 个 {{kind}}，引用关系未指明用哪一个，均未显示', positionsDiffer: '体位不一致：计划为 {{plan}}，影像为 {{images}}',
  },
  refusal: {
    dose: '剂量未显示：RTDOSE 的坐标系（FrameOfReferenceUID）与影像不同，不能叠加。请向送检单位索取与该影像配准的剂量。',
    structures: '结构未显示：RTSTRUCT 的坐标系（FrameOfReferenceUID）与影像不同，不能叠加。请核对送检的结构集。',
    notPlanDose: '所示剂量的 DoseSummationType 为 {{type}}，不是计划总剂量（PLAN）；不与计划处方比较。', otherPlan: '所示剂量不属于所示计划（RTDOSE 未引用该 RTPLAN）；不与计划处方比较。',
  },
  structures: { title: '结构', all: '全部', none: '不显示', visible: '显示 {{shown}} / {{total}}', empty: '没有结构集。', noContour: '无轮廓', type: { target: '靶区' } },
  isodose: {
    title: '等剂量线', lines: '等剂量线', wash: '彩色剂量', unit: '单位', levels: '剂量水平', levelsHint: '以空格或逗号分隔', levelsWrong: '请填写大于 0 的数值', reference: '参考剂量 (100%)',
    several: '计划写有多个靶区处方，请选择参考剂量：', stated: '计划所写处方：', notOwn: '所示剂量不是该计划的总剂量：请填写参考剂量，才能以百分比显示。', fromPlan: '来自计划处方', fromView: '人工设定', none: '计划没有处方剂量：请填写参考剂量，才能以百分比显示。', usePlan: '用计划处方', maximum: '最大剂量', noDose: '没有剂量。', relative: '该剂量为相对值（RELATIVE），不能以 Gy 显示。',
  },
  chain: {
    title: '引用关系', complete: '完整', incomplete: '不完整', images: '影像', imagesCount: '{{count}} 幅', none: '没有',
    status: { complete: '完整', partial: '部分缺失', missing: '缺失', mismatched: '坐标系不符', absent: '未写引用', duplicated: 'UID 重复' },
    found: '{{found}} / {{referenced}}', byFrame: '仅按坐标系关联', approval: { APPROVED: '已批准', UNAPPROVED: '未批准', REJECTED: '已拒绝' },
  },
  plan: {
    title: '计划', none: '没有可读的 RTPLAN。', label: '计划名称', name: '名称', approval: '批准状态', approvalAbsent: '未写明', patientPosition: '体位', system: '计划系统', structureSet: '结构集', doseObject: '剂量', doseSummary: '{{type}} · {{summation}} · 最大 {{max}} Gy',
    prescription: '处方', total: '总剂量', fractions: '分次', perFraction: '每次剂量', fractionGroup: '分次组 {{number}}', references: '剂量参考', severalDoses: '有多个，见剂量参考', absent: '计划中未写',
    beams: '射野', number: '编号', beamName: '名称', type: '类型', delivery: '用途', machine: '治疗机', energy: '能量', gantry: '机架角', collimator: '准直器角', couch: '床角', mu: '跳数(MU)', controlPoints: '控制点', isocentre: '等中心 (mm)', totalMu: '治疗射野跳数合计', setup: '摆位野和验证野（不计入跳数）', noMu: '{{count}} 个射野没有跳数', warnings: '注意事项', noWarnings: '没有',
  },
  dvh: {
    title: '剂量体积直方图', volumeAxis: '体积', doseAxis: '剂量', relative: '%', absolute: 'cm³', gray: 'Gy', percent: '% 参考剂量', atCursor: '≥ {{dose}} Gy', structure: '结构', volume: '体积 cm³', coverage: '覆盖', min: '最小', mean: '平均', max: '最大', none: '没有可显示的直方图：请在右侧选择结构。', noDose: '没有剂量，无法计算剂量体积直方图。', mismatch: '结构集与剂量的坐标系（FrameOfReferenceUID）不同，无法计算剂量体积直方图。', method: '计算方法', computing: '正在计算 {{done}}/{{total}}', noFigure: '无法给出', notices: '说明', cursorHint: '在图上移动或点击，读出体积',
    source: '来源', recomputed: '本机重算', stored: '计划系统存储', difference: '存储 − 重算', endCap: '端面', cap: { half: '外延半层', none: '不外延', rounded: '圆帽' }, capFailed: '无法按所选端面重算：{{reason}}',
    showStored: '计划系统存储的 DVH', storedNone: '剂量文件未带计划系统的 DVH', storedOther: '计划系统未存储该结构的 DVH', storedRelative: '存储的剂量为相对值且未写归一剂量，不能与 Gy 比较', storedPercent: '存储的曲线以体积百分比计，未给出体积',
    largestVolume: '两曲线最大相差 {{percent}} % 体积（{{doseGy}} Gy 处）', largestDose: 'D1%–D99% 最大相差 {{gy}} Gy（D{{percent}}%）', coveredVolume: '存储体积与本机网格内体积相差 {{percent}} %', storedLegend: '圆点：计划系统存储',
  },
};

/** Texts of the reading and plan review desk; the app registers both languages under the name `rt`. */
export const rtLocale: Readonly<Record<'zh' | 'en', typeof zh>> = {
  zh,
  en: {
    ...noticeLocale.en,
    about: aboutLocale.en,
    pages: { images: 'Images', plan: 'Plan', dvh: 'DVH' },
    planes: { axial: 'Axial', sagittal: 'Sagittal', coronal: 'Coronal' },
    layout: { label: 'Layout', three: 'Three planes' },
    presets: { label: 'Window', mediastinum: 'Mediastinum', lung: 'Lung', bone: 'Bone', brain: 'Brain', liver: 'Liver', wide: 'Wide' },
    picture: {
      slice: 'Slice', window: 'C/W', zoom: 'Zoom', dose: 'Dose', structures: 'Structures',
      outsideDose: 'outside dose grid', outsideImage: 'outside image', padding: 'padding, no value', relativeDose: 'relative dose, not in Gy', noDose: 'no dose', refusedDose: 'dose in another frame',
    },
    help: {
      title: 'Controls', lines: [
        'Wheel / ↑↓ / PgUp PgDn: slices', 'Left button: crosshair', 'Right drag: window', 'Middle or Shift drag: pan', 'Ctrl+wheel, +, −: zoom; 0: fit', 'Double click: one plane large', '1–6: window presets; I: isodose lines; W: colour wash; S: structures',
      ],
    },
    study: {
      none: 'This case has no images yet. Import CT, RTSTRUCT, RTPLAN and RTDOSE first.', loading: 'Reading images', files: '{{done}} of {{total}} files', rate: '{{done}} / {{total}} MB · {{rate}} MB/s',
      flat: { planar: '{{modality}} series, {{images}} single pictures', colour: '{{modality}} series, {{images}} pictures in colour', 'not-placed': '{{modality}} series, {{images}} pictures that do not say where they lie' },
      failed: 'The images cannot be shown', noVolume: 'No images to page through in three planes', problems: '{{count}} to note', showProblems: 'Show', dvhProgress: 'DVH {{done}}/{{total}}', missingBytes: 'The data of {{count}} files has not reached this console; they appear once synchronised.',
      following: 'The presenter leads the view', side: 'Structures and dose', series: 'Series',
      chosenOf: 'There are {{count}} {{kind}} objects; shown is {{label}} ({{uid}})', noneChosen: 'There are {{count}} {{kind}} objects and no reference says which; none is shown', positionsDiffer: 'Patient positions differ: {{plan}} in the plan, {{images}} in the images',
    },
    refusal: {
      dose: 'Dose not shown: the RTDOSE lies in another frame of reference (FrameOfReferenceUID) than the images. Ask the sender for the dose that belongs to these images.',
      structures: 'Structures not shown: the RTSTRUCT lies in another frame of reference (FrameOfReferenceUID) than the images. Check which structure set was sent.',
      notPlanDose: 'The dose shown is {{type}} (DoseSummationType), not the total dose of a plan (PLAN); it is not compared with the prescription.', otherPlan: 'The dose shown does not belong to the plan shown (RTDOSE does not refer to this RTPLAN); it is not compared with the prescription.',
    },
    structures: { title: 'Structures', all: 'All', none: 'None', visible: '{{shown}} of {{total}} shown', empty: 'There is no structure set.', noContour: 'no contour', type: { target: 'Target' } },
    isodose: {
      title: 'Isodoses', lines: 'Lines', wash: 'Colour wash', unit: 'Unit', levels: 'Levels', levelsHint: 'separated by spaces or commas', levelsWrong: 'Enter numbers above 0', reference: 'Reference (100 %)',
      several: 'The plan states several target doses; choose the reference:', stated: 'Stated in the plan:', notOwn: 'The dose shown is not the total dose of this plan: enter the reference dose to show percent.', fromPlan: 'from the plan', fromView: 'set by hand', none: 'The plan states no prescription: enter the reference dose to show percent.', usePlan: 'Use plan', maximum: 'Maximum dose', noDose: 'There is no dose.', relative: 'This dose is RELATIVE and cannot be shown in Gy.',
    },
    chain: {
      title: 'Reference chain', complete: 'complete', incomplete: 'incomplete', images: 'Images', imagesCount: '{{count}} images', none: 'none',
      status: { complete: 'complete', partial: 'partly missing', missing: 'missing', mismatched: 'other frame', absent: 'no reference', duplicated: 'UID repeated' },
      found: '{{found}} / {{referenced}}', byFrame: 'by frame of reference only', approval: { APPROVED: 'approved', UNAPPROVED: 'unapproved', REJECTED: 'rejected' },
    },
    plan: {
      title: 'Plan', none: 'There is no RTPLAN that can be read.', label: 'Plan label', name: 'Name', approval: 'Approval status', approvalAbsent: 'not stated', patientPosition: 'Patient position', system: 'Planning system', structureSet: 'Structure set', doseObject: 'Dose', doseSummary: '{{type}} · {{summation}} · maximum {{max}} Gy',
      prescription: 'Prescription', total: 'Total dose', fractions: 'Fractions', perFraction: 'Dose per fraction', fractionGroup: 'Fraction group {{number}}', references: 'Dose references', severalDoses: 'several, see dose references', absent: 'not in the plan',
      beams: 'Beams', number: 'No.', beamName: 'Name', type: 'Type', delivery: 'Delivery', machine: 'Machine', energy: 'Energy', gantry: 'Gantry', collimator: 'Collimator', couch: 'Couch', mu: 'MU', controlPoints: 'Control points', isocentre: 'Isocentre (mm)', totalMu: 'Total MU of treatment beams', setup: 'Setup and portal film beams (not in the MU total)', noMu: '{{count}} beams without MU', warnings: 'Warnings', noWarnings: 'none',
    },
    dvh: {
      title: 'Dose–volume histogram', volumeAxis: 'Volume', doseAxis: 'Dose', relative: '%', absolute: 'cm³', gray: 'Gy', percent: '% of reference dose', atCursor: '≥ {{dose}} Gy', structure: 'Structure', volume: 'Volume cm³', coverage: 'Covered', min: 'Min', mean: 'Mean', max: 'Max', none: 'No histogram to show: choose structures on the right.', noDose: 'There is no dose, so there is no histogram.', mismatch: 'Structure set and dose lie in different frames of reference (FrameOfReferenceUID), so there is no histogram.', method: 'How it was calculated', computing: 'Computing {{done}}/{{total}}', noFigure: 'cannot be given', notices: 'Notes', cursorHint: 'Move or click in the chart to read volumes',
      source: 'Source', recomputed: 'recomputed here', stored: 'stored by the planning system', difference: 'stored − recomputed', endCap: 'End cap', cap: { half: 'half a slice', none: 'none', rounded: 'rounded' }, capFailed: 'The chosen end cap could not be computed: {{reason}}',
      showStored: 'DVH of the planning system', storedNone: 'the dose file holds no DVH of the planning system', storedOther: 'the planning system stored no DVH of this structure', storedRelative: 'the stored dose is relative without a normalization dose and cannot be compared in Gy', storedPercent: 'the stored curve is in percent of volume and gives no volume',
      largestVolume: 'widest gap of the curves {{percent}} % of volume (at {{doseGy}} Gy)', largestDose: 'widest gap over D1%–D99% {{gy}} Gy (at D{{percent}}%)', coveredVolume: 'stored volume against ours inside the grid {{percent}} %', storedLegend: 'Beads: stored by the planning system',
    },
  },
};
