import { hash } from 'node:crypto';
import type { InstanceHeader } from '../../../shared/dicom/types.ts';

/** Objects with the same key belong to one patient: by PatientID, by name and birth date where that is absent. */
export function patientKeyOf(header: Pick<InstanceHeader, 'patient'>): string {
  const { patientID, patientName, birthDate } = header.patient;
  const text = patientID?.trim() ? `id:${patientID.trim()}` : `name:${(patientName ?? '').replace(/[\^=\s]+/g, ' ').trim().toLowerCase()}|${birthDate ?? ''}`;
  return hash('sha256', text, 'hex').slice(0, 16);
}
