import type { Annotation } from '../../shared/annotation/types.ts';
import type { Pointer, View } from '../../shared/meeting/view.ts';
import type { Vector3 } from '../../shared/geometry/vector.ts';
import type { DoseGrid, Structure } from '../../shared/rt/types.ts';
import type { ImageVolume } from '../../shared/volume/types.ts';
import type { WhyWords } from './annotationLabel.ts';
import type { SliceSource } from './sliceSource.ts';

/** Words a cell writes on the picture, in the user's language. */
export interface CellWords {
  readonly slice: string;
  readonly frame: string;
  /** Before the image number the scanner gave. */
  readonly image: string;
  readonly window: string;
  readonly zoom: string;
  readonly slab: Readonly<Record<'mip' | 'minip' | 'mean', string>>;
  readonly lossy: string;
  readonly derived: string;
  readonly loading: string;
  readonly outsideImage: string;
  /** The voxel fills the space round the picture. */
  readonly padding: string;
  readonly noDose: string;
  readonly refusedDose: string;
  readonly outsideDose: string;
  readonly relativeDose: string;
  readonly notCalibrated: string;
  /** Beside lengths measured at the detector. */
  readonly atDetector: string;
  /** In the place of a window, where the picture is shown through a table. */
  readonly table: string;
  /** The image has overlay planes that are not drawn. */
  readonly overlaysHidden: string;
  /** Beside figures without a value, or with less than all. */
  readonly figureWhy: WhyWords;
}

/** Radiotherapy objects drawn over the images of one frame of reference. */
export interface RtOverlay {
  readonly frameOfReferenceUID: string;
  /** Null where there is none or where it must not be drawn over these images. */
  readonly dose: DoseGrid | null;
  /** There is a dose, but in another frame of reference than the images. */
  readonly isDoseRefused: boolean;
  readonly structures: readonly Structure[];
  /** Dose that is 100 %, Gy; null when nobody said. */
  readonly referenceDoseGy: number | null;
}

/** A second volume over the first, cut in the same plane. */
export interface FusionOverlay {
  readonly volume: ImageVolume;
  /** Factor from the volume's values to the unit of the fusion window; 1 or the SUV factor. */
  readonly factor: number;
}

/** Another cell's plane, drawn as a line where it crosses this one. */
export interface ReferencePlane {
  readonly frameOfReferenceUID: string;
  readonly normal: Vector3;
  readonly point: Vector3;
  /** Corners of the picture there, so that the line ends where that picture does. */
  readonly corners: readonly Vector3[];
  readonly isActive: boolean;
}

/** All one cell draws from; a change of any part leads to one frame. */
export interface CellScene {
  readonly index: number;
  readonly view: View;
  /** Null: empty, or nothing known of it yet. */
  readonly source: SliceSource | null;
  /** Slice of the source. */
  readonly sliceIndex: number;
  /** InstanceNumber of the image the slice is, by which reports name it; left out or null: it is none, or has none. */
  readonly imageNumber?: number | null;
  /** Grows when slices arrive that were not there. */
  readonly turn: number;
  readonly fusion: FusionOverlay | null;
  readonly rt: RtOverlay | null;
  /** Lines of the upper left corner: patient where it must stand on every picture, date, series, plane. */
  readonly title: readonly string[];
  /** Those that may lie on this series; the renderer shows those of the slice. */
  readonly annotations: readonly Annotation[];
  readonly selectedAnnotationId: string | null;
  /** YYYYMMDD of the study shown, written into new annotations. */
  readonly studyDate: string | null;
  readonly referencePlanes: readonly ReferencePlane[];
  readonly pointers: readonly Pointer[];
  /** Overlay planes of the image are drawn; left out: they are. */
  readonly hasOverlays?: boolean;
  readonly words: CellWords;
}
