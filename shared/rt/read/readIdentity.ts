import type { DataSet } from '../../dicom/dataSet.ts';
import type { Approval, ObjectIdentity } from '../types.ts';

/** What a radiotherapy object says of itself and its patient; nothing is invented where it is silent. */
export function readIdentity(dataSet: DataSet): ObjectIdentity {
  return {
    sopClassUID: dataSet.requireText('SOPClassUID'),
    sopInstanceUID: dataSet.requireText('SOPInstanceUID'),
    studyInstanceUID: dataSet.text('StudyInstanceUID'),
    seriesInstanceUID: dataSet.text('SeriesInstanceUID'),
    patientID: dataSet.text('PatientID'),
    patientName: dataSet.text('PatientName'),
    patientBirthDate: dataSet.text('PatientBirthDate'),
    patientSex: dataSet.text('PatientSex'),
    instanceCreationDate: dataSet.text('InstanceCreationDate'),
    instanceCreationTime: dataSet.text('InstanceCreationTime'),
    manufacturer: dataSet.text('Manufacturer'),
    manufacturerModel: dataSet.text('ManufacturerModelName'),
    softwareVersions: dataSet.text('SoftwareVersions'),
  };
}

/** Approval module; a status alone is common where nobody has reviewed yet. */
export const readApproval = (dataSet: DataSet): Approval => ({
  status: dataSet.text('ApprovalStatus'),
  reviewerName: dataSet.text('ReviewerName'),
  reviewDate: dataSet.text('ReviewDate'),
  reviewTime: dataSet.text('ReviewTime'),
});
