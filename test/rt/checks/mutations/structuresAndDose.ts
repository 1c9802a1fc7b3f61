import { reviewRoi } from '../../../../shared/rt/phantom/reviewStructures.ts';
import { testRequest } from '../reviewOf.ts';
import { editDose, editSet, moved, renamed, scaled, withContours, withFrames, withoutRoi, type Mutation } from './edits.ts';

/** Checks 41 to 50. */
export const structureMutations: readonly Mutation[] = [
  { number: 41, change: 'the external contour is deleted', mutate: (clean) => editSet(clean, (set) => withoutRoi(set, 'BODY')) },
  { number: 42, change: 'the GTV is moved 12 mm', mutate: (clean) => editSet(clean, (set) => withContours(set, 'GTVp', (points) => moved(points, [0, 12, 0]))) },
  {
    number: 43, change: 'a contour of three points is added to the cord',
    mutate: (clean) => editSet(clean, (set) => ({
      ...set,
      ROIContourSequence: (set.ROIContourSequence ?? []).map((roi) => {
        const [contour] = roi.ReferencedROINumber === reviewRoi('SpinalCord') ? (roi.ContourSequence ?? []) : [];
        const z = Array.isArray(contour?.ContourData) ? Number(contour.ContourData[2]) : 0;
        return contour === undefined ? roi : { ...roi, ContourSequence: [...(roi.ContourSequence ?? []), { ...contour, NumberOfContourPoints: 3, ContourData: [20, 78, z, 23, 78, z, 20, 81, z] }] };
      }),
    })),
  },
  { number: 44, change: 'a middle slice of the heart is deleted', mutate: (clean) => editSet(clean, (set) => withContours(set, 'Heart', (points, n) => (n === 10 ? null : points))) },
  { number: 45, change: 'a ROI without contours', mutate: (clean) => editSet(clean, (set) => withContours(set, 'Esophagus', () => null)) },
  { number: 46, change: 'the cord is deleted', mutate: (clean) => editSet(clean, (set) => withoutRoi(set, 'SpinalCord')) },
  { number: 47, change: 'left and right lung swap names', mutate: (clean) => editSet(clean, (set) => renamed(set, { Lung_L: 'Lung_R', Lung_R: 'Lung_L' })) },
  {
    number: 48, change: 'a density of 1.0 for a lung',
    mutate: (clean) => editSet(clean, (set) => ({
      ...set,
      RTROIObservationsSequence: (set.RTROIObservationsSequence ?? []).map((item) =>
        item.ReferencedROINumber === reviewRoi('Lung_L') ? { ...item, ROIPhysicalPropertiesSequence: [{ ROIPhysicalProperty: 'REL_MASS_DENSITY', ROIPhysicalPropertyValue: 1 }] } : item),
    })),
  },
  { number: 49, change: 'the couch is deleted', mutate: (clean) => editSet(clean, (set) => withoutRoi(set, 'CouchSurface')) },
  { number: 50, change: 'the oesophagus is called X1', mutate: (clean) => editSet(clean, (set) => renamed(set, { Esophagus: 'X1' })) },
];

/** Checks 51 to 60. */
export const doseMutations: readonly Mutation[] = [
  { number: 51, change: 'the dose is RELATIVE', mutate: (clean) => editDose(clean, (dose) => ({ ...dose, DoseUnits: 'RELATIVE' })) },
  { number: 52, change: 'the grid is cropped below the end of the cord', mutate: (clean) => editDose(clean, (dose) => withFrames(dose, (_, offset) => offset <= 120)) },
  { number: 53, change: 'the dose planes are 6 mm apart', mutate: (clean) => editDose(clean, (dose) => withFrames(dose, (n) => n % 2 === 0)) },
  { number: 54, change: 'all is taken as WATER', mutate: (clean) => editDose(clean, (dose) => ({ ...dose, TissueHeterogeneityCorrection: 'WATER' })) },
  {
    number: 55, change: 'one voxel of a lung gets the maximum',
    mutate: (clean) => editDose(clean, (dose) => {
      const pixels = (dose.PixelData as Uint32Array).slice();
      const [rows, columns] = [Number(dose.Rows), Number(dose.Columns)];
      // About x 97, y 21 in the middle plane: in the left lung.
      pixels[(20 * rows + 46) * columns + 91] = Math.round(46 / Number(dose.DoseGridScaling));
      return { ...dose, PixelData: pixels };
    }),
  },
  {
    number: 56, change: 'dose × 0.9',
    mutate: (clean) => editDose(clean, (dose) => scaled(dose, 0.9)),
    implied: { 59: 'the stored histograms are those of the right dose' },
  },
  {
    number: 57, change: 'dose × 1.2',
    mutate: (clean) => editDose(clean, (dose) => scaled(dose, 1.2)),
    implied: { 15: 'the median target dose is a quarter above the prescription', 59: 'the stored histograms are those of the right dose' },
  },
  {
    number: 58, change: 'none in the list; here SBRT is requested and the body is not outlined, so that no index can be given',
    mutate: (clean) => ({ ...editSet(clean, (set) => withoutRoi(set, 'BODY')), request: { ...testRequest, technique: 'sbrt' } }),
    implied: { 41: 'the external contour is the one missing', 53: 'SBRT asks for 2 mm' },
  },
  {
    number: 59, change: 'the stored histograms are scaled by 1.05',
    mutate: (clean) => editDose(clean, (dose) => ({ ...dose, DVHSequence: (dose.DVHSequence ?? []).map((dvh) => ({ ...dvh, DVHDoseScaling: 1.05, DVHMeanDose: Number(dvh.DVHMeanDose) * 1.05 })) })),
  },
  { number: 60, change: 'the pacemaker is moved into the fields', mutate: (clean) => editSet(clean, (set) => withContours(set, 'Pacemaker', (points) => moved(points, [-60, 0, 0]))) },
];
