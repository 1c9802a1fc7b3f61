import type { CommandGroup, DeskCommand } from '../../../shared/viewing/shortcuts.ts';

interface CommandWords {
  readonly command: Readonly<Record<DeskCommand, string>>;
  readonly keys: Readonly<Record<'title' | 'hint' | 'resetAll' | 'reset' | 'resetOf' | 'change' | 'press' | 'conflict' | 'take' | 'keep' | 'close', string>> & { readonly group: Readonly<Record<CommandGroup, string>> };
}

/** Names of commands and words of the list of shortcuts. */
export const commandLocale: Readonly<Record<'zh' | 'en', CommandWords>> = {
  zh: {
    command: {
      slicePrevious: '上一层', sliceNext: '下一层', slicesBack: '后退 10 层', slicesOn: '前进 10 层', sliceFirst: '第一层', sliceLast: '最后一层', seriesPrevious: '上一序列', seriesNext: '下一序列', cellLeft: '左边的格', cellRight: '右边的格', cellUp: '上面的格', cellDown: '下面的格', cinePlay: '电影播放/暂停', cineFaster: '加快播放', cineSlower: '放慢播放',
      toolCrosshair: '十字线定位', toolScroll: '翻层', toolWindow: '调窗', toolZoom: '缩放', toolPan: '平移', toolSelect: '选择标注', toolLength: '长度', toolAngle: '角度', toolCobb: 'Cobb 角', toolBidirectional: '双径（病灶）', toolEllipse: '椭圆 ROI', toolRectangle: '矩形 ROI', toolFreehand: '自由 ROI', toolProbe: '取值', toolArrow: '箭头与文字',
      preset1: '窗预设 1', preset2: '窗预设 2', preset3: '窗预设 3', preset4: '窗预设 4', preset5: '窗预设 5', preset6: '窗预设 6', preset7: '窗预设 7', preset8: '窗预设 8', preset9: '窗预设 9', windowOpening: '恢复原始窗', invert: '反色', suv: 'SUV / 原始值',
      zoomIn: '放大', zoomOut: '缩小', fit: '适合格子', oneToOne: '1:1 像素', rotateRight: '右转 90°', rotateLeft: '左转 90°', flipHorizontal: '左右翻转', flipVertical: '上下翻转', reset: '恢复画面', planeAcquired: '原始层面', planeAxial: '轴位', planeSagittal: '矢状位', planeCoronal: '冠状位', mpr: '三平面重建', slab: '厚层开/关',
      layout1x1: '1×1 布局', layout1x2: '1×2 布局', layout2x2: '2×2 布局', layout2x3: '2×3 布局', layout3x4: '3×4 布局', maximise: '放大/还原一格', swapLeft: '与左格互换', swapRight: '与右格互换', swapUp: '与上格互换', swapDown: '与下格互换', hangAgain: '重新挂片', link: '联动：不联动/位置/距离', referenceLines: '参考线', crosshair: '十字线',
      annotations: '显示标注', overlays: '影像自带叠加图形', undo: '撤销', redo: '重做', copy: '复制标注', paste: '粘贴标注', remove: '删除标注，或清空此格', keyImage: '关键图像', saveReport: '保存测量', savePicture: '存为图片', cite: '引用到会议记录',
      isodoseLines: '等剂量线', doseWash: '彩色剂量', structures: '结构', seriesPanel: '序列栏', sidePanel: '测量栏', tagBrowser: 'DICOM 标签', greyCheck: '灰阶检查', fullScreen: '全屏', secondScreen: '在另一屏幕打开', help: '快捷键',
    },
    keys: { title: '快捷键', hint: '点击一个按键后按下新的组合键；Esc 取消。', resetAll: '全部恢复默认', reset: '默认', resetOf: '恢复“{{command}}”的默认按键', change: '更改“{{command}}”的按键，现为 {{keys}}', press: '请按键…', conflict: '{{keys}} 已用于“{{command}}”', take: '改用于此', keep: '不改', close: '关闭',
      group: { navigate: '翻层与移动', tools: '鼠标工具', window: '窗', picture: '画面', layout: '布局', annotation: '标注与保存', radiotherapy: '放疗', desk: '阅片台' } },
  },
  en: {
    command: {
      slicePrevious: 'Slice before', sliceNext: 'Next slice', slicesBack: '10 slices back', slicesOn: '10 slices on', sliceFirst: 'First slice', sliceLast: 'Last slice', seriesPrevious: 'Series before', seriesNext: 'Next series', cellLeft: 'Cell on the left', cellRight: 'Cell on the right', cellUp: 'Cell above', cellDown: 'Cell below', cinePlay: 'Cine play or pause', cineFaster: 'Cine faster', cineSlower: 'Cine slower',
      toolCrosshair: 'Crosshair', toolScroll: 'Scroll', toolWindow: 'Window', toolZoom: 'Zoom', toolPan: 'Pan', toolSelect: 'Select annotations', toolLength: 'Length', toolAngle: 'Angle', toolCobb: 'Cobb angle', toolBidirectional: 'Bidirectional (lesion)', toolEllipse: 'Ellipse', toolRectangle: 'Rectangle', toolFreehand: 'Freehand region', toolProbe: 'Probe', toolArrow: 'Arrow with text',
      preset1: 'Window preset 1', preset2: 'Window preset 2', preset3: 'Window preset 3', preset4: 'Window preset 4', preset5: 'Window preset 5', preset6: 'Window preset 6', preset7: 'Window preset 7', preset8: 'Window preset 8', preset9: 'Window preset 9', windowOpening: 'Window of the image', invert: 'Invert', suv: 'SUV or stored values',
      zoomIn: 'Zoom in', zoomOut: 'Zoom out', fit: 'Fit to cell', oneToOne: '1:1 pixels', rotateRight: 'Rotate right 90°', rotateLeft: 'Rotate left 90°', flipHorizontal: 'Flip left and right', flipVertical: 'Flip top and bottom', reset: 'Reset picture', planeAcquired: 'Plane as acquired', planeAxial: 'Axial plane', planeSagittal: 'Sagittal plane', planeCoronal: 'Coronal plane', mpr: 'Three planes', slab: 'Slab on or off',
      layout1x1: 'Layout 1×1', layout1x2: 'Layout 1×2', layout2x2: 'Layout 2×2', layout2x3: 'Layout 2×3', layout3x4: 'Layout 3×4', maximise: 'One cell large, or all', swapLeft: 'Exchange with the left', swapRight: 'Exchange with the right', swapUp: 'Exchange with the cell above', swapDown: 'Exchange with the cell below', hangAgain: 'Hang anew', link: 'Link: off, position, distance', referenceLines: 'Reference lines', crosshair: 'Show crosshair',
      annotations: 'Show annotations', overlays: 'Overlays of the image', undo: 'Undo', redo: 'Redo', copy: 'Copy annotation', paste: 'Paste annotation', remove: 'Delete annotation, or empty the cell', keyImage: 'Key image', saveReport: 'Save measurements', savePicture: 'Save picture', cite: 'Cite in the minutes',
      isodoseLines: 'Isodose lines', doseWash: 'Dose colour wash', structures: 'Structures', seriesPanel: 'Series panel', sidePanel: 'Measurements', tagBrowser: 'DICOM tags', greyCheck: 'Grey-scale check', fullScreen: 'Full screen', secondScreen: 'Open on another screen', help: 'Shortcuts',
    },
    keys: { title: 'Shortcuts', hint: 'Click a key and press the new one; Esc cancels.', resetAll: 'Reset all', reset: 'Default', resetOf: 'Default keys of "{{command}}"', change: 'Change the keys of "{{command}}", now {{keys}}', press: 'Press keys…', conflict: '{{keys}} is used for "{{command}}"', take: 'Use it here', keep: 'Leave it', close: 'Close',
      group: { navigate: 'Scrolling and moving', tools: 'Mouse tools', window: 'Window', picture: 'Picture', layout: 'Layout', annotation: 'Annotations and saving', radiotherapy: 'Radiotherapy', desk: 'Desk' } },
  },
};
