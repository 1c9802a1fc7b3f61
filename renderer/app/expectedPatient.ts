import type { CaseRecord } from '../../shared/mdt/caseRecord.ts';
import type { PatientIdentity } from '../../shared/viewing/patientMix.ts';

/** Who the images should show, by the request. The number of the record is the requesting hospital's, not always that of its images, so it is not compared. */
export const expectedPatient = ({ request }: Pick<CaseRecord, 'request'>): PatientIdentity => ({ patientID: null, patientName: request.patientName || null, birthDate: request.patientBirthDate || null });
