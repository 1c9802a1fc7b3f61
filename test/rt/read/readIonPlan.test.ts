import { describe, expect, it } from 'vitest';
import { readPlan } from '../../../shared/rt/read/readPlan.ts';
import { sopClass } from '../../../shared/dicom/sopClasses.ts';
import type { ElementsByKeyword } from '../../dicom/elementBytes.ts';
import { fileBytes } from '../../dicom/elementBytes.ts';

/** Two energy layers of a proton field, each with a control point of weight and one that closes it. */
const beam: ElementsByKeyword = {
  BeamNumber: '1', BeamName: 'G90', BeamType: 'STATIC', RadiationType: 'PROTON', RadiationMassNumber: '1', RadiationAtomicNumber: '1', RadiationChargeState: [1], ScanMode: 'MODULATED',
  TreatmentDeliveryType: 'TREATMENT', PrimaryDosimeterUnit: 'MU', TreatmentMachineName: 'GTR1', VirtualSourceAxisDistances: [2300, 1950], FinalCumulativeMetersetWeight: '12', NumberOfControlPoints: '4',
  IonBeamLimitingDeviceSequence: [{ RTBeamLimitingDeviceType: 'X', NumberOfLeafJawPairs: '1', IsocenterToBeamLimitingDeviceDistance: [400] }],
  SnoutSequence: [{ SnoutID: 'S180' }],
  RangeShifterSequence: [{ RangeShifterNumber: '1', RangeShifterID: 'RS75', RangeShifterType: 'BINARY' }],
  LateralSpreadingDeviceSequence: [{ LateralSpreadingDeviceNumber: '1', LateralSpreadingDeviceID: 'MagnetX', LateralSpreadingDeviceType: 'MAGNET' }],
  RangeModulatorSequence: [{ RangeModulatorNumber: '1', RangeModulatorID: 'RM1', RangeModulatorType: 'FIXED' }],
  IonRangeCompensatorSequence: [{ CompensatorNumber: '1', CompensatorID: 'C7' }],
  IonWedgeSequence: [{ WedgeNumber: '1', WedgeType: 'STANDARD', WedgeAngle: '15', WedgeOrientation: '90' }],
  IonBlockSequence: [{ BlockNumber: '1', BlockName: 'Aperture', BlockType: 'APERTURE', BlockNumberOfPoints: '4', BlockData: [-20, -20, 20, -20, 20, 20, -20, 20] }],
  IonControlPointSequence: [
    {
      ControlPointIndex: '0', NominalBeamEnergy: '150.5', GantryAngle: '90', BeamLimitingDeviceAngle: '0', PatientSupportAngle: '0', IsocenterPosition: [1, 2, 3], SnoutPosition: [250],
      CumulativeMetersetWeight: '0', BeamLimitingDevicePositionSequence: [{ RTBeamLimitingDeviceType: 'X', LeafJawPositions: [-60, 60] }],
      ScanSpotTuneID: '3.0', NumberOfScanSpotPositions: '3', ScanSpotPositionMap: [-5, 0, 0, 0, 5, 2.5], ScanSpotMetersetWeights: [2, 4, 2], ScanningSpotSize: [8.5, 8], NumberOfPaintings: '1',
      IonWedgePositionSequence: [{ ReferencedWedgeNumber: '1', WedgePosition: 'IN' }],
    },
    { ControlPointIndex: '1', CumulativeMetersetWeight: '8', NumberOfScanSpotPositions: '3', ScanSpotPositionMap: [-5, 0, 0, 0, 5, 2.5], ScanSpotMetersetWeights: [0, 0, 0] },
    { ControlPointIndex: '2', NominalBeamEnergy: '140', CumulativeMetersetWeight: '8', NumberOfScanSpotPositions: '2', ScanSpotPositionMap: [-5, 0, 5, 0], ScanSpotMetersetWeights: [1, 3] },
    { ControlPointIndex: '3', CumulativeMetersetWeight: '12', NumberOfScanSpotPositions: '2', ScanSpotMetersetWeights: [0, 0] },
  ],
};

const plan = (change: ElementsByKeyword = {}): Uint8Array => fileBytes({
  SOPClassUID: sopClass.rtIonPlan, SOPInstanceUID: '1.1', RTPlanLabel: 'PBS', PatientSetupSequence: [{ PatientPosition: 'HFS' }],
  IonToleranceTableSequence: [{ ToleranceTableNumber: '2' }],
  FractionGroupSequence: [{ FractionGroupNumber: '1', NumberOfFractionsPlanned: '30', ReferencedBeamSequence: [{ ReferencedBeamNumber: '1', BeamMeterset: '123.5', BeamDose: '1.8' }] }],
  IonBeamSequence: [{ ...beam, ...change }],
});

const points = (change: (point: ElementsByKeyword, index: number) => ElementsByKeyword): ElementsByKeyword => ({
  IonControlPointSequence: (beam.IonControlPointSequence as readonly ElementsByKeyword[]).map((point, index) => ({ ...point, ...change(point, index) })),
});

const codes = (bytes: Uint8Array): readonly string[] => readPlan(bytes).warnings.map(({ code }) => code);

describe('readPlan of an RT Ion Plan', () => {
  it('reads particle, virtual source, tolerance table and every listed device', () => {
    const read = readPlan(plan());
    expect(read).toMatchObject({ kind: 'ion', label: 'PBS', toleranceTableNumbers: [2], brachy: null, warnings: [] });
    expect(read.beams[0]).toMatchObject({ number: 1, radiationType: 'PROTON', metersetMU: 123.5, beamDoseGy: 1.8, energyMV: 150.5, machine: 'GTR1', sourceAxisDistanceMm: null });
    expect(read.beams[0]?.ion).toEqual({
      massNumber: 1, atomicNumber: 1, chargeState: 1, scanMode: 'MODULATED', virtualSourceAxisMm: [2300, 1950],
      devices: [
        { kind: 'snout', number: null, id: 'S180', type: null },
        { kind: 'rangeShifter', number: 1, id: 'RS75', type: 'BINARY' },
        { kind: 'lateralSpreader', number: 1, id: 'MagnetX', type: 'MAGNET' },
        { kind: 'rangeModulator', number: 1, id: 'RM1', type: 'FIXED' },
        { kind: 'compensator', number: 1, id: 'C7', type: null },
      ],
    });
  });

  it('reads wedges, blocks and jaws from the ion sequences; distances from the isocentre are not given as from the source', () => {
    const [read] = readPlan(plan()).beams;
    expect(read?.wedges).toMatchObject([{ number: 1, angleDeg: 15, orientationDeg: 90 }]);
    expect(read?.controlPoints.map(({ wedgePositions }) => wedgePositions[1])).toEqual(['IN', 'IN', 'IN', 'IN']);
    expect(read?.blocks).toMatchObject([{ type: 'APERTURE', trayDistanceMm: null, outlineMm: Float64Array.of(-20, -20, 20, -20, 20, 20, -20, 20) }]);
    expect(read?.limitingDevices).toEqual([{ type: 'X', leafJawPairs: 1, distanceMm: null, boundariesMm: null }]);
  });

  it('resolves inheritance: energies, snout, jaws and spot positions carry on, spot weights never do', () => {
    const table = readPlan(plan()).beams[0]?.controlPoints ?? [];
    expect(table.map(({ energyMV }) => energyMV)).toEqual([150.5, 150.5, 140, 140]);
    expect(table.map(({ gantryDeg, snoutPositionMm, isocenterMm, devices }) => [gantryDeg, snoutPositionMm, isocenterMm, devices['X']])).toEqual(Array.from({ length: 4 }, () => [90, 250, [1, 2, 3], [-60, 60]]));
    expect(table[0]?.scanSpots).toEqual({ tuneID: '3.0', paintings: 1, spotSizeMm: [8.5, 8], positionsMm: Float64Array.of(-5, 0, 0, 0, 5, 2.5), metersetWeights: Float64Array.of(2, 4, 2) });
    expect(table[3]?.scanSpots).toMatchObject({ positionsMm: Float64Array.of(-5, 0, 5, 0), metersetWeights: Float64Array.of(0, 0), spotSizeMm: [8.5, 8] });
  });

  it('leaves out spots whose positions and weights do not match, and says where weights miss the meterset', () => {
    const short = plan(points((_, index) => (index === 2 ? { ScanSpotPositionMap: [-5, 0] } : {})));
    expect(readPlan(short).beams[0]?.controlPoints[2]?.scanSpots).toBeNull();
    expect(codes(short)).toContain('scan-spots-differ');
    const heavy = readPlan(plan(points((_, index) => (index === 0 ? { ScanSpotMetersetWeights: [2, 4, 3] } : {}))));
    expect(heavy.warnings).toMatchObject([{ code: 'spot-weights-differ', values: { beam: 1, point: 0, points: 1 } }]);
    expect(codes(plan({ IonControlPointSequence: [{ ControlPointIndex: '0', GantryAngle: '0', BeamLimitingDeviceAngle: '0', PatientSupportAngle: '0', IsocenterPosition: [0, 0, 0], CumulativeMetersetWeight: '0' }], FinalCumulativeMetersetWeight: '0', NumberOfControlPoints: '1' }))).toEqual(['scan-spots-absent']);
  });

  it('takes no binary float that is no number', () => {
    const read = readPlan(plan({ ...points((_, index) => (index === 0 ? { ScanSpotMetersetWeights: [2, Number.NaN, 2], SnoutPosition: [Number.POSITIVE_INFINITY] } : {})), VirtualSourceAxisDistances: [Number.NaN, 1950] }));
    expect(read.beams[0]?.ion?.virtualSourceAxisMm).toBeNull();
    expect(read.beams[0]?.controlPoints[0]).toMatchObject({ scanSpots: null, snoutPositionMm: null });
    expect(read.warnings.map(({ code }) => code)).toEqual(['beam-value-unreadable', 'beam-value-unreadable', 'beam-value-unreadable', 'spot-weights-differ']);
  });

  it('does not take particles for monitor units', () => {
    const read = readPlan(plan({ PrimaryDosimeterUnit: 'NP' }));
    expect(read.beams[0]).toMatchObject({ metersetMU: null, dosimeterUnit: 'NP' });
    expect(read.warnings.map(({ code }) => code)).toEqual(['meterset-not-mu']);
  });
});
