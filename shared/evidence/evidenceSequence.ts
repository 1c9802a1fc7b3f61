import type { DicomObject } from '../dicom/write/dicomObject.ts';
import type { EvidenceContext, EvidenceObject } from './context.ts';

/** Objects by study and series, each once, in the order they were met (PS3.3 C.17.2.1). */
export function evidenceItems(objects: Iterable<EvidenceObject>): readonly DicomObject[] {
  const studies = new Map<string, Map<string, Map<string, string>>>();
  for (const { studyInstanceUID, seriesInstanceUID, sopInstanceUID, sopClassUID } of objects) {
    const series = within(studies, studyInstanceUID, () => new Map<string, Map<string, string>>());
    within(series, seriesInstanceUID, () => new Map<string, string>()).set(sopInstanceUID, sopClassUID);
  }
  return [...studies].map(([studyInstanceUID, series]) => ({
    StudyInstanceUID: studyInstanceUID,
    ReferencedSeriesSequence: [...series].map(([seriesInstanceUID, instances]) => ({
      SeriesInstanceUID: seriesInstanceUID,
      ReferencedSOPSequence: [...instances].map(([sopInstanceUID, sopClassUID]) => ({ ReferencedSOPClassUID: sopClassUID, ReferencedSOPInstanceUID: sopInstanceUID })),
    })),
  }));
}

function within<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}

/** The sequences that name all that is referred to: of the study the document is about, and of others. */
export function evidenceSequences(objects: readonly EvidenceObject[], studyInstanceUID: string): DicomObject {
  const current = evidenceItems(objects.filter((object) => object.studyInstanceUID === studyInstanceUID));
  const other = evidenceItems(objects.filter((object) => object.studyInstanceUID !== studyInstanceUID));
  return { ...(current.length === 0 ? {} : { CurrentRequestedProcedureEvidenceSequence: current }), ...(other.length === 0 ? {} : { PertinentOtherEvidenceSequence: other }) };
}

/** Every UID that objects and the study they are written into have; they are copied as they stand. */
export function copiedUIDs(objects: readonly EvidenceObject[], { study, images }: Pick<EvidenceContext, 'study' | 'images'>): ReadonlySet<string> {
  const frames = images.flatMap(({ plane }) => (plane === null ? [] : [plane.frameOfReferenceUID]));
  return new Set([study.studyInstanceUID, ...frames, ...objects.flatMap(({ studyInstanceUID, seriesInstanceUID, sopInstanceUID }) => [studyInstanceUID, seriesInstanceUID, sopInstanceUID])]);
}
