import { writeDicom } from '../dicom/write/writeDicom.ts';
import { filedModules } from './attachmentContext.ts';
import type { AttachmentContext, Described } from './attachmentContext.ts';
import type { Filing } from './filing.ts';

/**
 * A PDF as an Encapsulated PDF, byte for byte. It counts as showing the patient's name.
 *
 * @throws {DicomError} broken-value where name, number or title do not fit DICOM
 * @see PS3.3 A.45.1, C.24.2
 */
export function writePdf({ context, described, filing, pdf }: { readonly context: AttachmentContext; readonly described: Described<'pdf'>; readonly filing: Filing; readonly pdf: Uint8Array }): Uint8Array<ArrayBuffer> {
  return writeDicom({
    ...filedModules(context, described, filing),
    ContentDate: described.takenAt.date,
    ContentTime: null,
    ConversionType: 'WSD',
    AcquisitionDateTime: null,
    BurnedInAnnotation: 'YES',
    DocumentTitle: described.title,
    ConceptNameCodeSequence: [],
    MIMETypeOfEncapsulatedDocument: 'application/pdf',
    EncapsulatedDocument: pdf,
    EncapsulatedDocumentLength: pdf.length,
  });
}
