import { isPlan, sopClass } from '../../../shared/dicom/sopClasses.ts';
import { RtError } from '../../../shared/errors/appError.ts';
import { readDose } from '../../../shared/rt/read/readDose.ts';
import { readPlan } from '../../../shared/rt/read/readPlan.ts';
import { readStructureSet } from '../../../shared/rt/read/readStructureSet.ts';
import type { DoseGrid, Plan, StructureSet } from '../../../shared/rt/types.ts';
import { readWhole } from '../files/readPlace.ts';
import { scanPaths, type ScannedInstance } from './scanFiles.ts';
import { UsageError } from './usageError.ts';
import { withoutCopies } from './withoutCopies.ts';

/** What lies under one of the two paths of a comparison; null where there is none. */
export interface ComparedObjects {
  readonly plan: { readonly path: string; readonly object: Plan } | null;
  readonly structureSet: { readonly path: string; readonly object: StructureSet } | null;
  readonly dose: { readonly path: string; readonly object: DoseGrid } | null;
  /** Objects that were passed over or could not be read, each with the reason. */
  readonly notes: readonly string[];
}

/**
 * Reads the plan, its structure set and its dose under a path: by UID where they refer to each other, else the only one.
 *
 * @throws {RtError} broken-chain (neither plan nor structure set)
 * @throws {UsageError} several plans, or several structure sets of which the plan names none
 */
export async function chooseCompared(path: string): Promise<ComparedObjects> {
  const { report, places } = await scanPaths([path]);
  const { rejects } = report;
  const instances = withoutCopies(report.instances, places);
  const notes = rejects.map((reject) => `not read: ${reject.path}: ${reject.message}`);
  const bytesOf = (instance: ScannedInstance): Uint8Array => {
    const place = places.get(instance.path);
    if (place === undefined) throw new RtError('broken-chain', `${instance.path} was found and is gone.`);
    return readWhole(place);
  };
  const plan = onlyOne(instances.filter(({ sopClassUID }) => isPlan(sopClassUID)), 'RTPLAN', path);
  const sets = instances.filter(({ sopClassUID }) => sopClassUID === sopClass.rtStructureSet);
  const setUID = plan?.references.find(({ role }) => role === 'structureSet')?.sopInstanceUID;
  const structureSet = sets.find(({ sopInstanceUID }) => sopInstanceUID === setUID) ?? onlyOne(sets, 'RTSTRUCT', path);
  if (plan === null && structureSet === null) {
    throw new RtError('broken-chain', `There is no RTPLAN and no RTSTRUCT under ${path}; there is nothing to compare.${notes.length === 0 ? '' : ` ${notes[0]}`}`);
  }
  const dose = chooseDose(instances.filter(({ sopClassUID }) => sopClassUID === sopClass.rtDose), plan, notes);
  return {
    plan: plan === null ? null : { path: plan.path, object: readPlan(bytesOf(plan)) },
    structureSet: structureSet === null ? null : { path: structureSet.path, object: readStructureSet(bytesOf(structureSet)) },
    dose: dose === null ? null : { path: dose.path, object: readDose(bytesOf(dose)) },
    notes,
  };
}

function onlyOne(instances: readonly ScannedInstance[], kind: string, path: string): ScannedInstance | null {
  const [first, ...others] = instances;
  if (others.length === 0) return first ?? null;
  throw new UsageError(`There are ${instances.length} ${kind} objects under ${path}; name one file or folder: ${instances.map((instance) => instance.path).join(', ')}.`);
}

/** The plan's own total dose, else the only total dose here, else the only dose. */
function chooseDose(doses: readonly ScannedInstance[], plan: ScannedInstance | null, notes: string[]): ScannedInstance | null {
  const ofPlan = doses.filter(({ references }) => references.some(({ role, sopInstanceUID }) => role === 'plan' && sopInstanceUID === plan?.sopInstanceUID));
  const candidates = ofPlan.length > 0 ? ofPlan : doses;
  const totals = candidates.filter(({ label }) => label === 'PLAN');
  const [only, ...others] = totals.length > 0 ? totals : candidates;
  if (others.length === 0) return only ?? null;
  notes.push(`${others.length + 1} doses could be meant (${[only, ...others].map((dose) => dose?.path).join(', ')}); none is compared`);
  return null;
}
