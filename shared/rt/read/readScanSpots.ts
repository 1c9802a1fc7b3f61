import type { DataSet } from '../../dicom/dataSet.ts';
import { notice, type RtNotice } from '../notices.ts';
import type { ScanSpots } from '../types.ts';
import { optionalValues } from './optionalValue.ts';

/**
 * Spot map of one ion control point (PS3.3 C.8.8.25). Positions, tune and size are kept from the point before where they
 * are absent; weights never are, for that would deliver them twice.
 *
 * @returns null where the point has no weights, or not one for each position
 */
export function readScanSpots(item: DataSet, before: ScanSpots | null, beam: number, warnings: RtNotice[]): ScanSpots | null {
  const values = optionalValues(item, warnings, (detail) => notice('beam-value-unreadable', { beam, detail }));
  const metersetWeights = values.numbers('ScanSpotMetersetWeights');
  if (metersetWeights === null) return null;
  const positionsMm = values.numbers('ScanSpotPositionMap') ?? before?.positionsMm ?? new Float64Array(0);
  const stated = values.number('NumberOfScanSpotPositions') ?? metersetWeights.length;
  if (positionsMm.length !== metersetWeights.length * 2 || stated !== metersetWeights.length) {
    warnings.push(notice('scan-spots-differ', { beam, point: item.text('ControlPointIndex') ?? '–', stated, positions: positionsMm.length / 2, weights: metersetWeights.length }));
    return null;
  }
  const [width, height] = values.numbers('ScanningSpotSize') ?? [];
  return {
    tuneID: item.text('ScanSpotTuneID') ?? before?.tuneID ?? null,
    paintings: values.number('NumberOfPaintings') ?? before?.paintings ?? null,
    positionsMm,
    metersetWeights,
    spotSizeMm: width === undefined || height === undefined ? (before?.spotSizeMm ?? null) : [width, height],
  };
}
