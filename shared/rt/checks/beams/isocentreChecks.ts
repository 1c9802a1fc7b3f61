import { length, subtract, type Vector3 } from '../../../geometry/vector.ts';
import { isInside } from '../insideStructure.ts';
import { absent, atBeam, fail, flag, notApplicable, pass, rounded } from '../findings.ts';
import { sourceOf } from '../sources.ts';
import { planTargets, targetClassOf } from '../targets.ts';
import type { Check, CheckFinding } from '../types.ts';
import { isocentresOf, shown, treatmentIsocentres } from './isocentres.ts';

/** Isocentres further apart than this were put there on purpose: craniospinal fields, several targets. */
const deliberateMm = 30;

export const isocentreCommon: Check = {
  number: 26,
  title: { zh: '等中心一致', en: 'Isocentre common' },
  severity: 'A',
  attributes: ['IsocenterPosition'],
  rule: {
    zh: '治疗野和摆位野的等中心相差不超过 0.5 mm（场所设置）；相距 30 mm 以上视为有意设置的多等中心，列出并提示',
    en: 'The isocentres of treatment and setup beams agree within 0.5 mm (site setting); those more than 30 mm apart are taken as several on purpose, listed and flagged',
  },
  source: sourceOf('C.8.8.14'),
  sentences: {
    common: { zh: '{{beams}} 个射野共用等中心 {{pointMm}} mm', en: '{{beams}} beams share the isocentre {{pointMm}} mm' },
    differs: { zh: '射野 {{beams}} 的等中心 {{pointMm}} 与 {{otherMm}} 相差 {{distanceMm}} mm', en: 'The isocentre {{pointMm}} of beams {{beams}} is {{distanceMm}} mm off {{otherMm}}' },
    several: { zh: '有 {{isocentres}} 个等中心：{{list}}', en: 'There are {{isocentres}} isocentres: {{list}}' },
    brachy: { zh: '近距离治疗计划没有等中心', en: 'Brachytherapy has no isocentre' },
  },
  run: ({ plan, site: { tolerances } }) => {
    if (plan === null) return [absent('RTPLAN')];
    if (plan.kind === 'brachy') return [notApplicable('brachy')];
    const groups = isocentresOf(plan.beams, tolerances.isocentreMm);
    const silent = plan.beams.filter(({ controlPoints }) => controlPoints.length > 0 && controlPoints[0]?.isocenterMm === null);
    const [main, ...others] = groups.toSorted((a, b) => b.beams.length - a.beams.length);
    if (main === undefined) return [absent('IsocenterPosition (300A,012C)')];
    const findings: CheckFinding[] = silent.length > 0 ? [absent('IsocenterPosition (300A,012C)', silent.map(({ number }) => atBeam(number)))] : [];
    for (const [n, { pointMm, beams }] of others.entries()) {
      const earlier = [main, ...others.slice(0, n)].map((group) => group.pointMm);
      const nearest = earlier.reduce((best, point) => (length(subtract(point, pointMm)) < length(subtract(best, pointMm)) ? point : best));
      const distanceMm = length(subtract(nearest, pointMm));
      if (distanceMm < deliberateMm) findings.push(fail('differs', { beams: beams.map(({ number }) => number), pointMm: shown(pointMm), otherMm: shown(nearest), distanceMm: rounded(distanceMm) }, beams.map(({ number }) => atBeam(number))));
    }
    if (others.length > 0 && !findings.some(({ code }) => code === 'differs')) {
      const list = groups.map(({ pointMm, beams }) => `[${shown(pointMm).join(', ')}] ← ${beams.map(({ number }) => number).join(', ')}`);
      findings.push(flag('several', { isocentres: groups.length, list }, others.flatMap(({ beams }) => beams.map(({ number }) => atBeam(number)))));
    }
    return findings.length > 0 ? findings : [pass('common', { beams: main.beams.length, pointMm: shown(main.pointMm) })];
  },
};

export const isocentreSensible: Check = {
  number: 27,
  title: { zh: '等中心位置合理', en: 'Isocentre sensible' },
  severity: 'B',
  attributes: ['IsocenterPosition', 'RTROIInterpretedType', 'ContourData'],
  rule: { zh: '等中心在体轮廓内（电子线除外）；到最近的 PTV 质心的距离列出，超过 100 mm 提示（场所设置）', en: 'Inside EXTERNAL (electrons excepted); the distance to the nearest PTV centroid is shown, above 100 mm flagged (site setting)' },
  source: sourceOf('C.8.8.14'),
  sentences: {
    sensible: { zh: '等中心在体轮廓内，距 {{target}} 质心 {{distanceMm}} mm', en: 'The isocentre lies inside the body, {{distanceMm}} mm from the centroid of {{target}}' },
    outside: { zh: '等中心 {{pointMm}} mm 在体轮廓外', en: 'The isocentre {{pointMm}} mm lies outside the body' },
    far: { zh: '等中心 {{pointMm}} mm 距 {{target}} 质心 {{distanceMm}} mm', en: 'The isocentre {{pointMm}} mm is {{distanceMm}} mm from the centroid of {{target}}' },
    brachy: { zh: '近距离治疗计划没有等中心', en: 'Brachytherapy has no isocentre' },
  },
  run: ({ plan, structureSet, numbers, site: { tolerances } }) => {
    if (plan === null) return [absent('RTPLAN')];
    if (plan.kind === 'brachy') return [notApplicable('brachy')];
    if (structureSet === null) return [absent('RTSTRUCT')];
    const isocentres = treatmentIsocentres(plan, tolerances.isocentreMm);
    if (isocentres.length === 0) return [absent('IsocenterPosition (300A,012C)')];
    const external = structureSet.structures.find(({ interpretedType, contours }) => interpretedType === 'EXTERNAL' && contours.length > 0);
    const centroids = planTargets(structureSet).filter((structure) => targetClassOf(structure) !== null).flatMap((structure) => {
      const centroid = numbers.centroidMm(structure);
      return centroid === null ? [] : [{ structure, centroid }];
    });
    const findings: CheckFinding[] = [];
    if (external === undefined) findings.push(absent('a structure of type EXTERNAL'));
    if (centroids.length === 0) findings.push(absent('a PTV with contours'));
    const judged = isocentres.map(({ pointMm, beams }) => {
      const nearest = centroids.map(({ structure, centroid }) => ({ structure, distanceMm: length(subtract(centroid, pointMm)) })).toSorted((a, b) => a.distanceMm - b.distanceMm)[0];
      const places = [{ kind: 'point', pointMm } as const];
      const isElectron = beams.every(({ radiationType }) => radiationType === 'ELECTRON');
      if (external !== undefined && !isElectron && !isInside(external, pointMm)) findings.push(flag('outside', { pointMm: shown(pointMm), beams: beams.map(({ number }) => number) }, places));
      const values = { pointMm: shown(pointMm), target: nearest?.structure.name ?? null, distanceMm: nearest === undefined ? null : rounded(nearest.distanceMm, 1), limitMm: tolerances.isocentreToTargetMm };
      if (nearest !== undefined && nearest.distanceMm > tolerances.isocentreToTargetMm) findings.push(flag('far', values, places));
      return values;
    });
    return findings.length > 0 ? findings : judged.map((values) => pass('sensible', values));
  },
};

const markerTypes: readonly string[] = ['ISOCENTER', 'MARKER'];

/** Middle of the points a marker was drawn with. */
function middleOf(contours: readonly { readonly pointsMm: Float64Array }[]): Vector3 {
  const sum = [0, 0, 0];
  let points = 0;
  for (const { pointsMm } of contours) {
    for (let n = 0; n < pointsMm.length; n += 1) sum[n % 3] = (sum[n % 3] ?? 0) + (pointsMm[n] ?? 0);
    points += pointsMm.length / 3;
  }
  return sum.map((value) => value / points) as unknown as Vector3;
}

/** In patient directions: left, posterior and head are positive in LPS. */
const shiftWords = ([x, y, z]: Vector3): readonly string[] =>
  [
    [x, 'left', 'right'], [y, 'posterior', 'anterior'], [z, 'head', 'foot'],
  ].map(([value, positive, negative]) => `${Math.abs(Number(value)).toFixed(1)} mm ${Number(value) >= 0 ? positive : negative}`);

export const isocentreMarker: Check = {
  number: 28,
  title: { zh: '等中心相对标记点', en: 'Isocentre against marker' },
  severity: 'C',
  attributes: ['RTROIInterpretedType', 'IsocenterPosition', 'ContourData'],
  rule: {
    zh: '给出标记点到等中心的移位（左右、前后、头脚）；ISOCENTER 结构或唯一的 MARKER 与等中心相差超过 0.5 mm（场所设置）提示，多个 MARKER（如金标）只列出',
    en: 'The shift from marker to isocentre is given (left/right, anterior/posterior, head/foot); an ISOCENTER structure or the only MARKER more than 0.5 mm (site setting) off is flagged, several MARKERs (such as seeds) are only listed',
  },
  source: sourceOf('C.8.8.8.1, C.8.8.14'),
  sentences: {
    at: { zh: '{{marker}} 与等中心重合（{{distanceMm}} mm）', en: '{{marker}} is at the isocentre ({{distanceMm}} mm)' },
    shift: { zh: '由 {{marker}} 到等中心移位 {{shift}}', en: 'From {{marker}} to the isocentre: {{shift}}' },
    none: { zh: '没有 ISOCENTER 或 MARKER 结构', en: 'There is no structure of type ISOCENTER or MARKER' },
    brachy: { zh: '近距离治疗计划没有等中心', en: 'Brachytherapy has no isocentre' },
  },
  run: ({ plan, structureSet, site: { tolerances } }) => {
    if (plan === null) return [absent('RTPLAN')];
    if (plan.kind === 'brachy') return [notApplicable('brachy')];
    if (structureSet === null) return [absent('RTSTRUCT')];
    const isocentres = treatmentIsocentres(plan, tolerances.isocentreMm);
    if (isocentres.length === 0) return [absent('IsocenterPosition (300A,012C)')];
    const drawn = structureSet.structures.filter(({ contours, interpretedType }) => contours.length > 0 && markerTypes.includes(interpretedType ?? ''));
    const named = drawn.filter(({ interpretedType }) => interpretedType === 'ISOCENTER');
    const markers = named.length > 0 ? named : drawn;
    if (markers.length === 0) return [notApplicable('none')];
    return markers.map((structure) => {
      const shifts = isocentres.map(({ pointMm }) => subtract(pointMm, middleOf(structure.contours)));
      const shift = shifts.reduce((best, one) => (length(one) < length(best) ? one : best));
      const distanceMm = length(shift);
      const values = { marker: structure.name, shift: shiftWords(shift), distanceMm: rounded(distanceMm), vectorMm: shown(shift) };
      if (distanceMm <= tolerances.isocentreMm) return pass('at', values);
      return (named.length > 0 || markers.length === 1 ? flag : pass)('shift', values, [{ kind: 'structure', roiNumber: structure.number }]);
    });
  },
};
