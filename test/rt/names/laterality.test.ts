import { describe, expect, it } from 'vitest';
import { lateralityOf } from '../../../shared/rt/names/laterality.ts';

describe('the side a name or label states', () => {
  it.each([
    'Lung_L', 'L Lung', 'Lt Lung', 'LT LUNG', 'left breast', 'LeftBreast', 'PTV_L', 'PTV_L_6000', 'LungL', 'L_Breast 50Gy', '左肺', '左乳腺癌', '左侧乳腺', 'PTV左', '左上肺PTV', 'PTV_左', 'Breast Lt', 'L-Parotid',
  ])('%s: left', (text) => {
    expect(lateralityOf(text)).toBe('left');
  });

  it.each(['Lung_R', 'R Lung', 'Rt Lung', 'RT LUNG', 'RT_Breast', 'right', 'PTV_R', '右肺', '右肾', 'PTVp_R', 'Rt Chest wall'])('%s: right', (text) => {
    expect(lateralityOf(text)).toBe('right');
  });

  it.each(['双肺', '双侧腮腺', 'bilateral neck', 'Both lungs'])('%s: bilateral', (text) => {
    expect(lateralityOf(text)).toBe('bilateral');
  });

  it.each([
    'LAO', 'RPO 30', 'Lt Lat', 'L Lat', 'LLAT', 'R Ant Obl', 'Left Anterior Oblique', '左前斜', '右后斜', '左侧野', '左水平', '左右对穿', 'RT Plan', 'RT_Chest', 'RT', 'L', 'R1', 'Liver', 'Rectum', 'Larynx', 'PTV_4140', 'AP',
    'Left Right', 'plan', '', '左心室', 'Left Ventricle', '左前降支', 'Lateral', 'PTV_LR', 'Ring',
  ])('%s: none', (text) => {
    expect(lateralityOf(text)).toBeNull();
  });
});
