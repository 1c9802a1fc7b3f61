import { z } from 'zod';
import { disciplines } from './directory.ts';

const text = z.string().max(8000);
const number = z.number().finite().nullable();
/** DICOM-free calendar date, ISO 8601 (2026-11-22), or empty. */
const date = z.string().regex(/^(\d{4}-\d{2}-\d{2})?$/);

/** Request fields (`mdt-workflow` section 4). Flat, so that two editors merge by field. */
export const requestFieldsSchema = z.object({
  patientName: text, patientSex: z.enum(['', 'F', 'M', 'O']), patientBirthDate: date, hospitalNumber: text,
  idType: text, idNumber: text, phone: text, insurance: text,
  department: text, doctorName: text, doctorTitle: text, doctorLicence: text, contact: text,
  consentVersion: text, consentDate: date, consentSigner: text, consentRelation: text,
  reason: text, purpose: text, question: text, urgency: z.enum(['routine', 'urgent']), wishedDate: date,
  wantedDisciplines: z.array(z.enum(disciplines)),
  history: text, comorbidity: text, ecog: number, heightCm: number, weightKg: number, allergies: text,
  diagnosis: text, icd10: text, tnm: text, tnmEdition: text, stage: text, histology: text, molecular: text,
  treatmentSoFar: text, radiotherapyInWords: text, patientWish: text,
});
export type RequestFields = z.infer<typeof requestFieldsSchema>;

export const emptyRequest: RequestFields = {
  patientName: '', patientSex: '', patientBirthDate: '', hospitalNumber: '', idType: '', idNumber: '', phone: '', insurance: '',
  department: '', doctorName: '', doctorTitle: '', doctorLicence: '', contact: '',
  consentVersion: '', consentDate: '', consentSigner: '', consentRelation: '',
  reason: '', purpose: '', question: '', urgency: 'routine', wishedDate: '', wantedDisciplines: [],
  history: '', comorbidity: '', ecog: null, heightCm: null, weightKg: null, allergies: '',
  diagnosis: '', icd10: '', tnm: '', tnmEdition: '', stage: '', histology: '', molecular: '',
  treatmentSoFar: '', radiotherapyInWords: '', patientWish: '',
};

/** Needed before a request may be sent (国卫医发〔2018〕25号: consent, reason, purpose, time, summary, specialties). */
export const requiredRequestFields: readonly (keyof RequestFields)[] = [
  'patientName', 'patientSex', 'patientBirthDate', 'hospitalNumber', 'department', 'doctorName', 'doctorTitle', 'contact',
  'consentVersion', 'consentDate', 'consentSigner', 'reason', 'purpose', 'question', 'wantedDisciplines', 'history', 'ecog', 'diagnosis',
];

export const outcomes = ['treatment', 'moreTests', 'defer', 'referUp', 'referDown', 'surveillance', 'palliative', 'trial', 'noAgreement'] as const;

/** Decision fields (`mdt-workflow` section 6), flat for the same reason. Doses in Gy. */
export const decisionFieldsSchema = z.object({
  outcome: z.enum(['', ...outcomes]),
  intent: z.enum(['', 'curative', 'palliative', 'adjuvant', 'neoadjuvant']),
  chairSummary: text,
  organFunction: text, performanceStatus: text, operability: text, diseaseExtent: text,
  rtSite: text, rtTechnique: text, rtTargets: text,
  rtTotalDoseGy: number, rtFractions: number, rtDosePerFractionGy: number,
  systemic: text, surgery: text, moreTests: text,
  responsible: text, dueDate: date, guideline: text, followUp: text, patientWish: text,
});
export type DecisionFields = z.infer<typeof decisionFieldsSchema>;

export const emptyDecision: DecisionFields = {
  outcome: '', intent: '', chairSummary: '', organFunction: '', performanceStatus: '', operability: '', diseaseExtent: '',
  rtSite: '', rtTechnique: '', rtTargets: '', rtTotalDoseGy: null, rtFractions: null, rtDosePerFractionGy: null,
  systemic: '', surgery: '', moreTests: '', responsible: '', dueDate: '', guideline: '', followUp: '', patientWish: '',
};

/** Assessment items and summary that must be filled, or say "not applicable", before signing (demand C5). */
export const requiredDecisionFields: readonly (keyof DecisionFields)[] = [
  'outcome', 'chairSummary', 'organFunction', 'performanceStatus', 'operability', 'diseaseExtent', 'responsible', 'followUp',
];

export const isFilled = (value: unknown): boolean => value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);

/** Required items that are empty; a treatment decision names a treatment, one for more tests names them (`mdt-workflow` section 6). */
export function missingOfDecision(fields: DecisionFields): (keyof DecisionFields)[] {
  const missing = requiredDecisionFields.filter((key) => !isFilled(fields[key]));
  const hasTreatment = isFilled(fields.rtTotalDoseGy) || isFilled(fields.systemic) || isFilled(fields.surgery);
  if (fields.outcome === 'treatment' && !hasTreatment) missing.push('rtTotalDoseGy', 'systemic', 'surgery');
  if (fields.outcome === 'moreTests' && !isFilled(fields.moreTests)) missing.push('moreTests');
  return missing;
}
