import { readFile } from 'node:fs/promises';
import { buildReferenceChain } from '../../../shared/dicom/referenceChain.ts';
import { readHeader } from '../../../shared/dicom/readHeader.ts';
import type { InstanceHeader, PatientHeader, ReferenceChain, Reject } from '../../../shared/dicom/types.ts';
import { toErrorShape } from '../../../shared/errors/appError.ts';
import type { ListedFile } from './listFiles.ts';

/** One instance and the file it came from. */
export type ScannedInstance = InstanceHeader & { readonly path: string };

export interface SeriesSummary {
  readonly seriesInstanceUID: string;
  readonly modality: string;
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
  readonly instances: readonly ScannedInstance[];
  readonly chain: ReferenceChain;
  readonly rejects: readonly Reject[];
}

/** Reads the header of every file; a file that cannot be taken is a reject and never stops the others. */
export async function scanFiles(files: readonly ListedFile[]): Promise<ScanReport> {
  const instances: ScannedInstance[] = [];
  const rejects: Reject[] = [];
  for (const { absolutePath, path } of files) {
    try {
      instances.push({ path, ...readHeader(await readFile(absolutePath)) });
    } catch (error) {
      const { reason, message } = toErrorShape(error);
      rejects.push({ path, reason, message });
    }
  }
  return {
    summary: { files: files.length, instances: instances.length, rejected: rejects.length },
    studies: summariseStudies(instances),
    instances,
    chain: buildReferenceChain(instances),
    rejects,
  };
}

function summariseStudies(instances: readonly InstanceHeader[]): readonly StudySummary[] {
  const studies = groupBy(instances, (instance) => instance.studyInstanceUID);
  return [...studies].flatMap(([studyInstanceUID, members]) => {
    const first = members[0];
    if (first === undefined) return [];
    const series = groupBy(members, (instance) => instance.seriesInstanceUID);
    return [{ studyInstanceUID, ...first.study, patient: first.patient, series: [...series].flatMap(([, same]) => summariseSeries(same)) }];
  });
}

function summariseSeries(members: readonly InstanceHeader[]): readonly SeriesSummary[] {
  const first = members[0];
  if (first === undefined) return [];
  const { seriesInstanceUID, modality, frameOfReferenceUID, series } = first;
  return [{ seriesInstanceUID, modality, ...series, frameOfReferenceUID, instances: members.length }];
}

function groupBy(instances: readonly InstanceHeader[], keyOf: (instance: InstanceHeader) => string): ReadonlyMap<string, readonly InstanceHeader[]> {
  const groups = new Map<string, InstanceHeader[]>();
  for (const instance of instances) {
    const group = groups.get(keyOf(instance));
    if (group === undefined) groups.set(keyOf(instance), [instance]);
    else group.push(instance);
  }
  return groups;
}
