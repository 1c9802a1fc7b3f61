import { v7 } from 'uuid';
import { RecordError } from '../../shared/errors/appError.ts';
import { actorOf, type Person } from '../../shared/mdt/directory.ts';
import { patientOf } from '../../shared/attachment/patientOf.ts';
import type { CaseRecord } from '../../shared/mdt/caseRecord.ts';
import { assertMayAttach, isAttachment } from '../../shared/mdt/evidenceObjects.ts';
import { getCase } from './commands/caseView.ts';
import type { RecordContext } from './commands/recordContext.ts';
import { submitCommand } from './commands/submitCommand.ts';
import { submitDue } from './commands/submitDue.ts';
import { attachableLots } from './files/attachable.ts';
import { readOwnObject } from './files/ownObject.ts';
import { fullestKey, isOfPatient, patientKeyOf } from './files/patientKey.ts';
import { addInstances, listInstances, type IndexedInstance } from './store/imaging.ts';

/**
 * Takes objects this console made into a case: all of them or none. The same bytes again change nothing.
 *
 * @throws {DicomError} what {@link readOwnObject} finds; {RecordError} not-found | not-permitted | illegal-transition |
 * signed-record | incomplete (no images here to compare with) | invalid (other patient, study or content); {StoreError} disk-full | read-only
 */
export async function addObjects(context: RecordContext, person: Person, caseId: string, files: readonly Uint8Array[]): Promise<{ sopInstanceUID: string; sha256: string }[]> {
  const { store } = context;
  const objects = files.map(readOwnObject);
  const instances = objects.map(({ header, sha256, bytes }): IndexedInstance => ({ header, sha256, byteLength: bytes.length }));
  check(context, person, caseId, instances);
  await store.unusedBlobs.during(async () => {
    for (const { sha256, bytes } of objects) await store.blobs.put(sha256, bytes);
    // Meanwhile the case may have changed: from here on nothing comes in between.
    const record = check(context, person, caseId, instances);
    addInstances(store.db, caseId, instances);
    for (const lot of attachableLots(record, instances)) {
      submitCommand(context, { commandId: v7(), stream: { kind: 'case', id: caseId }, type: 'case.attachImaging', actor: actorOf(person), baseVersion: record.version, payload: { instances: lot } });
    }
  });
  submitDue(context, person);
  return instances.map(({ header, sha256 }) => ({ sopInstanceUID: header.sopInstanceUID, sha256 }));
}

function check(context: RecordContext, person: Person, caseId: string, instances: readonly IndexedInstance[]): ReturnType<typeof getCase> {
  const record = getCase(context, person, caseId);
  const present = listInstances(context.store.db, caseId);
  const entries = attachableLots(record, instances).flat();
  if (entries.length > 0) assertMayAttach(record, actorOf(person), entries);
  const known = new Map([...record.imaging.map(({ sopInstanceUID, sha256 }) => [sopInstanceUID, sha256] as const), ...present.map(({ header, sha256 }) => [header.sopInstanceUID, sha256] as const)]);
  for (const instance of instances) {
    assertSameContent(instance, known);
    known.set(instance.header.sopInstanceUID, instance.sha256);
    assertBelongs(instance, present, record);
  }
  return record;
}

function assertSameContent({ header: { sopInstanceUID }, sha256 }: IndexedInstance, known: ReadonlyMap<string, string>): void {
  if ((known.get(sopInstanceUID) ?? sha256) === sha256) return;
  throw new RecordError('invalid', `Another object with the SOPInstanceUID ${sopInstanceUID} is in the case already; what is changed gets a UID of its own.`, { detail: { sopInstanceUID } });
}

/**
 * Same patient as an import would take it for, a series of its own kind, and the study its kind belongs to: evidence that
 * of the images it is about, a picture or document from a file one of such objects alone, or a new one.
 */
function assertBelongs({ header }: IndexedInstance, present: readonly IndexedInstance[], record: CaseRecord): void {
  const detail = { sopInstanceUID: header.sopInstanceUID };
  const keys = present.map((instance) => patientKeyOf(instance.header));
  const casePatient = fullestKey(keys) ?? (isAttachment(header) ? keyOfRequest(record) : null);
  if (casePatient === null) throw new RecordError('incomplete', 'The images of the case are not on this console yet; wait for the transfer.', { detail: { ...detail, missing: 'images' } });
  if (!isOfPatient(patientKeyOf(header), casePatient, keys)) throw new RecordError('invalid', 'The object is of another patient than the case; close it and open the case again.', { detail });
  const study = present.filter((instance) => instance.header.studyInstanceUID === header.studyInstanceUID);
  if (isAttachment(header) ? study.some((instance) => !isAttachment(instance.header)) : study.length === 0) {
    throw new RecordError('invalid', isAttachment(header) ? 'The picture would join a study of images; pictures and documents have studies of their own.' : 'The object belongs to no study of the case; it is filed with the study of the images it is about.', { detail });
  }
  if (present.some((instance) => instance.header.seriesInstanceUID === header.seriesInstanceUID && instance.header.modality !== header.modality)) {
    throw new RecordError('invalid', 'The object is in a series of another modality; reports, key images, presentation states and pictures have series of their own.', { detail });
  }
}

/**
 * Whose the case is by its request, where it has no images; null where it has some that are not here.
 *
 * @throws {RecordError} incomplete where the request does not say
 */
function keyOfRequest({ imaging, request }: CaseRecord): string | null {
  const filed = patientOf([], imaging.length > 0, request);
  if (filed.from === 'nobody') throw new RecordError('incomplete', `The case has no images and its request leaves out ${filed.missing.join(', ')}; fill that in first.`, { detail: { missing: filed.missing.join(', ') } });
  return filed.from === 'request' ? patientKeyOf({ patient: filed.patient }) : null;
}
