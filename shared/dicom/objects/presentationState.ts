import type { DataSet } from '../dataSet.ts';
import { readLookupTable } from '../display/lookupTable.ts';
import type { LookupTable } from '../display/lookupTable.ts';
import { orWarn } from '../functionalGroups.ts';
import { readGraphicAnnotations } from './graphicAnnotation.ts';
import type { GraphicObject, TextObject } from './graphicAnnotation.ts';
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
  /** [between rows, between columns] in mm; null where only proportions are given. */
  readonly pixelSpacing: readonly [number, number] | null;
  /** Pixels of the display for one pixel of the image; for MAGNIFY. */
  readonly magnification: number | null;
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
  /** Those that could be read, over values that are not negative or say so by their VR. */
  readonly tables: readonly LookupTable[];
  /** LINEAR where the state does not say. */
  readonly shape: string;
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
  readonly texts: readonly TextObject[];
  readonly graphics: readonly GraphicObject[];
  readonly vois: readonly SoftcopyVoi[];
  readonly isFlipped: boolean;
  /** 0, 90, 180 or 270, clockwise, before flipping (C.10.6). */
  readonly rotationDegrees: number;
  /** Values the windows are in = stored · slope + intercept; null where the state has no such line. The image's own is not used (PS3.4 N.2.1). */
  readonly rescale: { readonly slope: number; readonly intercept: number; readonly type: string | null } | null;
  /** IDENTITY, or INVERSE where the least value is white; null where a table stands in its place. */
  readonly lutShape: string | null;
  readonly warnings: readonly string[];
}

/** @throws {DicomError} broken-value where a coordinate or window is none */
export function readPresentationState(dataSet: DataSet): PresentationState {
  const { texts, graphics } = readGraphicAnnotations(dataSet);
  const slope = dataSet.number('RescaleSlope');
  const warnings: string[] = [];
  return {
    label: dataSet.text('ContentLabel'),
    description: dataSet.text('ContentDescription'),
    creator: dataSet.text('ContentCreatorName'),
    creationDate: dataSet.text('PresentationCreationDate'),
    images: dataSet.items('ReferencedSeriesSequence').flatMap((series) => readReferences(series.items('ReferencedImageSequence'))),
    displayedAreas: dataSet.items('DisplayedAreaSelectionSequence').map(readArea),
    layers: dataSet.items('GraphicLayerSequence').map((item) => ({ name: item.text('GraphicLayer') ?? '', order: item.number('GraphicLayerOrder'), description: item.text('GraphicLayerDescription') })),
    textAnnotations: texts.length,
    graphicAnnotations: graphics.length,
    texts,
    graphics,
    vois: dataSet.items('SoftcopyVOILUTSequence').map((item) => ({
      images: readReferences(item.items('ReferencedImageSequence')),
      windowCenters: [...(item.numbers('WindowCenter') ?? [])],
      windowWidths: [...(item.numbers('WindowWidth') ?? [])],
      hasLut: item.items('VOILUTSequence').length > 0,
      tables: item.items('VOILUTSequence').flatMap((lut) => orWarn(warnings, () => readLookupTable(lut, 'LUTDescriptor', 'LUTData', lut.rawValue('LUTDescriptor')?.vr === 'SS')) ?? []),
      shape: item.text('VOILUTFunction') ?? 'LINEAR',
    })),
    isFlipped: dataSet.text('ImageHorizontalFlip') === 'Y',
    rotationDegrees: dataSet.number('ImageRotation') ?? 0,
    rescale: slope === null ? null : { slope, intercept: dataSet.number('RescaleIntercept') ?? 0, type: dataSet.text('RescaleType') },
    lutShape: dataSet.text('PresentationLUTShape'),
    warnings: [...dataSet.warnings, ...warnings],
  };
}

function readArea(item: DataSet): DisplayedArea {
  const [left = 1, top = 1] = item.requireNumbers('DisplayedAreaTopLeftHandCorner', 2);
  const [right = 1, bottom = 1] = item.requireNumbers('DisplayedAreaBottomRightHandCorner', 2);
  const [row, column] = item.numbers('PresentationPixelSpacing') ?? [];
  return {
    images: readReferences(item.items('ReferencedImageSequence')),
    topLeft: [left, top],
    bottomRight: [right, bottom],
    sizeMode: item.text('PresentationSizeMode'),
    pixelSpacing: row === undefined || column === undefined ? null : [row, column],
    magnification: item.number('PresentationPixelMagnificationRatio'),
  };
}
