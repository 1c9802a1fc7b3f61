import type { CaseRecord } from '../mdt/caseRecord.ts';
import type { Hospital } from '../mdt/directory.ts';
import type { MeetingRecord } from '../mdt/meetingRecord.ts';
import { idOf, type DocumentKind } from './identity.ts';
import { Cast } from './people.ts';

/** An earlier document of the same case that this one takes the place of, or adds to. */
export interface EarlierDocument {
  readonly code: 'replaces' | 'appends';
  readonly documentId: string;
}

/** Everything a document is made of. The same source gives the same bytes. */
export interface DocumentSource {
  readonly kind: DocumentKind;
  readonly record: CaseRecord;
  /** The meeting that discussed it, as known when the document was made; null where it is not at hand. */
  readonly meeting: MeetingRecord | null;
  /** Names of the hospitals involved; an unknown one appears by its id. */
  readonly hospitals: readonly Hospital[];
  /** The delivered PDF; null leaves its bytes out and names its digest only. */
  readonly reportPdf: Uint8Array | null;
  readonly earlier?: readonly EarlierDocument[];
}

/** A document in the making: its source, its ids, and the people and hospitals it has named so far. */
export interface Draft {
  readonly source: DocumentSource;
  readonly record: CaseRecord;
  readonly cast: Cast;
  /** Id of a resource of which the case has one. */
  readonly own: (resource: string, ...more: readonly string[]) => string;
}

export const draftOf = (source: DocumentSource): Draft => ({
  source, record: source.record, cast: new Cast(source.hospitals), own: (resource, ...more) => idOf(resource, source.record.id, ...more),
});

/** The same hospital number at the same hospital is the same patient in every document. */
export const patientIdOf = ({ requestingHospitalId, request, id }: CaseRecord): string =>
  request.hospitalNumber.trim() === '' ? idOf('Patient', id) : idOf('Patient', requestingHospitalId, request.hospitalNumber.trim());
