import { sopClass } from '../../../shared/dicom/sopClasses.ts';
import { RtError } from '../../../shared/errors/appError.ts';
import { readDose } from '../../../shared/rt/read/readDose.ts';
import type { DoseGrid } from '../../../shared/rt/types.ts';
import { readWhole } from '../files/readPlace.ts';
import { scanPaths } from './scanFiles.ts';
import { UsageError } from './usageError.ts';

/** A dose and the file it came from. */
export interface LocatedDose {
  readonly path: string;
  readonly dose: DoseGrid;
}

/**
 * Reads the dose under a path: a file, or a folder with one RTDOSE or one that is the total dose of a plan.
 *
 * @throws {StoreError} not-found
 * @throws {RtError} broken-chain (no dose there), and what {@link readDose} throws
 * @throws {UsageError} several doses and none stands out
 */
export async function readOnlyDose(path: string): Promise<LocatedDose> {
  const { report, places } = await scanPaths([path]);
  const doses = report.instances.filter(({ sopClassUID }) => sopClassUID === sopClass.rtDose);
  const totals = doses.filter(({ label }) => label === 'PLAN');
  const [only, ...others] = totals.length > 0 ? totals : doses;
  if (only === undefined) {
    const [reject] = report.rejects;
    throw new RtError('broken-chain', `There is no RTDOSE under ${path}; gamma needs one.${reject === undefined ? '' : ` Not read: ${reject.path}: ${reject.message}`}`);
  }
  if (others.length > 0) throw new UsageError(`There are ${others.length + 1} RTDOSE objects under ${path}; name the file: ${[only, ...others].map((dose) => dose.path).join(', ')}.`);
  const place = places.get(only.path);
  if (place === undefined) throw new RtError('broken-chain', `${only.path} was found and is gone.`);
  return { path: only.path, dose: readDose(readWhole(place)) };
}
