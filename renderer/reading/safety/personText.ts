import { displayPersonName } from '../../../shared/dicom/personName.ts';
import type { PatientIdentity } from '../../../shared/viewing/patientMix.ts';
import { dateText } from '../studyAge.ts';

/** A person in one line: name, ID, birth date; what is not known is left out. */
export const personText = ({ patientName, patientID, birthDate }: PatientIdentity, language: string): string => [displayPersonName(patientName ?? '', language === 'zh' ? 'zh' : 'en'), patientID ?? '', dateText(birthDate)].filter((part) => part !== '').join(' · ') || '?';
