import type { DecisionFields, RequestFields } from '../../shared/mdt/fields.ts';

/** How a field is entered; `span` is its share of a row of 12. */
export interface FieldSpec<K extends string> {
  readonly key: K;
  readonly kind: 'text' | 'area' | 'date' | 'number' | 'choice' | 'choices';
  readonly span: number;
  /** Locale prefix of the choices. */
  readonly choices?: { readonly prefix: string; readonly values: readonly string[] };
}

export interface FieldGroup<K extends string> {
  readonly key: string;
  readonly fields: readonly FieldSpec<K>[];
}

type R = keyof RequestFields;
type D = keyof DecisionFields;
const text = <K extends string>(key: K, span = 3): FieldSpec<K> => ({ key, kind: 'text', span });
const area = <K extends string>(key: K, span = 6): FieldSpec<K> => ({ key, kind: 'area', span });
const date = <K extends string>(key: K): FieldSpec<K> => ({ key, kind: 'date', span: 3 });
const number = <K extends string>(key: K, span = 2): FieldSpec<K> => ({ key, kind: 'number', span });
const choice = <K extends string>(key: K, prefix: string, values: readonly string[], span = 3): FieldSpec<K> => ({ key, kind: 'choice', span, choices: { prefix, values } });

const disciplineValues = ['radiationOncology', 'medicalOncology', 'surgery', 'imaging', 'pathology', 'physics'];

export const requestLayout: readonly FieldGroup<R>[] = [
  { key: 'patient', fields: [text('patientName'), choice('patientSex', 'sex', ['F', 'M', 'O']), date('patientBirthDate'), text('hospitalNumber'), text('idType'), text('idNumber'), text('phone'), text('insurance')] },
  { key: 'requester', fields: [text('department'), text('doctorName'), text('doctorTitle'), text('contact'), text('doctorLicence')] },
  { key: 'consent', fields: [text('consentVersion'), date('consentDate'), text('consentSigner'), text('consentRelation')] },
  { key: 'question', fields: [area('question', 12), area('reason'), area('purpose'), { key: 'wantedDisciplines', kind: 'choices', span: 6, choices: { prefix: 'discipline', values: disciplineValues } }, choice('urgency', 'urgency', ['routine', 'urgent']), date('wishedDate')] },
  { key: 'summary', fields: [area('history', 12), area('comorbidity'), area('allergies'), number('ecog'), number('heightCm'), number('weightKg'), area('patientWish')] },
  { key: 'diagnosis', fields: [area('diagnosis', 12), text('icd10', 2), text('tnm', 3), text('tnmEdition', 2), text('stage', 2), text('histology', 3), text('molecular', 12)] },
  { key: 'treatment', fields: [area('treatmentSoFar'), area('radiotherapyInWords')] },
];

export const decisionLayout: readonly FieldGroup<D>[] = [
  { key: 'question', fields: [choice('outcome', 'outcome', ['treatment', 'moreTests', 'defer', 'referUp', 'referDown', 'surveillance', 'palliative', 'trial', 'noAgreement'], 6), choice('intent', 'intent', ['curative', 'palliative', 'adjuvant', 'neoadjuvant'], 6), area('chairSummary', 12)] },
  { key: 'assessment', fields: [text('organFunction', 6), text('performanceStatus', 6), text('operability', 6), text('diseaseExtent', 6)] },
  { key: 'radiotherapy', fields: [text('rtSite', 4), text('rtTechnique', 4), text('rtTargets', 4), number('rtTotalDoseGy', 4), number('rtFractions', 4), number('rtDosePerFractionGy', 4)] },
  { key: 'otherTreatment', fields: [area('systemic', 12), area('surgery'), area('moreTests')] },
  { key: 'tasks', fields: [text('responsible', 8), { key: 'dueDate', kind: 'date', span: 4 }, area('followUp', 12), text('guideline', 6), text('patientWish', 6)] },
];
