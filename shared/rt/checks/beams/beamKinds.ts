import type { Beam, Plan } from '../../types.ts';

const imagingDeliveries: ReadonlySet<string> = new Set(['SETUP', 'OPEN_PORTFILM', 'TRMT_PORTFILM']);
const imagingWords = /set[\s_-]?up|cbct|(?<![a-z])(?:kv|drr|port(?:al|film)?|epid|iso[\s_-]?check)(?![a-z])|摆位|验证片|定位片/iu;

/**
 * Whether a beam only makes images. Some systems export their setup fields as TREATMENT without meterset: a beam that has
 * neither meterset nor dose nor leaves and is called a setup field is one too.
 */
export const isImaging = (beam: Beam): boolean => imagingDeliveries.has(beam.deliveryType) || isSetupInDisguise(beam);

/** A setup field that stands as TREATMENT. */
export const isSetupInDisguise = ({ deliveryType, metersetMU, beamDoseGy, name, description, dosimeterUnit }: Beam): boolean =>
  !imagingDeliveries.has(deliveryType) && metersetMU === null && beamDoseGy === null && dosimeterUnit !== 'MINUTE' && imagingWords.test(`${name} ${description ?? ''}`);

/** Beams that treat, in the order of the plan. */
export const treatmentBeams = (plan: Plan): readonly Beam[] => plan.beams.filter((beam) => !isImaging(beam));

/** Machines whose metersets and geometry are not those of a C-arm linac. */
const otherMachines = /tomo|hi[\s-]?art|radixact|cyber\s?knife|gamma\s?knife|leksell|cobalt|co-?60|theratron/iu;
export const isOtherMachine = (plan: Plan, beam: Beam): boolean => beam.dosimeterUnit === 'MINUTE' || isKnownOtherMachine(plan, beam);

/** Cobalt gives photons of 1.17 and 1.33 MeV; no linac is that low. */
const cobaltMV = 2;

/** One whose name, maker or energy says so, whatever unit its metersets are in. */
export const isKnownOtherMachine = (plan: Plan, { machine, manufacturerModel, radiationType, energyMV }: Beam): boolean =>
  (radiationType === 'PHOTON' && energyMV !== null && energyMV > 0 && energyMV < cobaltMV) || [machine, manufacturerModel, plan.manufacturerModel, plan.identity.manufacturer].some((text) => text !== null && otherMachines.test(text));

/** Smallest signed turn from one angle to another, degrees in (−180, 180]. */
export function turnDeg(from: number, to: number): number {
  const turn = (((to - from) % 360) + 360) % 360;
  return turn > 180 ? turn - 360 : turn;
}

/** True where the gantry turns while the beam is on. */
export const isArc = ({ controlPoints }: Beam): boolean => controlPoints.some((point, n) => n > 0 && Math.abs(turnDeg(controlPoints[n - 1]?.gantryDeg ?? Number.NaN, point.gantryDeg)) > 0.05);
