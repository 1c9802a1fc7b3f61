import { isImageKind } from '../../shared/dicom/objectKind.ts';
import type { ObjectKind } from '../../shared/dicom/objectKind.ts';
import type { PatientHeader, StudyHeader } from '../../shared/dicom/types.ts';
import type { CaseImaging, StoredInstance } from '../../shared/ipc/channels.ts';
import { inReadingOrder, studiesOf } from '../../shared/viewing/hanging.ts';
import type { HungSeries } from '../../shared/viewing/seriesClass.ts';
import type { FrameRequest } from '../study/frameImage.ts';
import { isImage, mayBeVolume } from '../study/imageClasses.ts';
import { hungViews } from './hungViews.ts';

/** A series, or a document, of the case as the panel lists it and cells hang it. */
export interface DeskSeries extends HungSeries {
  readonly kind: ObjectKind;
  /** Title of a document or label of an object, or of a photograph where it is the only one of its series; null for other images. */
  readonly label: string | null;
  /** By instance number; of a document its one object. */
  readonly instances: readonly StoredInstance[];
  readonly present: number;
  readonly isLossy: boolean;
  readonly patient: PatientHeader;
  readonly study: StudyHeader;
  /** The middle of the pictures that are here; null where there is none. */
  readonly preview: FrameRequest | null;
  readonly warnings: number;
}

export interface DeskStudy {
  readonly studyInstanceUID: string;
  readonly header: StudyHeader;
  readonly series: readonly DeskSeries[];
}

const documentKinds: ReadonlySet<ObjectKind> = new Set(['report', 'doseReport', 'cadReport', 'keyObjects', 'presentationState', 'encapsulatedPdf', 'encapsulatedCda', 'ecg12Lead', 'ecg', 'waveform']);

/** An object the desk shows as a document. */
export const isDeskDocument = (kind: ObjectKind): boolean => documentKinds.has(kind);

const isPicture = ({ header }: StoredInstance): boolean => isImageKind(header.kind) || isImage(header.sopClassUID);

/** Series of pictures, and every document by itself. Radiotherapy objects and others without a place in a cell are left to their own pages. */
export function deskSeries({ instances, chain }: CaseImaging): readonly DeskSeries[] {
  const bySeries = new Map<string, StoredInstance[]>();
  // An object a case holds twice is one object.
  for (const instance of new Map(instances.map((one) => [one.header.sopInstanceUID, one])).values()) {
    const key = isPicture(instance) ? instance.header.seriesInstanceUID : isDeskDocument(instance.header.kind) ? `document ${instance.header.sopInstanceUID}` : null;
    if (key === null) continue;
    const group = bySeries.get(key);
    if (group === undefined) bySeries.set(key, [instance]);
    else group.push(instance);
  }
  // Images alone are no planning images, even where the chain could only begin with them.
  const hasPlan = chain.structureSetUID !== null || chain.planUID !== null || chain.doseUIDs.length > 0;
  return [...bySeries.values()].flatMap((group) => seriesOf(group, hasPlan ? chain.imageSeriesUID : null) ?? []);
}

const byUid = new WeakMap<DeskSeries, ReadonlyMap<string, StoredInstance>>();

/** An object of a series, found without looking through all of them: this is asked for every slice that is scrolled past. */
export function instanceIn(series: DeskSeries, sopInstanceUID: string): StoredInstance | null {
  let known = byUid.get(series);
  if (known === undefined) byUid.set(series, (known = new Map(series.instances.map((instance) => [instance.header.sopInstanceUID, instance]))));
  return known.get(sopInstanceUID) ?? null;
}

/** Number the scanner gave an image of the series; null where it gave none, and for an image of several frames, which share theirs. */
export function imageNumberOf(series: DeskSeries, sopInstanceUID: string): number | null {
  const header = instanceIn(series, sopInstanceUID)?.header;
  return header === undefined || (header.image?.frames ?? 1) > 1 ? null : header.instanceNumber;
}

const byNumber = (a: StoredInstance, b: StoredInstance): number => (a.header.instanceNumber ?? Infinity) - (b.header.instanceNumber ?? Infinity) || 0;

function seriesOf(group: readonly StoredInstance[], planningSeriesUID: string | null): DeskSeries | null {
  const instances = [...group].sort(byNumber);
  // Of an object that has not arrived only the manifest is known.
  const first = instances.find(({ header }) => header.studyInstanceUID !== '') ?? instances[0];
  if (first === undefined) return null;
  const { header } = first;
  const isDocument = !isPicture(first);
  const here = instances.filter(({ isPresent }) => isPresent);
  const middle = here[here.length >> 1];
  return {
    seriesInstanceUID: header.seriesInstanceUID, studyInstanceUID: header.studyInstanceUID, studyDate: header.study.date, studyDescription: header.study.description, modality: header.modality,
    description: header.series.description, bodyPart: header.series.bodyPart, number: header.series.number, images: instances.reduce((sum, instance) => sum + (instance.header.image?.frames ?? 1), 0),
    shows: isDocument ? 'document' : mayBeVolume(header.sopClassUID) ? 'volume' : 'frames', sopInstanceUID: isDocument ? header.sopInstanceUID : null, frameOfReferenceUID: header.frameOfReferenceUID,
    isPlanning: !isDocument && header.seriesInstanceUID === planningSeriesUID, views: isDocument || mayBeVolume(header.sopClassUID) ? [] : hungViews(here.map((instance) => instance.header)),
    kind: header.kind, label: isDocument || instances.length === 1 ? header.label : null, instances, present: here.length, isLossy: instances.some((instance) => instance.header.image?.isLossy === true), patient: header.patient, study: header.study,
    preview: isDocument || middle === undefined ? null : { sha256: middle.sha256, frame: (middle.header.image?.frames ?? 1) >> 1 }, warnings: instances.reduce((sum, instance) => sum + instance.header.warnings.length, 0),
  };
}

/** By study in the order a case is read in: the newest first, photographs and documents added to the case last. Series by number, documents behind the pictures. */
export function deskStudies(series: readonly DeskSeries[]): readonly DeskStudy[] {
  const known = new Map<HungSeries, DeskSeries>(series.map((one) => [one, one]));
  return inReadingOrder(studiesOf(series)).flatMap((entries) => {
    const own = entries.flatMap((one) => known.get(one) ?? []).sort((a, b) => Number(a.shows === 'document') - Number(b.shows === 'document'));
    const [first] = own;
    return first === undefined ? [] : [{ studyInstanceUID: first.studyInstanceUID, header: first.study, series: own }];
  });
}

/** Name of a series or document: number and description, or what it is. */
export const seriesTitle = (series: Pick<DeskSeries, 'modality' | 'number' | 'description' | 'label'>): string => [series.modality, series.number === null ? null : String(series.number), series.label ?? series.description].filter((part) => part !== null && part !== '').join(' · ');

/** The series a volume, series or object UID names. */
export const seriesWith = (series: readonly DeskSeries[], uid: string): DeskSeries | null => {
  const plain = uid.replace(/#\d+$/, '');
  return series.find((one) => (one.shows === 'document' ? one.sopInstanceUID === plain : one.seriesInstanceUID === plain)) ?? null;
};

/** An image of the case as documents name it, as `CT 3-45`; null where the case does not hold it. */
export function nameOfImage(series: readonly DeskSeries[], sopInstanceUID: string): string | null {
  for (const one of series) {
    const found = instanceIn(one, sopInstanceUID);
    if (found !== null) return `${one.modality} ${[one.number, found.header.instanceNumber].filter((part) => part !== null).join('-')}`.trim();
  }
  return null;
}

/** Series and image in one line, as minutes and reports name it: by the number its scanner gave, otherwise by the slice or frame from 0. */
export function imageTitle(series: DeskSeries, sopInstanceUID: string, sliceIndex: number, named: (number: number) => string): string {
  const number = imageNumberOf(series, sopInstanceUID);
  return `${seriesTitle(series)} · ${number === null ? sliceIndex + 1 : named(number)}`;
}
