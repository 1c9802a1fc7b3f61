import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { uidFromSeed } from '../../shared/dicom/write/uidFromSeed.ts';
import { writeDicom } from '../../shared/dicom/write/writeDicom.ts';
import { sopClass } from '../../shared/dicom/sopClasses.ts';
import { readDose } from '../../shared/rt/read/readDose.ts';
import type { DoseGrid } from '../../shared/rt/types.ts';
import type { RtSet } from './rtSets.ts';

/** A reference dose and one to compare with it, as files on grids of their own. */
export interface GammaPair {
  readonly name: string;
  readonly referencePath: string;
  readonly evaluatedPath: string;
  readonly voxels: number;
}

/** The dose of a set, and the same 2 % higher and moved by (1, −1.5, 2) mm: neither scale nor shift alone, so that few points are decided at once. */
export function writeGammaPair({ name, folder }: RtSet): GammaPair {
  const reference = readDose(readFileSync(join(folder, 'RD.dcm')));
  const { origin } = reference.geometry;
  const evaluated = { ...reference, dose: reference.dose.map((doseGy) => doseGy * 1.02), maximum: reference.maximum * 1.02, geometry: { ...reference.geometry, origin: [origin[0] + 1, origin[1] - 1.5, origin[2] + 2] as const } };
  const [referencePath, evaluatedPath] = [join(folder, 'reference.dcm'), join(folder, 'evaluated.dcm')];
  writeDoseFile(reference, referencePath);
  writeDoseFile(evaluated, evaluatedPath);
  return { name, referencePath, evaluatedPath, voxels: reference.dose.length };
}

/** 32 bit, with room for the maximum alone: rounding is a billionth of it. */
function writeDoseFile({ geometry, dose, maximum, frameOfReferenceUID }: DoseGrid, path: string): void {
  const scaling = maximum / 2 ** 31;
  const bytes = writeDicom({
    SOPClassUID: sopClass.rtDose, SOPInstanceUID: uidFromSeed(path), StudyInstanceUID: uidFromSeed(`${path}/study`), SeriesInstanceUID: uidFromSeed(`${path}/series`), Modality: 'RTDOSE',
    FrameOfReferenceUID: frameOfReferenceUID, ImagePositionPatient: [...geometry.origin], ImageOrientationPatient: [...geometry.rowDirection, ...geometry.columnDirection],
    SamplesPerPixel: 1, PhotometricInterpretation: 'MONOCHROME2', NumberOfFrames: geometry.slices, FrameIncrementPointer: 'GridFrameOffsetVector', Rows: geometry.rows, Columns: geometry.columns,
    PixelSpacing: [geometry.rowSpacingMm, geometry.columnSpacingMm], BitsAllocated: 32, BitsStored: 32, HighBit: 31, PixelRepresentation: 0,
    DoseUnits: 'GY', DoseType: 'PHYSICAL', DoseSummationType: 'PLAN', GridFrameOffsetVector: [...geometry.sliceOffsetsMm], DoseGridScaling: scaling,
    PixelData: Uint32Array.from(dose, (value) => Math.max(0, Math.round(value / scaling))),
  });
  writeFileSync(path, bytes);
}
