import type { BrachyApplicationSetup, BrachySource, FractionGroup, FractionBeam, PatientSetup, Plan, Prescription } from '../../types.ts';
import { field, type Field } from '../fields/fields.ts';

/** What of a plan may change, beside its beams and lists. A new field of the type is one line here. */
export const planFields: readonly Field<Plan>[] = [
  field('kind', null, (plan) => plan.kind),
  field('patientID', null, (plan) => plan.identity.patientID),
  field('patientName', null, (plan) => plan.identity.patientName),
  field('patientBirthDate', null, (plan) => plan.identity.patientBirthDate),
  field('patientSex', null, (plan) => plan.identity.patientSex),
  field('manufacturer', null, (plan) => plan.identity.manufacturer),
  field('manufacturerModel', null, (plan) => plan.manufacturerModel),
  field('softwareVersions', null, (plan) => plan.identity.softwareVersions),
  field('frameOfReferenceUID', null, (plan) => plan.frameOfReferenceUID),
  field('label', null, (plan) => plan.label),
  field('name', null, (plan) => plan.name),
  field('description', null, (plan) => plan.description),
  field('date', null, (plan) => plan.date),
  field('time', null, (plan) => plan.time),
  field('intent', null, (plan) => plan.intent),
  field('geometry', null, (plan) => plan.geometry),
  field('approvalStatus', null, (plan) => plan.approval.status ?? plan.approvalStatus),
  field('reviewerName', null, (plan) => plan.approval.reviewerName),
  field('reviewDate', null, (plan) => plan.approval.reviewDate),
  field('reviewTime', null, (plan) => plan.approval.reviewTime),
  field('structureSetUID', null, (plan) => plan.structureSetUID),
  field('referencedPlans', null, (plan) => plan.referencedPlans.map(({ uid, relationship }) => `${relationship ?? ''} ${uid}`.trim())),
  field('patientPosition', null, (plan) => plan.patientPosition),
  field('prescriptionDescription', null, (plan) => plan.prescriptionDescription),
  field('toleranceTableNumbers', null, (plan) => plan.toleranceTableNumbers),
  field('brachyTechnique', null, (plan) => plan.brachy?.technique ?? null),
  field('brachyTreatmentType', null, (plan) => plan.brachy?.treatmentType ?? null),
];

export const fractionGroupFields: readonly Field<FractionGroup>[] = [
  field('fractionsPlanned', null, (group) => group.fractionsPlanned),
  field('beamsStated', null, (group) => group.beamsStated),
  field('beamNumbers', null, (group) => group.beamNumbers),
  field('brachySetups', null, (group) => group.brachySetups.map(({ number }) => number)),
  field('brachyDoseGy', 'Gy', (group) => group.brachySetups.map(({ doseGy }) => doseGy)),
];

export const fractionBeamFields: readonly Field<FractionBeam>[] = [
  field('beamDoseGy', 'Gy', (beam) => beam.beamDoseGy),
  field('metersetMU', 'MU', (beam) => beam.metersetMU),
  field('doseSpecificationPointMm', 'mm', (beam) => beam.doseSpecificationPointMm, 'point'),
];

export const prescriptionFields: readonly Field<Prescription>[] = [
  field('description', null, (item) => item.description),
  field('type', null, (item) => item.type),
  field('structureType', null, (item) => item.structureType),
  field('roiNumber', null, (item) => item.roiNumber),
  field('targetPrescriptionDoseGy', 'Gy', (item) => item.targetPrescriptionDoseGy),
  field('targetMinimumDoseGy', 'Gy', (item) => item.targetMinimumDoseGy),
  field('targetMaximumDoseGy', 'Gy', (item) => item.targetMaximumDoseGy),
  field('organMaximumDoseGy', 'Gy', (item) => item.organMaximumDoseGy),
  field('deliveryMaximumDoseGy', 'Gy', (item) => item.deliveryMaximumDoseGy),
];

export const patientSetupFields: readonly Field<PatientSetup>[] = [
  field('patientPosition', null, (setup) => setup.patientPosition),
  field('technique', null, (setup) => setup.technique),
  field('fixationDevices', null, (setup) => setup.fixationDevices),
  field('displacementMm', 'mm', (setup) => setup.displacementMm),
];

export const brachySetupFields: readonly Field<BrachyApplicationSetup>[] = [
  field('type', null, (setup) => setup.type),
  field('name', null, (setup) => setup.name),
  field('totalReferenceAirKerma', 'µGy', (setup) => setup.totalReferenceAirKerma),
];

export const brachyChannelFields: readonly Field<BrachyApplicationSetup['channels'][number]>[] = [
  field('lengthMm', 'mm', (channel) => channel.lengthMm),
  field('totalTimeS', 's', (channel) => channel.totalTimeS),
  field('sourceNumber', null, (channel) => channel.sourceNumber),
  field('applicatorType', null, (channel) => channel.applicatorType),
  field('controlPoints', null, (channel) => channel.controlPoints),
];

export const brachySourceFields: readonly Field<BrachySource>[] = [
  field('type', null, (source) => source.type),
  field('isotope', null, (source) => source.isotope),
  field('halfLifeDays', 'd', (source) => source.halfLifeDays),
  field('airKermaRate', 'µGy/h', (source) => source.airKermaRate),
  field('strengthDate', null, (source) => source.strengthDate),
];
