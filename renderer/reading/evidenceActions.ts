import { v7 as uuid } from 'uuid';
import type { Annotation } from '../../shared/annotation/types.ts';
import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import { uidFromSeed } from '../../shared/dicom/write/uidFromSeed.ts';
import { StoreError } from '../../shared/errors/appError.ts';
import type { EvidenceContext, EvidenceImage, EvidenceObject } from '../../shared/evidence/context.ts';
import { patientAndStudyOf } from '../../shared/evidence/contextOfImage.ts';
import { readMeasurementReport } from '../../shared/evidence/readMeasurementReport.ts';
import { writeKeyObjects } from '../../shared/evidence/writeKeyObjects.ts';
import { writeMeasurementReport } from '../../shared/evidence/writeMeasurementReport.ts';
import type { CaseImaging, StoredInstance } from '../../shared/ipc/channels.ts';
import type { ImageVolume } from '../../shared/volume/types.ts';
import { voxelToPatient } from '../../shared/volume/sample.ts';
import type { ReadingActions } from './actions.ts';
import { seriesOfAnnotation } from './cells/annotationsOf.ts';

/** What saved objects are made from: the case, who saves, on which console. */
export interface EvidenceSetting {
  readonly imaging: CaseImaging;
  readonly actions: Pick<ReadingActions, 'readHeads' | 'readObject' | 'addObjects'>;
  readonly author: string;
  readonly device: EvidenceContext['device'];
  readonly language: 'zh' | 'en';
  /** Volumes of a series that are in memory. */
  readonly volumesOf: (seriesInstanceUID: string) => readonly ImageVolume[];
}

/** A console that does not name itself. */
export const unnamedDevice: EvidenceContext['device'] = { uid: uidFromSeed('mdt-console reading desk'), softwareVersion: '0.1.0', serialNumber: '0', institutionName: null };

/** One frame on screen, with the size of its pixels. */
export type ShownFrame = Pick<EvidenceImage, 'sopInstanceUID' | 'frame' | 'columnSpacingMm' | 'rowSpacingMm' | 'isCalibrated'>;

/** Series number of objects made here, behind those of any scanner. */
const seriesNumbers = { report: 9001, keyImages: 9002 } as const;

const instanceOf = ({ instances }: CaseImaging, sopInstanceUID: string): StoredInstance | null => instances.find(({ header }) => header.sopInstanceUID === sopInstanceUID) ?? null;

function imageOf({ header }: StoredInstance, placed: Pick<EvidenceImage, 'frame' | 'columnSpacingMm' | 'rowSpacingMm' | 'isCalibrated' | 'plane'>): EvidenceImage | null {
  const { image } = header;
  if (image === null || image.columns === null || image.rows === null) return null;
  const { sopClassUID, sopInstanceUID, seriesInstanceUID, studyInstanceUID, modality, study } = header;
  return { sopClassUID, sopInstanceUID, seriesInstanceUID, studyInstanceUID, studyDate: study.date, modality, frames: image.frames, columns: image.columns, rows: image.rows, ...placed };
}

/** Every slice of a volume as reports refer to it. */
function slicesOf(imaging: CaseImaging, { geometry, volumeId, frameOfReferenceUID, sopInstanceUIDs }: ImageVolume): readonly EvidenceImage[] {
  const seen = new Map<string, number>();
  return sopInstanceUIDs.flatMap((uid, k) => {
    const frame = seen.get(uid) ?? 0;
    seen.set(uid, frame + 1);
    const instance = instanceOf(imaging, uid);
    if (instance === null) return [];
    const { columnSpacingMm, rowSpacingMm, rowDirection, columnDirection } = geometry;
    return imageOf(instance, { frame, columnSpacingMm, rowSpacingMm, isCalibrated: true, plane: { volumeId, frameOfReferenceUID, origin: voxelToPatient(geometry, [0, 0, k]), rowDirection, columnDirection } }) ?? [];
  });
}

/** Images annotations lie on. */
function imagesOf({ imaging, volumesOf }: EvidenceSetting, annotations: readonly Annotation[]): readonly EvidenceImage[] {
  const flat = annotations.flatMap(({ place }) => {
    if (place.space !== 'image') return [];
    const instance = instanceOf(imaging, place.sopInstanceUID);
    const { frame, columnSpacingMm, rowSpacingMm, isCalibrated } = place;
    return instance === null ? [] : (imageOf(instance, { frame, columnSpacingMm, rowSpacingMm, isCalibrated, plane: null }) ?? []);
  });
  const series = [...new Set(annotations.filter(({ place }) => place.space === 'patient').map(seriesOfAnnotation))];
  return [...flat, ...series.flatMap((uid) => volumesOf(uid).flatMap((volume) => slicesOf(imaging, volume)))];
}

/** Patient and study of an image, read from the object itself. */
async function contextFor(setting: EvidenceSetting, images: readonly EvidenceImage[], of: Pick<EvidenceImage, 'seriesInstanceUID' | 'sopInstanceUID'>, seriesNumber: number): Promise<EvidenceContext> {
  const heads = await setting.actions.readHeads(of.seriesInstanceUID);
  const head = heads.find(({ sopInstanceUID }) => sopInstanceUID === of.sopInstanceUID) ?? heads[0];
  if (head === undefined) throw new StoreError('not-found', 'The images measured on are not on this computer; synchronise the case and save again.');
  const dataSet = parseDataSet(head.bytes, head.isWhole ? {} : { until: 'x7fe00010', fileLength: head.byteLength });
  return {
    ...patientAndStudyOf(dataSet), images, author: setting.author, device: setting.device, language: setting.language, seriesNumber,
    clock: { nowMs: Date.now(), utcOffsetMinutes: -new Date().getTimezoneOffset() }, newUid: () => uidFromSeed(uuid()),
  };
}

async function stored({ actions }: EvidenceSetting, object: Uint8Array): Promise<string> {
  const [added] = await actions.addObjects([object]);
  if (added === undefined) throw new StoreError('not-found', 'The console took the object and did not name it; look for it in the list of the case.');
  return added.sopInstanceUID;
}

const asObject = ({ header: { sopClassUID, sopInstanceUID, seriesInstanceUID, studyInstanceUID } }: StoredInstance): EvidenceObject => ({ sopClassUID, sopInstanceUID, seriesInstanceUID, studyInstanceUID });

/**
 * Keeps measurements as a report of the newest study measured on.
 *
 * @param amended reports that hold earlier content of the same annotations
 * @returns UID of the report
 * @throws {DicomError | StoreError} with what to do
 */
export async function saveReport(setting: EvidenceSetting, annotations: readonly Annotation[], amended: readonly string[]): Promise<string> {
  const images = imagesOf(setting, annotations);
  const measured = images.filter(({ seriesInstanceUID }) => annotations.some((annotation) => seriesOfAnnotation(annotation) === seriesInstanceUID));
  const [newest] = [...measured].sort((a, b) => (b.studyDate ?? '').localeCompare(a.studyDate ?? ''));
  if (newest === undefined) throw new StoreError('not-found', 'The series measured on is not open any more; show it in a cell and save again.');
  const context = await contextFor(setting, images, newest, seriesNumbers.report);
  const predecessors = amended.flatMap((uid) => instanceOf(setting.imaging, uid) ?? []).map(asObject);
  return stored(setting, writeMeasurementReport({ context, annotations, predecessors }));
}

/** Keeps one frame as a key image; UID of the selection. */
export async function saveKeyImage(setting: EvidenceSetting, shown: ShownFrame, description: string): Promise<string> {
  const instance = instanceOf(setting.imaging, shown.sopInstanceUID);
  const { frame, columnSpacingMm, rowSpacingMm, isCalibrated } = shown;
  const image = instance === null ? null : imageOf(instance, { frame, columnSpacingMm, rowSpacingMm, isCalibrated, plane: null });
  if (image === null) throw new StoreError('not-found', 'The image is not in the case any more; show it again.');
  const context = await contextFor(setting, [image], image, seriesNumbers.keyImages);
  return stored(setting, writeKeyObjects({ context, title: 'ofInterest', description, images: [{ image, presentationState: null }], documents: [] }));
}

/** Annotations of one saved report; nothing for a report of another template. */
export async function readReport({ actions }: Pick<EvidenceSetting, 'actions'>, sha256: string): Promise<readonly Annotation[]> {
  return readMeasurementReport(parseDataSet(await actions.readObject(sha256))).annotations;
}
