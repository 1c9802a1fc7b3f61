import { isImageKind, type ObjectKind } from '../../../shared/dicom/objectKind.ts';
import type { StudyHeader } from '../../../shared/dicom/types.ts';
import type { StoredInstance } from '../../../shared/ipc/channels.ts';

export interface SeriesContents {
  readonly seriesInstanceUID: string;
  readonly modality: string;
  readonly number: number | null;
  readonly description: string | null;
  readonly date: string | null;
  /** By instance number, those without one last. */
  readonly instances: readonly StoredInstance[];
  /** Kinds in the series with their counts, the most frequent first. */
  readonly kinds: readonly (readonly [ObjectKind, number])[];
  readonly byteLength: number;
  readonly present: number;
  readonly isLossy: boolean;
  readonly transferSyntaxUIDs: readonly string[];
  readonly warnings: number;
  /** Blob for a preview: the middle image that is here; null where there is none. */
  readonly previewSha256: string | null;
}

export interface StudyContents {
  /** Empty for objects of which only the manifest is known. */
  readonly studyInstanceUID: string;
  readonly header: StudyHeader | null;
  readonly series: readonly SeriesContents[];
}

/** Objects of a case as studies, series and objects, the newest study first. Nothing is left out: what has not arrived is listed with what the manifest says. */
export function groupContents(instances: readonly StoredInstance[]): readonly StudyContents[] {
  const bySeries = new Map<string, StoredInstance[]>();
  for (const instance of instances) {
    const group = bySeries.get(instance.header.seriesInstanceUID);
    if (group) group.push(instance);
    else bySeries.set(instance.header.seriesInstanceUID, [instance]);
  }
  const studies = new Map<string, { header: StudyHeader | null; series: SeriesContents[] }>();
  for (const [seriesInstanceUID, group] of bySeries) {
    // An object that has not arrived belongs to the study of its series.
    const known = group.find((instance) => instance.header.studyInstanceUID !== '')?.header ?? null;
    const study = studies.get(known?.studyInstanceUID ?? '') ?? { header: known?.study ?? null, series: [] };
    study.series.push(seriesOf(seriesInstanceUID, group));
    studies.set(known?.studyInstanceUID ?? '', study);
  }
  return [...studies]
    .map(([studyInstanceUID, { header, series }]) => ({ studyInstanceUID, header, series: series.sort((a, b) => (a.number ?? Infinity) - (b.number ?? Infinity) || a.modality.localeCompare(b.modality)) }))
    .sort((a, b) => (b.header?.date ?? '').localeCompare(a.header?.date ?? ''));
}

function seriesOf(seriesInstanceUID: string, group: readonly StoredInstance[]): SeriesContents {
  const instances = [...group].sort((a, b) => (a.header.instanceNumber ?? Infinity) - (b.header.instanceNumber ?? Infinity) || 0);
  const headers = instances.map((instance) => instance.header);
  const first = headers.find((header) => header.studyInstanceUID !== '') ?? headers[0];
  const kinds = new Map<ObjectKind, number>();
  for (const { kind } of headers) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const images = instances.filter((instance) => instance.isPresent && isImageKind(instance.header.kind));
  return {
    seriesInstanceUID, instances,
    modality: first?.modality ?? '', number: first?.series.number ?? null, description: first?.series.description ?? null, date: first?.series.date ?? first?.study.date ?? null,
    kinds: [...kinds].sort((a, b) => b[1] - a[1]),
    byteLength: instances.reduce((sum, instance) => sum + instance.byteLength, 0),
    present: instances.filter((instance) => instance.isPresent).length,
    isLossy: headers.some((header) => header.image?.isLossy === true),
    transferSyntaxUIDs: [...new Set(headers.map((header) => header.transferSyntaxUID).filter((uid) => uid !== ''))],
    warnings: headers.reduce((sum, header) => sum + header.warnings.length, 0),
    previewSha256: images[Math.floor(images.length / 2)]?.sha256 ?? null,
  };
}

const viewed: ReadonlySet<ObjectKind> = new Set(['image', 'multiFrameImage', 'rtImage', 'structureSet', 'plan', 'ionPlan', 'dose', 'report', 'doseReport', 'cadReport', 'keyObjects', 'presentationState', 'encapsulatedPdf', 'ecg12Lead', 'ecg', 'waveform']);

/** Whether this version shows more of such an object than that it is there. */
export const hasView = (kind: ObjectKind): boolean => viewed.has(kind);

const documents: ReadonlySet<ObjectKind> = new Set(['report', 'doseReport', 'cadReport', 'keyObjects']);

/** Whether it is read as a tree of text. */
export const isDocument = (kind: ObjectKind): boolean => documents.has(kind);
