import { hash } from 'node:crypto';
import type { InstanceHeader } from '../../../shared/dicom/types.ts';

/**
 * Objects with the same key belong to one patient: by PatientID and birth date, by name and birth date where there is
 * no ID. An object with an ID and without birth date has the first half of the key alone; whose it is {@link isOfPatient}
 * tells.
 */
export function patientKeyOf(header: Pick<InstanceHeader, 'patient'>): string {
  const { patientID, patientName, birthDate } = header.patient;
  const id = patientID?.trim() ?? '';
  if (id === '') return digest(`name:${(patientName ?? '').replace(/[\^=\s]+/g, ' ').trim().toLowerCase()}|${birthDate ?? ''}`);
  const born = (birthDate ?? '').replaceAll('.', '');
  return /^[12]\d{7}$/.test(born) ? `${digest(`id:${id}`)}-${digest(`born:${born}`)}` : digest(`id:${id}`);
}

const digest = (text: string): string => hash('sha256', text, 'hex').slice(0, 16);
/** The half of a key that stands for the PatientID, or for the name where there is none. */
export const idOf = (key: string): string => key.slice(0, 16);
const isDated = (key: string): boolean => key.length > 16;

/**
 * True where an object of one key is of the patient of another: planning systems leave the birth date out, so a missing
 * one fits any, but for an ID that hospitals gave to several people it fits none.
 *
 * @param met keys of all objects met so far
 */
export function isOfPatient(key: string, patientKey: string, met: Iterable<string>): boolean {
  if (key === patientKey) return true;
  if (idOf(key) !== idOf(patientKey) || (isDated(key) && isDated(patientKey))) return false;
  const people = new Set([key, patientKey, ...met].filter((one) => isDated(one) && idOf(one) === idOf(key)));
  return people.size < 2;
}

/** The key that says most of a patient. @returns null for none */
export const fullestKey = (keys: readonly string[]): string | null => keys.find(isDated) ?? keys[0] ?? null;
