import type { DataSet } from '../dataSet.ts';
import { readReferences } from './reference.ts';
import type { SopReference } from './reference.ts';

/** What part of which images is shown. No images means all of the presentation state. */
export interface DisplayedArea {
  readonly images: readonly SopReference[];
  /** Column and row of the first shown pixel, counting from 1 (PS3.3 C.10.4). */
  readonly topLeft: readonly [number, number];
  readonly bottomRight: readonly [number, number];
  /** SCALE TO FIT, TRUE SIZE or MAGNIFY. */
  readonly sizeMode: string | null;
}

export interface GraphicLayer {
  readonly name: string;
  readonly order: number | null;
  readonly description: string | null;
}

/** Windows for the images named; no images means all. */
export interface SoftcopyVoi {
  readonly images: readonly SopReference[];
  readonly windowCenters: readonly number[];
  readonly windowWidths: readonly number[];
  readonly hasLut: boolean;
}

/** A softcopy presentation state (PS3.3 A.33): how somebody wanted images to be seen. */
export interface PresentationState {
  readonly label: string | null;
  readonly description: string | null;
  readonly creator: string | null;
  readonly creationDate: string | null;
  readonly images: readonly SopReference[];
  readonly displayedAreas: readonly DisplayedArea[];
  readonly layers: readonly GraphicLayer[];
  readonly textAnnotations: number;
  readonly graphicAnnotations: number;
  readonly vois: readonly SoftcopyVoi[];
  readonly isFlipped: boolean;
  /** 0, 90, 180 or 270, clockwise, before flipping (C.10.6). */
  readonly rotationDegrees: number;
  readonly warnings: readonly string[];
}

/** @throws {DicomError} broken-value where a coordinate or window is none */
export function readPresentationState(dataSet: DataSet): PresentationState {
  const annotations = dataSet.items('GraphicAnnotationSequence');
  const count = (keyword: 'TextObjectSequence' | 'GraphicObjectSequence'): number => annotations.reduce((sum, item) => sum + item.items(keyword).length, 0);
  return {
    label: dataSet.text('ContentLabel'),
    description: dataSet.text('ContentDescription'),
    creator: dataSet.text('ContentCreatorName'),
    creationDate: dataSet.text('PresentationCreationDate'),
    images: dataSet.items('ReferencedSeriesSequence').flatMap((series) => readReferences(series.items('ReferencedImageSequence'))),
    displayedAreas: dataSet.items('DisplayedAreaSelectionSequence').map(readArea),
    layers: dataSet.items('GraphicLayerSequence').map((item) => ({ name: item.text('GraphicLayer') ?? '', order: item.number('GraphicLayerOrder'), description: item.text('GraphicLayerDescription') })),
    textAnnotations: count('TextObjectSequence'),
    graphicAnnotations: count('GraphicObjectSequence'),
    vois: dataSet.items('SoftcopyVOILUTSequence').map((item) => ({
      images: readReferences(item.items('ReferencedImageSequence')),
      windowCenters: [...(item.numbers('WindowCenter') ?? [])],
      windowWidths: [...(item.numbers('WindowWidth') ?? [])],
      hasLut: item.items('VOILUTSequence').length > 0,
    })),
    isFlipped: dataSet.text('ImageHorizontalFlip') === 'Y',
    rotationDegrees: dataSet.number('ImageRotation') ?? 0,
    warnings: [...dataSet.warnings],
  };
}

function readArea(item: DataSet): DisplayedArea {
  const [left = 1, top = 1] = item.requireNumbers('DisplayedAreaTopLeftHandCorner', 2);
  const [right = 1, bottom = 1] = item.requireNumbers('DisplayedAreaBottomRightHandCorner', 2);
  return { images: readReferences(item.items('ReferencedImageSequence')), topLeft: [left, top], bottomRight: [right, bottom], sizeMode: item.text('PresentationSizeMode') };
}
