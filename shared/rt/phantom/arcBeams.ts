import type { DicomObject } from '../../dicom/write/dicomObject.ts';
import { fitAperture, slidingLeaves } from './aperture.ts';
import { beamCommon, firstControlPoint } from './planObject.ts';

/** Two arcs of the case: from, to (degrees), direction, collimator and meterset (MU). */
export const arcs = [
  { name: 'G181-179 CW', fromDeg: 181, turnDeg: 358, direction: 'CW', collimatorDeg: 10, metersetMU: 290.5 },
  { name: 'G179-181 CC', fromDeg: 179, turnDeg: -358, direction: 'CC', collimatorDeg: 350, metersetMU: 265.5 },
] as const;

const STEPS = 44;
const tenth = (value: number): number => Math.round(value * 10) / 10;

/** One arc of evenly spaced control points; the leaves go to and fro over the target. */
export function arcBeam(number: number, arc: (typeof arcs)[number]): DicomObject {
  const points = Array.from({ length: STEPS + 1 }, (_, n) => {
    const gantryDeg = tenth((arc.fromDeg + (arc.turnDeg * n) / STEPS + 720) % 360);
    const aperture = fitAperture(gantryDeg, arc.collimatorDeg);
    const progress = 0.5 + 0.35 * Math.sin(n);
    return { gantryDeg, aperture, leaves: slidingLeaves(aperture, progress).map(tenth) };
  });
  const [low, high] = [Math.min(...points.map(({ aperture }) => aperture.jawsXMm[0])), Math.max(...points.map(({ aperture }) => aperture.jawsXMm[1]))];
  const [down, up] = [Math.min(...points.map(({ aperture }) => aperture.jawsYMm[0])), Math.max(...points.map(({ aperture }) => aperture.jawsYMm[1]))];
  return {
    ...beamCommon(number, arc.name),
    BeamType: 'DYNAMIC',
    TreatmentDeliveryType: 'TREATMENT',
    FinalCumulativeMetersetWeight: 1,
    NumberOfControlPoints: points.length,
    ControlPointSequence: points.map(({ gantryDeg, leaves }, n) => ({
      ControlPointIndex: n,
      ...(n === 0 ? firstControlPoint(gantryDeg, arc.collimatorDeg) : { GantryAngle: gantryDeg }),
      GantryRotationDirection: n === STEPS ? 'NONE' : arc.direction,
      BeamLimitingDevicePositionSequence: [
        ...(n === 0 ? [{ RTBeamLimitingDeviceType: 'ASYMX', LeafJawPositions: [low, high].map(tenth) }, { RTBeamLimitingDeviceType: 'ASYMY', LeafJawPositions: [down, up].map(tenth) }] : []),
        { RTBeamLimitingDeviceType: 'MLCX', LeafJawPositions: leaves },
      ],
      CumulativeMetersetWeight: Math.round((n / STEPS) * 1e6) / 1e6,
    })),
  };
}
