import { isPlan, isVolumeImage, sopClass } from '../../../shared/dicom/sopClasses.ts';
import { AppError, RtError } from '../../../shared/errors/appError.ts';
import { readPlanningImage } from '../../../shared/rt/checks/readPlanningImage.ts';
import type { PlanningImage, PreviousPlan } from '../../../shared/rt/checks/types.ts';
import { readDose } from '../../../shared/rt/read/readDose.ts';
import { readPlan } from '../../../shared/rt/read/readPlan.ts';
import { readStructureSet } from '../../../shared/rt/read/readStructureSet.ts';
import { readTreatmentRecord } from '../../../shared/rt/read/readTreatmentRecord.ts';
import type { DoseGrid, Plan, StructureSet, TreatmentRecord } from '../../../shared/rt/types.ts';
import { choosePlanDose } from '../../../shared/rt/checks/reviewNumbers.ts';
import { readWhole } from '../files/readPlace.ts';
import { scanPaths, type Scan, type ScannedInstance } from './scanFiles.ts';
import { UsageError } from './usageError.ts';

/** A file a review was made from. */
export interface ReviewedFile {
  readonly path: string;
  readonly sopInstanceUID: string;
  readonly bytes: Uint8Array;
}

/** An object that could not be read; the kind is null where not even that is known. */
export interface UnreadableObject {
  readonly path: string;
  readonly message: string;
  readonly kind: 'RTPLAN' | 'RTSTRUCT' | 'RTDOSE' | null;
}

function kindOf(sopClassUID: string): UnreadableObject['kind'] {
  if (isPlan(sopClassUID)) return 'RTPLAN';
  if (sopClassUID === sopClass.rtStructureSet) return 'RTSTRUCT';
  return sopClassUID === sopClass.rtDose ? 'RTDOSE' : null;
}

/** The objects of one review as they were found, read. */
export interface ReviewObjects {
  readonly images: readonly PlanningImage[];
  readonly structureSet: StructureSet | null;
  readonly plan: Plan | null;
  readonly doses: readonly DoseGrid[];
  readonly records: readonly TreatmentRecord[];
  /** From the folder, where the plan names it as what it replaces; null else. */
  readonly previous: PreviousPlan | null;
  readonly files: readonly ReviewedFile[];
  /** Objects of the review that could not be read, and why. */
  readonly unreadable: readonly UnreadableObject[];
}

/** Reads instances and keeps what was read and what could not be. */
class Reader {
  readonly files: ReviewedFile[] = [];
  readonly unreadable: UnreadableObject[] = [];
  readonly #scan: Scan;

  constructor(scan: Scan) {
    this.#scan = scan;
    this.unreadable.push(...scan.report.rejects.map(({ path, message }) => ({ path, message, kind: null })));
  }

  /** Null where the object cannot be read: the checks that need it say so. */
  read<T>(instance: ScannedInstance, parse: (bytes: Uint8Array) => T): T | null {
    const place = this.#scan.places.get(instance.path);
    if (place === undefined) return null;
    try {
      const bytes = readWhole(place);
      const parsed = parse(bytes);
      if (!this.files.some(({ path }) => path === instance.path)) this.files.push({ path: instance.path, sopInstanceUID: instance.sopInstanceUID, bytes });
      return parsed;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.unreadable.push({ path: instance.path, message: error.message, kind: kindOf(instance.sopClassUID) });
      return null;
    }
  }

  all<T>(instances: readonly ScannedInstance[], parse: (bytes: Uint8Array) => T): readonly T[] {
    return instances.flatMap((instance) => this.read(instance, parse) ?? []);
  }
}

/**
 * Finds the plan to review under a path and what belongs to it, along RTRECORD → RTPLAN ← RTDOSE, RTPLAN → RTSTRUCT → images.
 *
 * @param planUID SOP Instance UID of the plan; null takes the only one that no other replaces
 * @throws {RtError} broken-chain where there is neither plan nor structure set nor dose
 * @throws {UsageError} several plans and none named
 */
export async function chooseReview(path: string, planUID: string | null): Promise<ReviewObjects> {
  const scan = await scanPaths([path]);
  const { instances } = scan.report;
  const reader = new Reader(scan);
  const plans = reader.all(unique(instances.filter(({ sopClassUID }) => isPlan(sopClassUID))), readPlan);
  const plan = choosePlan(plans, planUID, path);
  const structureSet = chooseStructures(reader, instances, plan, scan.report.chain.structureSetUID);
  const doses = chooseDoses(reader, instances, plan, plans);
  if (plan === null && structureSet === null && doses.length === 0) {
    throw new RtError('broken-chain', `There is no RTPLAN, RTSTRUCT or RTDOSE to check under ${path}.${firstReason(reader.unreadable)}`);
  }
  const images = reader.all(chooseImages(instances, structureSet, scan), readPlanningImage);
  const records = reader.all(unique(instances.filter(isRecord)), readTreatmentRecord).filter(({ planUID: of }) => plan === null || of === null || of === plan.sopInstanceUID);
  const before = predecessorOf(plan, plans);
  const previous = before === null ? null : previousOf(reader, instances, before, plans);
  return { images, structureSet, plan, doses, records, previous, files: reader.files, unreadable: reader.unreadable };
}

const isRecord = ({ sopClassUID }: ScannedInstance): boolean => sopClassUID === sopClass.rtBeamsTreatmentRecord || sopClassUID === sopClass.rtIonBeamsTreatmentRecord;

/** The plan under another path, as the one before the reviewed plan. @throws as {@link chooseReview} */
export async function choosePrevious(path: string): Promise<{ readonly previous: PreviousPlan; readonly files: readonly ReviewedFile[] }> {
  const { plan, structureSet, doses, files } = await chooseReview(path, null);
  return { previous: { plan, structureSet, dose: choosePlanDose(plan, doses) }, files };
}

/** One instance per UID: copies of an object are one object. */
const unique = (instances: readonly ScannedInstance[]): readonly ScannedInstance[] => [...new Map(instances.toReversed().map((instance) => [instance.sopInstanceUID, instance])).values()].reverse();

const replaces = (relationship: string | null): boolean => relationship === 'PREDECESSOR' || relationship === 'PRIOR';

function choosePlan(plans: readonly Plan[], planUID: string | null, path: string): Plan | null {
  const list = plans.map(({ sopInstanceUID, label }) => `${sopInstanceUID} (${label})`).join(', ');
  if (planUID !== null) {
    const named = plans.find(({ sopInstanceUID }) => sopInstanceUID === planUID);
    if (named === undefined) throw new UsageError(`No RTPLAN under ${path} has the UID ${planUID}.${list === '' ? '' : ` There are: ${list}.`}`);
    return named;
  }
  const replaced = new Set(plans.flatMap(({ referencedPlans }) => referencedPlans.flatMap(({ uid, relationship }) => (replaces(relationship) ? [uid] : []))));
  const latest = plans.filter(({ sopInstanceUID }) => !replaced.has(sopInstanceUID));
  if (latest.length > 1) throw new UsageError(`There are ${plans.length} RTPLAN objects under ${path}; choose one with --plan: ${list}.`);
  return latest[0] ?? plans[0] ?? null;
}

const predecessorOf = (plan: Plan | null, plans: readonly Plan[]): Plan | null => {
  const uids = plan?.referencedPlans.filter(({ relationship }) => replaces(relationship)).map(({ uid }) => uid) ?? [];
  return plans.find(({ sopInstanceUID }) => uids.includes(sopInstanceUID)) ?? null;
};

function previousOf(reader: Reader, instances: readonly ScannedInstance[], before: Plan, plans: readonly Plan[]): PreviousPlan {
  return { plan: before, structureSet: chooseStructures(reader, instances, before, null), dose: choosePlanDose(before, chooseDoses(reader, instances, before, plans)) };
}

/** The set the plan names; where that is not here, the one of the best chain, else the only one. */
function chooseStructures(reader: Reader, instances: readonly ScannedInstance[], plan: Plan | null, chainUID: string | null): StructureSet | null {
  const sets = unique(instances.filter(({ sopClassUID }) => sopClassUID === sopClass.rtStructureSet));
  const chosen = [plan?.structureSetUID ?? null, chainUID].flatMap((uid) => sets.find(({ sopInstanceUID }) => sopInstanceUID === uid) ?? [])[0] ?? (sets.length === 1 ? sets[0] : undefined);
  return chosen === undefined ? null : reader.read(chosen, readStructureSet);
}

/** Doses that name the plan, and those that name no plan that is here; without a plan all of them. */
function chooseDoses(reader: Reader, instances: readonly ScannedInstance[], plan: Plan | null, plans: readonly Plan[]): readonly DoseGrid[] {
  const others = new Set(plans.map(({ sopInstanceUID }) => sopInstanceUID).filter((uid) => uid !== plan?.sopInstanceUID));
  const doses = unique(instances.filter(({ sopClassUID }) => sopClassUID === sopClass.rtDose));
  const isOfOther = ({ references }: ScannedInstance): boolean => {
    const named = references.filter(({ role }) => role === 'plan').map(({ sopInstanceUID }) => sopInstanceUID);
    return named.length > 0 && named.every((uid) => others.has(uid));
  };
  return reader.all(doses.filter((dose) => !isOfOther(dose)), readDose);
}

/** The series most of the structures were drawn on, else the one in the frame of reference, else the largest. */
function chooseImages(instances: readonly ScannedInstance[], set: StructureSet | null, { report }: Scan): readonly ScannedInstance[] {
  const images = unique(instances.filter(({ sopClassUID }) => isVolumeImage(sopClassUID)));
  const link = report.chain.links.find(({ to, fromSopInstanceUID }) => to === 'IMAGE' && fromSopInstanceUID === set?.sopInstanceUID);
  const linked = new Set(link?.toSopInstanceUIDs ?? []);
  for (const candidates of [images.filter(({ sopInstanceUID }) => linked.has(sopInstanceUID)), images.filter(({ frameOfReferenceUID }) => frameOfReferenceUID !== null && frameOfReferenceUID === set?.frameOfReferenceUID), images]) {
    const counts = new Map<string, number>();
    for (const { seriesInstanceUID } of candidates) counts.set(seriesInstanceUID, (counts.get(seriesInstanceUID) ?? 0) + 1);
    const [largest] = [...counts].toSorted((a, b) => b[1] - a[1]);
    if (largest !== undefined) return images.filter(({ seriesInstanceUID }) => seriesInstanceUID === largest[0]);
  }
  return [];
}

const firstReason = ([first, ...others]: ReviewObjects['unreadable']): string => (first === undefined ? '' : ` Not read: ${others.length + 1}, first ${first.path}: ${first.message}`);
