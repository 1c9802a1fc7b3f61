import type { RemoteStudy } from '../../../shared/ipc/channels.ts';

type Identity = Pick<RemoteStudy, 'patientID' | 'patientName' | 'birthDate'>;

/**
 * Whether two studies of a node may belong to one patient: the same patient ID and no differing birth date; without
 * an ID on either side only the same name with the same birth date. Studies without any identity belong to nobody.
 */
export function isSamePatient(a: Identity, b: Identity): boolean {
  if (a.birthDate && b.birthDate && a.birthDate !== b.birthDate) return false;
  if (a.patientID || b.patientID) return a.patientID === b.patientID;
  return Boolean(a.patientName && a.patientName === b.patientName && a.birthDate && a.birthDate === b.birthDate);
}

/** Whether this study may be chosen beside those chosen already: never studies of two patients together. */
export function mayChoose(study: RemoteStudy, chosen: readonly RemoteStudy[]): boolean {
  return chosen.every((other) => other.studyInstanceUID === study.studyInstanceUID || isSamePatient(other, study));
}
