import type { DicomObject } from '../../../../shared/dicom/write/dicomObject.ts';
import { editBeam, editPlan, editSet, moved, movedIsocentre, numbersOf, withBeams, withContours, withGroup, withPoints, withReferences, type Mutation } from './edits.ts';

/** Leaf positions of a control point changed; bank 1 of 60 pairs first. */
const withLeaves = (point: DicomObject, edit: (positions: readonly number[]) => readonly number[]): DicomObject => ({
  ...point,
  BeamLimitingDevicePositionSequence: (point.BeamLimitingDevicePositionSequence ?? []).map((device) =>
    device.RTBeamLimitingDeviceType === 'MLCX' ? { ...device, LeafJawPositions: edit(numbersOf(device.LeafJawPositions)) } : device),
});
const withJaws = (point: DicomObject, positions: readonly number[]): DicomObject => ({
  ...point,
  BeamLimitingDevicePositionSequence: (point.BeamLimitingDevicePositionSequence ?? []).map((device) => (device.RTBeamLimitingDeviceType === 'MLCX' ? device : { ...device, LeafJawPositions: positions })),
});
const pairs = 60;
/** The four leaf pairs of 5 mm about the axis. */
const isCentral = (pair: number): boolean => pair >= 28 && pair < 32;

/** Checks 19 to 40. */
export const beamMutations: readonly Mutation[] = [
  { number: 19, change: 'a beam is dropped', mutate: (clean) => editPlan(clean, (plan) => ({ ...plan, BeamSequence: (plan.BeamSequence ?? []).slice(1) })) },
  { number: 20, change: 'a beam of 0 MU', mutate: (clean) => editPlan(clean, (plan) => withReferences(plan, (reference, n) => (n === 0 ? { ...reference, BeamMeterset: 0 } : reference))) },
  {
    number: 21, change: 'all MU × 5',
    mutate: (clean) => editPlan(clean, (plan) => withReferences(plan, (reference) => (typeof reference.BeamMeterset === 'number' ? { ...reference, BeamMeterset: reference.BeamMeterset * 5 } : reference))),
  },
  {
    number: 22, change: 'two meterset weights are swapped',
    mutate: (clean) => editBeam(clean, 0, (beam) => withPoints(beam, (point, n) => (n === 1 ? { ...point, CumulativeMetersetWeight: 0.7 } : n === 2 ? { ...point, CumulativeMetersetWeight: 0.3 } : point))),
  },
  { number: 23, change: 'a control point is removed', mutate: (clean) => editBeam(clean, 0, (beam) => ({ ...beam, ControlPointSequence: (beam.ControlPointSequence ?? []).filter((_, n) => n !== 1) })) },
  { number: 24, change: 'another machine name in one beam', mutate: (clean) => editBeam(clean, 0, (beam) => ({ ...beam, TreatmentMachineName: 'OTHER_LINAC' })) },
  { number: 25, change: '6 MV becomes 60', mutate: (clean) => editBeam(clean, 0, (beam) => withPoints(beam, (point, n) => (n === 0 ? { ...point, NominalBeamEnergy: 60 } : point))) },
  { number: 26, change: 'the isocentre of one beam is moved 10 mm', mutate: (clean) => editBeam(clean, 0, (beam) => movedIsocentre(beam, [10, 0, 0])) },
  {
    number: 27, change: 'all isocentres are moved 150 mm',
    mutate: (clean) => editPlan(clean, (plan) => withBeams(plan, (beam) => movedIsocentre(beam, [0, 0, 150]))),
    implied: { 28: 'the marker stays' },
  },
  { number: 28, change: 'the marker is moved 10 mm', mutate: (clean) => editSet(clean, (set) => withContours(set, 'Iso', (points) => moved(points, [10, 0, 0]))) },
  { number: 29, change: 'source-axis distance 1000 becomes 800', mutate: (clean) => editBeam(clean, 0, (beam) => ({ ...beam, SourceAxisDistance: 800 })) },
  {
    number: 30, change: 'the gantry jumps 40° within an arc', technique: 'vmat',
    mutate: (clean) => editBeam(clean, 0, (beam) => withPoints(beam, (point, n) => (n < 20 ? point : { ...point, GantryAngle: (Number(point.GantryAngle) + 40) % 360 }))),
  },
  {
    number: 31, change: 'the direction of one control point is flipped', technique: 'vmat',
    mutate: (clean) => editBeam(clean, 0, (beam) => withPoints(beam, (point, n) => (n === 10 ? { ...point, GantryRotationDirection: 'CC' } : point))),
  },
  {
    number: 32, change: 'one leaf pair is crossed',
    mutate: (clean) => editBeam(clean, 0, (beam) => withPoints(beam, (point, n) => (n === 1 ? withLeaves(point, (leaves) => leaves.map((value, leaf) => (leaf === 30 ? (leaves[30 + pairs] ?? 0) + 5 : value))) : point))),
  },
  {
    number: 33, change: 'a leaf pair is open far behind the jaw',
    mutate: (clean) => editBeam(clean, 0, (beam) => withPoints(beam, (point, n) => (n === 1 ? withLeaves(point, (leaves) => leaves.map((value, leaf) => (leaf === 3 ? -30 : leaf === 3 + pairs ? 30 : value))) : point))),
  },
  {
    number: 34, change: 'one beam is shrunk to 16 mm',
    mutate: (clean) => editBeam(clean, 0, (beam) => withPoints(beam, (point) => withLeaves(withJaws(point, [-8, 8]), (leaves) => leaves.map((_, leaf) => (isCentral(leaf % pairs) ? (leaf < pairs ? -8 : 8) : 0))))),
  },
  { number: 35, change: 'the bolus of one beam is dropped', mutate: (clean) => editBeam(clean, 1, (beam) => ({ ...beam, ReferencedBolusSequence: [], NumberOfBoli: 0 })) },
  { number: 36, change: 'the couch of one beam is turned 20°', mutate: (clean) => editBeam(clean, 0, (beam) => withPoints(beam, (point, n) => (n === 0 ? { ...point, PatientSupportAngle: 20 } : point))) },
  {
    number: 37, change: 'all isocentres are moved 165 mm to the side',
    mutate: (clean) => editPlan(clean, (plan) => withBeams(plan, (beam) => movedIsocentre(beam, [165, 0, 0]))),
    implied: { 27: 'the target is left behind', 28: 'the marker is left behind' },
  },
  { number: 38, change: 'a wrong angle in a beam name', mutate: (clean) => editBeam(clean, 0, (beam) => ({ ...beam, BeamName: 'G020' })) },
  { number: 39, change: 'the tolerance table of one beam is removed', mutate: (clean) => editBeam(clean, 0, (beam) => ({ ...beam, ReferencedToleranceTableNumber: null })) },
  {
    number: 40, change: 'the setup beam is removed',
    mutate: (clean) => editPlan(clean, (plan) => {
      const setup = (plan.BeamSequence ?? []).find(({ TreatmentDeliveryType }) => TreatmentDeliveryType === 'SETUP')?.BeamNumber;
      const without = { ...plan, BeamSequence: (plan.BeamSequence ?? []).filter(({ BeamNumber }) => BeamNumber !== setup) };
      return withGroup(without, (group) => {
        const references = (group.ReferencedBeamSequence ?? []).filter(({ ReferencedBeamNumber }) => ReferencedBeamNumber !== setup);
        return { ...group, NumberOfBeams: references.length, ReferencedBeamSequence: references };
      });
    }),
  },
];
