import { absent, fail, notApplicable, pass } from '../findings.ts';
import { sourceOf } from '../sources.ts';
import type { Check } from '../types.ts';

/** Plan → structure set. */
export const planToStructures: Check = {
  number: 2,
  title: { zh: '计划引用的就是这套结构', en: 'Plan refers to this structure set' },
  severity: 'A',
  attributes: ['ReferencedStructureSetSequence', 'ReferencedSOPInstanceUID'],
  rule: { zh: '计划引用的结构集 UID 与载入的结构集相同', en: 'The structure set UID the plan refers to is that of the loaded RTSTRUCT' },
  source: sourceOf('C.8.8.9'),
  sentences: {
    same: { zh: '计划引用载入的结构集 {{structureSet}}', en: 'The plan refers to the loaded structure set {{structureSet}}' },
    other: { zh: '计划引用 {{referenced}}，载入的是 {{loaded}}', en: 'The plan refers to {{referenced}}, but {{loaded}} is loaded' },
    device: { zh: '计划不以患者几何为基础，没有结构集', en: 'The plan is not made on a patient; it has no structure set' },
  },
  run: ({ plan, structureSet }) => {
    if (plan === null) return [absent('RTPLAN')];
    if (plan.structureSetUID === null) {
      return [plan.geometry === 'TREATMENT_DEVICE' ? notApplicable('device') : absent('ReferencedStructureSetSequence (300C,0060)', [{ kind: 'object', sopInstanceUID: plan.sopInstanceUID, attribute: 'ReferencedStructureSetSequence' }])];
    }
    if (structureSet === null) return [absent('RTSTRUCT')];
    if (plan.structureSetUID === structureSet.sopInstanceUID) return [pass('same', { structureSet: structureSet.label })];
    return [
      fail('other', { referenced: plan.structureSetUID, loaded: structureSet.sopInstanceUID }, [
        { kind: 'object', sopInstanceUID: plan.sopInstanceUID, attribute: 'ReferencedStructureSetSequence' },
      ]),
    ];
  },
};

/** Dose → plan. Doses of other plans may lie beside it, as long as one is of this plan. */
export const doseToPlan: Check = {
  number: 3,
  title: { zh: '剂量引用的就是这个计划', en: 'Dose refers to this plan' },
  severity: 'A',
  attributes: ['ReferencedRTPlanSequence', 'ReferencedSOPInstanceUID'],
  rule: { zh: '至少一个剂量引用载入的计划 UID', en: 'A dose refers to the UID of the loaded RTPLAN' },
  source: sourceOf('C.8.8.3'),
  sentences: {
    same: { zh: '{{doses}} 个剂量引用此计划，另有 {{others}} 个属于其他计划', en: '{{doses}} doses refer to this plan, {{others}} to others' },
    other: { zh: '剂量引用 {{referenced}}，载入的计划是 {{loaded}}', en: 'The dose refers to {{referenced}}, but the plan is {{loaded}}' },
  },
  run: ({ plan, doses }) => {
    if (plan === null) return [absent('RTPLAN')];
    if (doses.length === 0) return [absent('RTDOSE')];
    const named = doses.map(({ planUID, planUIDs, sopInstanceUID }) => ({ sopInstanceUID, uids: planUIDs.length > 0 || planUID === null ? planUIDs : [planUID] }));
    const own = named.filter(({ uids }) => uids.includes(plan.sopInstanceUID));
    if (own.length > 0) return [pass('same', { doses: own.length, others: doses.length - own.length })];
    const places = named.map(({ sopInstanceUID }) => ({ kind: 'object', sopInstanceUID, attribute: 'ReferencedRTPlanSequence' }) as const);
    const referenced = [...new Set(named.flatMap(({ uids }) => uids))];
    if (referenced.length === 0) return [absent('ReferencedRTPlanSequence (300C,0002)', places)];
    return [fail('other', { referenced, loaded: plan.sopInstanceUID }, places)];
  },
};

/** Structure set → image series. */
export const structuresToImages: Check = {
  number: 4,
  title: { zh: '结构勾画所在的就是这套影像', en: 'Structure set refers to this image series' },
  severity: 'A',
  attributes: ['ReferencedFrameOfReferenceSequence', 'RTReferencedSeriesSequence', 'SeriesInstanceUID', 'ContourImageSequence'],
  rule: { zh: '引用的影像序列与载入的相同，轮廓所在的每幅影像都在', en: 'The referenced series is the loaded one, and every image a contour was drawn on is there' },
  source: sourceOf('C.8.8.5, C.8.8.6'),
  sentences: {
    complete: { zh: '引用的 {{images}} 幅影像都在', en: 'All {{images}} referenced images are there' },
    series: { zh: '结构引用序列 {{referenced}}，载入的是 {{loaded}}', en: 'The structures refer to series {{referenced}}, but {{loaded}} is loaded' },
    missing: { zh: '引用的 {{images}} 幅影像缺少 {{missing}} 幅', en: '{{missing}} of {{images}} referenced images are missing' },
  },
  run: ({ structureSet, images }) => {
    if (structureSet === null) return [absent('RTSTRUCT')];
    if (images.length === 0) return [absent('the planning images')];
    const loaded = new Set(images.flatMap(({ seriesInstanceUID }) => seriesInstanceUID ?? []));
    const drawnOn = structureSet.structures.flatMap(({ contours }) => contours.flatMap(({ imageUIDs }) => imageUIDs ?? []));
    const { referencedSeries } = structureSet;
    // A set may name further series (registered MR or PET) that no contour was drawn on; the loaded one has to be complete.
    const ofLoaded = referencedSeries.filter(({ seriesInstanceUID }) => loaded.has(seriesInstanceUID));
    if (referencedSeries.length === 0 && drawnOn.length === 0) return [absent('ReferencedFrameOfReferenceSequence (3006,0010) and ContourImageSequence (3006,0016)')];
    const place = [{ kind: 'object', sopInstanceUID: structureSet.sopInstanceUID, attribute: 'RTReferencedSeriesSequence' }] as const;
    if (referencedSeries.length > 0 && ofLoaded.length === 0) {
      return [fail('series', { referenced: referencedSeries.map(({ seriesInstanceUID }) => seriesInstanceUID), loaded: [...loaded] }, place)];
    }
    const referenced = new Set([...drawnOn, ...ofLoaded.flatMap(({ imageUIDs }) => imageUIDs)]);
    const here = new Set(images.map(({ sopInstanceUID }) => sopInstanceUID));
    const missing = [...referenced].filter((uid) => !here.has(uid));
    if (missing.length === 0) return [pass('complete', { images: referenced.size })];
    return [fail('missing', { images: referenced.size, missing: missing.length, uids: missing.slice(0, 10) }, place)];
  },
};
