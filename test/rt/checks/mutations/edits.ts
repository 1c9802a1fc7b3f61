import type { DicomObject } from '../../../../shared/dicom/write/dicomObject.ts';
import type { ReviewCase } from '../../../../shared/rt/phantom/reviewCase.ts';
import { reviewRoi } from '../../../../shared/rt/phantom/reviewStructures.ts';
import type { Situation } from '../reviewOf.ts';

/** One row of the check list made wrong. */
export interface Mutation {
  readonly number: number;
  /** What is changed, in the words of the list where they say it. */
  readonly change: string;
  readonly mutate: (clean: ReviewCase) => Situation;
  /** Default the seven fields. */
  readonly technique?: 'imrt' | 'vmat';
  /** Other checks that have to fire as well, and why. */
  readonly implied?: Readonly<Record<number, string>>;
  /** Where the result is not the usual one of the severity. */
  readonly result?: 'FLAG' | 'FAIL';
}

type Edit = (object: DicomObject) => DicomObject;

export const editPlan = (clean: ReviewCase, edit: Edit): Situation => ({ objects: { ...clean, plan: edit(clean.plan) } });
export const editSet = (clean: ReviewCase, edit: Edit): Situation => ({ objects: { ...clean, structureSet: edit(clean.structureSet) } });
export const editDose = (clean: ReviewCase, edit: Edit): Situation => ({ objects: { ...clean, doses: clean.doses.map(edit) } });
export const editRecord = (clean: ReviewCase, at: number, edit: Edit): Situation => ({ objects: { ...clean, records: clean.records.map((record, n) => (n === at ? edit(record) : record)) } });

/** Beams of a plan changed one by one. */
export const withBeams = (plan: DicomObject, edit: (beam: DicomObject, n: number) => DicomObject): DicomObject => ({ ...plan, BeamSequence: (plan.BeamSequence ?? []).map(edit) });
export const editBeam = (clean: ReviewCase, at: number, edit: Edit): Situation => editPlan(clean, (plan) => withBeams(plan, (beam, n) => (n === at ? edit(beam) : beam)));
export const withPoints = (beam: DicomObject, edit: (point: DicomObject, n: number) => DicomObject): DicomObject => ({ ...beam, ControlPointSequence: (beam.ControlPointSequence ?? []).map(edit) });

/** The fraction group, and the beams it refers to, changed. */
export const withGroup = (plan: DicomObject, edit: Edit): DicomObject => ({ ...plan, FractionGroupSequence: (plan.FractionGroupSequence ?? []).map(edit) });
export const withReferences = (plan: DicomObject, edit: (reference: DicomObject, n: number) => DicomObject): DicomObject =>
  withGroup(plan, (group) => ({ ...group, ReferencedBeamSequence: (group.ReferencedBeamSequence ?? []).map(edit) }));

/** A structure's contours, each x,y,z,…, changed; `null` leaves the contour out. */
export function withContours(set: DicomObject, name: string, edit: (points: readonly number[], n: number) => readonly number[] | null): DicomObject {
  const number = reviewRoi(name);
  return {
    ...set,
    ROIContourSequence: (set.ROIContourSequence ?? []).map((roi) => {
      if (roi.ReferencedROINumber !== number) return roi;
      const contours = (roi.ContourSequence ?? []).flatMap((contour, n) => {
        const points = edit(numbersOf(contour.ContourData), n);
        return points === null ? [] : [{ ...contour, ContourData: points, NumberOfContourPoints: points.length / 3 }];
      });
      return { ...roi, ContourSequence: contours };
    }),
  };
}

export const numbersOf = (value: number | readonly number[] | null | undefined): readonly number[] => (typeof value === 'number' ? [value] : (value ?? []));

/** Every point moved. */
export const moved = (points: readonly number[], by: readonly [number, number, number]): readonly number[] => points.map((value, n) => Math.round((value + (by[n % 3] ?? 0)) * 100) / 100);

/** The set without a structure. */
export function withoutRoi(set: DicomObject, name: string): DicomObject {
  const number = reviewRoi(name);
  return {
    ...set,
    StructureSetROISequence: (set.StructureSetROISequence ?? []).filter(({ ROINumber }) => ROINumber !== number),
    ROIContourSequence: (set.ROIContourSequence ?? []).filter(({ ReferencedROINumber }) => ReferencedROINumber !== number),
    RTROIObservationsSequence: (set.RTROIObservationsSequence ?? []).filter(({ ReferencedROINumber }) => ReferencedROINumber !== number),
  };
}

/** Names changed by a table. */
export const renamed = (set: DicomObject, names: Readonly<Record<string, string>>): DicomObject => ({
  ...set,
  StructureSetROISequence: (set.StructureSetROISequence ?? []).map((roi) => ({ ...roi, ROIName: names[String(roi.ROIName)] ?? roi.ROIName ?? null })),
});

/** The isocentre of beams moved, mm. */
export const movedIsocentre = (beam: DicomObject, by: readonly [number, number, number]): DicomObject =>
  withPoints(beam, (point) => (point.IsocenterPosition === undefined ? point : { ...point, IsocenterPosition: moved(numbersOf(point.IsocenterPosition), by) }));

/** A dose with its scaling multiplied. */
export const scaled = (dose: DicomObject, factor: number): DicomObject => ({ ...dose, DoseGridScaling: Number(dose.DoseGridScaling) * factor });

/** The frames of a dose that a rule keeps. */
export function withFrames(dose: DicomObject, keep: (n: number, offsetMm: number) => boolean): DicomObject {
  const offsets = numbersOf(dose.GridFrameOffsetVector);
  const pixels = dose.PixelData as Uint32Array;
  const size = pixels.length / offsets.length;
  const kept = offsets.flatMap((offset, n) => (keep(n, offset) ? [n] : []));
  const data = new Uint32Array(kept.length * size);
  for (const [at, n] of kept.entries()) data.set(pixels.subarray(n * size, (n + 1) * size), at * size);
  return { ...dose, NumberOfFrames: kept.length, GridFrameOffsetVector: kept.map((n) => offsets[n] ?? 0), PixelData: data };
}
