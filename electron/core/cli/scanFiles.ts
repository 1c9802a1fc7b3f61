import { buildReferenceChain } from '../../../shared/dicom/referenceChain.ts';
import type { ObjectKind } from '../../../shared/dicom/objectKind.ts';
import { groupStudies, type Series, type Study } from '../../../shared/dicom/study.ts';
import type { InstanceHeader, PatientHeader, ReferenceChain, Reject } from '../../../shared/dicom/types.ts';
import { StoreError } from '../../../shared/errors/appError.ts';
import { findObjects } from '../files/findObjects.ts';
import type { ObjectPlace } from '../files/objectPlace.ts';
import type { Note } from '../files/peekObject.ts';
import { WorkerPool } from '../files/workerPool.ts';

/** One instance and the file it came from; `archive.zip/inner/file` for one in an archive. */
export type ScannedInstance = InstanceHeader & { readonly path: string };

export interface SeriesSummary {
  readonly seriesInstanceUID: string;
  readonly modality: string;
  /** Kinds of its objects; one as a rule. */
  readonly kinds: readonly ObjectKind[];
  readonly number: number | null;
  readonly description: string | null;
  readonly frameOfReferenceUID: string | null;
  readonly instances: number;
}

export interface StudySummary {
  readonly studyInstanceUID: string;
  readonly date: string | null;
  readonly description: string | null;
  readonly patient: PatientHeader;
  readonly series: readonly SeriesSummary[];
}

/** What `mdt scan --json` prints. */
export interface ScanReport {
  readonly summary: { readonly files: number; readonly instances: number; readonly rejected: number };
  readonly studies: readonly StudySummary[];
  /** By path. */
  readonly instances: readonly ScannedInstance[];
  readonly chain: ReferenceChain;
  readonly rejects: readonly Reject[];
  /** Files passed over that need nothing to be done. */
  readonly notes: readonly Note[];
}

/** A scan, and where the bytes of its instances lie. */
export interface Scan {
  readonly report: ScanReport;
  /** By the path of the instance. */
  readonly places: ReadonlyMap<string, ObjectPlace>;
}

/**
 * Reads every file under the paths to its end, on all processors; what cannot be taken is a reject and never stops the
 * others.
 *
 * @throws {StoreError} not-found when one of the paths is not there
 */
export async function scanPaths(paths: readonly string[]): Promise<Scan> {
  const pool = new WorkerPool({ blobs: null });
  try {
    const { objects, files, rejects, notes } = await findObjects(pool, paths, { signal: new AbortController().signal, isWhole: true });
    const missing = rejects.find(({ reason }) => reason === 'not-found');
    if (missing) throw new StoreError('not-found', `${missing.path} does not exist or cannot be opened.`, { detail: { path: missing.path } });
    const instances = objects.map(({ place, header }) => ({ path: place.name, ...header }));
    const report: ScanReport = {
      summary: { files, instances: instances.length, rejected: rejects.length },
      studies: groupStudies(instances).map(summariseStudy),
      instances, chain: buildReferenceChain(instances), rejects, notes,
    };
    return { report, places: new Map(objects.map(({ place }) => [place.name, place])) };
  } finally {
    await pool.close();
  }
}

const summariseStudy = ({ studyInstanceUID, date, description, patient, series }: Study): StudySummary => ({ studyInstanceUID, date, description, patient, series: series.map(summariseSeries) });

const summariseSeries = ({ seriesInstanceUID, modality, number, description, frameOfReferenceUID, instances }: Series): SeriesSummary => ({
  seriesInstanceUID, modality, kinds: [...new Set(instances.map(({ kind }) => kind))], number, description, frameOfReferenceUID, instances: instances.length,
});
