import { attachLocale } from './attach/locale.ts';
import { greyLocale } from './grey/locale.ts';

const zh = {
  grey: greyLocale.zh,
  attach: attachLocale.zh,
  reading: '正在读取…', notHere: '该文件尚未到达本机，同步后可查看。', warnings: '{{count}} 项提示', zoomIn: '放大', zoomOut: '缩小', fitWidth: '适合宽度', fitPage: '整页',
  elsewhere: '该对象在阅片或计划页面中随影像一起显示，不单独查看。', foreign: '这是嵌入的外来文档。为安全起见，本程序不打开也不运行其内容；如需查看，请向送检单位索取 PDF。', noView: '已收录，但本版本没有显示此类对象的界面。', showTags: '查看 DICOM 标签',
  ecg: {
    bar: '心电图工具栏', paper: '心电图记录纸', picture: '心电图曲线：{{leads}}', group: '记录', groupLabel: '{{label}}（{{seconds}} 秒）', groupNumber: '第 {{number}} 组', layout: '导联排列', layouts: { '3x4': '3×4 + II 长导联', '6x2': '6×2', '12x1': '逐导联' }, speed: '走纸速度', gain: '增益',
    trueSize: '1:1', trueSizeHint: '按实际纸张大小显示', calipers: '分规', march: '等距延伸', marks: '仪器标记', caliper: { x1Mm: '时间线 1', x2Mm: '时间线 2', y1Mm: '电压线 1', y2Mm: '电压线 2' },
    reading: { all: '{{ms}} ms（{{widthMm}} mm）· {{rate}} 次/分 · {{mv}} mV（{{heightMm}} mm）', time: '{{ms}} 毫秒，{{rate}} 次/分', voltage: '{{mv}} 毫伏' },
    scale: '{{speed}} mm/s · {{gain}} mm/mV', noFilter: '本程序未作滤波', band: '；仪器标注通频带 {{low}}–{{high}} Hz', notch: '，陷波 {{notch}} Hz', sampling: '采样率 {{hz}} Hz', nominalSize: '纸张大小按标称像素密度；校准显示器后为实际大小', measuredSize: '实际纸张大小（已校准）', enlarged: '缩放 {{percent}}%', uncalibrated: '标“?”的曲线无电压定标，高度不能量取',
    sheet: '{{from}}–{{to}} 秒', earlier: '前一页', later: '后一页',
    findings: { title: '仪器结论与测量值', short: '仪器结论', origin: '以下由心电图机写入，原文照录；本程序未作判读。', none: '仪器没有写入结论或测量值。', marks: '另有 {{count}} 个时间标记，可用“仪器标记”显示。' },
  },
  pdf: { bar: 'PDF 工具栏', title: 'PDF 文档', page: '第 {{page}} / {{pages}} 页', list: '页面列表', previous: '上一页', next: '下一页', actual: '按 100% 显示', pageBroken: '第 {{page}} 页无法显示', broken: 'PDF 已损坏，无法打开。请送检单位重新发送。', protected: 'PDF 设有密码，无法打开。请向送检单位索取未加密的版本。' },
  report: {
    title: '结构化报告', selection: '关键图像选择', verified: '已审核', unverified: '未经审核', complete: '内容完整', partial: '内容未完', written: '报告时间 {{time}}', observer: '审核者 {{name}} {{time}}', nameless: '（未写姓名）', nothing: '报告没有内容。',
    modifiers: '（{{words}}）', comma: '、', colon: '：', empty: '（空）', noReference: '（未写明引用对象）', see: '见第 {{place}} 项', other: '（{{type}}：无法显示的内容）', frames: '第 {{frames}} 帧', moreFrames: '等，另有 {{count}} 帧', notHere: '（不在本病例中）', withState: '（按保存时的显示状态）',
    relationship: { 'HAS OBS CONTEXT': '观察背景', 'HAS ACQ CONTEXT': '采集背景', 'HAS PROPERTIES': '属性', 'INFERRED FROM': '依据', 'SELECTED FROM': '选自', 'HAS CONCEPT MOD': '限定' },
    reference: { IMAGE: '图像', COMPOSITE: '对象', WAVEFORM: '波形' }, place: { SCOORD: '图像上的{{shape}}（{{count}} 个点）', SCOORD3D: '患者坐标中的{{shape}}（{{count}} 个点）' },
    shape: { POINT: '点', MULTIPOINT: '多点', POLYLINE: '折线', POLYGON: '多边形', CIRCLE: '圆', ELLIPSE: '椭圆', ELLIPSOID: '椭球' },
  },
  tags: {
    table: 'DICOM 标签列表', search: '查找标签', searchHint: '标签号、关键字或值，如 0010,0010', count: '共 {{count}} 个元素', matches: '{{at}} / {{count}} 处匹配（共 {{all}} 个）', previous: '上一处', next: '下一处', openAll: '全部展开', closeAll: '全部收起', copy: '复制值', copied: { yes: '已复制', failed: '无法复制' },
    column: { tag: '标签', vr: 'VR', name: '名称', value: '值', length: '长度 (B)' }, item: '第 {{number}} 项', items: '{{count}} 项', elements: '{{count}} 个元素', private: '私有', impliedVr: '文件未写 VR，取自 PS3.6', notShown: '（不显示，仅计长度）', syntax: '传输语法 {{uid}}',
  },
  picture: { bar: '图片工具栏', fit: '适合窗口', scale: '{{percent}}% · {{width}}×{{height}} 像素', stage: '{{label}}。滚轮缩放，拖动平移，0 适合窗口，1 原始像素', frame: '第 {{frame}} / {{frames}} 帧', previous: '上一帧', next: '下一帧' },
};

/** Words of documents that are no grey stack; the app registers both languages under the name `documents`. */
export const documentsLocale: Readonly<Record<'zh' | 'en', typeof zh>> = {
  zh,
  en: {
    grey: greyLocale.en,
    attach: attachLocale.en,
    reading: 'Reading…', notHere: 'This file is not on this console yet; it can be looked at once it is synchronised.', warnings: 'Notes: {{count}}', zoomIn: 'Zoom in', zoomOut: 'Zoom out', fitWidth: 'Fit width', fitPage: 'Whole page',
    elsewhere: 'This object is shown with the images, on the reading or plan pages, and not by itself.', foreign: 'This is a foreign document inside DICOM. To be safe it is neither opened nor run here; ask its sender for a PDF.', noView: 'It is kept, but this version has no view for this kind of object.', showTags: 'Show DICOM tags',
    ecg: {
      bar: 'ECG tools', paper: 'ECG paper', picture: 'ECG curves: {{leads}}', group: 'Recording', groupLabel: '{{label}} ({{seconds}} s)', groupNumber: 'Group {{number}}', layout: 'Leads', layouts: { '3x4': '3×4 + rhythm II', '6x2': '6×2', '12x1': 'Each lead' }, speed: 'Paper speed', gain: 'Gain',
      trueSize: '1:1', trueSizeHint: 'As large as real paper', calipers: 'Calipers', march: 'March out', marks: 'Device marks', caliper: { x1Mm: 'Time line 1', x2Mm: 'Time line 2', y1Mm: 'Voltage line 1', y2Mm: 'Voltage line 2' },
      reading: { all: '{{ms}} ms ({{widthMm}} mm) · {{rate}}/min · {{mv}} mV ({{heightMm}} mm)', time: '{{ms}} milliseconds, {{rate}} per minute', voltage: '{{mv}} millivolts' },
      scale: '{{speed}} mm/s · {{gain}} mm/mV', noFilter: 'No filter applied here', band: '; recorded with {{low}}–{{high}} Hz', notch: ', notch {{notch}} Hz', sampling: '{{hz}} samples/s', nominalSize: 'Paper size by nominal pixel density; calibrate the display for the real size', measuredSize: 'Real paper size (calibrated)', enlarged: 'Zoom {{percent}}%', uncalibrated: 'Curves marked "?" have no voltage scale; their height means nothing',
      sheet: '{{from}}–{{to}} s', earlier: 'Earlier', later: 'Later',
      findings: { title: 'Device statements and measurements', short: 'Device', origin: 'Written by the recorder, in its own words; nothing was judged here.', none: 'The device wrote no statements or measurements.', marks: 'Marks in time: {{count}}; "Device marks" shows them.' },
    },
    pdf: { bar: 'PDF tools', title: 'PDF document', page: 'Page {{page}} of {{pages}}', list: 'Pages', previous: 'Previous page', next: 'Next page', actual: 'Show at 100%', pageBroken: 'Page {{page}} cannot be shown', broken: 'The PDF is damaged and cannot be opened. Ask its sender to send it again.', protected: 'The PDF is protected with a password and cannot be opened. Ask its sender for one without.' },
    report: {
      title: 'Structured report', selection: 'Key image selection', verified: 'Verified', unverified: 'Not verified', complete: 'Complete', partial: 'Partial', written: 'Written {{time}}', observer: 'Verified by {{name}} {{time}}', nameless: '(no name given)', nothing: 'The report says nothing.',
      modifiers: ' ({{words}})', comma: ', ', colon: ': ', empty: '(empty)', noReference: '(no object named)', see: 'see item {{place}}', other: '({{type}}: cannot be shown)', frames: 'frame {{frames}}', moreFrames: 'and more frames: {{count}}', notHere: '(not in this case)', withState: ' (as it was shown)',
      relationship: { 'HAS OBS CONTEXT': 'context', 'HAS ACQ CONTEXT': 'acquisition', 'HAS PROPERTIES': 'property', 'INFERRED FROM': 'inferred from', 'SELECTED FROM': 'selected from', 'HAS CONCEPT MOD': 'modifier' },
      reference: { IMAGE: 'Image', COMPOSITE: 'Object', WAVEFORM: 'Waveform' }, place: { SCOORD: '{{shape}} on the image, points: {{count}}', SCOORD3D: '{{shape}} in the patient, points: {{count}}' },
      shape: { POINT: 'Point', MULTIPOINT: 'Points', POLYLINE: 'Polyline', POLYGON: 'Polygon', CIRCLE: 'Circle', ELLIPSE: 'Ellipse', ELLIPSOID: 'Ellipsoid' },
    },
    tags: {
      table: 'DICOM tags', search: 'Search tags', searchHint: 'Tag, keyword or value, as 0010,0010', count: 'Elements: {{count}}', matches: 'Match {{at}} of {{count}} ({{all}} in all)', previous: 'Previous match', next: 'Next match', openAll: 'Open all', closeAll: 'Close all', copy: 'Copy value', copied: { yes: 'Copied', failed: 'Could not be copied' },
      column: { tag: 'Tag', vr: 'VR', name: 'Name', value: 'Value', length: 'Length (B)' }, item: 'Item {{number}}', items: 'items: {{count}}', elements: 'elements: {{count}}', private: 'private', impliedVr: 'The file gives no VR; this is that of PS3.6', notShown: '(not shown, only counted)', syntax: 'Transfer syntax {{uid}}',
    },
    picture: { bar: 'Picture tools', fit: 'Fit', scale: '{{percent}}% · {{width}}×{{height}} pixels', stage: '{{label}}. Wheel zooms, drag moves, 0 fits, 1 shows pixel by pixel', frame: 'Frame {{frame}} of {{frames}}', previous: 'Previous frame', next: 'Next frame' },
  },
};
