import type { Beam } from '../../types.ts';
import { absent, atBeam, flag, notApplicable, notCheckable, pass, rounded } from '../findings.ts';
import { sourceOf } from '../sources.ts';
import type { Check, CheckFinding } from '../types.ts';
import { treatmentBeams } from './beamKinds.ts';
import { dosedPoints, openStrips } from './openStrips.ts';

/** Width of the strips the outline is built from, mm: no leaf of any machine is narrower. */
const stepMm = 1;

/**
 * Side of the square with the area of everything a beam irradiates: the outline of all its openings inside the jaws, not
 * one segment of a modulated field. Null where the openings cannot be told.
 */
export function equivalentSquareMm(beam: Beam): number | null {
  const rows = new Map<number, [low: number, high: number]>();
  for (const n of dosedPoints(beam)) {
    const point = beam.controlPoints[n];
    const open = point === undefined ? null : openStrips(beam, point);
    if (open === null) return null;
    const { alongMm, acrossMm, strips } = open;
    for (const { fromMm, toMm, lowMm, highMm } of strips) {
      const [from, to] = [Math.max(fromMm, acrossMm[0]), Math.min(toMm, acrossMm[1])];
      const [low, high] = [Math.max(lowMm, alongMm[0]), Math.min(highMm, alongMm[1])];
      if (!(high > low && to > from)) continue;
      if (![from, to, low, high].every(Number.isFinite)) return null;
      for (let row = Math.ceil(from / stepMm - 0.5); (row + 0.5) * stepMm < to; row += 1) {
        const known = rows.get(row);
        rows.set(row, known === undefined ? [low, high] : [Math.min(known[0], low), Math.max(known[1], high)]);
      }
    }
  }
  return Math.sqrt([...rows.values()].reduce((sum, [low, high]) => sum + (high - low) * stepMm, 0));
}

export const smallField: Check = {
  number: 34,
  title: { zh: '小野提示', en: 'Small-field warning' },
  severity: 'C',
  attributes: ['LeafJawPositions', 'CumulativeMetersetWeight'],
  rule: {
    zh: '光子野全部照射轮廓（不是单个子野）的等效方野边长小于 3 cm 提示，小于 1 cm 强提示（场所设置）',
    en: 'The square of the area a photon beam irradiates in all (not in one segment) is flagged under 3 cm and strongly under 1 cm (site settings)',
  },
  source: `${sourceOf('C.8.8.14')}; IAEA TRS-483`,
  sentences: {
    large: { zh: '最小等效方野 {{smallestMm}} mm', en: 'The smallest equivalent square is {{smallestMm}} mm' },
    small: { zh: '射野 {{beam}}（{{name}}）等效方野 {{squareMm}} mm', en: 'Beam {{beam}} ({{name}}): equivalent square {{squareMm}} mm' },
    tiny: { zh: '射野 {{beam}}（{{name}}）等效方野仅 {{squareMm}} mm，输出因子很不确定', en: 'Beam {{beam}} ({{name}}): equivalent square only {{squareMm}} mm; its output is very uncertain' },
    unknown: { zh: '射野 {{beam}}（{{name}}）的开口无法确定', en: 'The opening of beam {{beam}} ({{name}}) cannot be told' },
    none: { zh: '没有光子治疗野', en: 'There are no photon treatment beams' },
  },
  run: ({ plan, site: { tolerances } }) => {
    if (plan === null) return [absent('RTPLAN')];
    const beams = treatmentBeams(plan).filter(({ radiationType, controlPoints }) => radiationType === 'PHOTON' && controlPoints.length > 0);
    if (beams.length === 0) return [notApplicable('none')];
    const [strong, weak] = tolerances.smallFieldMm;
    let smallestMm = Infinity;
    const findings = beams.flatMap((beam): CheckFinding[] => {
      const squareMm = equivalentSquareMm(beam);
      const place = [atBeam(beam.number)];
      if (squareMm === null) return [notCheckable('unknown', { beam: beam.number, name: beam.name }, place)];
      smallestMm = Math.min(smallestMm, squareMm);
      if (squareMm >= weak) return [];
      return [flag(squareMm < strong ? 'tiny' : 'small', { beam: beam.number, name: beam.name, squareMm: rounded(squareMm, 1), limitMm: squareMm < strong ? strong : weak }, place)];
    });
    return findings.length > 0 ? findings : [pass('large', { smallestMm: rounded(smallestMm, 1) })];
  },
};
