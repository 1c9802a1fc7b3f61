import { placeDevices } from '../../beams/limitingDevices.ts';
import type { Machine } from '../../site/types.ts';
import type { Beam, Plan } from '../../types.ts';
import { absent, atBeam, fail, flag, notApplicable, pass, rounded } from '../findings.ts';
import { sourceOf } from '../sources.ts';
import type { Check, CheckFinding } from '../types.ts';
import { treatmentBeams } from './beamKinds.ts';
import { dosedPoints, openStrips, type OpenStrip, type OpenStrips } from './openStrips.ts';

/** Leaf tips are written to 0.01 mm and may touch. */
const crossedMm = 0.05;

function positionFindings(beam: Beam, machine: Machine | null): readonly CheckFinding[] {
  const { number, name } = beam;
  const found = new Map<string, CheckFinding>();
  const add = (key: string, finding: CheckFinding): void => {
    if (!found.has(key)) found.set(key, finding);
  };
  for (const [n, point] of beam.controlPoints.entries()) {
    const place = [atBeam(number, n)];
    const { jaws, layers, problems } = placeDevices(beam, point);
    for (const { reason, device } of problems) {
      if (reason === 'positions-count') add(`count ${device}`, fail('count', { beam: number, name, device, positions: point.devices[device]?.length ?? 0, pairs: beam.limitingDevices.find(({ type }) => type === device)?.leafJawPairs ?? null }, place));
      else add(`unreadable ${device}`, absent(`LeafPositionBoundaries (300A,00BE) of ${device}`, place));
    }
    for (const { device, bank1Mm, bank2Mm } of jaws) if (bank1Mm - bank2Mm > crossedMm) add(`jaw ${device}`, fail('crossed', { beam: number, name, device, pair: 1, bank1Mm, bank2Mm, controlPoint: n }, place));
    for (const { device, pairs } of layers) {
      const crossed = pairs.find(({ bank1Mm, bank2Mm }) => bank1Mm - bank2Mm > crossedMm);
      if (crossed !== undefined) add(`leaf ${device}`, fail('crossed', { beam: number, name, device, pair: crossed.index + 1, bank1Mm: crossed.bank1Mm, bank2Mm: crossed.bank2Mm, controlPoint: n }, place));
    }
    for (const [device, positions] of Object.entries(point.devices)) {
      const limits = machine?.travelMm[device];
      const outside = limits === undefined ? undefined : positions.find((position) => position < limits[0] - crossedMm || position > limits[1] + crossedMm);
      if (limits !== undefined && outside !== undefined) add(`travel ${device}`, fail('travel', { beam: number, name, device, positionMm: outside, limitsMm: limits, controlPoint: n }, place));
    }
  }
  return [...found.values()];
}

/** Positions the reader left out of the plan, since they do not fit the device: what is left looks whole. */
function miscounted({ warnings, beams }: Plan): readonly CheckFinding[] {
  return warnings.flatMap(({ code, values }) => {
    if (code !== 'leaf-positions-differ') return [];
    const number = Number(values.beam);
    const name = beams.find((beam) => beam.number === number)?.name ?? '';
    return [fail('left-out', { beam: number, name, controlPoint: values.point ?? null, device: values.device ?? null, positions: values.positions ?? null, expected: values.expected ?? null }, [atBeam(number)])];
  });
}

export const insideLimits: Check = {
  number: 32,
  title: { zh: '铅门与叶片在限位内', en: 'Jaws and leaves inside limits' },
  severity: 'A',
  attributes: ['LeafJawPositions', 'LeafPositionBoundaries', 'NumberOfLeafJawPairs'],
  rule: { zh: '位置共 2N 个，叶片组 1 不超过组 2，不重叠，在机器表行程内（未填机器表时不核对行程）', en: '2N positions, bank 1 not beyond bank 2, no overlap, inside the travel of the machine list (without a list travel is not judged)' },
  source: sourceOf('C.8.8.14'),
  sentences: {
    inside: { zh: '{{beams}} 个治疗野的铅门和叶片正确；行程核对：{{travel}}', en: 'Jaws and leaves of {{beams}} treatment beams are in order; travel checked: {{travel}}' },
    count: { zh: '射野 {{beam}}（{{name}}）{{device}} 有 {{positions}} 个位置，应为 {{pairs}} 对', en: 'Beam {{beam}} ({{name}}): {{device}} has {{positions}} positions for {{pairs}} pairs' },
    'left-out': { zh: '射野 {{beam}}（{{name}}）控制点 {{controlPoint}}：{{device}} 有 {{positions}} 个位置，应为 {{expected}} 个', en: 'Beam {{beam}} ({{name}}), control point {{controlPoint}}: {{device}} has {{positions}} positions, {{expected}} are expected' },
    crossed: { zh: '射野 {{beam}}（{{name}}）控制点 {{controlPoint}}：{{device}} 第 {{pair}} 对交叉（{{bank1Mm}}、{{bank2Mm}} mm）', en: 'Beam {{beam}} ({{name}}), control point {{controlPoint}}: pair {{pair}} of {{device}} is crossed ({{bank1Mm}}, {{bank2Mm}} mm)' },
    travel: { zh: '射野 {{beam}}（{{name}}）控制点 {{controlPoint}}：{{device}} 位于 {{positionMm}} mm，行程 {{limitsMm}} mm', en: 'Beam {{beam}} ({{name}}), control point {{controlPoint}}: {{device}} at {{positionMm}} mm, travel {{limitsMm}} mm' },
    none: { zh: '治疗野没有铅门和叶片', en: 'The treatment beams have no jaws or leaves' },
  },
  run: ({ plan, site: { machines } }) => {
    if (plan === null) return [absent('RTPLAN')];
    const beams = treatmentBeams(plan).filter(({ controlPoints }) => controlPoints.some(({ devices }) => Object.keys(devices).length > 0));
    if (beams.length === 0) return [notApplicable('none')];
    const placed = beams.flatMap((beam) => positionFindings(beam, machines.find(({ name }) => name.trim() === beam.machine?.trim()) ?? null));
    const findings = [...miscounted(plan), ...placed];
    return findings.length > 0 ? findings : [pass('inside', { beams: beams.length, travel: machines.length > 0 })];
  },
};

/** Leaves of some machines keep this much open where they are parked behind a jaw. */
const parkedGapMm = 10;

/** How far a strip is open beyond the jaws, mm: all of it where it lies behind a jaw across the travel. */
function beyondMm({ fromMm, toMm, lowMm, highMm }: OpenStrip, { alongMm, acrossMm }: OpenStrips): number {
  if (highMm - lowMm <= parkedGapMm) return 0;
  const across = Math.max(acrossMm[0] - toMm, fromMm - acrossMm[1]);
  const along = Math.max(Math.min(highMm, alongMm[0]) - lowMm, highMm - Math.max(lowMm, alongMm[1]));
  return Math.max(across, along, 0);
}

/** Leaves drawn back behind all of the jaws' opening: the jaws make the field. */
const isRetracted = ({ strips, alongMm, acrossMm }: OpenStrips): boolean => {
  const inJaws = strips.filter(({ fromMm, toMm }) => toMm > acrossMm[0] && fromMm < acrossMm[1]);
  return inJaws.length > 0 && inJaws.every(({ lowMm, highMm }) => lowMm <= alongMm[0] && highMm >= alongMm[1]);
};

export const openBeyondJaws: Check = {
  number: 33,
  title: { zh: '铅门外的叶片开口', en: 'Open leaf under closed jaw or beyond jaw' },
  severity: 'B',
  attributes: ['LeafJawPositions'],
  rule: {
    zh: '有剂量的控制点上，叶片开口不超出铅门 5 mm（场所设置）；开口不足 10 mm 视为停放，叶片全部退到铅门外的铅门野除外',
    en: 'At control points with dose no leaf gap is open more than 5 mm (site setting) outside the jaws; gaps up to 10 mm are parked leaves, and fields of jaws alone with all leaves drawn back are left out',
  },
  source: sourceOf('C.8.8.14'),
  sentences: {
    inside: { zh: '{{beams}} 个治疗野的叶片开口在铅门内', en: 'The leaf gaps of {{beams}} treatment beams lie inside the jaws' },
    beyond: { zh: '射野 {{beam}}（{{name}}）控制点 {{controlPoint}} 的叶片在铅门外开口 {{beyondMm}} mm', en: 'Beam {{beam}} ({{name}}), control point {{controlPoint}}: leaves are open {{beyondMm}} mm beyond the jaws' },
    none: { zh: '治疗野没有同时使用铅门和叶片', en: 'No treatment beam has both jaws and leaves' },
  },
  run: ({ plan, site: { tolerances } }) => {
    if (plan === null) return [absent('RTPLAN')];
    const beams = treatmentBeams(plan).filter(({ controlPoints: [first] }) => first !== undefined && Object.keys(first.devices).some((type) => type.startsWith('MLC')) && Object.keys(first.devices).some((type) => !type.startsWith('MLC')));
    if (beams.length === 0) return [notApplicable('none')];
    const findings = beams.flatMap((beam): CheckFinding[] => {
      let worst = { mm: 0, at: 0 };
      for (const n of dosedPoints(beam)) {
        const point = beam.controlPoints[n];
        const open = point === undefined ? null : openStrips(beam, point);
        if (open === null || isRetracted(open)) continue;
        const mm = Math.max(0, ...open.strips.map((strip) => beyondMm(strip, open)));
        if (mm > worst.mm) worst = { mm, at: n };
      }
      if (worst.mm <= tolerances.openBeyondJawMm) return [];
      return [flag('beyond', { beam: beam.number, name: beam.name, controlPoint: worst.at, beyondMm: rounded(worst.mm, 1), limitMm: tolerances.openBeyondJawMm }, [atBeam(beam.number, worst.at)])];
    });
    return findings.length > 0 ? findings : [pass('inside', { beams: beams.length })];
  },
};
