import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { zipSync } from 'fflate';
import { readHeader } from '../../../shared/dicom/readHeader.ts';
import type { InstanceHeader } from '../../../shared/dicom/types.ts';
import { uidFromSeed } from '../../../shared/dicom/write/uidFromSeed.ts';
import { writeDicom } from '../../../shared/dicom/write/writeDicom.ts';
import { makeSampleCase } from '../../../shared/rt/phantom/makeSampleCase.ts';

/** Rows at the top of the screen capture that hold the patient's name as bright pixels. */
export const textRows = 40;
export const captureSize = { columns: 320, rows: 240 };

export interface Inputs {
  /** The phantom case, a screen capture of the same patient and a text file, in one archive. */
  readonly archive: string;
  /** Of which this many are objects to be taken. */
  readonly objects: number;
  /** And of these this many are slices of the CT. */
  readonly slices: number;
  readonly patient: InstanceHeader['patient'];
  /** Many images of the same patient, so that an import takes long enough to be ended in the middle. */
  readonly manyFolder: string;
  readonly manyObjects: number;
}

export function makeInputs(folder: string): Inputs {
  const { files, expected } = makeSampleCase({ matrixSize: 128 });
  const { patient, studyInstanceUID } = readHeader(files[0]?.bytes ?? new Uint8Array());
  const capture = screenCapture(patient, studyInstanceUID);
  const entries: Record<string, Uint8Array> = { 'notes.txt': new TextEncoder().encode('Sent by the partner hospital.'), 'capture.dcm': capture };
  for (const { name, bytes } of files) entries[name] = bytes;
  const archive = join(folder, '来自协作医院.zip');
  writeFileSync(archive, zipSync(entries, { level: 1 }));
  const manyFolder = join(folder, 'many');
  return { archive, objects: files.length + 1, slices: expected.slices, patient, manyFolder, manyObjects: writeMany(manyFolder, { slices: 56, matrixSize: 512, copies: 4 }) };
}

/** Writes a CT series several times over, every object with a UID of its own. @returns how many objects */
export function writeMany(folder: string, { slices, matrixSize, copies }: { readonly slices: number; readonly matrixSize: number; readonly copies: number }): number {
  const images = makeSampleCase({ slices, matrixSize }).files.filter(({ name }) => name.startsWith('CT/'));
  for (let copy = 0; copy < copies; copy += 1) {
    for (const { name, bytes } of images) {
      const path = join(folder, String(copy), name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, withOtherUID(bytes, copy));
    }
  }
  return images.length * copies;
}

/** A secondary capture whose upper rows stand for text: stripes of white on black above a grey picture. */
function screenCapture(patient: InstanceHeader['patient'], study: string): Uint8Array {
  const { columns, rows } = captureSize;
  const pixels = Uint8Array.from({ length: columns * rows }, (_, at) => {
    const [x, y] = [at % columns, Math.floor(at / columns)];
    if (y < textRows) return y > 8 && y < textRows - 8 && x % 12 < 7 ? 255 : 0;
    return 60 + Math.round((100 * x) / columns);
  });
  return writeDicom({
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.7', SOPInstanceUID: uidFromSeed('data-in/capture'), StudyInstanceUID: study, SeriesInstanceUID: uidFromSeed('data-in/capture-series'), Modality: 'US', SeriesNumber: 9, SeriesDescription: '肝脏超声截图', InstanceNumber: 1,
    PatientID: patient.patientID ?? '', PatientName: patient.patientName ?? '', PatientBirthDate: patient.birthDate ?? '', PatientSex: patient.sex ?? '', StudyDate: '20261120',
    Rows: rows, Columns: columns, SamplesPerPixel: 1, PhotometricInterpretation: 'MONOCHROME2', BitsAllocated: 8, BitsStored: 8, HighBit: 7, PixelRepresentation: 0, PixelData: pixels,
  });
}

/** The same object with the last two digits of its SOP Instance UID moved on. */
function withOtherUID(bytes: Uint8Array, step: number): Uint8Array {
  const uid = readHeader(bytes).sopInstanceUID;
  const changed = Buffer.from(bytes);
  const digits = String((Number(uid.slice(-2)) + step) % 100).padStart(2, '0');
  for (let at = changed.indexOf(uid); at >= 0; at = changed.indexOf(uid, at + uid.length)) changed.write(digits, at + uid.length - 2, 'latin1');
  return changed;
}
