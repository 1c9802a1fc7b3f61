import { absent, flag, pass, rounded } from '../findings.ts';
import { sourceOf } from '../sources.ts';
import type { Check } from '../types.ts';
import { isStereotactic } from './planFacts.ts';

const roundingMm = 0.01;

/** A grid fine enough for what is read from it. */
export const gridResolution: Check = {
  number: 53,
  title: { zh: '剂量网格分辨率', en: 'Grid resolution' },
  severity: 'B',
  attributes: ['PixelSpacing', 'GridFrameOffsetVector'],
  rule: { zh: '不大于 3 mm；SBRT、SRS 不大于 2 mm（场所设置）', en: 'At most 3 mm; at most 2 mm for SBRT and SRS (site settings)' },
  source: sourceOf('C.8.8.3'),
  sentences: {
    fine: { zh: '网格 {{spacingMm}} mm', en: 'The grid has {{spacingMm}} mm' },
    coarse: { zh: '网格 {{spacingMm}} mm，最大应为 {{mostMm}} mm', en: 'The grid has {{spacingMm}} mm; at most {{mostMm}} mm is wanted' },
  },
  run: (review) => {
    const { numbers, site, doses } = review;
    const dose = numbers.planDose ?? doses[0];
    if (dose === undefined) return [absent('RTDOSE')];
    const { columnSpacingMm, rowSpacingMm, sliceOffsetsMm } = dose.geometry;
    const steps = sliceOffsetsMm.slice(1).map((offset, k) => offset - (sliceOffsetsMm[k] ?? offset));
    const spacingMm = [columnSpacingMm, rowSpacingMm, ...(steps.length === 0 ? [] : [Math.max(...steps)])];
    const mostMm = isStereotactic(review) ? site.tolerances.gridMm.stereotactic : site.tolerances.gridMm.conventional;
    const values = { spacingMm: spacingMm.map((value) => rounded(value)), mostMm };
    return [Math.max(...spacingMm) > mostMm + roundingMm ? flag('coarse', values, [{ kind: 'object', sopInstanceUID: dose.sopInstanceUID, attribute: 'PixelSpacing' }]) : pass('fine', values)];
  },
};
