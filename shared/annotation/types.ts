import type { Vector3 } from '../geometry/vector.ts';

/** What can be drawn on a picture. */
export const annotationKinds = ['length', 'angle', 'cobb', 'ellipse', 'rectangle', 'freehand', 'probe', 'arrow', 'bidirectional'] as const;
export type AnnotationKind = (typeof annotationKinds)[number];

/**
 * Where an annotation lies. patient: points are LPS mm in a frame of reference, in one plane. image: points are [x, y, 0]
 * in the plane of one frame, mm from the centre of its first pixel: column × columnSpacingMm, row × rowSpacingMm. Where
 * the image is not calibrated, columnSpacingMm is 1 and figures are in pixels.
 */
export type AnnotationPlace =
  | {
      readonly space: 'patient';
      readonly frameOfReferenceUID: string;
      /** Unit normal of the plane drawn in. */
      readonly normal: Vector3;
      /** The volume it was measured on. */
      readonly volumeId: string;
      /** Image the plane is, where it is one as acquired; null for a plane cut through the volume. */
      readonly sopInstanceUID: string | null;
      /** Frame of that image, from 0. */
      readonly frame: number;
    }
  | { readonly space: 'image'; readonly seriesInstanceUID: string; readonly sopInstanceUID: string; readonly frame: number; readonly columnSpacingMm: number; readonly rowSpacingMm: number; readonly isCalibrated: boolean };

/** One figure of a measurement, as shown and as saved. */
export interface AnnotationFigure {
  readonly quantity: 'length' | 'shortAxis' | 'angle' | 'area' | 'mean' | 'standardDeviation' | 'minimum' | 'maximum' | 'value' | 'perimeter' | 'pixels';
  /** Null: cannot be said (no calibration, outside the image), with the reason in `why`. */
  readonly value: number | null;
  /** UCUM: mm, deg, mm2, [hnsf'U] for HU, {SUVbw}g/ml, Bq/ml, {pixels}, 1. */
  readonly unit: string;
  /**
   * Beside a value: what limits it. not-calibrated: told in pixels. outside: only the part on the image is counted. padding:
   * pixels that stand for no value are left out. too-small: a line of no length has no direction, a region holds no pixel centre.
   */
  readonly why?: 'not-calibrated' | 'outside' | 'padding' | 'loading' | 'too-small';
}

/**
 * A mark or measurement on an image. Points by kind: length 2; angle 3 (end, corner, end); cobb 4 (two lines); ellipse 4
 * (ends of one axis, ends of the other); rectangle 4 corners in order; freehand 3 or more, closed; probe 1; arrow 2 (tip,
 * tail); bidirectional 4 (long axis, short axis).
 */
export interface Annotation {
  /** UUID. */
  readonly id: string;
  readonly kind: AnnotationKind;
  readonly place: AnnotationPlace;
  readonly points: readonly Vector3[];
  /** What the person wrote; empty where nothing. */
  readonly text: string;
  /** Lesion this measures, the same over all time points: shown name and tracking UID (PS3.16 TID 1501); null: none. */
  readonly lesion: { readonly name: string; readonly trackingUID: string } | null;
  /** As measured when it was last drawn. */
  readonly figures: readonly AnnotationFigure[];
  /** Date of the study measured on, YYYYMMDD; null where the study does not say. */
  readonly studyDate: string | null;
  readonly author: string;
  readonly atMs: number;
  /** Report object it was saved in; null while it is only drawn. */
  readonly savedIn: string | null;
}
