import { DicomError } from '../../errors/appError.ts';
import type { DataSet } from '../../dicom/dataSet.ts';
import { notice, type RtNotice } from '../notices.ts';
import type { Contour } from '../types.ts';
import { numbersToTheEnd } from './numbersToTheEnd.ts';
import { optionalValues } from './optionalValue.ts';
import { offPlaneMm } from './planarity.ts';

const geometricTypes: ReadonlySet<string> = new Set<Contour['geometricType']>(['POINT', 'OPEN_PLANAR', 'OPEN_NONPLANAR', 'CLOSED_PLANAR', 'CLOSEDPLANAR_XOR']);

/** Fewest points a contour of a type means anything with. */
const fewestPoints: Readonly<Record<Contour['geometricType'], number>> = {
  POINT: 1, OPEN_PLANAR: 2, OPEN_NONPLANAR: 2, CLOSED_PLANAR: 3, CLOSEDPLANAR_XOR: 3,
};

/** Contours of one ROIContourSequence item; what cannot be used is left out and named in `warnings`. */
export function readContours(item: DataSet, warnings: RtNotice[]): readonly Contour[] {
  const contours: Contour[] = [];
  item.items('ContourSequence').forEach((contourItem, index) => {
    const number = index + 1;
    try {
      const contour = readContour(contourItem, number, warnings);
      if (contour !== null) contours.push(contour);
    } catch (error) {
      if (!(error instanceof DicomError)) throw error;
      warnings.push(notice('contour-unreadable', { contour: number, detail: error.message }));
    }
  });
  return contours;
}

function readContour(item: DataSet, contour: number, warnings: RtNotice[]): Contour | null {
  const type = item.text('ContourGeometricType');
  if (type === null || !isGeometricType(type)) {
    warnings.push(type === null ? notice('contour-type-absent', { contour }) : notice('contour-type-unknown', { contour, type }));
    return null;
  }
  const pointsMm = numbersToTheEnd(item, 'ContourData') ?? new Float64Array(0);
  if (pointsMm.length % 3 !== 0) {
    warnings.push(notice('contour-not-triplets', { contour, numbers: pointsMm.length }));
    return null;
  }
  const points = pointsMm.length / 3;
  if (points < fewestPoints[type]) {
    warnings.push(points === 0 ? notice('contour-empty', { contour, type }) : notice('contour-too-short', { contour, type, points, zMm: Number((pointsMm[2] ?? 0).toFixed(2)) }));
    return null;
  }
  const stated = optionalValues(item, [], (detail) => notice('structure-value-unreadable', { detail })).number('NumberOfContourPoints');
  if (stated !== null && stated !== points) warnings.push(notice('contour-points-differ', { contour, stated, points }));
  const offMm = type === 'CLOSED_PLANAR' || type === 'CLOSEDPLANAR_XOR' ? offPlaneMm(pointsMm) : 0;
  if (offMm > 0) warnings.push(notice('contour-not-planar', { contour, type, offMm: Number(offMm.toFixed(2)) }));
  const imageUIDs = item.items('ContourImageSequence').flatMap((image) => image.text('ReferencedSOPInstanceUID') ?? []);
  return { geometricType: type, pointsMm, imageUIDs };
}

function isGeometricType(type: string): type is Contour['geometricType'] {
  return geometricTypes.has(type);
}
