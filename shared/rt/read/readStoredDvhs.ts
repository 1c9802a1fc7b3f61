import { DicomError } from '../../errors/appError.ts';
import type { DataSet } from '../../dicom/dataSet.ts';
import { notice, type RtNotice } from '../notices.ts';
import type { StoredDvh } from '../types.ts';
import { optionalValues } from './optionalValue.ts';
import { readDvhPairs } from './readDvhPairs.ts';

/**
 * Histograms the planning system stored in its RT Dose (PS3.3 C.8.8.4), as cumulative curves over scaled dose.
 *
 * DVHData holds pairs of bin width and volume. One that cannot be read is left out and named in `warnings`, and so are
 * NATURAL histograms and volumes PER_U: over dose to the power of −3/2 nobody compares them with a recomputed curve.
 */
export function readStoredDvhs(dataSet: DataSet, warnings: RtNotice[]): readonly StoredDvh[] {
  const items = dataSet.items('DVHSequence');
  const normalizationDose = items.length === 0 ? null : optionalValues(dataSet, warnings, (detail) => notice('dose-value-unreadable', { detail })).number('DVHNormalizationDoseValue');
  return items.flatMap((item, n) => {
    try {
      return [{ ...storedDvh(item, n + 1, warnings), ...(normalizationDose === null ? {} : { normalizationDose }) }];
    } catch (error) {
      if (!(error instanceof DicomError)) throw error;
      warnings.push(notice('stored-dvh-unreadable', { index: n + 1, detail: error.message }));
      return [];
    }
  });
}

function storedDvh(item: DataSet, index: number, warnings: RtNotice[]): StoredDvh {
  const dvhType = item.requireText('DVHType');
  const doseUnits = item.requireText('DoseUnits');
  const volumeUnits = item.requireText('DVHVolumeUnits');
  if (doseUnits !== 'GY' && doseUnits !== 'RELATIVE') throw new DicomError('broken-value', `${item.place('DoseUnits')} is ${doseUnits}, not GY or RELATIVE`);
  if (volumeUnits !== 'CM3' && volumeUnits !== 'PERCENT') throw new DicomError('unsupported', `${item.place('DVHVolumeUnits')} is ${volumeUnits}; CM3 and PERCENT are read`);
  const scaling = item.requireNumber('DVHDoseScaling');
  if (!(scaling > 0)) throw new DicomError('broken-value', `${item.place('DVHDoseScaling')} is ${scaling}`);
  const values = optionalValues(item, warnings, (detail) => notice('stored-dvh-value-unreadable', { index, detail }));
  const maximum = values.number('DVHMaximumDose');
  const { widths, volumes } = readDvhPairs(item, index, maximum === null ? null : maximum / scaling, warnings);
  const { dose, volume } = cumulative(item, dvhType, widths, volumes, scaling);
  return {
    rois: item.items('DVHReferencedROISequence').map((roi) => ({ number: roi.requireNumber('ReferencedROINumber'), contribution: roi.text('DVHROIContributionType') })),
    dvhType, doseUnits, doseType: item.text('DoseType') ?? '', volumeUnits, dose, volume,
    minimum: values.number('DVHMinimumDose'), mean: values.number('DVHMeanDose'), maximum,
  };
}

/** Dose of every bin's lower edge, ascending from 0, and the volume at or above it; the last edge closes the curve. */
function cumulative(item: DataSet, dvhType: string, widths: Float64Array, volumes: Float64Array, scaling: number): { readonly dose: Float64Array; readonly volume: Float64Array } {
  if (dvhType !== 'CUMULATIVE' && dvhType !== 'DIFFERENTIAL') throw new DicomError('unsupported', `${item.place('DVHType')} is ${dvhType}; CUMULATIVE and DIFFERENTIAL are read`);
  const bins = widths.length;
  const dose = new Float64Array(bins + 1);
  const volume = new Float64Array(bins + 1);
  widths.forEach((width, n) => {
    dose[n + 1] = (dose[n] ?? 0) + width * scaling;
    volume[n] = volumes[n] ?? Number.NaN;
  });
  if (dvhType === 'DIFFERENTIAL') for (let n = bins - 1; n >= 0; n -= 1) volume[n] = (volume[n] ?? 0) + (volume[n + 1] ?? 0);
  const rising = volume.findIndex((value, n) => n > 0 && value > (volume[n - 1] ?? 0) + risingTolerance * (volume[0] ?? 0));
  if (rising > 0) throw new DicomError('broken-value', `${item.place('DVHData')} is said to be ${dvhType} but its volume grows at bin ${rising + 1}`);
  return { dose, volume };
}

/** Part of the whole volume a cumulative curve may rise by: what rounded decimal strings leave. */
const risingTolerance = 1e-3;
