import { writeDicom } from '../dicom/write/writeDicom.ts';
import { DicomError } from '../errors/appError.ts';
import { concepts, keyObjectTitles } from './codes.ts';
import type { KeyObjectTitle } from './codes.ts';
import { compositeItem, container, imageItem, related, textItem } from './contentItems.ts';
import type { EvidenceContext, EvidenceImage, EvidenceObject } from './context.ts';
import { commonModules, contextItems, documentModules } from './documentModules.ts';
import { copiedUIDs, evidenceSequences } from './evidenceSequence.ts';
import { sopClasses } from './sopClasses.ts';

/** An image somebody marked, and the presentation state it is to be seen with; null: as it comes. */
export interface KeyImage {
  readonly image: EvidenceImage;
  readonly presentationState: EvidenceObject | null;
}

export interface KeyObjectsInput {
  readonly context: EvidenceContext;
  readonly title: KeyObjectTitle;
  /** Why they were marked; empty: nothing is said. */
  readonly description: string;
  /** In the order they are to be seen; all of the study of the context. */
  readonly images: readonly KeyImage[];
  /** Documents that belong to them, as the report of what was measured. */
  readonly documents: readonly EvidenceObject[];
}

/**
 * Key images as a Key Object Selection after template 2010. The same input gives the same bytes.
 *
 * A selection belongs to one study: images of two time points are two selections (PS3.3 C.17.6.2.1 asks for copies otherwise).
 *
 * @throws {DicomError} missing-attribute where no image is given; unsupported where one is of another study; broken-value where
 * the text is too long
 * @see PS3.3 A.35.4; PS3.16 TID 2010, CID 7010
 */
export function writeKeyObjects({ context, title, description, images, documents }: KeyObjectsInput): Uint8Array<ArrayBuffer> {
  if (images.length === 0) throw new DicomError('missing-attribute', 'There is no key image to save.');
  const referenced: readonly EvidenceObject[] = [...images.flatMap(({ image, presentationState }) => [image, ...(presentationState === null ? [] : [presentationState])]), ...documents];
  if (referenced.some(({ studyInstanceUID }) => studyInstanceUID !== context.study.studyInstanceUID)) {
    throw new DicomError('unsupported', 'Key images of different studies cannot be one selection; save one for each study.');
  }
  return writeDicom({
    ...commonModules(context, { sopClassUID: sopClasses.keyObjectSelection, modality: 'KO', seriesDescription: 'Key images' }),
    ...documentModules(context, '2010'),
    ...evidenceSequences(referenced, context.study.studyInstanceUID),
    ...container(keyObjectTitles[title], [
      ...contextItems(context),
      ...(description === '' ? [] : [related('CONTAINS', textItem(concepts.keyObjectDescription, description))]),
      ...images.map(({ image, presentationState }) => related('CONTAINS', imageItem(null, image, presentationState))),
      ...documents.map((document) => related('CONTAINS', compositeItem(document))),
    ]),
  }, { copiedUIDs: copiedUIDs(referenced, context) });
}
