import type { DataSet } from '../../dicom/dataSet.ts';
import { notice, type RtNotice } from '../notices.ts';
import type { Prescription } from '../types.ts';
import { optionalValues } from './optionalValue.ts';

/** One item of DoseReferenceSequence (PS3.3 C.8.8.10). */
export function readPrescription(item: DataSet, warnings: RtNotice[]): Prescription {
  const { number } = optionalValues(item, warnings, (detail) => notice('prescription-unreadable', { detail }));
  return {
    number: number('DoseReferenceNumber'),
    description: item.text('DoseReferenceDescription'),
    type: item.text('DoseReferenceType') ?? '',
    structureType: item.text('DoseReferenceStructureType'),
    roiNumber: number('ReferencedROINumber'),
    targetPrescriptionDoseGy: number('TargetPrescriptionDose'),
    targetMinimumDoseGy: number('TargetMinimumDose'),
    targetMaximumDoseGy: number('TargetMaximumDose'),
    organMaximumDoseGy: number('OrganAtRiskMaximumDose'),
    deliveryMaximumDoseGy: number('DeliveryMaximumDose'),
  };
}
