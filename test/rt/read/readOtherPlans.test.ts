import { describe, expect, it } from 'vitest';
import { readPlan } from '../../../shared/rt/read/readPlan.ts';
import { sopClass } from '../../../shared/dicom/sopClasses.ts';
import type { ElementsByKeyword } from '../../dicom/elementBytes.ts';
import { fileBytes } from '../../dicom/elementBytes.ts';

const brachy: ElementsByKeyword = {
  BrachyTreatmentTechnique: 'INTRACAVITARY', BrachyTreatmentType: 'HDR',
  SourceSequence: [{ SourceNumber: '1', SourceType: 'POINT', SourceIsotopeName: 'Ir-192', SourceIsotopeHalfLife: '73.83', ReferenceAirKermaRate: '40700', SourceStrengthReferenceDate: '20260105' }],
  ApplicationSetupSequence: [{
    ApplicationSetupNumber: '1', ApplicationSetupType: 'VAGINAL', ApplicationSetupName: 'Cylinder', TotalReferenceAirKerma: '4321.5',
    ChannelSequence: [
      { ChannelNumber: '1', ChannelLength: '1300', ChannelTotalTime: '312.4', ReferencedSourceNumber: '1', SourceApplicatorType: 'RIGID', BrachyControlPointSequence: [{ ControlPointIndex: '0' }, { ControlPointIndex: '1' }] },
      { ChannelNumber: '2', ChannelTotalTime: 'n/a', ReferencedSourceNumber: '4' },
    ],
  }],
  FractionGroupSequence: [{
    FractionGroupNumber: '1', NumberOfFractionsPlanned: '4', NumberOfBrachyApplicationSetups: '1',
    ReferencedBrachyApplicationSetupSequence: [{ ReferencedBrachyApplicationSetupNumber: '1', BrachyApplicationSetupDose: '7' }],
  }],
};

const electron: ElementsByKeyword = {
  BeamNumber: '1', BeamName: '12 MeV', BeamType: 'STATIC', RadiationType: 'ELECTRON', TreatmentDeliveryType: 'TREATMENT', PrimaryDosimeterUnit: 'MU', SourceAxisDistance: '1000', FinalCumulativeMetersetWeight: '1',
  ApplicatorSequence: [{ ApplicatorID: 'A10', ApplicatorType: 'ELECTRON_SQUARE' }],
  BlockSequence: [{ BlockNumber: '1', BlockType: 'APERTURE', BlockDivergence: 'ABSENT', SourceToBlockTrayDistance: '950', BlockNumberOfPoints: '3', BlockData: [-30, -30, 30, -30, 0, 40] }],
  ReferencedBolusSequence: [{ ReferencedROINumber: '9' }],
  ControlPointSequence: [
    { ControlPointIndex: '0', NominalBeamEnergy: '12', GantryAngle: '15', BeamLimitingDeviceAngle: '0', PatientSupportAngle: '0', IsocenterPosition: [0, 0, 0], SourceToSurfaceDistance: '1050', CumulativeMetersetWeight: '0' },
    { ControlPointIndex: '1', CumulativeMetersetWeight: '1' },
  ],
};

const plan = (change: ElementsByKeyword): Uint8Array => fileBytes({ SOPClassUID: sopClass.rtPlan, SOPInstanceUID: '1.1', RTPlanLabel: 'P', ...change });

const withBeam = { BeamSequence: [electron], FractionGroupSequence: [{ FractionGroupNumber: '1', NumberOfFractionsPlanned: '8', ReferencedBeamSequence: [{ ReferencedBeamNumber: '1', BeamMeterset: '230' }] }] };

describe('readPlan of brachytherapy', () => {
  it('lists setups, channels and sources, and misses no beams', () => {
    const read = readPlan(plan(brachy));
    expect(read).toMatchObject({ kind: 'brachy', beams: [], brachy: { technique: 'INTRACAVITARY', treatmentType: 'HDR' } });
    expect(read.brachy?.setups).toEqual([{
      number: 1, type: 'VAGINAL', name: 'Cylinder', totalReferenceAirKerma: 4321.5,
      channels: [
        { number: 1, lengthMm: 1300, totalTimeS: 312.4, sourceNumber: 1, applicatorType: 'RIGID', controlPoints: 2 },
        { number: 2, lengthMm: null, totalTimeS: null, sourceNumber: 4, applicatorType: null, controlPoints: 0 },
      ],
    }]);
    expect(read.brachy?.sources).toEqual([{ number: 1, type: 'POINT', isotope: 'Ir-192', halfLifeDays: 73.83, airKermaRate: 40700, strengthDate: '20260105' }]);
    expect(read.fractionGroups[0]?.brachySetups).toEqual([{ number: 1, doseGy: 7 }]);
    expect(read.warnings.map(({ code }) => code)).toEqual(['brachy-value-unreadable', 'brachy-source-undefined']);
  });

  it('keeps beams and application setups of one plan side by side', () => {
    expect(readPlan(plan({ ...brachy, ...withBeam }))).toMatchObject({ kind: 'photon-electron', beams: [{ metersetMU: 230 }], brachy: { setups: [{ number: 1 }] } });
  });
});

describe('readPlan of electrons', () => {
  it('reads applicator, cut-out, bolus and distance to the skin', () => {
    const read = readPlan(plan(withBeam));
    expect(read).toMatchObject({ kind: 'photon-electron', brachy: null, warnings: [] });
    expect(read.beams[0]).toMatchObject({
      radiationType: 'ELECTRON', energyMV: 12, metersetMU: 230, applicators: [{ id: 'A10', type: 'ELECTRON_SQUARE' }], bolusROINumbers: [9],
      blocks: [{ type: 'APERTURE', divergence: 'ABSENT', trayDistanceMm: 950, outlineMm: Float64Array.of(-30, -30, 30, -30, 0, 40) }],
    });
    expect(read.beams[0]?.controlPoints.map(({ sourceToSurfaceMm }) => sourceToSurfaceMm)).toEqual([1050, 1050]);
  });
});
