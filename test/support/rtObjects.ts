import type { Beam, ControlPoint, DoseGrid, FractionGroup, ObjectIdentity, Plan, Prescription } from '../../shared/rt/types.ts';

/** Whole RT objects for tests that look at a few fields: everything not given is unknown or absent. */
export const identityOf = (fields: Partial<ObjectIdentity> = {}): ObjectIdentity => ({
  sopClassUID: '1.2', sopInstanceUID: '1.2.3', studyInstanceUID: null, seriesInstanceUID: null, patientID: null, patientName: null, patientBirthDate: null, patientSex: null,
  instanceCreationDate: null, instanceCreationTime: null, manufacturer: null, manufacturerModel: null, softwareVersions: null, ...fields,
});

export const controlPointOf = (fields: Partial<ControlPoint> = {}): ControlPoint => ({
  index: 0, cumulativeMetersetWeight: 0, gantryDeg: 0, gantryDirection: 'NONE', collimatorDeg: 0, collimatorDirection: 'NONE', couchDeg: 0, couchDirection: 'NONE', pitchDeg: null, rollDeg: null,
  tableTopMm: [null, null, null], energyMV: 6, doseRateMUPerMin: null, isocenterMm: [0, 0, 0], sourceToSurfaceMm: null, devices: {}, wedgePositions: {}, ...fields,
});

export const beamOf = (fields: Partial<Beam> = {}): Beam => ({
  number: 1, name: 'B1', description: null, type: 'DYNAMIC', radiationType: 'PHOTON', deliveryType: 'TREATMENT', highDoseTechnique: null, fluenceMode: null, fluenceModeID: null, machine: null,
  manufacturerModel: null, energyMV: 6, dosimeterUnit: 'MU', metersetMU: 100, beamDoseGy: null, doseSpecificationPointMm: null, sourceAxisDistanceMm: 1000, finalCumulativeMetersetWeight: 1,
  stated: { controlPoints: null, wedges: null, compensators: null, boli: null, blocks: null }, limitingDevices: [], leafBoundariesMm: {}, wedges: [], blocks: [], applicators: [], bolusROINumbers: [],
  patientSetupNumber: null, toleranceTableNumber: null, controlPoints: [controlPointOf(), controlPointOf({ index: 1, cumulativeMetersetWeight: 1 })], ...fields,
});

export const prescriptionOf = (fields: Partial<Prescription> = {}): Prescription => ({
  number: 1, description: null, type: 'TARGET', structureType: 'SITE', roiNumber: null, targetPrescriptionDoseGy: null, targetMinimumDoseGy: null, targetMaximumDoseGy: null, organMaximumDoseGy: null,
  deliveryMaximumDoseGy: null, ...fields,
});

export const fractionGroupOf = (fields: Partial<FractionGroup> = {}): FractionGroup => ({
  number: 1, fractionsPlanned: null, beamsStated: null, beamNumbers: [], beams: [], brachySetups: [], ...fields,
});

export const planOf = (fields: Partial<Plan> = {}): Plan => ({
  sopInstanceUID: '1.2', identity: identityOf(), kind: 'photon-electron', frameOfReferenceUID: null, label: 'plan', name: null, description: null, date: null, time: null, intent: null, geometry: 'PATIENT',
  approval: { status: null, reviewerName: null, reviewDate: null, reviewTime: null }, approvalStatus: null, structureSetUID: null, referencedPlans: [], patientPosition: 'HFS', manufacturerModel: null,
  prescriptionDescription: null, fractionGroups: [], prescriptions: [], beams: [], patientSetups: [], toleranceTableNumbers: [], brachy: null, warnings: [], ...fields,
});

/** A dose on a given grid; its maximum is looked up. */
export const doseGridOf = (fields: Pick<DoseGrid, 'geometry' | 'dose'> & Partial<DoseGrid>): DoseGrid => ({
  sopInstanceUID: '1.2.3', identity: identityOf(), frameOfReferenceUID: '1.2.4', doseType: 'PHYSICAL', doseSummationType: 'PLAN', units: 'GY', comment: null, heterogeneityCorrection: null,
  maximum: fields.dose.reduce((most, value) => Math.max(most, value), 0), planUID: null, planUIDs: [], referencedBeams: [], structureSetUID: null, storedDvhs: [], warnings: [], ...fields,
});
