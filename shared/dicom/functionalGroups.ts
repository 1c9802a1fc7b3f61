import { AppError, DicomError } from '../errors/appError.ts';
import { add, scale } from '../geometry/vector.ts';
import { nameAttribute } from './attributes.ts';
import type { Keyword } from './attributes.ts';
import type { DataSet } from './dataSet.ts';
import { frameOffsets } from './frameOffsets.ts';
import { makePlane } from './readPlane.ts';
import type { ImagePlane } from './readPlane.ts';

/** Where a frame stands among the others (PS3.3 C.7.6.16.2.2, C.7.6.17); null where the object does not say. */
export interface FramePlacement {
  readonly stackID: string | null;
  readonly inStackPosition: number | null;
  readonly acquisitionNumber: number | null;
  readonly temporalPosition: number | null;
  /** Index of every dimension with the attribute it counts, as `x00209057`; null where the object names none. */
  readonly dimensions: readonly { readonly pointer: string | null; readonly index: number }[];
}

/** What a frame is and shows. */
export interface FrameContent {
  /** FrameType, or ImageType where there is no such group. */
  readonly frameType: readonly string[];
  /** CodeMeaning of the anatomic region. */
  readonly anatomy: string | null;
  readonly laterality: string | null;
}

/** Value = stored · slope + intercept. */
export interface Rescale {
  readonly slope: number;
  readonly intercept: number;
  readonly type: string | null;
}

/** A data set that holds attributes of a frame, and how to get to it. */
interface Source {
  readonly dataSet: DataSet;
  readonly path: string;
}

/**
 * One frame of an image, the same whether the object is a single slice, a grid of frames with an offset vector, or an
 * enhanced object with shared and per-frame functional groups (PS3.3 C.7.6.16).
 *
 * Each reading throws on its own, so that a broken window does not cost the geometry. Messages name frame and
 * sequence path.
 */
export class FrameView {
  readonly frame: number;
  readonly #object: DataSet;
  readonly #shared: DataSet | null;
  readonly #own: DataSet | null;
  readonly #dimensionPointers: readonly (string | null)[];
  readonly #frames: number;

  constructor(object: DataSet, frame: number, shared: DataSet | null, own: DataSet | null, dimensionPointers: readonly (string | null)[], frames: number) {
    this.#object = object;
    this.#frames = frames;
    this.frame = frame;
    this.#shared = shared;
    this.#own = own;
    this.#dimensionPointers = dimensionPointers;
  }

  /** The frame says where it lies in the patient; its plane may still be broken. */
  get isPlaced(): boolean {
    return hasValue(this.#source('PlanePositionSequence').dataSet, 'ImagePositionPatient') &&
      hasValue(this.#source('PlaneOrientationSequence').dataSet, 'ImageOrientationPatient') &&
      hasValue(this.#source('PixelMeasuresSequence').dataSet, 'PixelSpacing');
  }

  /** @throws {DicomError} missing-attribute | broken-value */
  plane(): ImagePlane {
    const position = this.#source('PlanePositionSequence');
    const orientation = this.#source('PlaneOrientationSequence');
    const measures = this.#source('PixelMeasuresSequence');
    const paths = [...new Set([position.path, orientation.path, measures.path])].filter((path) => path !== '').join(', ');
    const plane = this.#name(paths, () => makePlane({ image: this.#object, position: position.dataSet, orientation: orientation.dataSet, measures: measures.dataSet }));
    if (this.frame === 0 || this.#isGrouped || !this.#object.has('GridFrameOffsetVector')) return plane;
    const offset = this.#name('', () => frameOffsets(this.#object, plane, this.#frames)[this.frame] ?? 0);
    return { ...plane, origin: add(plane.origin, scale(plane.normal, offset)) };
  }

  /** Null where neither slope nor intercept is given. @throws {DicomError} broken-value (slope 0) */
  rescale(): Rescale | null {
    const { dataSet, path } = this.#source('PixelValueTransformationSequence');
    return this.#name(path, () => {
      const slope = dataSet.number('RescaleSlope');
      const intercept = dataSet.number('RescaleIntercept');
      if (slope === null && intercept === null) return null;
      if (slope === 0) throw new DicomError('broken-value', `${nameAttribute('RescaleSlope')} is 0.`);
      return { slope: slope ?? 1, intercept: intercept ?? 0, type: dataSet.text('RescaleType') };
    });
  }

  /** The item with the windows of this frame: the object itself, or its frame VOI LUT group. */
  voiSource(): Source {
    return this.#source('FrameVOILUTSequence');
  }

  /** Items of the real-world value mapping of this frame (PS3.3 C.7.6.16.2.11); empty where there is none. */
  realWorldMappings(): readonly DataSet[] {
    const keyword = 'RealWorldValueMappingSequence';
    for (const holder of [this.#own, this.#shared, this.#object]) if (holder !== null && holder.has(keyword)) return holder.items(keyword);
    return [];
  }

  /** @throws {DicomError} broken-value */
  placement(): FramePlacement {
    const { dataSet, path } = this.#source('FrameContentSequence');
    return this.#name(path, () => ({
      stackID: dataSet.text('StackID'),
      inStackPosition: dataSet.number('InStackPositionNumber'),
      acquisitionNumber: dataSet.number('FrameAcquisitionNumber') ?? this.#object.number('AcquisitionNumber'),
      temporalPosition: dataSet.number('TemporalPositionIndex') ?? this.#object.number('TemporalPositionIdentifier'),
      dimensions: [...(dataSet.numbers('DimensionIndexValues') ?? [])].map((index, at) => ({ index, pointer: this.#dimensionPointers[at] ?? null })),
    }));
  }

  /** mm; null where absent. @throws {DicomError} broken-value */
  sliceThickness(): number | null {
    const { dataSet, path } = this.#source('PixelMeasuresSequence');
    return this.#name(path, () => dataSet.number('SliceThickness'));
  }

  content(): FrameContent {
    const typed = (['MRImageFrameTypeSequence', 'CTImageFrameTypeSequence', 'PETFrameTypeSequence'] as const).map((keyword) => this.#source(keyword)).find(({ dataSet }) => dataSet.has('FrameType'));
    const anatomy = this.#source('FrameAnatomySequence').dataSet;
    return {
      frameType: typed?.dataSet.texts('FrameType') ?? this.#object.texts('ImageType') ?? [],
      anatomy: anatomy.items('AnatomicRegionSequence')[0]?.text('CodeMeaning') ?? this.#object.text('BodyPartExamined'),
      laterality: anatomy.text('FrameLaterality') ?? this.#object.text('ImageLaterality') ?? this.#object.text('Laterality'),
    };
  }

  get #isGrouped(): boolean {
    return this.#own !== null || this.#shared !== null;
  }

  /** A functional group of this frame: its own one before the shared one; the object itself where neither is there. */
  #source(group: Keyword): Source {
    const own = this.#own?.items(group)[0];
    if (own !== undefined) return { dataSet: own, path: `PerFrameFunctionalGroupsSequence (5200,9230)[${this.frame + 1}] > ${nameAttribute(group)}` };
    const shared = this.#shared?.items(group)[0];
    if (shared !== undefined) return { dataSet: shared, path: `SharedFunctionalGroupsSequence (5200,9229) > ${nameAttribute(group)}` };
    return { dataSet: this.#object, path: '' };
  }

  #name<T>(path: string, read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof DicomError) || (path === '' && this.frame === 0)) throw error;
      const place = path === '' ? `Frame ${this.frame + 1}` : `Frame ${this.frame + 1}, in ${path}`;
      throw new DicomError(error.reason as DicomReason, `${place}: ${error.message}`, { cause: error, detail: { ...error.detail, frame: this.frame + 1 } });
    }
  }
}

/** Present and not empty, whether or not the value makes sense. */
const hasValue = (dataSet: DataSet, keyword: Keyword): boolean => (dataSet.rawValue(keyword)?.bytes.length ?? 0) > 0;

type DicomReason = ConstructorParameters<typeof DicomError>[0];

/**
 * All frames of an image, in stored order.
 *
 * @param frames how many the object holds (NumberOfFrames)
 * @throws {DicomError} broken-value where there are functional groups, but not one for each frame
 */
export function frameViews(dataSet: DataSet, frames: number): readonly FrameView[] {
  const shared = dataSet.items('SharedFunctionalGroupsSequence')[0] ?? null;
  const own = dataSet.items('PerFrameFunctionalGroupsSequence');
  if (own.length > 0 && own.length < frames) {
    throw new DicomError('broken-value', `${nameAttribute('PerFrameFunctionalGroupsSequence')} has ${own.length} items for ${frames} frames; frames cannot be placed.`);
  }
  const pointers = dataSet.items('DimensionIndexSequence').map((item) => tagOf(item));
  return Array.from({ length: frames }, (_, frame) => new FrameView(dataSet, frame, shared, own[frame] ?? null, pointers, frames));
}

/** DimensionIndexPointer (AT) as `x00209057`. */
function tagOf(item: DataSet): string | null {
  const bytes = item.rawValue('DimensionIndexPointer')?.bytes;
  if (bytes === undefined || bytes.length < 4) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const part = (at: number): string => view.getUint16(at, item.isLittleEndian).toString(16).padStart(4, '0');
  return `x${part(0)}${part(2)}`;
}

/** Reads something only display depends on: what is broken becomes a warning and null. */
export function orWarn<T>(warnings: string[], read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (!warnings.includes(error.message)) warnings.push(error.message);
    return null;
  }
}
