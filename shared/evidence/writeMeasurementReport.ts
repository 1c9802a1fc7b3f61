import { annotationSchema } from '../annotation/schema.ts';
import type { Annotation } from '../annotation/types.ts';
import { writeDicom } from '../dicom/write/writeDicom.ts';
import { DicomError } from '../errors/appError.ts';
import { concepts, procedureCode } from './codes.ts';
import { codeItem, container, related } from './contentItems.ts';
import type { EvidenceContext, EvidenceImage, EvidenceObject } from './context.ts';
import { commonModules, contextItems, documentModules, schemeIdentification } from './documentModules.ts';
import { copiedUIDs, evidenceItems, evidenceSequences } from './evidenceSequence.ts';
import { imageLibrary } from './imageLibrary.ts';
import { measuredImage } from './measuredImage.ts';
import { measurementGroup } from './measurementGroup.ts';
import { sopClasses } from './sopClasses.ts';

export interface MeasurementReportInput {
  readonly context: EvidenceContext;
  /** In the order they are listed; on images of any study of the patient. */
  readonly annotations: readonly Annotation[];
  /** Reports whose content this one repeats or amends. */
  readonly predecessors: readonly EvidenceObject[];
}

/**
 * Annotations as a Comprehensive 3D SR after template 1500, text in UTF-8. The same input gives the same bytes.
 *
 * Measurements of priors stay with their images: those of the study of the report are its evidence, others are other evidence.
 *
 * @throws {DicomError} missing-attribute where an image an annotation lies on is not in the context, or no annotation is given;
 * broken-value where one cannot be written as it is
 * @see PS3.3 A.35.13; PS3.16 TID 1500, 1501, 1410, 1419, 300, 320, 1600
 */
export function writeMeasurementReport({ context, annotations, predecessors }: MeasurementReportInput): Uint8Array<ArrayBuffer> {
  if (annotations.length === 0) throw new DicomError('missing-attribute', 'There is no measurement to save.');
  const measured = annotations.map((annotation) => ({ annotation, image: measuredImage(annotation, context.images) }));
  for (const annotation of annotations) requireWhole(annotation);
  const images = [...new Set(measured.map(({ image }) => image))];
  const content = [
    ...contextItems(context),
    ...procedures(images),
    related('CONTAINS', imageLibrary(images)),
    related('CONTAINS', container(concepts.imagingMeasurements, measured.map(({ annotation, image }) => related('CONTAINS', measurementGroup(annotation, image, context))))),
  ];
  return writeDicom({
    ...commonModules(context, { sopClassUID: sopClasses.comprehensive3dReport, modality: 'SR', seriesDescription: 'Measurements' }),
    ...documentModules(context, '1500'),
    ...schemeIdentification,
    CompletionFlag: 'COMPLETE',
    VerificationFlag: 'UNVERIFIED',
    PerformedProcedureCodeSequence: [],
    ...(predecessors.length === 0 ? {} : { PredecessorDocumentsSequence: evidenceItems(predecessors) }),
    ...evidenceSequences(images, context.study.studyInstanceUID),
    ...container(concepts.measurementReport, content),
  }, { copiedUIDs: copiedUIDs([...images, ...predecessors], context) });
}

/** Nothing is written that could not be read back. */
function requireWhole(annotation: Annotation): void {
  const { error } = annotationSchema.safeParse(annotation);
  const [issue] = error?.issues ?? [];
  if (issue !== undefined) throw new DicomError('broken-value', `An annotation (${annotation.kind}) is not whole and cannot be saved: ${issue.path.join('.')} ${issue.message}.`, { detail: { annotation: annotation.id } });
}

/** Each kind of procedure the images are of, once. */
function procedures(images: readonly EvidenceImage[]): ReturnType<typeof related>[] {
  const codes = new Map(images.map(({ modality }) => procedureCode(modality)).map((code) => [code.value, code]));
  return [...codes.values()].map((code) => related('HAS CONCEPT MOD', codeItem(concepts.procedureReported, code)));
}
