import { noticeEnglish, type NoticeCode } from '../../shared/rt/notices.ts';

interface NoticeWords {
  /** What readers and DVH say about their own result, by code. */
  readonly notice: Readonly<Record<NoticeCode, string>>;
  /** Between two notices in one line. */
  readonly noticeBreak: string;
  readonly dvhMethod: { readonly line: string; readonly capped: string; readonly exact: string; readonly stepped: string; readonly cap: { readonly half: string; readonly none: string; readonly rounded: string } };
}

/** Words of {@link RtNotice} and of how a DVH was made; part of the namespace `rt`. DICOM keywords stay as they are. */
export const noticeLocale: Readonly<Record<'zh' | 'en', NoticeWords>> = {
  zh: {
    notice: {
      'contours-without-volume': '{{contours}} 个点状、开放或退化的轮廓没有体积，未计入',
      'contours-repeated': '{{contours}} 个轮廓与同层另一轮廓完全相同，只计一次',
      'gaps-left-empty': '{{gaps}} 处缺失超过一层，未填补',
      'slices-bridged': '{{slices}} 个缺失的单层由相邻层补齐',
      'single-plane': '只有一层轮廓：厚度按 {{thicknessMm}} mm 计',
      'small-structure': '结构很小（不足 {{volumeCc}} cm³ 或少于 {{planes}} 层）：体积和剂量数值不确定',
      'wholly-outside-dose': '完全在剂量网格之外：无法给出剂量数值',
      'partly-outside-dose': '{{outsidePercent}} % 的体积在剂量网格之外；剂量数值只描述网格内的部分',
      'barely-outside-dose': '不足 {{outsidePercent}} % 的体积在剂量网格之外；剂量数值只描述网格内的部分',
      'under-1cc-covered': '剂量网格内不足 1 cm³：不给出 D1cc',
      'under-0_1cc-covered': '剂量网格内不足 0.1 cm³：不给出 D0.1cc 和 D1cc',
      'structure-derived': '由其他结构逐层运算得到：{{expression}}；首末层轮廓各外延半层',
      'structure-derived-uncapped': '由其他结构逐层运算得到：{{expression}}；止于首末层轮廓',
      'frame-assumed': '结构集未写明坐标系，按剂量的坐标系处理',
      'no-structures': '缺少 StructureSetROISequence (3006,0020) 或其为空：没有结构',
      'roi-undefined': 'ROIContourSequence (3006,0039) 含有未定义的 ROI 编号 {{roiNumber}} 的 {{contours}} 个轮廓，不显示',
      'roi-number-shared': 'ROI 编号 {{roiNumber}} 重复使用：轮廓按文件中的顺序对应，须核实',
      'colour-unreadable': 'ROIDisplayColor (3006,002A) 无法读取，改用其他颜色',
      'frames-differ': '结构分属 {{frames}} 个不同的坐标系，只显示和计算 {{frameOfReferenceUID}} 的结构',
      'structure-other-frame': '与结构集其余结构的坐标系不同（{{frameOfReferenceUID}}）：不显示，也不计算',
      'contour-unreadable': '轮廓 {{contour}} 未采用：{{detail}}',
      'contour-type-absent': '轮廓 {{contour}} 未采用：缺少 ContourGeometricType (3006,0042)',
      'contour-type-unknown': '轮廓 {{contour}} 未采用：ContourGeometricType (3006,0042) 为 {{type}}',
      'contour-not-triplets': '轮廓 {{contour}} 未采用：ContourData (3006,0050) 有 {{numbers}} 个数值，不是 3 的倍数',
      'contour-empty': '轮廓 {{contour}} 未采用：{{type}} 没有点',
      'contour-too-short': '轮廓 {{contour}} 未采用：{{type}} 的点太少（{{points}} 个），位于 z {{zMm}} mm',
      'contour-points-differ': '轮廓 {{contour}} 写明 {{stated}} 个点，实有 {{points}} 个；以实际数据为准',
      'dose-relative': 'DoseUnits (3004,0002) 为 RELATIVE：数值不是 Gy，不得与 Gy 混用',
      'dose-type-absent': '缺少 DoseType (3004,0004)，不能认定为 PHYSICAL（物理剂量）',
      'dose-not-physical': 'DoseType (3004,0004) 为 {{type}}，不是 PHYSICAL（物理剂量）',
      'no-beams': '缺少 BeamSequence (300A,00B0) 或其为空：没有射野',
      'positions-differ': '计划写有多个体位：{{positions}}',
      'meterset-differs': '射野 {{beam}} 在各分次组中的跳数不同（{{first}} 与 {{other}}），不显示',
      'meterset-absent': '射野 {{beam}} 没有 BeamMeterset (300A,0086)：跳数未知',
      'meterset-not-mu': '射野 {{beam}}：PrimaryDosimeterUnit (300A,00B3) 为 {{unit}}，其数值不作为 MU 显示',
      'fractions-absent': '分次组 {{group}}：未给出 NumberOfFractionsPlanned (300A,0078)，计划的总剂量未知',
      'beam-undefined': '分次组 {{group}} 引用了计划中没有的射野 {{beam}}，其跳数不属于任何射野',
      'leaf-boundaries': '射野 {{beam}}：{{device}} 有 {{pairs}} 对叶片，却有 {{boundaries}} 个叶片边界',
      'no-control-points': '射野 {{beam}} 没有控制点：几何参数未知',
      'control-point-incomplete': '射野 {{beam}}：第一个控制点未写 {{fields}}',
      'isocentre-absent': '射野 {{beam}}：第一个控制点没有 IsocenterPosition (300A,012C)',
      'beam-value-unreadable': '射野 {{beam}}：有数值无法读取（{{detail}}）',
      'fraction-value-unreadable': '分次组 {{group}}：有数值无法读取（{{detail}}）',
      'setup-value-unreadable': '摆位：有数值无法读取（{{detail}}）',
      'structure-value-unreadable': '结构的一项属性未采用：{{detail}}',
      'stored-dvh-unreadable': '计划系统自带的第 {{index}} 条 DVH 未采用：{{detail}}',
      'prescription-unreadable': '处方：有数值无法读取（{{detail}}）',
      'no-delivered-beams': '治疗记录缺少 TreatmentSessionBeamSequence (3008,0020) 和 TreatmentSessionIonBeamSequence (3008,0021)：执行情况未知',
      'delivered-meterset-absent': '已执行射野 {{beam}} 没有 DeliveredPrimaryMeterset (3008,0036)：实际跳数未知',
      'delivered-meterset-summed': '已执行射野 {{beam}} 没有 DeliveredPrimaryMeterset (3008,0036)，改用其控制点中最大的 DeliveredMeterset (3008,0044)',
      'delivered-not-mu': '治疗记录的 PrimaryDosimeterUnit (300A,00B3) 为 {{unit}}，其数值不得与 MU 比较',
      'record-value-unreadable': '已执行射野 {{beam}}：有数值无法读取（{{detail}}）',
      'record-plans-differ': '治疗记录引用了 {{plans}} 个计划，采用第一个',
      file: '文件：{{detail}}',
    },
    noticeBreak: '；',
    dvhMethod: {
      line: '由轮廓和剂量网格重新计算（{{doseType}} {{doseSummationType}} {{doseUID}}）；{{lines}} 条扫描线，层面内间距 {{lineMm}} mm{{capped}}，每条在层内取不同高度，由轮廓精确截取，奇偶填充，层内截面积线性变化；{{along}}；分档 {{binWidthGy}} Gy；端面：{{cap}}',
      capped: '（因采样上限而放粗）',
      exact: '剂量三线性插值，沿线精确积分，共 {{pieces}} 段',
      stepped: '剂量三线性插值，扫描线与剂量网格各轴均不平行，每 {{stepMm}} mm 内按线性计，共 {{pieces}} 段',
      cap: { half: '首末层轮廓各外延半层', none: '不外延，止于首末层轮廓', rounded: '首末层轮廓各外延半层并呈圆帽状收缩' },
    },
  },
  en: {
    notice: noticeEnglish,
    noticeBreak: '; ',
    dvhMethod: {
      line: 'recomputed from contours and dose grid ({{doseType}} {{doseSummationType}} {{doseUID}}); {{lines}} lines every {{lineMm}} mm in plane{{capped}}, each at its own height in its slab, cut exactly by the contours, even–odd fill, cross-section linear inside a slab; {{along}}; {{binWidthGy}} Gy bins, end cap: {{cap}}',
      capped: ' (coarsened at the limit on samples)',
      exact: 'trilinear dose, exact along the lines in {{pieces}} pieces',
      stepped: 'trilinear dose, taken as linear over steps of {{stepMm}} mm in {{pieces}} pieces, as the lines follow no axis of the dose grid',
      cap: { half: 'half a slice beyond the end contours', none: 'none, ends at the end contours', rounded: 'rounded, tapering over half a slice beyond the end contours' },
    },
  },
};
