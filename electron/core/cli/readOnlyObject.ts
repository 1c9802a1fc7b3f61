import { sopClass } from '../../../shared/dicom/sopClasses.ts';
import { RtError } from '../../../shared/errors/appError.ts';
import { readDose } from '../../../shared/rt/read/readDose.ts';
import type { DoseGrid } from '../../../shared/rt/types.ts';
import { readWhole } from '../files/readPlace.ts';
import { scanPaths, type ScannedInstance } from './scanFiles.ts';
import { UsageError } from './usageError.ts';
import { withoutCopies } from './withoutCopies.ts';

/** A dose and the file it came from. */
export interface LocatedDose {
  readonly path: string;
  readonly dose: DoseGrid;
}

interface LocatedBytes {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * Reads the dose under a path: a file, or a folder with one RTDOSE or one that is the total dose of a plan.
 *
 * @throws {StoreError} not-found
 * @throws {RtError} broken-chain (no dose there), and what {@link readDose} throws
 * @throws {UsageError} several doses and none stands out
 */
export async function readOnlyDose(path: string): Promise<LocatedDose> {
  const found = await readOnlyObject(path, sopClass.rtDose, 'RTDOSE', ({ label }) => label === 'PLAN');
  return { path: found.path, dose: readDose(found.bytes) };
}

/**
 * The bytes of the one object of a class under a path, a file or a folder.
 *
 * @param kind what to call it in errors
 * @param isPreferred where some are, the others do not count
 * @throws {StoreError} not-found
 * @throws {RtError} broken-chain (none there)
 * @throws {UsageError} several
 */
export async function readOnlyObject(path: string, sopClassUID: string, kind: string, isPreferred: (instance: ScannedInstance) => boolean = () => false): Promise<LocatedBytes> {
  const { report, places } = await scanPaths([path]);
  const all = withoutCopies(report.instances.filter((instance) => instance.sopClassUID === sopClassUID), places);
  const preferred = all.filter(isPreferred);
  const [only, ...others] = preferred.length > 0 ? preferred : all;
  if (only === undefined) {
    const [reject] = report.rejects;
    throw new RtError('broken-chain', `There is no ${kind} under ${path}.${reject === undefined ? '' : ` Not read: ${reject.path}: ${reject.message}`}`);
  }
  if (others.length > 0) throw new UsageError(`There are ${others.length + 1} ${kind} objects under ${path}; name the file: ${[only, ...others].map((one) => one.path).join(', ')}.`);
  const place = places.get(only.path);
  if (place === undefined) throw new RtError('broken-chain', `${only.path} was found and is gone.`);
  return { path: only.path, bytes: readWhole(place) };
}
