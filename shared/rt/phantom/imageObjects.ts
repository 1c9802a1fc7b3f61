import type { DicomObject } from '../../dicom/write/dicomObject.ts';
import { SLICE_SPACING_MM } from './anatomy.ts';
import { newCanvas, pixelCentre } from './canvas.ts';
import { caseDate, type CaseIdentity, commonAttributes, sopClass } from './caseIdentity.ts';
import { vesselTree } from './lungVessels.ts';
import { hash3 } from './noise.ts';
import { paintSlice } from './paintSlice.ts';

/** Width of the reconstructed field; the couch reaches past it. */
export const FIELD_OF_VIEW_MM = 396;
const INTERCEPT = -1024;

/**
 * The CT images of the case, feet to head, one at a time so that only one slice of pixels is alive.
 *
 * Stored values are 12 bit unsigned; HU = stored - 1024.
 *
 * @param size rows and columns
 */
export function* imageObjects(identity: CaseIdentity, size: number): Generator<DicomObject> {
  const canvas = newCanvas(size, FIELD_OF_VIEW_MM / size);
  const seed = Array.from(identity.seed).reduce((h, one) => hash3(h, one.codePointAt(0) ?? 0, 3, 1), 1);
  const vessels = [...vesselTree(-1, seed), ...vesselTree(1, seed)];
  const corner = pixelCentre(canvas, 0);
  for (const [k, z] of identity.planesMm.entries()) {
    // Noise follows the plane's place, not its number, so a shorter case shows the same anatomy.
    paintSlice(canvas, z, Math.round(z), seed, vessels);
    const stored = new Uint16Array(canvas.hu.length);
    for (let n = 0; n < stored.length; n += 1) stored[n] = Math.min(4095, Math.max(0, Math.round((canvas.hu[n] ?? 0) - INTERCEPT)));
    yield {
      ...commonAttributes(identity, {
        sopClassUID: sopClass.ct,
        sopInstanceUID: identity.imageUIDs[k] ?? '',
        modality: 'CT',
        seriesUID: identity.imageSeriesUID,
        seriesNumber: 1,
        seriesDescription: '胸部增强定位 CT（体模）',
        time: '090500',
      }),
      ImageType: ['DERIVED', 'SECONDARY', 'AXIAL'],
      DerivationDescription: 'Computed phantom; not a scan and not a patient',
      AcquisitionDate: caseDate,
      AcquisitionTime: '090500',
      ContentDate: caseDate,
      ContentTime: '090500',
      BodyPartExamined: 'CHEST',
      SliceThickness: SLICE_SPACING_MM,
      KVP: 120,
      ReconstructionDiameter: FIELD_OF_VIEW_MM,
      PatientPosition: 'HFS',
      AcquisitionNumber: 1,
      InstanceNumber: k + 1,
      ImagePositionPatient: [corner, corner, z],
      ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
      FrameOfReferenceUID: identity.frameOfReferenceUID,
      PositionReferenceIndicator: null,
      SliceLocation: z,
      SamplesPerPixel: 1,
      PhotometricInterpretation: 'MONOCHROME2',
      Rows: size,
      Columns: size,
      PixelSpacing: [canvas.pixelMm, canvas.pixelMm],
      BitsAllocated: 16,
      BitsStored: 12,
      HighBit: 11,
      PixelRepresentation: 0,
      WindowCenter: 40,
      WindowWidth: 400,
      RescaleIntercept: INTERCEPT,
      RescaleSlope: 1,
      RescaleType: 'HU',
      PixelData: stored,
    };
  }
}
