import { RecordError } from '../errors/appError.ts';
import type { CaseRecord } from './caseRecord.ts';
import type { ManifestEntry } from './command.ts';
import type { Actor } from './directory.ts';
import { assertPermitted, isPermitted } from './rights.ts';
import { editableIn, type RequestState } from './states.ts';

/**
 * What people make while they read images, by SOP class, with its modality: reports of measurements, key object
 * selections, presentation states (PS3.4 table B.5-1, PS3.3 C.7.3.1.1.1).
 */
const evidenceClasses: Readonly<Record<string, 'SR' | 'KO' | 'PR'>> = {
  '1.2.840.10008.5.1.4.1.1.88.11': 'SR',
  '1.2.840.10008.5.1.4.1.1.88.22': 'SR',
  '1.2.840.10008.5.1.4.1.1.88.33': 'SR',
  '1.2.840.10008.5.1.4.1.1.88.34': 'SR',
  '1.2.840.10008.5.1.4.1.1.88.59': 'KO',
  '1.2.840.10008.5.1.4.1.1.11.1': 'PR',
  '1.2.840.10008.5.1.4.1.1.11.2': 'PR',
  '1.2.840.10008.5.1.4.1.1.11.3': 'PR',
  '1.2.840.10008.5.1.4.1.1.11.4': 'PR',
  '1.2.840.10008.5.1.4.1.1.11.8': 'PR',
};

/** True for an object that says something about images and is none. */
export const isEvidenceObject = ({ sopClassUID, modality }: Pick<ManifestEntry, 'sopClassUID' | 'modality'>): boolean =>
  Object.hasOwn(evidenceClasses, sopClassUID) && evidenceClasses[sopClassUID] === modality;

/** What photographs, scanned papers and PDF become, by SOP class, with the modalities they are filed under (PS3.4 table B.5-1). */
const attachmentClasses: Readonly<Record<string, 'GM' | 'XC' | 'DOC'>> = {
  '1.2.840.10008.5.1.4.1.1.77.1.2': 'GM',
  '1.2.840.10008.5.1.4.1.1.77.1.4': 'XC',
  '1.2.840.10008.5.1.4.1.1.7': 'DOC',
  '1.2.840.10008.5.1.4.1.1.104.1': 'DOC',
};

/** True for a picture or document somebody adds from a file, as pathology under the microscope. */
export const isAttachment = ({ sopClassUID, modality }: Pick<ManifestEntry, 'sopClassUID' | 'modality'>): boolean =>
  Object.hasOwn(attachmentClasses, sopClassUID) && attachmentClasses[sopClassUID] === modality;

/**
 * Who adds what to a case, and when. Images: a doctor of the requesting hospital while the request is being written.
 * Evidence, and pictures and documents from files: whoever may cite them, until the opinion is frozen; they never take
 * the place of an object that is there.
 *
 * @throws {RecordError} signed-record | not-permitted | illegal-transition | invalid
 */
export function assertMayAttach(record: CaseRecord, actor: Actor, instances: readonly ManifestEntry[]): void {
  if (record.signatures.length > 0) throw new RecordError('signed-record', 'The opinion is signed; its content no longer changes. Write an addendum instead.');
  const isRequestOpen = isIn(record.state, editableIn.request);
  if (isRequestOpen && isPermitted('case.attachImaging', actor, record)) return;
  if (!instances.every((entry) => isEvidenceObject(entry) || isAttachment(entry))) {
    assertPermitted('case.attachImaging', actor, record);
    throw new RecordError('illegal-transition', `Images are added while the case is ${editableIn.request.join(' or ')}; this one is ${record.state}.`, { detail: { type: 'case.attachImaging', state: record.state } });
  }
  assertPermitted('evidence.cite', actor, record);
  if (!isIn(record.state, editableIn.evidence)) {
    throw new RecordError('illegal-transition', `Reports, key images, presentation states, pictures and documents are added while the case is ${editableIn.evidence.join(', ')}; this one is ${record.state}.`, { detail: { type: 'case.attachImaging', state: record.state } });
  }
  const known = new Map(record.imaging.map(({ sopInstanceUID, sha256 }) => [sopInstanceUID, sha256]));
  for (const { sopInstanceUID, sha256 } of instances) {
    if ((known.get(sopInstanceUID) ?? sha256) === sha256) continue;
    throw new RecordError('invalid', `Another object with the SOPInstanceUID ${sopInstanceUID} is in the case already; what is changed gets a UID of its own.`, { detail: { sopInstanceUID } });
  }
}

/** Whether a person may add pictures and documents from files now; the interface asks this to offer it. */
export const mayAttachFiles = (record: CaseRecord, actor: Actor): boolean =>
  record.signatures.length === 0 && ((isIn(record.state, editableIn.request) && isPermitted('case.attachImaging', actor, record)) || (isIn(record.state, editableIn.evidence) && isPermitted('evidence.cite', actor, record)));

/** @throws {RecordError} not-found for an object that is not in the case: what is cited must reach everybody. */
export function assertAttached(record: CaseRecord, objectUIDs: readonly string[]): void {
  const known = new Set(record.imaging.map(({ sopInstanceUID }) => sopInstanceUID));
  const absent = objectUIDs.find((uid) => !known.has(uid));
  if (absent !== undefined) throw new RecordError('not-found', `The object ${absent} is not in the case; add it before citing it.`, { detail: { sopInstanceUID: absent } });
}

const isIn = (state: RequestState, states: readonly RequestState[]): boolean => states.includes(state);
