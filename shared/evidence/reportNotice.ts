/**
 * Something of a report that is not among the annotations read from it.
 *
 * not-mapped: the desk has nothing like it. image-unknown: the image is not here and the report does not say how large its
 * pixels are. plane-unknown: coordinates in the patient without the plane they were drawn in. several-images: one mark over
 * more than one image. no-coordinates: a measurement that is not tied to a place. broken: too few points, or no number.
 * time-unknown: when it was found is not told; told as 1970.
 */
export interface ReportNotice {
  readonly reason: 'not-mapped' | 'image-unknown' | 'plane-unknown' | 'several-images' | 'no-coordinates' | 'broken' | 'time-unknown';
  /** As the report calls it. */
  readonly name: string;
  /** Its place in the content tree, as `1.6.2`. */
  readonly place: string;
}
