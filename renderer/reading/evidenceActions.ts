import { v7 as uuid } from 'uuid';
import type { Annotation } from '../../shared/annotation/types.ts';
import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import type { DataSet } from '../../shared/dicom/dataSet.ts';
import { headerOf } from '../../shared/dicom/readHeader.ts';
import { uidFromSeed } from '../../shared/dicom/write/uidFromSeed.ts';
import { DicomError, StoreError } from '../../shared/errors/appError.ts';
import type { EvidenceContext, EvidenceImage, EvidenceObject } from '../../shared/evidence/context.ts';
import { patientAndStudyOf } from '../../shared/evidence/contextOfImage.ts';
import { readMeasurementReport } from '../../shared/evidence/readMeasurementReport.ts';
import { isOnImage } from '../../shared/evidence/shownGraphics.ts';
import type { ShownAnnotation } from '../../shared/evidence/shownGraphics.ts';
import { shownStateOf } from '../../shared/evidence/shownState.ts';
import type { ShownRefusal } from '../../shared/evidence/shownState.ts';
import { writeKeyObjects } from '../../shared/evidence/writeKeyObjects.ts';
import { writeMeasurementReport } from '../../shared/evidence/writeMeasurementReport.ts';
import { writePresentationState } from '../../shared/evidence/writePresentationState.ts';
import type { WrittenPresentationState } from '../../shared/evidence/writePresentationState.ts';
import type { CaseImaging, StoredInstance } from '../../shared/ipc/channels.ts';
import type { Cell } from '../../shared/viewing/cell.ts';
import type { ImageVolume } from '../../shared/volume/types.ts';
import { voxelToPatient } from '../../shared/volume/sample.ts';
import type { ReadingActions } from './actions.ts';
import { seriesOfAnnotation } from './cells/annotationsOf.ts';
import { shownImageOf } from './shownImage.ts';
import type { ShownLook } from './shownImage.ts';

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

/** One frame on screen, as it is shown there. */
export interface ShownFrame extends Pick<EvidenceImage, 'sopInstanceUID' | 'frame' | 'columnSpacingMm' | 'rowSpacingMm' | 'isCalibrated'> {
  /** The volume it is a slice of; null where it is shown by itself. */
  readonly volume: ImageVolume | null;
  readonly look: ShownLook;
  readonly cell: Cell;
  /** Those drawn over it, with the words beside them. */
  readonly annotations: readonly ShownAnnotation[];
}

/** Why a key image was kept without the way it is shown. `header`: the image does not say what its values mean. */
export type StateRefusal = ShownRefusal | 'header';

export interface KeptKeyImage {
  /** Of the selection. */
  readonly sopInstanceUID: string;
  /** Null: it refers to a presentation state. */
  readonly withoutState: StateRefusal | null;
  /** How many annotations reach beyond the image, and are not in the state. */
  readonly leftOut: number;
}

/** Series number of objects made here, behind those of any scanner. */
const seriesNumbers = { report: 9001, keyImages: 9002, shownStates: 9003 } as const;

/** An object of the case; null where it holds none such. */
export const instanceOf = ({ instances }: CaseImaging, sopInstanceUID: string): StoredInstance | null => instances.find(({ header }) => header.sopInstanceUID === sopInstanceUID) ?? null;

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

/**
 * Header of an image of the case, or of another of its series.
 *
 * @throws {StoreError} not-found where none of the series is here
 */
export async function headOf({ actions }: Pick<EvidenceSetting, 'actions'>, of: Pick<EvidenceImage, 'seriesInstanceUID' | 'sopInstanceUID'>): Promise<DataSet> {
  const heads = await actions.readHeads(of.seriesInstanceUID);
  const head = heads.find(({ sopInstanceUID }) => sopInstanceUID === of.sopInstanceUID) ?? heads[0];
  if (head === undefined) throw new StoreError('not-found', 'The images measured on are not on this computer; synchronise the case and save again.');
  // A head ends before the pixels, where a file may end as well.
  return parseDataSet(head.bytes);
}

/** Patient and study as an image has them, and who saves. */
const contextOf = ({ author, device, language }: EvidenceSetting, dataSet: DataSet, images: readonly EvidenceImage[], seriesNumber: number): EvidenceContext => ({
  ...patientAndStudyOf(dataSet), images, author, device, language, seriesNumber,
  clock: { nowMs: Date.now(), utcOffsetMinutes: -new Date().getTimezoneOffset() }, newUid: () => uidFromSeed(uuid()),
});

/** Takes objects into the case in one step; UID of the last one. */
async function stored({ actions }: EvidenceSetting, objects: readonly Uint8Array[]): Promise<string> {
  const added = (await actions.addObjects(objects)).at(-1);
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
  const context = contextOf(setting, await headOf(setting, newest), images, seriesNumbers.report);
  const predecessors = amended.flatMap((uid) => instanceOf(setting.imaging, uid) ?? []).map(asObject);
  return stored(setting, [writeMeasurementReport({ context, annotations, predecessors })]);
}

/** A shown frame as reports refer to it; null where the case does not hold it. */
export function shownEvidence(imaging: CaseImaging, { sopInstanceUID, frame, columnSpacingMm, rowSpacingMm, isCalibrated, volume }: Omit<ShownFrame, 'look' | 'cell' | 'annotations'>): EvidenceImage | null {
  if (volume !== null) return slicesOf(imaging, volume).find((slice) => slice.sopInstanceUID === sopInstanceUID && slice.frame === frame) ?? null;
  const instance = instanceOf(imaging, sopInstanceUID);
  return instance === null ? null : imageOf(instance, { frame, columnSpacingMm, rowSpacingMm, isCalibrated, plane: null });
}

/** How an image is shown as a presentation state, or why it cannot be one. */
function stateObject(setting: EvidenceSetting, dataSet: DataSet, image: EvidenceImage, { look, cell, annotations }: ShownFrame): WrittenPresentationState | StateRefusal {
  try {
    const shown = shownImageOf(dataSet, image, look);
    const state = shownStateOf(cell, shown);
    if (typeof state === 'string') return state;
    const drawn = annotations.filter(({ annotation }) => isOnImage(annotation, shown));
    return writePresentationState({ context: contextOf(setting, dataSet, [image], seriesNumbers.shownStates), state, images: [shown], annotations: drawn, label: 'KEY_IMAGE', description: '' });
  } catch (error) {
    // The image is marked all the same: a key image needs nothing of what could not be told.
    if (error instanceof DicomError) return 'header';
    throw error;
  }
}

/**
 * Keeps one frame as a key image, together with the way it is shown where a presentation state can hold that.
 *
 * @throws {DicomError | StoreError} with what to do
 */
export async function saveKeyImage(setting: EvidenceSetting, shown: ShownFrame, description: string): Promise<KeptKeyImage> {
  const image = shownEvidence(setting.imaging, shown);
  if (image === null) throw new StoreError('not-found', 'The image is not in the case any more; show it again.');
  const dataSet = await headOf(setting, image);
  const written = stateObject(setting, dataSet, image, shown);
  const state = typeof written === 'string' ? null : written;
  const presentationState = state === null ? null : headerOf(parseDataSet(state.bytes));
  const selection = writeKeyObjects({ context: contextOf(setting, dataSet, [image], seriesNumbers.keyImages), title: 'ofInterest', description, images: [{ image, presentationState }], documents: [] });
  const sopInstanceUID = await stored(setting, [...(state === null ? [] : [state.bytes]), selection]);
  return { sopInstanceUID, withoutState: typeof written === 'string' ? written : null, leftOut: state?.leftOut.length ?? 0 };
}

/** Annotations of one saved report; nothing for a report of another template. */
export async function readReport({ actions }: Pick<EvidenceSetting, 'actions'>, sha256: string): Promise<readonly Annotation[]> {
  return readMeasurementReport(parseDataSet(await actions.readObject(sha256))).annotations;
}
