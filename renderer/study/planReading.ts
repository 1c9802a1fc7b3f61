import { isPlan, sopClass } from '../../shared/dicom/sopClasses.ts';
import type { ReferenceChain } from '../../shared/dicom/types.ts';
import type { StoredInstance } from '../../shared/ipc/channels.ts';

/** A kind of object the case holds several of, and which one is shown; nulls where none was chosen. */
export interface ChosenOf {
  readonly kind: 'RTSTRUCT' | 'RTPLAN' | 'RTDOSE';
  readonly count: number;
  /** Label of the structure set or plan, summation type of the dose. */
  readonly label: string | null;
  readonly sopInstanceUID: string | null;
}

/** Which radiotherapy objects of the case are read. */
export interface ReadingPlan {
  readonly structureSet: StoredInstance | null;
  readonly plan: StoredInstance | null;
  readonly dose: StoredInstance | null;
  /** One entry for every kind there are several of, so that the choice can be shown. */
  readonly chosenOf: readonly ChosenOf[];
}

/**
 * Chooses the objects the chain names, the total dose of the plan before other doses; where it names none, the only one
 * of its kind. An object named but not here yet is not replaced by another: its numbers would belong to something else.
 */
export function planReading(instances: readonly StoredInstance[], chain: ReferenceChain): ReadingPlan {
  const ofKind = (isKind: (sopClassUID: string) => boolean): readonly StoredInstance[] => [...new Map(instances.filter(({ header }) => isKind(header.sopClassUID)).map((instance) => [instance.header.sopInstanceUID, instance])).values()];
  const structureSets = ofKind((uid) => uid === sopClass.rtStructureSet);
  const plans = ofKind(isPlan);
  const doses = ofKind((uid) => uid === sopClass.rtDose);
  const isPlanDose = (uid: string): boolean => doses.some(({ header }) => header.sopInstanceUID === uid && header.label === 'PLAN');
  const doseUIDs = chain.doseUIDs.toSorted((a, b) => Number(isPlanDose(b)) - Number(isPlanDose(a)));
  const structureSet = chosen(structureSets, [chain.structureSetUID]);
  const plan = chosen(plans, [chain.planUID]);
  const dose = chosen(doses, doseUIDs);
  const chosenOf = ([['RTSTRUCT', structureSets, structureSet], ['RTPLAN', plans, plan], ['RTDOSE', doses, dose]] as const).flatMap(([kind, { length: count }, one]): readonly ChosenOf[] =>
    count > 1 ? [{ kind, count, label: one?.header.label ?? null, sopInstanceUID: one?.header.sopInstanceUID ?? null }] : []);
  return { structureSet, plan, dose, chosenOf };
}

/** The object named first, if it is here; where none is named, the only one. */
function chosen(kind: readonly StoredInstance[], uids: readonly (string | null)[]): StoredInstance | null {
  const named = uids.filter((uid) => uid !== null);
  const found = named.length > 0 ? kind.find(({ header }) => header.sopInstanceUID === named[0]) : kind.length === 1 ? kind[0] : undefined;
  return found !== undefined && found.isPresent ? found : null;
}
