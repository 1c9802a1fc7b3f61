import { sopClass } from '../../../shared/dicom/sopClasses.ts';
import type { Reject } from '../../../shared/dicom/types.ts';
import { RtError } from '../../../shared/errors/appError.ts';
import type { ObjectPlace } from '../files/objectPlace.ts';
import { scanPaths } from './scanFiles.ts';
import type { ScannedInstance } from './scanFiles.ts';
import { UsageError } from './usageError.ts';

interface ChosenFile {
  readonly path: string;
  readonly place: ObjectPlace;
}

/** A dose and the structure set its figures are for. */
export interface DoseAndStructures {
  readonly dose: ChosenFile;
  readonly structureSet: ChosenFile;
  /** `plan`: the dose's plan references the structure set. `only`: it is the only one here; frames of reference are compared later. */
  readonly chosenBy: 'plan' | 'frameOfReference' | 'only';
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
  const { instances, rejects } = report;
  const dose = chooseDose(instances.filter((instance) => instance.sopClassUID === sopClass.rtDose), doseUID, path, rejects);
  const { structureSet, chosenBy } = chooseStructureSet(instances, dose, path, rejects);
  const located = (instance: ScannedInstance): ChosenFile => ({ path: instance.path, place: places.get(instance.path) as ObjectPlace });
  return { dose: located(dose), structureSet: located(structureSet), chosenBy };
}

function chooseDose(doses: readonly ScannedInstance[], doseUID: string | null, path: string, rejects: readonly Reject[]): ScannedInstance {
  if (doses.length === 0) throw new RtError('broken-chain', `There is no RTDOSE under ${path}; a histogram needs one.${listRejects(rejects)}`);
  if (doseUID !== null) {
    const named = doses.find((dose) => dose.sopInstanceUID === doseUID);
    if (named !== undefined) return named;
    throw new UsageError(`No RTDOSE under ${path} has the UID ${doseUID}. There are: ${listUIDs(doses)}.`);
  }
  const plans = doses.filter((dose) => dose.label === 'PLAN');
  const [only, ...others] = plans.length > 0 ? plans : doses;
  if (only !== undefined && others.length === 0) return only;
  throw new UsageError(`There are ${doses.length} RTDOSE objects under ${path}; choose one with --dose: ${listUIDs(doses)}.`);
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
  const sameFrame = sets.filter((set) => set.frameOfReferenceUID === dose.frameOfReferenceUID);
  const [first] = sameFrame;
  if (first !== undefined && sameFrame.length === 1) return { structureSet: first, chosenBy: 'frameOfReference' };
  const [only] = sets;
  if (only !== undefined && sets.length === 1) return { structureSet: only, chosenBy: 'only' };
  if (only === undefined) throw new RtError('broken-chain', `There is no RTSTRUCT under ${path}; a histogram needs one.${listRejects(rejects)}`);
  throw new UsageError(`There are ${sets.length} RTSTRUCT objects under ${path} and the dose's plan names none of them; give a folder with one.`);
}

const listUIDs = (doses: readonly ScannedInstance[]): string => doses.map((dose) => `${dose.sopInstanceUID} (${dose.label ?? 'no summation type'})`).join(', ');

/** The files that could not be read, the first by name: the missing object may be among them. */
function listRejects(rejects: readonly Reject[]): string {
  const [first] = rejects;
  return first === undefined ? '' : ` Not read: ${rejects.length}, first ${first.path}: ${first.message}`;
}
