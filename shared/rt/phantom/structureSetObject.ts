import type { DicomObject } from '../../dicom/write/dicomObject.ts';
import { bodyReach, cord, heartSection, liverSection, oesophagusCentre, oesophagusRadiusMm, targetCentre } from './anatomy.ts';
import { caseDate, type CaseIdentity, commonAttributes, sopClass } from './caseIdentity.ts';
import { ctvRadius, gtvRadius, ptvRadius, type RadiusAt } from './closedForms.ts';
import { lungSection, radiusInCavity, starPolygon } from './lungs.ts';
import { type Ellipse, equalAreaPolygon } from './sections.ts';

/** One region of the phantom: its outlines (x0,y0,x1,y1,… LPS mm) in an axial plane. */
export interface Region {
  readonly name: string;
  readonly interpretedType: 'EXTERNAL' | 'ORGAN' | 'GTV' | 'CTV' | 'PTV' | 'BOLUS' | 'SUPPORT';
  readonly color: readonly [number, number, number];
  readonly outlines: (z: number) => readonly Float64Array[];
}

const VERTICES = 120;
const BODY_VERTICES = 180;

const ofEllipse = (ellipse: Ellipse | null): Float64Array[] => (ellipse === null ? [] : [equalAreaPolygon(ellipse, VERTICES)]);
export const disc = (x: number, y: number, radius: number): Float64Array[] => ofEllipse({ x, y, a: radius, b: radius });
const coaxial =
  (radiusAt: RadiusAt) =>
  (z: number): Float64Array[] => {
    const radius = radiusAt(z - targetCentre.z);
    return radius === null ? [] : disc(targetCentre.x, targetCentre.y, radius);
  };
const lung = (side: -1 | 1, z: number): Float64Array[] => {
  const section = lungSection(z, side);
  return section === null ? [] : [starPolygon(section, VERTICES)];
};

function bodyOutline(z: number): Float64Array[] {
  const points = new Float64Array(BODY_VERTICES * 2);
  for (let n = 0; n < BODY_VERTICES; n += 1) {
    const angle = (2 * Math.PI * n) / BODY_VERTICES;
    const radius = bodyReach(Math.cos(angle), Math.sin(angle), z);
    points[2 * n] = radius * Math.cos(angle);
    points[2 * n + 1] = radius * Math.sin(angle);
  }
  return [points];
}

/** The liver, cut 3 mm inside the chest wall as the image is. */
function liverOutline(z: number): Float64Array[] {
  const section = liverSection(z);
  if (section === null) return [];
  const points = equalAreaPolygon(section, VERTICES);
  for (let n = 0; n < VERTICES; n += 1) {
    const dx = (points[2 * n] ?? 0) - section.x;
    const dy = (points[2 * n + 1] ?? 0) - section.y;
    const cut = Math.min(1, (radiusInCavity(section.x, section.y, z, Math.atan2(dy, dx)) - 3) / Math.hypot(dx, dy));
    points[2 * n] = section.x + dx * cut;
    points[2 * n + 1] = section.y + dy * cut;
  }
  return [points];
}

/** Structures of the sample case in the order of their numbers, names after TG-263. */
export const regions: readonly Region[] = [
  { name: 'BODY', interpretedType: 'EXTERNAL', color: [0, 200, 0], outlines: bodyOutline },
  { name: 'Lung_L', interpretedType: 'ORGAN', color: [0, 150, 255], outlines: (z) => lung(1, z) },
  { name: 'Lung_R', interpretedType: 'ORGAN', color: [0, 220, 220], outlines: (z) => lung(-1, z) },
  { name: 'Lungs', interpretedType: 'ORGAN', color: [120, 160, 220], outlines: (z) => [...lung(1, z), ...lung(-1, z)] },
  { name: 'Heart', interpretedType: 'ORGAN', color: [255, 128, 128], outlines: (z) => ofEllipse(heartSection(z)) },
  { name: 'SpinalCord', interpretedType: 'ORGAN', color: [249, 249, 0], outlines: () => disc(cord.x, cord.y, cord.radiusMm) },
  {
    name: 'Esophagus',
    interpretedType: 'ORGAN',
    color: [205, 133, 63],
    outlines: (z) => {
      const { x, y } = oesophagusCentre(z);
      return disc(x, y, oesophagusRadiusMm);
    },
  },
  { name: 'Liver', interpretedType: 'ORGAN', color: [175, 140, 32], outlines: liverOutline },
  { name: 'GTVp', interpretedType: 'GTV', color: [255, 0, 0], outlines: coaxial(gtvRadius) },
  { name: 'CTVp', interpretedType: 'CTV', color: [255, 170, 0], outlines: coaxial(ctvRadius) },
  { name: 'PTV_4140', interpretedType: 'PTV', color: [130, 60, 255], outlines: coaxial(ptvRadius) },
];

/** ROI number of a structure by its name. */
export function roiNumber(name: string): number {
  return regions.findIndex((region) => region.name === name) + 1;
}

const roundTo = (value: number, step: number): number => Number((Math.round(value / step) * step).toFixed(3));

function contourItem(identity: CaseIdentity, k: number, z: number, outline: Float64Array): DicomObject {
  const points: number[] = [];
  for (let n = 0; n < outline.length; n += 2) points.push(roundTo(outline[n] ?? 0, 0.01), roundTo(outline[n + 1] ?? 0, 0.01), z);
  return {
    ContourImageSequence: [{ ReferencedSOPClassUID: sopClass.ct, ReferencedSOPInstanceUID: identity.imageUIDs[k] ?? '' }],
    ContourGeometricType: 'CLOSED_PLANAR',
    NumberOfContourPoints: outline.length / 2,
    ContourData: points,
  };
}

function roiContour(identity: CaseIdentity, region: Region, number: number): DicomObject {
  const contours = identity.planesMm.flatMap((z, k) => region.outlines(z).map((outline) => contourItem(identity, k, z, outline)));
  return {
    ROIDisplayColor: [...region.color],
    ReferencedROINumber: number,
    // Type 3: left out rather than empty where a short case does not reach the organ.
    ...(contours.length === 0 ? {} : { ContourSequence: contours }),
  };
}

/** The RT Structure Set of the sample case; coordinates rounded to 0.01 mm. @param all structures in the order of their numbers, from 1 */
export function structureSetObject(identity: CaseIdentity, all: readonly Region[] = regions): DicomObject {
  return {
    ...commonAttributes(identity, {
      sopClassUID: sopClass.structureSet,
      sopInstanceUID: identity.structureSetUID,
      modality: 'RTSTRUCT',
      seriesUID: identity.uid('series/structures'),
      seriesNumber: 2,
      seriesDescription: '靶区与危及器官',
      time: '094000',
    }),
    OperatorsName: null,
    InstanceNumber: 1,
    FrameOfReferenceUID: identity.frameOfReferenceUID,
    PositionReferenceIndicator: null,
    StructureSetLabel: 'SAMPLE',
    StructureSetName: '示例结构集',
    StructureSetDate: caseDate,
    StructureSetTime: '094000',
    ReferencedFrameOfReferenceSequence: [
      {
        FrameOfReferenceUID: identity.frameOfReferenceUID,
        RTReferencedStudySequence: [
          {
            ReferencedSOPClassUID: '1.2.840.10008.3.1.2.3.1',
            ReferencedSOPInstanceUID: identity.studyUID,
            RTReferencedSeriesSequence: [
              {
                SeriesInstanceUID: identity.imageSeriesUID,
                ContourImageSequence: identity.imageUIDs.map((uid) => ({ ReferencedSOPClassUID: sopClass.ct, ReferencedSOPInstanceUID: uid })),
              },
            ],
          },
        ],
      },
    ],
    StructureSetROISequence: all.map((region, n) => ({
      ROINumber: n + 1,
      ReferencedFrameOfReferenceUID: identity.frameOfReferenceUID,
      ROIName: region.name,
      ROIGenerationAlgorithm: 'AUTOMATIC',
    })),
    ROIContourSequence: all.map((region, n) => roiContour(identity, region, n + 1)),
    RTROIObservationsSequence: all.map((region, n) => ({
      ObservationNumber: n + 1,
      ReferencedROINumber: n + 1,
      RTROIInterpretedType: region.interpretedType,
      ROIInterpreter: null,
    })),
    ApprovalStatus: 'UNAPPROVED',
  };
}
