import type { Annotation } from '../annotation/types.ts';
import type { DataSet } from '../dicom/dataSet.ts';
import type { ContentItem } from '../dicom/objects/contentItem.ts';
import { readStructuredReport } from '../dicom/objects/structuredReport.ts';
import { concepts, isCode } from './codes.ts';
import { instantOf } from './dateTimes.ts';
import { notMapped, textOf } from './itemWords.ts';
import { nameOfPerson } from './personNames.ts';
import { readMeasurementGroup } from './readMeasurementGroup.ts';
import type { ReportScope } from './readMeasurementGroup.ts';
import { reportedImages } from './reportedImages.ts';
import type { FindImage } from './reportedImages.ts';
import type { ReportNotice } from './reportNotice.ts';

export interface MeasurementReport {
  readonly annotations: readonly Annotation[];
  /** All that the report says and no annotation holds. */
  readonly notices: readonly ReportNotice[];
}

/**
 * Annotations of a measurement report after template 1500, ours and those of others.
 *
 * Ours come back as they were saved: kind, points (to the 24 bits of DICOM coordinates), figures, words, lesion, person and
 * time. Of others, what has a counterpart here becomes an annotation; the rest is named in `notices`.
 *
 * @param find what the console knows of an image; asked before the report's own image library. It also tells which volume
 * an image is a slice of; without it that is the image's series
 * @throws {DicomError} broken-value where a coordinate is no number
 * @see PS3.16 TID 1500, 1501, 1410, 300, 1600
 */
export function readMeasurementReport(dataSet: DataSet, find: FindImage = () => null): MeasurementReport {
  const { root, contentDate, contentTime } = readStructuredReport(dataSet);
  const utcOffset = dataSet.text('TimezoneOffsetFromUTC');
  const scope: ReportScope = {
    sopInstanceUID: dataSet.text('SOPInstanceUID') ?? '',
    images: reportedImages(dataSet, root, find),
    author: nameOfPerson(textOf(root.children, concepts.personObserverName) ?? ''),
    atMs: contentDate === null ? null : instantOf(`${contentDate}${contentTime ?? ''}`, utcOffset),
    utcOffset,
  };
  const notices: ReportNotice[] = [];
  const annotations = root.children.flatMap((child) => readPart(child, scope, notices));
  if (annotations.length === 0 && notices.length === 0) notices.push({ reason: 'no-coordinates', name: root.concept?.meaning ?? '', place: root.place });
  return { annotations, notices };
}

/** Items of the root that describe the report itself. */
const ofTheReport = [
  concepts.language, concepts.observerType, concepts.personObserverName, concepts.deviceObserverUID, concepts.deviceObserverName, concepts.deviceObserverManufacturer,
  concepts.deviceObserverModel, concepts.procedureReported, concepts.imageLibrary,
];

function readPart(part: ContentItem, scope: ReportScope, notices: ReportNotice[]): readonly Annotation[] {
  if (isCode(part.concept, concepts.imagingMeasurements)) return part.children.flatMap((group) => readPart(group, scope, notices));
  if (isCode(part.concept, concepts.measurementGroup)) return readMeasurementGroup(part, scope, notices);
  const isContext = part.relationship === 'HAS OBS CONTEXT' || ofTheReport.some((concept) => isCode(part.concept, concept));
  if (!isContext) notices.push(notMapped(part));
  return [];
}
