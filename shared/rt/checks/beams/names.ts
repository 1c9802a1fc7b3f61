import { length, subtract } from '../../../geometry/vector.ts';
import { absent, atBeam, flag, notApplicable, pass, rounded } from '../findings.ts';
import { sourceOf } from '../sources.ts';
import type { Beam } from '../../types.ts';
import type { Check, CheckFinding } from '../types.ts';
import { isArc, isImaging, treatmentBeams, turnDeg } from './beamKinds.ts';

/** Numbers a name can only mean as gantry angles: G180, gantry 180, 180°, 180 deg, 180度. A single digit after G counts fields. */
const anglePatterns = [/(?<![a-z])g(?:antry|a)?[\s_:=-]*(\d{2,3}(?:\.\d+)?|0)(?![\d.]*\d)/iu, /机架角?[\s_:=-]*(\d{1,3}(?:\.\d+)?)/u, /(?<![\d.])(\d{1,3}(?:\.\d+)?)\s*(?:°|度|deg)/iu];
/** The same numbers behind these words are of couch and collimator. */
const otherAngles = /(?:couch|table|pedestal|floor|coll(?:imator)?|[tc])[\s_:=-]*\d{1,3}(?:\.\d+)?\s*(?:°|deg|度)?|(?:床|准直器?|小机头)角?[\s_:=-]*\d{1,3}(?:\.\d+)?\s*(?:°|度)?/giu;

export function angleInName(name: string): number | null {
  const plain = name.normalize('NFKC').replace(otherAngles, ' ');
  for (const pattern of anglePatterns) {
    const angle = Number(pattern.exec(plain)?.[1] ?? Number.NaN);
    if (angle <= 360) return angle;
  }
  return null;
}

function nameFindings({ number, name, controlPoints }: Beam, toleranceDeg: number): readonly CheckFinding[] {
  if (name.trim() === '') return [flag('empty', { beam: number }, [atBeam(number)])];
  const named = angleInName(name);
  const [first, last] = [controlPoints[0]?.gantryDeg ?? Number.NaN, controlPoints.at(-1)?.gantryDeg ?? Number.NaN];
  if (named === null || Number.isNaN(first)) return [];
  // An arc may be called by its start or its end.
  const off = Math.min(...[first, last].map((angle) => Math.abs(turnDeg(angle, named))));
  return off <= toleranceDeg + 1e-6 ? [] : [flag('angle', { beam: number, name, namedDeg: named, gantryDeg: rounded(first, 1) }, [atBeam(number)])];
}

export const beamNames: Check = {
  number: 38,
  title: { zh: '射野名称', en: 'Beam names' },
  severity: 'B',
  attributes: ['BeamName', 'GantryAngle'],
  rule: { zh: '治疗野名称不为空、不重复；名称中的机架角（G180、180° 等）与机架角相差不超过 1°（场所设置）', en: 'Names of treatment beams are not empty and unique; a gantry angle in a name (G180, 180°) agrees within 1° (site setting)' },
  source: sourceOf('C.8.8.14'),
  sentences: {
    good: { zh: '{{beams}} 个治疗野名称正确，其中 {{withAngle}} 个含角度', en: 'The names of {{beams}} treatment beams are in order; {{withAngle}} state an angle' },
    empty: { zh: '射野 {{beam}} 没有名称', en: 'Beam {{beam}} has no name' },
    repeated: { zh: '名称 {{name}} 用于射野 {{beams}}', en: 'Beams {{beams}} share the name {{name}}' },
    angle: { zh: '射野 {{beam}} 名为 {{name}}，机架角为 {{gantryDeg}}°', en: 'Beam {{beam}} is called {{name}}, but its gantry angle is {{gantryDeg}}°' },
    none: { zh: '没有治疗野', en: 'There are no treatment beams' },
  },
  run: ({ plan, site: { tolerances } }) => {
    if (plan === null) return [absent('RTPLAN')];
    const beams = treatmentBeams(plan);
    if (beams.length === 0) return [notApplicable('none')];
    const findings = beams.flatMap((beam) => nameFindings(beam, tolerances.beamNameDeg));
    for (const name of new Set(beams.map((beam) => beam.name.trim()).filter((text) => text !== ''))) {
      const same = beams.filter((beam) => beam.name.trim() === name).map(({ number }) => number);
      if (same.length > 1) findings.push(flag('repeated', { name, beams: same }, same.map((number) => atBeam(number))));
    }
    return findings.length > 0 ? findings : [pass('good', { beams: beams.length, withAngle: beams.filter(({ name }) => angleInName(name) !== null).length, arcs: beams.filter(isArc).length })];
  },
};

export const toleranceTable: Check = {
  number: 39,
  title: { zh: '容差表', en: 'Tolerance table' },
  severity: 'C',
  attributes: ['ReferencedToleranceTableNumber', 'ToleranceTableSequence'],
  rule: { zh: '场所要求时每个治疗野都引用容差表；引用的容差表存在', en: 'Every treatment beam refers to a tolerance table where the site requires one; a table referred to is there' },
  source: sourceOf('C.8.8.11, C.8.8.14'),
  sentences: {
    present: { zh: '治疗野引用容差表 {{tables}}', en: 'The treatment beams refer to tolerance tables {{tables}}' },
    missing: { zh: '射野 {{beams}} 没有容差表', en: 'Beams {{beams}} have no tolerance table' },
    dangling: { zh: '射野 {{beam}} 引用的容差表 {{table}} 不存在', en: 'Beam {{beam}} refers to tolerance table {{table}}, which is not there' },
    optional: { zh: '计划没有容差表，场所不要求', en: 'The plan has no tolerance table; the site does not require one' },
  },
  run: ({ plan, site }) => {
    if (plan === null) return [absent('RTPLAN')];
    const beams = treatmentBeams(plan);
    const without = beams.filter(({ toleranceTableNumber }) => toleranceTableNumber === null).map(({ number }) => number);
    const dangling = beams.filter(({ toleranceTableNumber }) => toleranceTableNumber !== null && !plan.toleranceTableNumbers.includes(toleranceTableNumber));
    const findings: CheckFinding[] = dangling.map(({ number, toleranceTableNumber }) => flag('dangling', { beam: number, table: toleranceTableNumber }, [atBeam(number)]));
    if (site.requiresToleranceTable && without.length > 0) findings.push(flag('missing', { beams: without }, without.map((number) => atBeam(number))));
    if (findings.length > 0) return findings;
    return [without.length === beams.length ? notApplicable('optional') : pass('present', { tables: [...new Set(beams.flatMap(({ toleranceTableNumber }) => toleranceTableNumber ?? []))] })];
  },
};

export const setupBeams: Check = {
  number: 40,
  title: { zh: '摆位野', en: 'Setup beams' },
  severity: 'C',
  attributes: ['TreatmentDeliveryType', 'IsocenterPosition'],
  rule: { zh: '申请要求影像引导时有摆位野，且与治疗野同等中心（0.5 mm，场所设置）', en: 'Where the request asks for imaging there are setup beams, at the isocentre of the treatment beams (0.5 mm, site setting)' },
  source: sourceOf('C.8.8.14'),
  sentences: {
    present: { zh: '{{beams}} 个摆位野与治疗野同等中心', en: '{{beams}} setup beams share the isocentre of the treatment beams' },
    missing: { zh: '申请要求影像引导，计划没有摆位野', en: 'The request asks for imaging, and the plan has no setup beam' },
    elsewhere: { zh: '摆位野 {{beam}}（{{name}}）的等中心偏离 {{distanceMm}} mm', en: 'Setup beam {{beam}} ({{name}}) is {{distanceMm}} mm off the isocentre' },
    'not-asked': { zh: '申请不要求影像引导', en: 'The request does not ask for imaging' },
  },
  run: ({ plan, request, site: { tolerances } }) => {
    if (request === null || request.hasImaging === null) return [absent('image guidance in the consultation request')];
    if (plan === null) return [absent('RTPLAN')];
    if (!request.hasImaging) return [notApplicable('not-asked')];
    const setup = plan.beams.filter(isImaging);
    if (setup.length === 0) return [flag('missing')];
    const isocentres = treatmentBeams(plan).flatMap(({ controlPoints: [first] }) => (first === undefined || first.isocenterMm === null ? [] : [first.isocenterMm]));
    const findings = setup.flatMap(({ number, name, controlPoints }): CheckFinding[] => {
      const point = controlPoints[0]?.isocenterMm ?? null;
      if (point === null || isocentres.length === 0) return [];
      const distanceMm = Math.min(...isocentres.map((isocentre) => length(subtract(isocentre, point))));
      return distanceMm > tolerances.isocentreMm ? [flag('elsewhere', { beam: number, name, distanceMm: rounded(distanceMm) }, [atBeam(number)])] : [];
    });
    return findings.length > 0 ? findings : [pass('present', { beams: setup.length })];
  },
};
