import { DicomError } from '../../errors/appError.ts';
import type { DataSet } from '../../dicom/dataSet.ts';
import { notice, type RtNotice } from '../notices.ts';
import type { StoredDvh } from '../types.ts';

/**
 * Histograms the planning system stored in its RT Dose (PS3.3 C.8.8.4), as cumulative curves over scaled dose.
 *
 * DVHData holds pairs of bin width and volume. One that cannot be read is left out and named in `warnings`.
 */
export function readStoredDvhs(dataSet: DataSet, warnings: RtNotice[]): readonly StoredDvh[] {
  const normalizationDose = dataSet.items('DVHSequence').length === 0 ? null : dataSet.number('DVHNormalizationDoseValue');
  return dataSet.items('DVHSequence').flatMap((item, n) => {
    try {
      return [{ ...storedDvh(item), ...(normalizationDose === null ? {} : { normalizationDose }) }];
    } catch (error) {
      if (!(error instanceof DicomError)) throw error;
      warnings.push(notice('stored-dvh-unreadable', { index: n + 1, detail: error.message }));
      return [];
    }
  });
}

function storedDvh(item: DataSet): StoredDvh {
  const dvhType = item.requireText('DVHType');
  const doseUnits = item.requireText('DoseUnits');
  const volumeUnits = item.requireText('DVHVolumeUnits');
  const data = item.numbers('DVHData');
  if (data === null || data.length === 0 || data.length % 2 !== 0) throw broken(item, `has ${data?.length ?? 0} values, which are not pairs of bin width and volume`);
  if (doseUnits !== 'GY' && doseUnits !== 'RELATIVE') throw new DicomError('broken-value', `${item.place('DoseUnits')} is ${doseUnits}, not GY or RELATIVE`);
  if (volumeUnits !== 'CM3' && volumeUnits !== 'PERCENT') throw new DicomError('unsupported', `${item.place('DVHVolumeUnits')} is ${volumeUnits}; CM3 and PERCENT are read`);
  const scaling = item.requireNumber('DVHDoseScaling');
  if (!(scaling > 0)) throw new DicomError('broken-value', `${item.place('DVHDoseScaling')} is ${scaling}`);
  const { dose, volume } = cumulative(item, dvhType, data, scaling);
  return {
    rois: item.items('DVHReferencedROISequence').map((roi) => ({ number: roi.requireNumber('ReferencedROINumber'), contribution: roi.text('DVHROIContributionType') })),
    dvhType, doseUnits, doseType: item.text('DoseType') ?? '', volumeUnits, dose, volume,
    minimum: item.number('DVHMinimumDose'), mean: item.number('DVHMeanDose'), maximum: item.number('DVHMaximumDose'),
  };
}

/** Dose of every bin's lower edge, ascending from 0, and the volume at or above it; the last edge closes the curve. */
function cumulative(item: DataSet, dvhType: string, data: Float64Array, scaling: number): { readonly dose: Float64Array; readonly volume: Float64Array } {
  if (dvhType !== 'CUMULATIVE' && dvhType !== 'DIFFERENTIAL') throw new DicomError('unsupported', `${item.place('DVHType')} is ${dvhType}; CUMULATIVE and DIFFERENTIAL are read`);
  const bins = data.length / 2;
  const dose = new Float64Array(bins + 1);
  const volume = new Float64Array(bins + 1);
  for (let n = 0; n < bins; n += 1) {
    const width = (data[n * 2] ?? Number.NaN) * scaling;
    if (!(width >= 0)) throw broken(item, `has a bin width of ${width}`);
    dose[n + 1] = (dose[n] ?? 0) + width;
    volume[n] = data[n * 2 + 1] ?? Number.NaN;
  }
  if (dvhType === 'DIFFERENTIAL') for (let n = bins - 1; n >= 0; n -= 1) volume[n] = (volume[n] ?? 0) + (volume[n + 1] ?? 0);
  return { dose, volume };
}

const broken = (item: DataSet, what: string): DicomError => new DicomError('broken-value', `${item.place('DVHData')} ${what}`);
