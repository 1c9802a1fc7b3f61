import { nameAttribute } from '../../shared/dicom/attributes.ts';
import type { Keyword } from '../../shared/dicom/attributes.ts';
import type { DataSet } from '../../shared/dicom/dataSet.ts';
import type { FrameView } from '../../shared/dicom/functionalGroups.ts';
import { orWarn } from '../../shared/dicom/functionalGroups.ts';
import { DicomError } from '../../shared/errors/appError.ts';
import type { FlatFrame } from './flatFrame.ts';

/** PhysicalUnitsXDirection and …YDirection: centimetres (PS3.3 C.8.5.5.1.15). */
const centimetres = 3;
/** RegionSpatialFormat: a picture of tissue, not a curve (PS3.3 C.8.5.5.1.1). */
const twoDimensional = 1;
/** Regions reach past the frame by as much where their ends are written from 1. */
const slackPx = 1;
/** Part of the frame the calibrated regions must cover, so that a length measured in it means what it says. */
const mostOfFrame = 0.5;

/**
 * How large the pixels of a picture are, and of what; null where it does not say.
 *
 * PixelSpacing measures the patient, unless it merely repeats the spacing at the detector (PS3.3 10.7.1.3). Ultrasound is
 * calibrated by region; regions of different scale leave it without one. What is broken is left out with a warning.
 */
export function flatSpacing(dataSet: DataSet, view: FrameView, warnings: string[]): FlatFrame['spacing'] {
  if (view.isPlaced) {
    const plane = orWarn(warnings, () => view.plane());
    if (plane !== null) return { columnMm: plane.columnSpacingMm, rowMm: plane.rowSpacingMm, at: 'patient' };
  }
  const read = (keyword: Keyword): { readonly columnMm: number; readonly rowMm: number } | null => orWarn(warnings, () => pairOf(dataSet, keyword));
  const patient = read('PixelSpacing');
  const imager = read('ImagerPixelSpacing') ?? read('NominalScannedPixelSpacing');
  const isRepeated = patient !== null && imager !== null && patient.columnMm === imager.columnMm && patient.rowMm === imager.rowMm && !dataSet.has('PixelSpacingCalibrationType');
  if (patient !== null && !isRepeated) return { ...patient, at: 'patient' };
  const region = orWarn(warnings, () => regionSpacing(dataSet));
  if (region !== null) return { ...region, at: 'patient' };
  return imager === null ? null : { ...imager, at: 'imager' };
}

/** [row, column] as DICOM writes them. */
function pairOf(dataSet: DataSet, keyword: Keyword): { readonly columnMm: number; readonly rowMm: number } | null {
  if (dataSet.numbers(keyword) === null) return null;
  const [rowMm = 0, columnMm = 0] = dataSet.requireNumbers(keyword, 2);
  if (rowMm > 0 && columnMm > 0) return { columnMm, rowMm };
  throw new DicomError('broken-value', `${nameAttribute(keyword)} must be above 0, but is ${rowMm}\\${columnMm}; lengths are told in pixels.`);
}

/** Spacing of the ultrasound regions in centimetres, where they agree and cover most of the frame. */
function regionSpacing(dataSet: DataSet): { readonly columnMm: number; readonly rowMm: number } | null {
  const rows = dataSet.number('Rows') ?? 0;
  const columns = dataSet.number('Columns') ?? 0;
  const regions = dataSet.items('SequenceOfUltrasoundRegions').filter((item) => item.number('PhysicalUnitsXDirection') === centimetres && item.number('PhysicalUnitsYDirection') === centimetres && item.number('RegionSpatialFormat') === twoDimensional);
  const [first] = regions;
  if (first === undefined) return null;
  const [x, y] = deltaOf(first);
  if (!(x > 0 && y > 0)) throw new DicomError('broken-value', `${nameAttribute('PhysicalDeltaX')} and ${nameAttribute('PhysicalDeltaY')} must not be 0; lengths are told in pixels.`);
  // Past the border the regions are those of a larger picture, from which this one was made smaller.
  if (regions.some((item) => item.requireNumber('RegionLocationMaxX1') >= columns + slackPx || item.requireNumber('RegionLocationMaxY1') >= rows + slackPx)) return null;
  const isOneScale = regions.every((item) => deltaOf(item).every((delta, axis) => Math.abs(delta / (axis === 0 ? x : y) - 1) < 1e-6));
  const covered = regions.reduce((sum, item) => sum + areaOf(item), 0);
  return isOneScale && covered >= rows * columns * mostOfFrame ? { columnMm: x * 10, rowMm: y * 10 } : null;
}

function areaOf(region: DataSet): number {
  const width = region.requireNumber('RegionLocationMaxX1') - region.requireNumber('RegionLocationMinX0') + 1;
  const height = region.requireNumber('RegionLocationMaxY1') - region.requireNumber('RegionLocationMinY0') + 1;
  return Math.max(0, width) * Math.max(0, height);
}

/** Steps along a row and a column in the unit of the region; they are negative where its axes run against the picture's. */
const deltaOf = (region: DataSet): readonly [number, number] => [Math.abs(region.requireNumber('PhysicalDeltaX')), Math.abs(region.requireNumber('PhysicalDeltaY'))];
