import type { InstanceHeader } from '../dicom/types.ts';
import type { EvidencePatient } from '../evidence/context.ts';
import { personNameOf } from '../evidence/personNames.ts';

/** What a request says of its patient; dates ISO 8601. Empty where it says nothing. */
export interface RequestPatient {
  readonly patientName: string;
  readonly patientSex: '' | 'F' | 'M' | 'O';
  readonly patientBirthDate: string;
  readonly hospitalNumber: string;
}

/** Whose the added objects will be, and who says so. */
export type FiledPatient =
  | { readonly from: 'images' | 'request'; readonly patient: EvidencePatient }
  /** Images of the case are known but not here yet: their word is waited for. */
  | { readonly from: 'awaited' }
  /** There are no images, and the request leaves these out. */
  | { readonly from: 'nobody'; readonly missing: readonly (keyof RequestPatient)[] };

const needed = ['patientName', 'patientBirthDate', 'hospitalNumber'] as const;

/**
 * Whose an added object is: the images' own word where the case has any, as it stands; else the request's.
 *
 * Of several images the one that says most is taken, as an import takes its patient. What is no sex of DICOM is left out,
 * for it would keep the object from being written.
 *
 * @param headers of every object of the case that is here
 * @param isExpectingImages the record names images
 */
export function patientOf(headers: readonly Pick<InstanceHeader, 'patient'>[], isExpectingImages: boolean, request: RequestPatient): FiledPatient {
  const [first] = headers;
  if (first !== undefined) {
    const { patient } = headers.find(({ patient: { patientID, birthDate } }) => isSaid(patientID) && birthDate !== null) ?? first;
    return { from: 'images', patient: { ...patient, sex: /^[MFO]$/.test(patient.sex ?? '') ? patient.sex : null } };
  }
  if (isExpectingImages) return { from: 'awaited' };
  const missing = needed.filter((key) => request[key].trim() === '');
  if (missing.length > 0) return { from: 'nobody', missing };
  return { from: 'request', patient: { patientName: personNameOf(request.patientName.trim()), patientID: request.hospitalNumber.trim(), birthDate: request.patientBirthDate.replaceAll('-', ''), sex: request.patientSex || null } };
}

const isSaid = (text: string | null): boolean => (text ?? '').trim() !== '';
