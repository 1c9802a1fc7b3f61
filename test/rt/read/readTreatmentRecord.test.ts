import { describe, expect, it } from 'vitest';
import { RtError } from '../../../shared/errors/appError.ts';
import { readTreatmentRecord } from '../../../shared/rt/read/readTreatmentRecord.ts';
import { sopClass } from '../../../shared/dicom/sopClasses.ts';
import type { ElementsByKeyword } from '../../dicom/elementBytes.ts';
import { fileBytes } from '../../dicom/elementBytes.ts';

/** Tags as AT lays them down: little endian pairs of group and element. */
const pointer = (...tags: readonly (readonly [number, number])[]): Uint8Array => new Uint8Array(Uint16Array.from(tags.flat()).buffer);

const session: ElementsByKeyword = {
  ReferencedBeamNumber: '3', BeamName: 'ARC 1', CurrentFractionNumber: '7', TreatmentTerminationStatus: 'MACHINE', TreatmentVerificationStatus: 'VERIFIED_OVR', TreatmentDeliveryType: 'TREATMENT',
  SpecifiedPrimaryMeterset: '250.5', DeliveredPrimaryMeterset: '190.2',
  ControlPointDeliverySequence: [
    { OverrideSequence: [{ OverrideParameterPointer: pointer([0x300a, 0x0128]), OverrideReason: 'couch moved', OperatorsName: 'Li^Ming' }] },
    {
      OverrideSequence: [
        { OverrideParameterPointer: pointer([0x300a, 0x0129], [0x300a, 0x0128]), OverrideReason: 'couch moved', OperatorsName: 'Li^Ming' },
        { OverrideParameterPointer: pointer([0x300a, 0x0115]), OperatorsName: 'Wang^Fang' },
      ],
    },
  ],
};

const record = (change: ElementsByKeyword = {}): Uint8Array => fileBytes({
  SOPClassUID: sopClass.rtBeamsTreatmentRecord, SOPInstanceUID: '1.7', PatientID: 'P1', TreatmentDate: '20260302', TreatmentTime: '101500', PrimaryDosimeterUnit: 'MU', NumberOfFractionsPlanned: '25',
  ReferencedRTPlanSequence: [{ ReferencedSOPInstanceUID: '5.5' }], TreatmentSessionBeamSequence: [session], ...change,
});

const codes = (bytes: Uint8Array): readonly string[] => readTreatmentRecord(bytes).warnings.map(({ code }) => code);

describe('readTreatmentRecord', () => {
  it('reads plan, session, status and metersets of every delivered beam', () => {
    const read = readTreatmentRecord(record());
    expect(read).toMatchObject({ sopInstanceUID: '1.7', planUID: '5.5', treatmentDate: '20260302', treatmentTime: '101500', fractionsPlanned: 25, dosimeterUnit: 'MU', warnings: [] });
    expect(read.identity.patientID).toBe('P1');
    expect(read.beams).toMatchObject([{
      beamNumber: 3, beamName: 'ARC 1', fractionNumber: 7, terminationStatus: 'MACHINE', verificationStatus: 'VERIFIED_OVR', specifiedMeterset: 250.5, deliveredMeterset: 190.2, deliveryType: 'TREATMENT',
    }]);
  });

  it('gathers the overrides of all control points by reason and operator, naming each parameter once', () => {
    expect(readTreatmentRecord(record()).beams[0]?.overrides).toEqual([
      { reason: 'couch moved', operator: 'Li^Ming', parameters: ['TableTopVerticalPosition (300A,0128)', 'TableTopLongitudinalPosition (300A,0129)'] },
      { reason: null, operator: 'Wang^Fang', parameters: ['DoseRateSet (300A,0115)'] },
    ]);
  });

  it('reads the beams of an ion record', () => {
    const ion = readTreatmentRecord(record({
      SOPClassUID: sopClass.rtIonBeamsTreatmentRecord, PrimaryDosimeterUnit: 'NP', TreatmentSessionBeamSequence: [],
      TreatmentSessionIonBeamSequence: [{ ReferencedBeamNumber: '1', CurrentFractionNumber: '2', DeliveredPrimaryMeterset: '1200000', IonControlPointDeliverySequence: [{ OverrideSequence: [{ OverrideReason: 'energy' }] }] }],
    }));
    expect(ion.beams).toMatchObject([{ beamNumber: 1, fractionNumber: 2, deliveredMeterset: 1_200_000, specifiedMeterset: null, overrides: [{ reason: 'energy', parameters: [], operator: null }] }]);
    expect(ion.warnings.map(({ code }) => code)).toEqual(['delivered-not-mu']);
  });

  it('takes the delivered meterset from the control points where the beam states none, and says so', () => {
    const { DeliveredPrimaryMeterset: _, ...silent } = session;
    const bytes = record({ TreatmentSessionBeamSequence: [{ ...silent, ControlPointDeliverySequence: [{ DeliveredMeterset: '0' }, { DeliveredMeterset: '88.5' }] }] });
    expect(readTreatmentRecord(bytes).beams[0]?.deliveredMeterset).toBe(88.5);
    expect(codes(bytes)).toEqual(['delivered-meterset-summed']);
    const unknown = record({ TreatmentSessionBeamSequence: [{ ...silent, ControlPointDeliverySequence: [] }] });
    expect(readTreatmentRecord(unknown).beams[0]?.deliveredMeterset).toBeNull();
    expect(codes(unknown)).toEqual(['delivered-meterset-absent']);
  });

  it('gives null and a notice for a number that is none', () => {
    const bytes = record({ TreatmentSessionBeamSequence: [{ ...session, CurrentFractionNumber: 'x', SpecifiedPrimaryMeterset: '12,5' }] });
    expect(readTreatmentRecord(bytes).beams[0]).toMatchObject({ fractionNumber: null, specifiedMeterset: null, deliveredMeterset: 190.2 });
    expect(codes(bytes)).toEqual(['record-value-unreadable', 'record-value-unreadable']);
  });

  it('says that a record without beams tells nothing, and refuses other objects', () => {
    expect(codes(record({ TreatmentSessionBeamSequence: [] }))).toEqual(['no-delivered-beams']);
    expect(() => readTreatmentRecord(record({ SOPClassUID: sopClass.rtPlan }))).toThrow(RtError);
    expect(() => readTreatmentRecord(record({ SOPClassUID: sopClass.rtTreatmentSummaryRecord }))).toThrow('Treatment Record');
  });
});
