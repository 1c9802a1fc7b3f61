import { extent } from '../contourBody.ts';
import { planTargets } from '../targets.ts';
import type { Vector3 } from '../../../geometry/vector.ts';
import type { Structure } from '../../types.ts';
import type { Review } from '../types.ts';
import { isDrawn, matchOf } from './structureRoles.ts';

/** What is known of where a plan treats. */
interface Evidence {
  readonly has: (...standards: readonly string[]) => boolean;
  readonly count: (...standards: readonly string[]) => number;
  /** Target centroid inside the box round some organs; x, y and z may be held further from its border, as parts of its size. */
  readonly isInside: (standards: readonly string[], anteriorPart?: number) => boolean;
  readonly says: (pattern: RegExp) => boolean;
}

const rules: readonly { readonly key: string; readonly holds: (seen: Evidence) => boolean }[] = [
  { key: 'brain', holds: ({ has, isInside, count }) => has('Brain') && isInside(['Brain']) && count('Parotid_L', 'Parotid_R', 'Parotids', 'Bone_Mandible', 'Cavity_Oral', 'Larynx', 'Glnd_Submand_L', 'Glnd_Submand_R') === 0 },
  { key: 'head-neck', holds: ({ count }) => count('Parotid_L', 'Parotid_R', 'Parotids', 'Bone_Mandible', 'Cavity_Oral', 'Larynx', 'Glnd_Submand_L', 'Glnd_Submand_R', 'Glnd_Thyroid', 'Musc_Constrict', 'Joint_TM_L', 'Joint_TM_R') >= 3 },
  // Breasts lie in front of the lungs; a target among them is of the chest itself.
  {
    key: 'thorax',
    holds: ({ has, isInside, says }) => has('Heart') && has('Lungs', 'Lung_L', 'Lung_R') && isInside(['Lungs', 'Lung_L', 'Lung_R'], 0.25) && !has('Breast_L', 'Breast_R', 'Breasts') && !says(/breast|mamma|areola|chest\s*wall|乳|胸壁/iu),
  },
  { key: 'breast', holds: ({ has, says }) => has('Heart') && has('Lung_L', 'Lung_R', 'Lungs') && (has('Breast_L', 'Breast_R', 'Breasts') || says(/breast|mamma|乳腺|乳房|左乳|右乳/iu)) },
  { key: 'prostate', holds: ({ has, count }) => has('Bladder', 'Rectum') && count('Prostate', 'SeminalVes', 'PenileBulb', 'ProstateBed') > 0 && !has('Uterus', 'Vagina', 'Cervix') },
  { key: 'gynae', holds: ({ has, count }) => has('Bladder', 'Rectum') && count('Uterus', 'Vagina', 'Cervix', 'Parametrium', 'VaginalCuff') > 0 && !has('Prostate', 'SeminalVes', 'PenileBulb') },
  { key: 'abdomen', holds: ({ has, isInside, count }) => has('Liver') && has('Kidney_L', 'Kidney_R', 'Kidneys') && count('Stomach', 'Duodenum', 'Pancreas', 'Spleen', 'Gallbladder', 'Bowel', 'Bowel_Small', 'Bag_Bowel') > 0 && isInside(['Liver', 'Kidney_L', 'Kidney_R', 'Kidneys', 'Stomach', 'Spleen']) },
];

/** The one protocol the contoured organs and the place of the target speak for; null where none or several do. */
export function inferProtocol(review: Review): string | null {
  const { structureSet, numbers, plan } = review;
  if (structureSet === null) return null;
  const drawn = structureSet.structures.filter(isDrawn);
  const named = new Map<string, Structure[]>();
  for (const structure of drawn) {
    const standard = matchOf(structure, review).standard;
    if (standard !== null) named.set(standard, [...(named.get(standard) ?? []), structure]);
  }
  const centroids = planTargets(structureSet).map((target) => numbers.centroidMm(target)).filter((point) => point !== null);
  if (centroids.length === 0) return null;
  const texts = [plan?.label, plan?.name, plan?.description, plan?.prescriptionDescription, ...drawn.map(({ name }) => name), ...(plan?.prescriptions ?? []).map(({ description }) => description)];
  const count = (...standards: readonly string[]): number => standards.filter((standard) => named.has(standard)).length;
  const seen: Evidence = {
    count,
    has: (...standards) => count(...standards) > 0,
    isInside: (standards, anteriorPart = 0) => {
      const box = boxOf(standards.flatMap((standard) => named.get(standard) ?? []));
      return box !== null && centroids.every((point) => isIn(point, box, anteriorPart));
    },
    says: (pattern) => texts.some((text) => pattern.test(text ?? '')),
  };
  const [only, ...more] = rules.filter(({ holds }) => holds(seen));
  return only === undefined || more.length > 0 ? null : only.key;
}

type Box = Pick<ReturnType<typeof extent>, 'lowMm' | 'highMm'>;

function boxOf(structures: readonly Structure[]): Box | null {
  if (structures.length === 0) return null;
  const boxes = structures.map(extent);
  const corner = (pick: (box: Box) => Vector3, choose: (...values: number[]) => number): Vector3 => [0, 1, 2].map((axis) => choose(...boxes.map((box) => pick(box)[axis] ?? 0))) as unknown as Vector3;
  return { lowMm: corner(({ lowMm }) => lowMm, Math.min), highMm: corner(({ highMm }) => highMm, Math.max) };
}

/** y grows to the back: the anterior part of the box is the one of low y. */
function isIn(point: Vector3, { lowMm, highMm }: Box, anteriorPart: number): boolean {
  const from = lowMm[1] + anteriorPart * (highMm[1] - lowMm[1]);
  return point[1] >= from && ([0, 1, 2] as const).every((axis) => point[axis] >= lowMm[axis] && point[axis] <= highMm[axis]);
}
