import { doseAtVolumeCc, doseAtVolumePercent, volumeAtDoseGy } from '../dvh/dvhMetrics.ts';
import type { Dvh } from '../types.ts';
import { fromEqd2, meanEqd2Gy, toEqd2, type Isoeffect } from './isoeffect.ts';
import type { Limit } from './types.ts';

/**
 * What a limit is compared with, in the limit's unit; null where the structure has no such figure (smaller than the volume
 * asked for, or nothing of it in the dose grid).
 *
 * With an isoeffect, doses are EQD2: doses and the maximum are converted, volumes are read at the physical dose that has the
 * EQD2 asked for, the mean is taken over the converted doses.
 */
export function limitValue({ metric, unit }: Pick<Limit, 'metric' | 'unit'>, dvh: Dvh, isoeffect: Isoeffect | null): number | null {
  const dose = (value: number | null): number | null => (value === null || isoeffect === null ? value : toEqd2(value, isoeffect));
  switch (metric.type) {
    case 'Dmax':
      return dose(dvh.maxGy);
    case 'Dmean':
      return isoeffect === null ? dvh.meanGy : meanEqd2Gy(dvh, isoeffect);
    case 'Dxcc':
      return dose(doseAtVolumeCc(dvh, metric.at));
    case 'DxPct':
      return dose(doseAtVolumePercent(dvh, metric.at));
    case 'VxGy':
    case 'CVxcc': {
      const volume = volumeAtDoseGy(dvh, isoeffect === null ? metric.at : fromEqd2(metric.at, isoeffect));
      if (volume === null) return null;
      // Spared volume is less than the dose asked for, not at or above it.
      if (metric.type === 'CVxcc') return (dvh.curve.volumeCc[0] ?? 0) - volume.cc;
      return unit === '%' ? volume.percent : volume.cc;
    }
    case 'prescription':
      return null;
  }
}

/** Figures the size of a structure can forbid, cm³ it takes; 0 for the others. */
export const volumeAskedCc = ({ metric, op, limit }: Pick<Limit, 'metric' | 'op' | 'limit'>): number => {
  if (metric.type === 'Dxcc') return metric.at;
  // A structure smaller than the volume to be spared can never pass.
  return metric.type === 'CVxcc' && op === '>=' ? limit : 0;
};
