import { makeReview } from '../../../../shared/rt/checks/makeReview.ts';
import { runCheck } from '../../../../shared/rt/checks/runChecks.ts';
import { sentenceOf } from '../../../../shared/rt/checks/sentences.ts';
import { doseChecks } from '../../../../shared/rt/checks/dose/doseChecks.ts';
import { structureChecks } from '../../../../shared/rt/checks/structures/structureChecks.ts';
import type { CheckOutcome, PlanningImage, Review } from '../../../../shared/rt/checks/types.ts';
import { defaultSite } from '../../../../shared/rt/site/defaultSite.ts';
import type { Contour, DoseGrid, Structure, StructureSet } from '../../../../shared/rt/types.ts';
import type { Vector3 } from '../../../../shared/geometry/vector.ts';
import { fractionGroupOf, identityOf, planOf, prescriptionOf } from '../../../support/rtObjects.ts';
import { circle, doseOf, rectangle, stackOf } from '../../shapes.ts';

export const sliceMm = 3;

let numbers = 0;
/** A structure with a number of its own. */
export const named = (name: string, interpretedType: string | null, shape: { readonly contours: readonly Contour[] }, more: Partial<Structure> = {}): Structure => {
  numbers += 1;
  return { number: numbers, name, interpretedType, color: [0, 0, 0], contours: shape.contours, warnings: [], ...more };
};

export const cylinder = (radiusMm: number, heightMm: number, centre: Vector3 = [0, 0, 0]): Structure => stackOf(heightMm, sliceMm, () => circle(radiusMm, 72), centre);
export const box = (x0: number, y0: number, x1: number, y1: number, heightMm: number, z = 0): Structure => stackOf(heightMm, sliceMm, () => rectangle(x0, y0, x1, y1), [0, 0, z]);

/** A small chest: a target in the middle, a lung on either side, the heart in front and the cord behind. */
export const cleanStructures: readonly Structure[] = [
  named('BODY', 'EXTERNAL', box(-150, -110, 150, 110, 120)),
  named('Lung_L', 'ORGAN', box(60, -60, 120, 90, 90)),
  named('Lung_R', 'ORGAN', box(-120, -60, -60, 90, 90)),
  named('Heart', 'ORGAN', box(-30, -90, 30, -45, 60)),
  named('SpinalCord', 'ORGAN', cylinder(6, 108, [0, 75, 0])),
  named('GTVp', 'GTV', cylinder(10, 24)),
  named('CTVp', 'CTV', cylinder(15, 30)),
  named('PTV_6000', 'PTV', cylinder(20, 36)),
];

export const images: readonly PlanningImage[] = Array.from({ length: 40 }, (_, n) => ({
  ...identityOf({ sopInstanceUID: `1.9.${n}` }), modality: 'CT', frameOfReferenceUID: '1.2.4', patientPosition: 'HFS', positionMm: [-200, -200, -58.5 + sliceMm * n], orientation: [[1, 0, 0], [0, 1, 0]], rows: 400, columns: 400,
  pixelSpacingMm: [1, 1], date: null,
}));

/** 60 to 62 Gy within 24 mm, highest in the middle, then falling by e every 15 mm. */
export const doseAt = (x: number, y: number, z: number): number => {
  const away = Math.max(0, Math.hypot(x, y) - 24, Math.abs(z) - 22);
  return away > 0 ? 60 * Math.exp(-away / 15) : 62 - Math.hypot(x, y, z) / 20;
};

export const cleanDose: DoseGrid = { ...doseOf([2.5, 2.5, 2.5], 130, doseAt), heterogeneityCorrection: ['IMAGE'], planUID: '1.2', planUIDs: ['1.2'] };

export const cleanPlan = planOf({ label: 'chest', prescriptions: [prescriptionOf({ targetPrescriptionDoseGy: 60 })], fractionGroups: [fractionGroupOf({ fractionsPlanned: 30 })] });

export const setOf = (structures: readonly Structure[]): StructureSet => ({
  sopInstanceUID: '1.5', identity: identityOf(), label: 'set', date: null, time: null, approval: { status: null, reviewerName: null, reviewDate: null, reviewTime: null }, frameOfReferenceUID: '1.2.4', referencedSeries: [], predecessorUIDs: [],
  structures, warnings: [],
});

/** A review of the clean chest with parts replaced. */
export const boxReview = (parts: Partial<Omit<Review, 'numbers' | 'structureSet'>> & { readonly structures?: readonly Structure[]; readonly structureSet?: StructureSet | null } = {}): Review => {
  const { structures = cleanStructures, structureSet = setOf(structures), ...others } = parts;
  return makeReview({ images, plan: cleanPlan, doses: [cleanDose], records: [], previous: null, request: null, site: defaultSite, ...others, structureSet });
};

/** One of checks 41 to 60 on a review. */
export function outcomeOf(number: number, review: Review): CheckOutcome {
  const check = [...structureChecks, ...doseChecks].find((each) => each.number === number);
  if (check === undefined) throw new Error(`no check ${number}`);
  return runCheck(check, review);
}

/** `RESULT code` of every finding. */
export const found = ({ findings }: CheckOutcome): string[] => findings.map(({ result, code }) => `${result} ${code}`);

/** The clean structures with one replaced, or left out by null. */
export const withStructure = (name: string, change: (structure: Structure) => Structure | null): readonly Structure[] =>
  cleanStructures.flatMap((structure) => {
    const changed = structure.name === name ? change(structure) : structure;
    return changed === null ? [] : [changed];
  });

/** What is wrong with a finding's sentence: unknown code, or a value it lacks. Empty where all read well in both languages. */
export const unreadable = ({ check, findings }: CheckOutcome): string[] =>
  findings.flatMap((finding) => {
    const [zh, en] = [sentenceOf(check, finding, 'zh'), sentenceOf(check, finding, 'en')];
    const names = [...(check.sentences[finding.code]?.en ?? '').matchAll(/\{\{(\w+)\}\}/gu)].map(([, name]) => name ?? '');
    const missing = names.filter((name) => !(name in finding.values));
    return [...(en === finding.code ? [`${check.number} has no sentence ${finding.code}`] : []), ...(/\p{Script=Han}/u.test(zh) ? [] : [`${check.number} ${finding.code} is not Chinese`]), ...missing.map((name) => `${check.number} ${finding.code} lacks ${name}`)];
  });
