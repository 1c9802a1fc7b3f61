import { writeDicom } from '../../dicom/write/writeDicom.ts';
import { RtError } from '../../errors/appError.ts';
import { SLICE_SPACING_MM, targetCentre } from './anatomy.ts';
import { type CaseIdentity, caseUIDs } from './caseIdentity.ts';
import { type ClosedForm, closedForms } from './closedForms.ts';
import { doseObject } from './doseObject.ts';
import { imageObjects } from './imageObjects.ts';
import { beamAngles, prescription } from './phantomDose.ts';
import { beamMetersetMU, planObject } from './planObject.ts';
import { regions, structureSetObject } from './structureSetObject.ts';

/** Variants of the sample case; every field has a default. */
export interface SampleCaseOptions {
  /** DICOM person name, e.g. `Shili^Timo=示例患者^体模`. */
  readonly patientName?: string;
  readonly patientID?: string;
  readonly patientSex?: 'F' | 'M' | 'O';
  /** YYYYMMDD. */
  readonly patientBirthDate?: string;
  /** CT slices of 4 mm about the target, at least 4; 56 show the whole case, 32 the whole target. */
  readonly slices?: number;
  /** Rows and columns of the CT, at least 16; the field of view stays 396 mm. */
  readonly matrixSize?: number;
  /** Another text gives other UIDs, noise and lung vessels; anatomy and dose stay. */
  readonly seed?: string;
}

export interface SampleFile {
  /** Path inside the case's folder, with `/`. */
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What must be found in the case, from formulas alone. */
export interface SampleExpectations {
  /** By ROIName; only structures with a closed form. */
  readonly structures: Readonly<Record<string, ClosedForm>>;
  readonly structureNames: readonly string[];
  readonly studyInstanceUID: string;
  readonly frameOfReferenceUID: string;
  readonly imageSeriesUID: string;
  readonly structureSetUID: string;
  readonly planUID: string;
  readonly doseUID: string;
  readonly slices: number;
  readonly prescriptionDoseGy: number;
  readonly fractions: number;
  readonly treatmentBeams: number;
  readonly totalMetersetMU: number;
  readonly isocentreMm: readonly [number, number, number];
}

export interface SampleCase {
  readonly files: readonly SampleFile[];
  readonly expected: SampleExpectations;
}

/** z of the planes: always 2 mm beside the target's centre plus whole slices, so that every case cuts the target alike. */
function planes(slices: number): number[] {
  const below = Math.round((slices * 27) / 60);
  return Array.from({ length: slices }, (_, k) => targetCentre.z + SLICE_SPACING_MM * (k - below + 0.5));
}

/**
 * Who and what a sample case is: its UIDs and planes.
 * @throws {RtError} broken-value for slices or matrix size out of range
 */
export function sampleIdentity(options: SampleCaseOptions = {}): CaseIdentity {
  const { patientID = 'SAMPLE-0001', slices = 56, matrixSize = 240, seed = 'sample' } = options;
  if (!Number.isInteger(slices) || slices < 4 || slices > 62) throw new RtError('broken-value', `slices is ${slices}; give a whole number from 4 to 62.`);
  if (!Number.isInteger(matrixSize) || matrixSize < 16 || matrixSize > 1024) {
    throw new RtError('broken-value', `matrixSize is ${matrixSize}; give a whole number from 16 to 1024.`);
  }
  return {
    patientName: options.patientName ?? 'Shili^Timo=示例患者^体模',
    patientID,
    patientSex: options.patientSex ?? 'M',
    patientBirthDate: options.patientBirthDate ?? '19600101',
    seed,
    planesMm: planes(slices),
    ...caseUIDs([seed, patientID, slices, matrixSize].join('/'), slices),
  };
}

/**
 * A complete fictional radiotherapy case as DICOM files: CT, RTSTRUCT, RTPLAN and RTDOSE that refer to each other.
 *
 * A computed chest with a cancer of the lower oesophagus, 41.4 Gy in 23 fractions. Targets, cord, oesophagus and
 * heart have closed-form volumes, targets also closed-form doses (see {@link closedForms}). The same options
 * give the same bytes. Not a patient, not a dose calculation.
 *
 * @throws {RtError} broken-value for slices or matrix size out of range
 * @throws {DicomError} broken-value for a name or ID DICOM does not allow
 */
export function makeSampleCase(options: SampleCaseOptions = {}): SampleCase {
  const { matrixSize = 240 } = options;
  const identity = sampleIdentity(options);
  const { planesMm } = identity;
  const files: SampleFile[] = [];
  for (const image of imageObjects(identity, matrixSize)) {
    files.push({ name: `CT/CT_${String(files.length + 1).padStart(3, '0')}.dcm`, bytes: writeDicom(image) });
  }
  files.push({ name: 'RS.dcm', bytes: writeDicom(structureSetObject(identity)) });
  files.push({ name: 'RP.dcm', bytes: writeDicom(planObject(identity)) });
  files.push({ name: 'RD.dcm', bytes: writeDicom(doseObject(identity)) });
  return {
    files,
    expected: {
      structures: closedForms(planesMm),
      structureNames: regions.map(({ name }) => name),
      studyInstanceUID: identity.studyUID,
      frameOfReferenceUID: identity.frameOfReferenceUID,
      imageSeriesUID: identity.imageSeriesUID,
      structureSetUID: identity.structureSetUID,
      planUID: identity.planUID,
      doseUID: identity.doseUID,
      slices: planesMm.length,
      prescriptionDoseGy: prescription.doseGy,
      fractions: prescription.fractions,
      treatmentBeams: beamAngles.length,
      totalMetersetMU: beamAngles.reduce((sum, { weight }) => sum + beamMetersetMU(weight), 0),
      isocentreMm: [targetCentre.x, targetCentre.y, targetCentre.z],
    },
  };
}
