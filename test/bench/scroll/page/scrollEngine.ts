/** What every engine is given: the same voxels in memory, and where the same slices lie as DICOM files. */
export interface BenchSeries {
  readonly columns: number;
  readonly rows: number;
  readonly slices: number;
  readonly pixelMm: number;
  readonly sliceMm: number;
  /** Centre of voxel (0,0,0), LPS mm. */
  readonly origin: readonly [number, number, number];
  readonly window: { readonly centre: number; readonly width: number };
  /** HU, [k][j][i]. */
  readonly voxels: Int16Array<ArrayBuffer>;
  /** URLs of the slices as files, feet to head. */
  readonly fileUrls: readonly string[];
}

/** What is drawn, and what a step changes. Peers know `plain` alone. */
export const scenarios = ['plain', 'structures', 'isodose lines', 'colour wash', 'all overlays', 'window', 'zoom', 'coronal', 'sagittal', 'fusion'] as const;
export type Scenario = (typeof scenarios)[number];

/** One way to draw slices into the 900 × 900 box of the page. */
export interface ScrollEngine {
  readonly name: string;
  /** The engine waits for an animation frame of its own before it draws; the others draw at once. */
  readonly drawsInOwnFrame: boolean;
  /** All that happens once: nothing is read or decoded while scrolling. */
  load: (series: BenchSeries, box: HTMLElement, scenario: Scenario) => Promise<void>;
  /** Calls `drawn` when the picture is in its canvas, in the frame that shows it. */
  show: (index: number, drawn: () => void) => void;
  dispose: () => void;
}
