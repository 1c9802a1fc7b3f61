import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DicomObject } from '../../shared/dicom/write/dicomObject.ts';
import { writeDicom } from '../../shared/dicom/write/writeDicom.ts';
import { makeSampleCase } from '../../shared/rt/phantom/makeSampleCase.ts';
import { readStructureSet } from '../../shared/rt/read/readStructureSet.ts';
import type { Contour, Structure, StructureSet } from '../../shared/rt/types.ts';
import type { RtSet } from './rtSets.ts';

const wanted = 20;

/** The phantom plan with twenty structures: its own and copies made smaller or larger about their middle. */
export async function writeTwentyStructures(into: string): Promise<RtSet> {
  const folder = join(into, 'phantom-20');
  await mkdir(folder);
  const files = new Map(makeSampleCase({ matrixSize: 16 }).files.map(({ name, bytes }) => [name, bytes]));
  const [dose, structures] = [files.get('RD.dcm'), files.get('RS.dcm')];
  if (dose === undefined || structures === undefined) throw new Error('the phantom case has no RD.dcm or RS.dcm');
  const set = readStructureSet(structures);
  const own = set.structures;
  const copies = Array.from({ length: wanted - own.length }, (_, n): Structure => {
    const base = own[n % own.length] as Structure;
    return { ...base, number: own.length + n + 1, name: `${base.name}_${n}`, contours: base.contours.map((contour) => scaled(contour, 0.7 + 0.05 * n)) };
  });
  await writeFile(join(folder, 'RD.dcm'), dose);
  await writeFile(join(folder, 'RS.dcm'), writeDicom(structureSetObject(set, [...own, ...copies])));
  return { name: `phantom plan of ${wanted} structures`, folder };
}

function scaled(contour: Contour, factor: number): Contour {
  const { pointsMm } = contour;
  const points = pointsMm.length / 3;
  const middle = [0, 1, 2].map((axis) => pointsMm.reduce((sum, value, n) => (n % 3 === axis ? sum + value / points : sum), 0));
  return { ...contour, pointsMm: pointsMm.map((value, n) => (n % 3 === 2 ? value : (middle[n % 3] ?? 0) + (value - (middle[n % 3] ?? 0)) * factor)) };
}

/** What readers of a structure set need; contours rounded to 0.01 mm. */
function structureSetObject(set: StructureSet, structures: readonly Structure[]): DicomObject {
  const { identity } = set;
  const frame = set.frameOfReferenceUID;
  return {
    SOPClassUID: identity.sopClassUID, SOPInstanceUID: identity.sopInstanceUID, StudyInstanceUID: identity.studyInstanceUID, SeriesInstanceUID: identity.seriesInstanceUID,
    Modality: 'RTSTRUCT', PatientID: identity.patientID, PatientName: identity.patientName, FrameOfReferenceUID: frame, StructureSetLabel: 'TWENTY',
    ReferencedFrameOfReferenceSequence: [{ FrameOfReferenceUID: frame }],
    StructureSetROISequence: structures.map(({ number, name }) => ({ ROINumber: number, ReferencedFrameOfReferenceUID: frame, ROIName: name, ROIGenerationAlgorithm: 'AUTOMATIC' })),
    ROIContourSequence: structures.map(({ number, color, contours }) => ({
      ReferencedROINumber: number, ROIDisplayColor: [...color],
      ContourSequence: contours.map(({ geometricType, pointsMm }) => ({
        ContourGeometricType: geometricType, NumberOfContourPoints: pointsMm.length / 3, ContourData: [...pointsMm].map((value) => Math.round(value * 100) / 100),
      })),
    })),
    RTROIObservationsSequence: structures.map(({ number }) => ({ ObservationNumber: number, ReferencedROINumber: number, RTROIInterpretedType: 'ORGAN', ROIInterpreter: null })),
  };
}
