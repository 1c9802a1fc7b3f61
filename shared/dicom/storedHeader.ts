import { objectKind } from './objectKind.ts';
import type { ImageHeader, InstanceHeader, PatientHeader, SeriesHeader, StudyHeader } from './types.ts';

/** A header without its references as an earlier version may have kept it: what came later is not in it. */
export interface StoredHeader extends Pick<InstanceHeader, 'sopInstanceUID' | 'sopClassUID' | 'modality' | 'transferSyntaxUID' | 'studyInstanceUID' | 'seriesInstanceUID'> {
  readonly frameOfReferenceUID?: string | null;
  readonly instanceNumber?: number | null;
  readonly patient?: Partial<PatientHeader>;
  readonly study?: Partial<StudyHeader>;
  readonly series?: Partial<SeriesHeader>;
  readonly image?: (Omit<ImageHeader, 'projection'> & Partial<Pick<ImageHeader, 'projection'>>) | null;
  readonly label?: string | null;
  readonly warnings?: readonly string[];
}

/** A stored header as it would be read today; what it lacks is null, `kind` follows from the SOP class. */
export function completeHeader(stored: StoredHeader): Omit<InstanceHeader, 'references'> {
  return {
    frameOfReferenceUID: null,
    instanceNumber: null,
    label: null,
    warnings: [],
    ...stored,
    kind: objectKind(stored.sopClassUID),
    image: stored.image == null ? null : { projection: null, ...stored.image },
    patient: { patientID: null, patientName: null, birthDate: null, sex: null, ...stored.patient },
    study: { date: null, time: null, description: null, accessionNumber: null, ...stored.study },
    series: { number: null, description: null, date: null, time: null, bodyPart: null, ...stored.series },
  };
}
