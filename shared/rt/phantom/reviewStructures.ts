import type { DicomObject } from '../../dicom/write/dicomObject.ts';
import { bodyReach, ptv, targetCentre } from './anatomy.ts';
import { isocentre } from './aperture.ts';
import { type CaseIdentity, sopClass } from './caseIdentity.ts';
import { disc, type Region, regions, structureSetObject } from './structureSetObject.ts';

/** A nodal tumour on the left, inside the primary CTV, so that the case has a side. */
const node = { x: targetCentre.x + 13, y: targetCentre.y, radiusMm: 4, halfLengthMm: 14 } as const;

/** An implanted device where no field passes. */
const device = { x: 139, y: -28, radiusMm: 9, fromMm: 38 } as const;

/** The heart is moved to the front by this, out of the high dose, so that the plan keeps its limits. */
const heartLiftMm = 22;

/** Every third vertex: a review looks at every structure many times, and at no pixel. */
function coarser(outline: Float64Array, liftMm: number): Float64Array {
  const points: number[] = [];
  for (let n = 0; n < outline.length; n += 6) points.push(outline[n] ?? 0, (outline[n + 1] ?? 0) - liftMm);
  return Float64Array.from(points);
}

/** A pad of 5 mm on the chest, over the target. */
function bolusOutline(z: number): Float64Array[] {
  if (Math.abs(z - targetCentre.z) > ptv.halfLengthMm) return [];
  const points: number[] = [];
  const ring = (angle: number, liftMm: number): void => {
    const [x, y] = [Math.sin(angle), -Math.cos(angle)];
    const radius = bodyReach(x, y, z) + liftMm;
    points.push(radius * x, radius * y);
  };
  for (let n = -20; n <= 20; n += 1) ring(n * 0.02, 1);
  for (let n = 20; n >= -20; n -= 1) ring(n * 0.02, 6);
  return [Float64Array.from(points)];
}

/** Structures a complete case has beside those of the sample; the marker of the isocentre comes last, as a point. */
export const reviewRegions: readonly Region[] = [
  ...regions.map((region): Region => ({ ...region, outlines: (z) => region.outlines(z).map((outline) => coarser(outline, region.name === 'Heart' ? heartLiftMm : 0)) })),
  { name: 'GTVn_L', interpretedType: 'GTV', color: [200, 0, 60], outlines: (z) => (Math.abs(z - targetCentre.z) < node.halfLengthMm ? disc(node.x, node.y, node.radiusMm).map((outline) => coarser(outline, 0)) : []) },
  { name: 'Bolus', interpretedType: 'BOLUS', color: [240, 240, 240], outlines: bolusOutline },
  { name: 'Pacemaker', interpretedType: 'ORGAN', color: [0, 255, 255], outlines: (z) => (z > device.fromMm ? disc(device.x, device.y, device.radiusMm) : []) },
  { name: 'CouchSurface', interpretedType: 'SUPPORT', color: [120, 90, 60], outlines: () => [Float64Array.of(-200, 118, 200, 118, 200, 138, -200, 138)] },
];

/** ROI number of a structure of the complete case. */
export const reviewRoi = (name: string): number => (name === 'Iso' ? reviewRegions.length : reviewRegions.findIndex((region) => region.name === name)) + 1;

/** The structure set of the sample with bolus, couch, a node and the isocentre as a point. */
export function reviewStructureSet(identity: CaseIdentity): DicomObject {
  const set = structureSetObject(identity, reviewRegions);
  const number = reviewRoi('Iso');
  const nearest = identity.planesMm.reduce((best, z, k) => (Math.abs(z - isocentre[2]) < Math.abs((identity.planesMm[best] ?? 0) - isocentre[2]) ? k : best), 0);
  return {
    ...set,
    StructureSetROISequence: [...(set.StructureSetROISequence ?? []), { ROINumber: number, ReferencedFrameOfReferenceUID: identity.frameOfReferenceUID, ROIName: 'Iso', ROIGenerationAlgorithm: 'MANUAL' }],
    ROIContourSequence: [
      ...(set.ROIContourSequence ?? []),
      {
        ROIDisplayColor: [255, 255, 255],
        ReferencedROINumber: number,
        ContourSequence: [
          {
            ContourImageSequence: [{ ReferencedSOPClassUID: sopClass.ct, ReferencedSOPInstanceUID: identity.imageUIDs[nearest] ?? '' }],
            ContourGeometricType: 'POINT',
            NumberOfContourPoints: 1,
            ContourData: [...isocentre],
          },
        ],
      },
    ],
    RTROIObservationsSequence: [...(set.RTROIObservationsSequence ?? []), { ObservationNumber: number, ReferencedROINumber: number, RTROIInterpretedType: 'ISOCENTER', ROIInterpreter: null }],
  };
}
