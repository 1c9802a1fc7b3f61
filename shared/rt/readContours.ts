import { DicomError } from '../errors/appError.ts';
import type { DataSet } from '../dicom/dataSet.ts';
import type { Contour } from './types.ts';

const geometricTypes: ReadonlySet<string> = new Set<Contour['geometricType']>(['POINT', 'OPEN_PLANAR', 'OPEN_NONPLANAR', 'CLOSED_PLANAR', 'CLOSEDPLANAR_XOR']);

/** Fewest points a contour of a type means anything with. */
const fewestPoints: Readonly<Record<Contour['geometricType'], number>> = {
  POINT: 1, OPEN_PLANAR: 2, OPEN_NONPLANAR: 2, CLOSED_PLANAR: 3, CLOSEDPLANAR_XOR: 3,
};

/** Contours of one ROIContourSequence item; what cannot be used is left out and named in `warnings`. */
export function readContours(item: DataSet, warnings: string[]): readonly Contour[] {
  const contours: Contour[] = [];
  item.items('ContourSequence').forEach((contourItem, index) => {
    const who = `contour ${index + 1}`;
    try {
      const contour = readContour(contourItem, who, warnings);
      if (contour !== null) contours.push(contour);
    } catch (error) {
      if (!(error instanceof DicomError)) throw error;
      warnings.push(`${who} is left out: ${error.message}`);
    }
  });
  return contours;
}

function readContour(item: DataSet, who: string, warnings: string[]): Contour | null {
  const type = item.text('ContourGeometricType');
  if (type === null || !isGeometricType(type)) {
    warnings.push(`${who} is left out: ContourGeometricType (3006,0042) is ${type ?? 'absent'}`);
    return null;
  }
  const pointsMm = item.numbers('ContourData') ?? new Float64Array(0);
  if (pointsMm.length % 3 !== 0) {
    warnings.push(`${who} is left out: ContourData (3006,0050) has ${pointsMm.length} numbers, which are not triplets`);
    return null;
  }
  const points = pointsMm.length / 3;
  if (points < fewestPoints[type]) {
    warnings.push(`${who} is left out: ${type} with ${points} ${points === 1 ? 'point' : 'points'}${points > 0 ? ` at z ${(pointsMm[2] ?? 0).toFixed(2)} mm` : ''}`);
    return null;
  }
  const stated = item.number('NumberOfContourPoints');
  if (stated !== null && stated !== points) warnings.push(`${who} states ${stated} points but has ${points}; its data are used`);
  return { geometricType: type, pointsMm };
}

function isGeometricType(type: string): type is Contour['geometricType'] {
  return geometricTypes.has(type);
}
