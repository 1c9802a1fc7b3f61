import type { DataSet } from '../dataSet.ts';
import { readReferences } from './reference.ts';
import type { SopReference } from './reference.ts';

/** PIXEL: columns and rows of the image, 0\0 its upper left corner. DISPLAY: parts of the displayed area, 0 to 1. MATRIX: as PIXEL, over a mosaic. */
export type GraphicUnits = string;

interface OnImages {
  /** Images it is drawn on; none means all of the presentation state. */
  readonly images: readonly SopReference[];
  readonly layer: string | null;
}

/** A line, circle or the like drawn over images (PS3.3 C.10.5). */
export interface GraphicObject extends OnImages {
  readonly units: GraphicUnits | null;
  /** POINT, POLYLINE, INTERPOLATED, CIRCLE or ELLIPSE. */
  readonly graphicType: string;
  readonly points: readonly (readonly [number, number])[];
  readonly isFilled: boolean;
  /** What it follows over time, the same as in a measurement report; null where the state does not say. */
  readonly tracking: { readonly id: string | null; readonly uid: string | null } | null;
}

/** Words written over images. */
export interface TextObject extends OnImages {
  readonly text: string;
  /** Point the words belong to. */
  readonly anchor: { readonly point: readonly [number, number]; readonly units: GraphicUnits | null; readonly isVisible: boolean } | null;
  /** Box the words stand in. */
  readonly box: { readonly topLeft: readonly [number, number]; readonly bottomRight: readonly [number, number]; readonly units: GraphicUnits | null } | null;
}

/** @throws {DicomError} broken-value where a coordinate is none */
export function readGraphicAnnotations(dataSet: DataSet): { readonly texts: readonly TextObject[]; readonly graphics: readonly GraphicObject[] } {
  const texts: TextObject[] = [];
  const graphics: GraphicObject[] = [];
  for (const annotation of dataSet.items('GraphicAnnotationSequence')) {
    const on: OnImages = { images: readReferences(annotation.items('ReferencedImageSequence')), layer: annotation.text('GraphicLayer') };
    for (const item of annotation.items('TextObjectSequence')) texts.push(readText(item, on));
    for (const item of annotation.items('GraphicObjectSequence')) graphics.push(readGraphic(item, on));
  }
  return { texts, graphics };
}

function readGraphic(item: DataSet, on: OnImages): GraphicObject {
  const values = item.numbers('GraphicData') ?? [];
  const points = Array.from({ length: Math.floor(values.length / 2) }, (_, index): [number, number] => [values[index * 2] ?? 0, values[index * 2 + 1] ?? 0]);
  const tracking = { id: item.text('TrackingID'), uid: item.text('TrackingUID') };
  return {
    ...on,
    units: item.text('GraphicAnnotationUnits'),
    graphicType: item.text('GraphicType') ?? '',
    points,
    isFilled: item.text('GraphicFilled') === 'Y',
    tracking: tracking.id === null && tracking.uid === null ? null : tracking,
  };
}

function readText(item: DataSet, on: OnImages): TextObject {
  const anchor = pair(item, 'AnchorPoint');
  const [topLeft, bottomRight] = [pair(item, 'BoundingBoxTopLeftHandCorner'), pair(item, 'BoundingBoxBottomRightHandCorner')];
  return {
    ...on,
    text: (item.text('UnformattedTextValue') ?? '').replaceAll('\r\n', '\n'),
    anchor: anchor === null ? null : { point: anchor, units: item.text('AnchorPointAnnotationUnits'), isVisible: item.text('AnchorPointVisibility') === 'Y' },
    box: topLeft === null || bottomRight === null ? null : { topLeft, bottomRight, units: item.text('BoundingBoxAnnotationUnits') },
  };
}

function pair(item: DataSet, keyword: 'AnchorPoint' | 'BoundingBoxTopLeftHandCorner' | 'BoundingBoxBottomRightHandCorner'): readonly [number, number] | null {
  const [column, row] = item.numbers(keyword) ?? [];
  return column === undefined || row === undefined ? null : [column, row];
}
