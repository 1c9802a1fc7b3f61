import type { DataSet } from '../../dicom/dataSet.ts';
import { notice, type RtNotice } from '../notices.ts';
import type { BeamLimitingDevice } from '../types.ts';
import type { BeamSource } from './beamSource.ts';
import { optionalValues } from './optionalValue.ts';

/**
 * Jaws and leaves of a beam. A leaf pair's place is given by its two boundaries, so the boundaries count where
 * NumberOfLeafJawPairs disagrees.
 */
export function readLimitingDevices(item: DataSet, source: BeamSource, beam: number, warnings: RtNotice[]): readonly BeamLimitingDevice[] {
  return item.items(source.limitingDevices).flatMap((device): BeamLimitingDevice[] => {
    const type = device.text('RTBeamLimitingDeviceType');
    if (type === null) return [];
    const values = optionalValues(device, warnings, (detail) => notice('beam-value-unreadable', { beam, detail }));
    const boundaries = values.numbers('LeafPositionBoundaries');
    const pairs = values.number('NumberOfLeafJawPairs');
    if (boundaries !== null && pairs !== null && boundaries.length !== pairs + 1) {
      warnings.push(notice('leaf-boundaries', { beam, device: type, boundaries: boundaries.length, pairs }));
    }
    if (boundaries === null && type.startsWith('MLC')) warnings.push(notice('leaf-boundaries-absent', { beam, device: type }));
    return [{ type, leafJawPairs: pairs, distanceMm: source.isIon ? null : values.number('SourceToBeamLimitingDeviceDistance'), boundariesMm: boundaries === null ? null : Array.from(boundaries) }];
  });
}

/** How many numbers LeafJawPositions of a device has to have; null where the beam does not say. */
export function positionsExpected(type: string, devices: readonly BeamLimitingDevice[]): number | null {
  const device = devices.find((one) => one.type === type);
  if (device?.boundariesMm != null) return 2 * (device.boundariesMm.length - 1);
  if (device?.leafJawPairs != null) return 2 * device.leafJawPairs;
  return type.startsWith('MLC') ? null : 2;
}
