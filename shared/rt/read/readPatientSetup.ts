import type { DataSet } from '../../dicom/dataSet.ts';
import { notice, type RtNotice } from '../notices.ts';
import type { PatientSetup } from '../types.ts';
import { optionalValues } from './optionalValue.ts';

/** One item of PatientSetupSequence (PS3.3 C.8.8.12). */
export function readPatientSetup(item: DataSet, warnings: RtNotice[]): PatientSetup {
  const { number } = optionalValues(item, warnings, (detail) => notice('setup-value-unreadable', { detail }));
  return {
    number: number('PatientSetupNumber'),
    patientPosition: item.text('PatientPosition'),
    technique: item.text('SetupTechnique'),
    fixationDevices: item.items('FixationDeviceSequence').map((device) => device.text('FixationDeviceLabel') ?? device.text('FixationDeviceType') ?? ''),
    displacementMm: [number('TableTopVerticalSetupDisplacement'), number('TableTopLongitudinalSetupDisplacement'), number('TableTopLateralSetupDisplacement')],
  };
}
