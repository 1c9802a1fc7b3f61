/** The few parts of cornerstone-core 2.6.1 that draw one grey image on a canvas; it ships no types. */
declare module 'cornerstone-core' {
  export interface GreyImage {
    imageId: string;
    minPixelValue: number;
    maxPixelValue: number;
    slope: number;
    intercept: number;
    windowCenter: number;
    windowWidth: number;
    getPixelData: () => ArrayLike<number>;
    rows: number;
    columns: number;
    height: number;
    width: number;
    color: boolean;
    columnPixelSpacing: number;
    rowPixelSpacing: number;
    invert: boolean;
    sizeInBytes: number;
    /** Written by the library: timings and the lookup table of the last window. */
    stats?: Record<string, number>;
    cachedLut?: { lutArray: Uint8ClampedArray; windowCenter: number; windowWidth: number; invert: boolean };
  }
  export interface DrawViewport {
    scale: number;
    translation: { x: number; y: number };
    voi: { windowWidth: number; windowCenter: number };
    invert: boolean;
    pixelReplication: boolean;
    rotation: number;
    hflip: boolean;
    vflip: boolean;
  }
  /** What the library calls an enabled element, as far as drawing reads it. */
  export interface DrawTarget {
    canvas: HTMLCanvasElement;
    image: GreyImage;
    viewport: DrawViewport;
    options: Record<string, never>;
    renderingTools: Record<string, unknown>;
  }
  const cornerstone: { renderGrayscaleImage: (target: DrawTarget, isInvalidated: boolean) => void };
  export default cornerstone;
}
