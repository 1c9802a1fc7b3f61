import type { DicomObject } from '../../dicom/write/dicomObject.ts';
import { ctv, ptv } from './anatomy.ts';
import { closedForms } from './closedForms.ts';
import { AXIS_DOSE_GY, radialVarianceMm2 } from './phantomDose.ts';
import { reviewRoi } from './reviewStructures.ts';

const BIN_GY = 0.05;
const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;

/**
 * Cumulative histograms of the cylinders PTV and CTV by formula: the dose is at least D inside the radius where the Gaussian
 * falls to D, so the part of the cylinder that receives it is r(D)²/R².
 */
export function storedDvhs(planesMm: readonly number[]): readonly DicomObject[] {
  const forms = closedForms(planesMm);
  return [['PTV_4140', ptv.radiusMm], ['CTVp', ctv.radiusMm]].map(([key, radius]) => {
    const [name, radiusMm] = [String(key), Number(radius)];
    const form = forms[name];
    const volumeCc = form?.volumeCc ?? 0;
    const bins = Math.ceil(AXIS_DOSE_GY / BIN_GY) + 1;
    const data = Array.from({ length: bins }, (_, n) => {
      const dose = n * BIN_GY;
      const part = dose <= 0 ? 1 : Math.min(1, Math.max(0, (-2 * radialVarianceMm2 * Math.log(dose / AXIS_DOSE_GY)) / radiusMm ** 2));
      return [BIN_GY, rounded(volumeCc * part)];
    }).flat();
    return {
      DVHReferencedROISequence: [{ ReferencedROINumber: reviewRoi(name), DVHROIContributionType: 'INCLUDED' }],
      DVHType: 'CUMULATIVE',
      DoseUnits: 'GY',
      DoseType: 'PHYSICAL',
      DVHDoseScaling: 1,
      DVHVolumeUnits: 'CM3',
      DVHNumberOfBins: bins,
      DVHData: data,
      DVHMinimumDose: rounded(form?.minGy ?? 0),
      DVHMaximumDose: rounded(form?.maxGy ?? 0),
      DVHMeanDose: rounded(form?.meanGy ?? 0),
    };
  });
}
