import type { Pointer, View } from '../../shared/meeting/view.ts';
import type { DoseGrid, Structure } from '../../shared/rt/types.ts';
import type { ImageVolume } from '../../shared/volume/types.ts';
import type { PlaneName } from './planes.ts';

/** Words a viewport writes on the picture, in the user's language. */
export interface PlaneWords {
  readonly planes: Readonly<Record<PlaneName, string>>;
  readonly slice: string;
  readonly window: string;
  readonly zoom: string;
  readonly dose: string;
  readonly structures: string;
  readonly outsideDose: string;
  readonly outsideImage: string;
  /** The voxel fills the space round the picture. */
  readonly padding: string;
  readonly relativeDose: string;
  readonly noDose: string;
  readonly refusedDose: string;
}

/** All one viewport draws from; a change of any part leads to one frame. */
export interface PlaneScene {
  readonly plane: PlaneName;
  readonly volume: ImageVolume;
  /** What the series is called on the picture. */
  readonly seriesName: string;
  /** Null where there is none or where it must not be drawn over these images. */
  readonly dose: DoseGrid | null;
  /** There is a dose, but in another frame of reference than the images. */
  readonly isDoseRefused: boolean;
  readonly structures: readonly Structure[];
  /** Dose that is 100 %, Gy; null when nobody said. */
  readonly referenceDoseGy: number | null;
  readonly view: View;
  readonly pointers: readonly Pointer[];
  readonly words: PlaneWords;
}
