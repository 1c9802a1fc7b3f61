import type { Keyword } from '../../dicom/attributes.ts';
import type { DataSet } from '../../dicom/dataSet.ts';
import { notice, type RtNotice } from '../notices.ts';
import type { Beam, IonDevice } from '../types.ts';
import { optionalValues } from './optionalValue.ts';

/** Where each kind of device of an ion beam is listed: sequence, number, identifier and type; a snout has neither number nor type. */
const deviceTables: readonly (readonly [kind: IonDevice['kind'], sequence: Keyword, number: Keyword | null, id: Keyword, type: Keyword | null])[] = [
  ['snout', 'SnoutSequence', null, 'SnoutID', null],
  ['rangeShifter', 'RangeShifterSequence', 'RangeShifterNumber', 'RangeShifterID', 'RangeShifterType'],
  ['lateralSpreader', 'LateralSpreadingDeviceSequence', 'LateralSpreadingDeviceNumber', 'LateralSpreadingDeviceID', 'LateralSpreadingDeviceType'],
  ['rangeModulator', 'RangeModulatorSequence', 'RangeModulatorNumber', 'RangeModulatorID', 'RangeModulatorType'],
  ['compensator', 'IonRangeCompensatorSequence', 'CompensatorNumber', 'CompensatorID', 'CompensatorType'],
];

/** What an item of IonBeamSequence has beyond a photon beam (PS3.3 C.8.8.25): particle, scan mode and listed devices. */
export function readIonBeam(item: DataSet, beam: number, warnings: RtNotice[]): NonNullable<Beam['ion']> {
  const valuesOf = (of: DataSet) => optionalValues(of, warnings, (detail) => notice('beam-value-unreadable', { beam, detail }));
  const values = valuesOf(item);
  const [x, y] = values.numbers('VirtualSourceAxisDistances') ?? [];
  return {
    massNumber: values.number('RadiationMassNumber'),
    atomicNumber: values.number('RadiationAtomicNumber'),
    chargeState: values.number('RadiationChargeState'),
    scanMode: item.text('ScanMode'),
    devices: deviceTables.flatMap(([kind, sequence, number, id, type]) =>
      item.items(sequence).map((device): IonDevice => ({
        kind, number: number === null ? null : valuesOf(device).number(number), id: device.text(id), type: type === null ? null : device.text(type),
      })),
    ),
    virtualSourceAxisMm: x === undefined || y === undefined ? null : [x, y],
  };
}
