import type { DataSet } from './dataSet.ts';
import type { ObjectKind } from './objectKind.ts';
import { sopClass } from './sopClasses.ts';
import type { ObjectReference } from './types.ts';

/** Photographs by microscope or camera and secondary captures, which have no acquisition to be known by (PS3.4 table B.5-1). */
const titledImages: ReadonlySet<string> = new Set([sopClass.secondaryCapture, sopClass.vlMicroscopic, sopClass.vlPhotographic]);

/** What an object is called, by its kind; null for images, but for photographs and captures what they say they show. */
export function labelOf(dataSet: DataSet, kind: ObjectKind): string | null {
  switch (kind) {
    case 'plan':
    case 'ionPlan':
      return dataSet.text('RTPlanLabel');
    case 'structureSet':
      return dataSet.text('StructureSetLabel');
    case 'dose':
      return dataSet.text('DoseSummationType');
    case 'encapsulatedPdf':
    case 'encapsulatedCda':
    case 'encapsulatedModel':
      return dataSet.text('DocumentTitle') ?? titleOf(dataSet);
    case 'report':
    case 'doseReport':
    case 'cadReport':
    case 'keyObjects':
      return titleOf(dataSet);
    case 'image':
      return titledImages.has(dataSet.text('SOPClassUID') ?? '') ? dataSet.text('ImageComments') : null;
    case 'presentationState':
    case 'segmentation':
    case 'registration':
    case 'deformableRegistration':
    case 'fiducials':
    case 'parametricMap':
    case 'realWorldValueMap':
      return dataSet.text('ContentDescription') ?? dataSet.text('ContentLabel');
    default:
      return null;
  }
}

function titleOf(dataSet: DataSet): string | null {
  return dataSet.items('ConceptNameCodeSequence')[0]?.text('CodeMeaning') ?? null;
}

/** SOP instances an object points at, each once, in the order of the file. */
export function referencesOf(dataSet: DataSet, kind: ObjectKind): readonly ObjectReference[] {
  const references = new Map<string, ObjectReference>();
  const add = (role: ObjectReference['role'], items: Iterable<DataSet>): void => {
    for (const item of items) {
      const uid = item.text('ReferencedSOPInstanceUID');
      if (uid !== null && !references.has(uid)) references.set(uid, { role, sopInstanceUID: uid });
    }
  };
  switch (kind) {
    case 'structureSet':
      add('image', imageItems(dataSet));
      break;
    case 'plan':
    case 'ionPlan':
      add('structureSet', dataSet.items('ReferencedStructureSetSequence'));
      // Other plans it was made after or beside (PS3.3 C.8.8.9).
      add('plan', dataSet.items('ReferencedRTPlanSequence'));
      break;
    case 'dose':
    case 'rtImage':
    case 'beamsTreatmentRecord':
    case 'brachyTreatmentRecord':
    case 'ionBeamsTreatmentRecord':
    case 'treatmentSummaryRecord':
      add('plan', dataSet.items('ReferencedRTPlanSequence'));
      add('structureSet', dataSet.items('ReferencedStructureSetSequence'));
      break;
    case 'keyObjects':
    case 'report':
    case 'doseReport':
    case 'cadReport':
      add('object', evidenceItems(dataSet));
      break;
    case 'presentationState':
    case 'segmentation':
    case 'surfaceSegmentation':
    case 'parametricMap':
    case 'registration':
    case 'deformableRegistration':
    case 'fiducials':
    case 'realWorldValueMap':
      add('object', relatedItems(dataSet));
      break;
    default:
  }
  return [...references.values()];
}

/** Images of an RTSTRUCT: those of the referenced series and those its contours were drawn on (PS3.3 C.8.8.5, C.8.8.6). */
function* imageItems(dataSet: DataSet): Generator<DataSet> {
  for (const frame of dataSet.items('ReferencedFrameOfReferenceSequence')) {
    for (const study of frame.items('RTReferencedStudySequence')) {
      for (const series of study.items('RTReferencedSeriesSequence')) yield* series.items('ContourImageSequence');
    }
  }
  for (const roi of dataSet.items('ROIContourSequence')) {
    for (const contour of roi.items('ContourSequence')) yield* contour.items('ContourImageSequence');
  }
}

/** What a document was written about (PS3.3 C.17.2). */
function* evidenceItems(dataSet: DataSet): Generator<DataSet> {
  for (const keyword of ['CurrentRequestedProcedureEvidenceSequence', 'PertinentOtherEvidenceSequence'] as const) {
    for (const study of dataSet.items(keyword)) {
      for (const series of study.items('ReferencedSeriesSequence')) yield* series.items('ReferencedSOPSequence');
    }
  }
}

/** By Presentation State Relationship (C.11.11), Common Instance Reference (C.12.2), then by each registration's own images. */
function* relatedItems(dataSet: DataSet): Generator<DataSet> {
  const studies = [dataSet, ...dataSet.items('StudiesContainingOtherReferencedInstancesSequence')];
  for (const study of studies) {
    for (const series of study.items('ReferencedSeriesSequence')) {
      yield* series.items('ReferencedImageSequence');
      yield* series.items('ReferencedInstanceSequence');
    }
  }
  for (const registration of [...dataSet.items('RegistrationSequence'), ...dataSet.items('DeformableRegistrationSequence')]) yield* registration.items('ReferencedImageSequence');
}
