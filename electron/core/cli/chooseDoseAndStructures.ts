import { sopClass } from '../../../shared/dicom/sopClasses.ts';
import type { Reject } from '../../../shared/dicom/types.ts';
import { RtError } from '../../../shared/errors/appError.ts';
import type { ObjectPlace } from '../files/objectPlace.ts';
import { scanPaths } from './scanFiles.ts';
import type { ScannedInstance } from './scanFiles.ts';
import { UsageError } from './usageError.ts';
import { withoutCopies } from './withoutCopies.ts';

interface ChosenFile {
  readonly path: string;
  readonly place: ObjectPlace;
}

/** A dose and the structure set its figures are for. */
export interface DoseAndStructures {
  readonly dose: ChosenFile;
  readonly structureSet: ChosenFile;
  /** `plan`: the dose's plan references the structure set. `dose`: the dose itself does. `only`: it is the only one here; frames of reference are compared later. */
  readonly chosenBy: 'plan' | 'dose' | 'frameOfReference' | 'only';
}

/**
 * Finds the dose to evaluate and its structure set under a path, by UID along the chain RTDOSE → RTPLAN → RTSTRUCT.
 *
 * @param doseUID SOP Instance UID of the dose; null takes the only plan dose
 * @throws {RtError} broken-chain (no dose or no structure set)
 * @throws {UsageError} several candidates and none named
 */
export async function chooseDoseAndStructures(path: string, doseUID: string | null): Promise<DoseAndStructures> {
  const { report, places } = await scanPaths([path]);
  const { rejects } = report;
  const instances = withoutCopies(report.instances, places);
  const dose = chooseDose(instances, doseUID, path, rejects);
  const { structureSet, chosenBy } = chooseStructureSet(instances, dose, path, rejects);
  const located = (instance: ScannedInstance): ChosenFile => ({ path: instance.path, place: places.get(instance.path) as ObjectPlace });
  return { dose: located(dose), structureSet: located(structureSet), chosenBy };
}

function chooseDose(instances: readonly ScannedInstance[], doseUID: string | null, path: string, rejects: readonly Reject[]): ScannedInstance {
  const doses = instances.filter((instance) => instance.sopClassUID === sopClass.rtDose);
  if (doses.length === 0) throw new RtError('broken-chain', `There is no RTDOSE under ${path}; a histogram needs one.${listRejects(rejects)}`);
  if (doseUID !== null) {
    const [named, ...namesakes] = doses.filter((dose) => dose.sopInstanceUID === doseUID);
    if (named !== undefined && namesakes.length === 0) return named;
    if (named !== undefined) throw new UsageError(`${namesakes.length + 1} different RTDOSE objects under ${path} have the UID ${doseUID}; give one file with its structure set: ${listDoses([named, ...namesakes], instances)}.`);
    throw new UsageError(`No RTDOSE under ${path} has the UID ${doseUID}. There are: ${listDoses(doses, instances)}.`);
  }
  const plans = doses.filter((dose) => dose.label === 'PLAN');
  const [only, ...others] = plans.length > 0 ? plans : doses;
  if (only !== undefined && others.length === 0) return only;
  const sum = plans.length > 0 ? '' : ' None is the total dose of a plan, and they are not added up here.';
  throw new UsageError(`There are ${doses.length} RTDOSE objects under ${path}; choose one with --dose: ${listDoses(doses, instances)}.${sum}`);
}

const referenced = (instance: ScannedInstance | undefined, role: 'plan' | 'structureSet'): string | undefined =>
  instance?.references.find((reference) => reference.role === role)?.sopInstanceUID;

function chooseStructureSet(
  instances: readonly ScannedInstance[],
  dose: ScannedInstance,
  path: string,
  rejects: readonly Reject[],
): { readonly structureSet: ScannedInstance; readonly chosenBy: DoseAndStructures['chosenBy'] } {
  const sets = instances.filter((instance) => instance.sopClassUID === sopClass.rtStructureSet);
  const planUID = referenced(dose, 'plan');
  const setUID = referenced(instances.find((instance) => instance.sopInstanceUID === planUID), 'structureSet');
  const byPlan = sets.find((set) => set.sopInstanceUID === setUID);
  if (byPlan !== undefined) return { structureSet: byPlan, chosenBy: 'plan' };
  const byDose = sets.find((set) => set.sopInstanceUID === referenced(dose, 'structureSet'));
  if (byDose !== undefined) return { structureSet: byDose, chosenBy: 'dose' };
  const sameFrame = sets.filter((set) => set.frameOfReferenceUID === dose.frameOfReferenceUID);
  const [first] = sameFrame;
  if (first !== undefined && sameFrame.length === 1) return { structureSet: first, chosenBy: 'frameOfReference' };
  const [only] = sets;
  if (only !== undefined && sets.length === 1) return { structureSet: only, chosenBy: 'only' };
  if (only === undefined) throw new RtError('broken-chain', `There is no RTSTRUCT under ${path}; a histogram needs one.${listRejects(rejects)}`);
  throw new UsageError(`There are ${sets.length} RTSTRUCT objects under ${path} and neither the dose nor its plan names one of them; give a folder with one: ${sets.map((set) => set.path).join(', ')}.`);
}

/** Each dose with what tells it from the others: summation, plan and file. */
const listDoses = (doses: readonly ScannedInstance[], instances: readonly ScannedInstance[]): string =>
  doses.map((dose) => {
    const plan = instances.find(({ sopInstanceUID }) => sopInstanceUID === referenced(dose, 'plan'));
    return `${dose.sopInstanceUID} (${dose.label ?? 'no summation type'}${plan?.label ? ` of plan ${plan.label}` : ''}, ${dose.path})`;
  }).join(', ');

/** The files that could not be read, the first by name: the missing object may be among them. */
function listRejects(rejects: readonly Reject[]): string {
  const [first] = rejects;
  return first === undefined ? '' : ` Not read: ${rejects.length}, first ${first.path}: ${first.message}`;
}
