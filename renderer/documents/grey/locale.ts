import type { GreyItem } from './greyCheck.ts';

/** One thing to look at: its name, and what should be seen. */
export type Item = { readonly name: string; readonly what: string };

const zhItems: Readonly<Record<GreyItem, Item>> = {
  ambient: { name: '环境光', what: '室内光线与平时阅片一致，屏幕上没有窗户或灯的反光；显示器已开机预热。' },
  dark: { name: '暗端 5%', what: '“0 / 5 %”方块中央较亮的小方块可以看见。' },
  bright: { name: '亮端 95%', what: '“100 / 95 %”方块中央较暗的小方块可以看见。' },
  patches: { name: '灰阶', what: '18 个灰块彼此可分，每个灰块四角的小方块隐约可见；上方渐变条平滑，无条带。' },
  letters: { name: '低对比文字', what: '“QUALITY CONTROL”在三种底色上至少读到第 11 个字母。' },
  tint: { name: '无偏色', what: '各灰块均为中性灰，没有红、绿、蓝的色调，屏幕各处一致。' },
  lines: { name: '线对', what: '1 至 4 像素的横、竖线均清晰分开，1 像素线不糊成灰色。' },
  geometry: { name: '几何', what: '圆为正圆，网格线笔直等距，最外缘白框四边都能看到。' },
  size: { name: '尺寸校准', what: '用直尺量下方 {{mm}} mm 横线并填入实测长度；填入后心电图纸等可按实际大小显示。' },
};

const enItems: Readonly<Record<GreyItem, Item>> = {
  ambient: { name: 'Ambient light', what: 'The room is lit as for reading, no window or lamp is mirrored in the screen, and the display has warmed up.' },
  dark: { name: 'Dark end, 5%', what: 'The brighter square inside "0 / 5 %" can be seen.' },
  bright: { name: 'Bright end, 95%', what: 'The darker square inside "100 / 95 %" can be seen.' },
  patches: { name: 'Grey steps', what: 'All 18 patches differ from each other and the small squares in their corners can just be seen; the ramp above is smooth, without bands.' },
  letters: { name: 'Fading letters', what: '"QUALITY CONTROL" can be read at least to its 11th letter on all three grounds.' },
  tint: { name: 'No colour tint', what: 'Every patch is neutral, without red, green or blue in it, alike all over the screen.' },
  lines: { name: 'Line pairs', what: 'Lines of 1 to 4 pixels stand apart, upright and level; those of 1 pixel do not blur into grey.' },
  geometry: { name: 'Geometry', what: 'The circle is round, the grid straight and even, and the white frame can be seen on all four sides.' },
  size: { name: 'Size', what: 'Measure the line of {{mm}} mm below with a ruler and enter what it shows; ECG paper can then be as large as it really is.' },
};

const zh = {
  title: '灰阶检查', pattern: '显示器测试图', fullScreen: '全屏显示测试图', hint: '请在平时阅片的距离逐项查看测试图（全屏时按 Esc 返回），然后作答。', yes: '是', no: '否', measured: '{{mm}} mm 横线的实测长度', implausible: '请填写直尺读数（毫米）',
  resampled: { ratio: '系统缩放比例为 {{ratio}}，不是整数：影像和测试图会被重新采样，线对不能作为判断依据。请在系统显示设置中选择 100% 或 200%。', pinch: '页面已被手势放大，测试图不是逐像素显示。请先还原。' }, tooSmall: '窗口过小，请使用全屏显示测试图。',
  limits: '目视检查只反映肉眼所见，不能代替用亮度计做的验收与稳定性检测（DICOM GSDF）。', save: '保存结果', open: '还有 {{count}} 项未作答', passed: '合格', failed: '不合格', never: '本机尚无检查记录。', last: '上次检查 {{time}}：{{result}}', items: zhItems,
};

/** Words of the grey-scale check, a part of the namespace `documents`. */
export const greyLocale: Readonly<Record<'zh' | 'en', typeof zh>> = {
  zh,
  en: {
    title: 'Grey-scale check', pattern: 'Test pattern of the display', fullScreen: 'Pattern on full screen', hint: 'Look at the pattern from your reading distance, item by item (Esc leaves full screen), then answer.', yes: 'Yes', no: 'No', measured: 'Measured length of the {{mm}} mm line', implausible: 'Enter what the ruler shows, in mm',
    resampled: { ratio: 'The system scales by {{ratio}}, which is no whole number: images and pattern are resampled and the line pairs tell nothing. Choose 100% or 200% in the display settings.', pinch: 'The page is enlarged by a gesture, so the pattern is not shown pixel by pixel. Undo that first.' }, tooSmall: 'The window is too small; show the pattern on full screen.',
    limits: 'A look tells what an eye sees and stands in for no acceptance or constancy test with a luminance meter (DICOM GSDF).', save: 'Save result', open: 'Not answered yet: {{count}}', passed: 'Passed', failed: 'Failed', never: 'No check on record for this computer.', last: 'Last check {{time}}: {{result}}', items: enItems,
  },
};
