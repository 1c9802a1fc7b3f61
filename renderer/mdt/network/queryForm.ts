import type { StudyQuery } from './actions.ts';

/** The search as typed; dates are ISO or empty. */
export interface QueryForm {
  readonly patientID: string;
  readonly patientName: string;
  readonly accessionNumber: string;
  readonly dateFrom: string;
  readonly dateTo: string;
  readonly modality: string;
}

export const emptyQuery: QueryForm = { patientID: '', patientName: '', accessionNumber: '', dateFrom: '', dateTo: '', modality: '' };

const filled = (text: string): string | null => (text.trim() === '' ? null : text.trim());
const dicomDate = (iso: string): string | null => filled(iso.replaceAll('-', ''));

export const queryOf = (form: QueryForm): StudyQuery => ({
  patientID: filled(form.patientID), patientName: filled(form.patientName), accessionNumber: filled(form.accessionNumber),
  dateFrom: dicomDate(form.dateFrom), dateTo: dicomDate(form.dateTo), modality: filled(form.modality),
});

/** A search by modality alone or by nothing would list a whole PACS. */
export const isNarrow = (form: QueryForm): boolean => Object.entries(form).some(([key, value]) => key !== 'modality' && filled(value) !== null);
/** ISO dates compare as text. */
export const isDateOrder = (form: QueryForm): boolean => form.dateFrom === '' || form.dateTo === '' || form.dateFrom <= form.dateTo;
