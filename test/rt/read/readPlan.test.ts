import { describe, expect, it } from 'vitest';
import { readPlan } from '../../../shared/rt/read/readPlan.ts';
import { sopClass } from '../../../shared/dicom/sopClasses.ts';
import type { ElementsByKeyword } from '../../dicom/elementBytes.ts';
import { fileBytes } from '../../dicom/elementBytes.ts';
import { hasRealData, readReal, readRealJson } from '../../dicom/realData.ts';

const device = (type: string, positions: readonly number[]) => ({ RTBeamLimitingDeviceType: type, LeafJawPositions: positions });

const beam: ElementsByKeyword = {
  BeamNumber: '1', BeamName: 'arc', BeamType: 'DYNAMIC', RadiationType: 'PHOTON', TreatmentDeliveryType: 'TREATMENT', PrimaryDosimeterUnit: 'MU', SourceAxisDistance: '1000',
  BeamLimitingDeviceSequence: [{ RTBeamLimitingDeviceType: 'MLCX', NumberOfLeafJawPairs: '2', LeafPositionBoundaries: [-5, 0, 5] }],
  ControlPointSequence: [
    {
      ControlPointIndex: '0', NominalBeamEnergy: '6', GantryAngle: '181', BeamLimitingDeviceAngle: '30', PatientSupportAngle: '0', CumulativeMetersetWeight: '0',
      IsocenterPosition: [1, -2, 3.5], BeamLimitingDevicePositionSequence: [device('ASYMX', [-50, 40]), device('MLCX', [-1, -2, 1, 2])],
    },
    { ControlPointIndex: '1', GantryAngle: '185', CumulativeMetersetWeight: '0.5', BeamLimitingDevicePositionSequence: [device('MLCX', [-3, -4, 3, 4])] },
    { ControlPointIndex: '2', CumulativeMetersetWeight: '1' },
  ],
};

function plan(change: ElementsByKeyword = {}): Uint8Array {
  return fileBytes({
    SOPClassUID: sopClass.rtPlan, SOPInstanceUID: '1.1', RTPlanLabel: 'P1', PatientSetupSequence: [{ PatientPosition: 'HFS' }],
    ReferencedStructureSetSequence: [{ ReferencedSOPInstanceUID: '4.4' }],
    DoseReferenceSequence: [{ DoseReferenceType: 'TARGET', TargetPrescriptionDose: '50', DoseReferenceStructureType: 'SITE' }],
    FractionGroupSequence: [{ FractionGroupNumber: '1', NumberOfFractionsPlanned: '25', ReferencedBeamSequence: [{ ReferencedBeamNumber: '1', BeamMeterset: '123.5' }] }],
    BeamSequence: [beam], ...change,
  }, { isExplicit: false });
}

describe('readPlan', () => {
  it('resolves control point inheritance into a dense table', () => {
    const { beams, warnings } = readPlan(plan());
    const points = beams[0]?.controlPoints ?? [];
    expect(points.map((point) => point.gantryDeg)).toEqual([181, 185, 185]);
    expect(points.map((point) => [point.collimatorDeg, point.energyMV, point.isocenterMm])).toEqual(Array.from({ length: 3 }, () => [30, 6, [1, -2, 3.5]]));
    expect(points[2]?.devices).toEqual({ ASYMX: [-50, 40], MLCX: [-3, -4, 3, 4] });
    expect(points[0]?.devices['MLCX']).toEqual([-1, -2, 1, 2]);
    expect(beams[0]).toMatchObject({ metersetMU: 123.5, energyMV: 6, leafBoundariesMm: { MLCX: [-5, 0, 5] }, sourceAxisDistanceMm: 1000 });
    expect(warnings).toEqual([]);
  });

  it('keeps setup beams, marked, and asks no MU of them', () => {
    const setup = { ...beam, BeamNumber: '2', TreatmentDeliveryType: 'SETUP' };
    const { beams, warnings } = readPlan(plan({ BeamSequence: [beam, setup] }));
    expect(beams.map((each) => [each.deliveryType, each.metersetMU])).toEqual([['TREATMENT', 123.5], ['SETUP', null]]);
    expect(warnings).toEqual([]);
  });

  it('never gives the MU of an unknown beam to another one', () => {
    const group = { FractionGroupNumber: '1', NumberOfFractionsPlanned: '', ReferencedBeamSequence: [{ ReferencedBeamNumber: '7', BeamMeterset: '99' }] };
    const { beams, fractionGroups, warnings } = readPlan(plan({ FractionGroupSequence: [group] }));
    expect(beams[0]?.metersetMU).toBeNull();
    expect(fractionGroups[0]).toMatchObject({ number: 1, fractionsPlanned: null, beamNumbers: [7] });
    expect(warnings.map(({ message }) => message).join()).toMatch(/NumberOfFractionsPlanned.*beam 1 has no BeamMeterset.*refers to beam 7/);
  });

  it('does not show a meterset in minutes as MU and refuses other objects', () => {
    expect(readPlan(plan({ BeamSequence: [{ ...beam, PrimaryDosimeterUnit: 'MINUTE' }] })).beams[0]?.metersetMU).toBeNull();
    expect(() => readPlan(plan({ SOPClassUID: sopClass.rtStructureSet }))).toThrow('is not an RT Plan');
    expect(() => readPlan(plan({ SOPClassUID: sopClass.rtDose }))).toThrow('is not an RT Plan');
  });
});

interface PlanOracle {
  readonly plans: Readonly<Record<string, {
    readonly label: string;
    readonly prescriptions: readonly { readonly target_Gy: number | null }[];
    readonly fraction_groups: readonly { readonly fractions: number | null; readonly beams: Readonly<Record<string, { readonly mu: number | null }>> }[];
    readonly beams: readonly {
      readonly number: number; readonly name: string; readonly delivery: string; readonly machine: string; readonly control_points: number; readonly energy: number;
      readonly gantry_first: number; readonly gantry_last: number; readonly collimator: number; readonly couch: number; readonly isocenter: readonly number[];
      readonly final_cumulative_weight: number; readonly jaws_first_cp: Readonly<Record<string, readonly number[]>>;
    }[];
  }>>;
}

describe.runIf(hasRealData)('real plans', () => {
  it('reads beams, MU, angles and prescriptions as pydicom 2.3.1 does', () => {
    const { plans } = readRealJson('oracles/plans.json') as PlanOracle;
    expect(Object.keys(plans)).toHaveLength(7);
    for (const [file, oracle] of Object.entries(plans)) {
      const read = readPlan(readReal(file));
      expect(read.label, file).toBe(oracle.label);
      expect(read.prescriptions.map((each) => each.targetPrescriptionDoseGy), file).toEqual(oracle.prescriptions.map((each) => each.target_Gy));
      expect(read.fractionGroups.map((each) => each.fractionsPlanned), file).toEqual(oracle.fraction_groups.map((each) => each.fractions));
      expect(read.beams, file).toHaveLength(oracle.beams.length);
      oracle.beams.forEach((expected, index) => {
        const actual = read.beams[index];
        const [first, last] = [actual?.controlPoints[0], actual?.controlPoints.at(-1)];
        expect({
          number: actual?.number, name: actual?.name, delivery: actual?.deliveryType, machine: actual?.machine, control_points: actual?.controlPoints.length, energy: actual?.energyMV,
          gantry_first: first?.gantryDeg, gantry_last: last?.gantryDeg, collimator: first?.collimatorDeg, couch: first?.couchDeg, isocenter: first?.isocenterMm,
          final_cumulative_weight: last?.cumulativeMetersetWeight, mu: actual?.metersetMU,
        }, `${file} beam ${expected.number}`).toMatchObject({
          number: expected.number, name: expected.name, delivery: expected.delivery, machine: expected.machine, control_points: expected.control_points, energy: expected.energy,
          gantry_first: expected.gantry_first, gantry_last: expected.gantry_last, collimator: expected.collimator, couch: expected.couch, isocenter: expected.isocenter,
          final_cumulative_weight: expected.final_cumulative_weight, mu: oracle.fraction_groups[0]?.beams[String(expected.number)]?.mu ?? null,
        });
        expect(first?.devices).toMatchObject(expected.jaws_first_cp);
      });
    }
  });

  it.each([
    ['rp-beam-without-controlpoints.dcm', 'beam 1 has no control points'],
    ['rp-dangling-beam-number.dcm', 'refers to beam 7'],
    ['rp-fractions-empty.dcm', 'NumberOfFractionsPlanned'],
  ])('warns about %s', (file, words) => {
    expect(readPlan(readReal(`malformed/derived/${file}`)).warnings.map(({ message }) => message).join()).toContain(words);
  });
});
