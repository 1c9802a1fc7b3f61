/** The few parts of cornerstone-core 2.6.1 that place one image on a canvas; it ships no types. */
declare module 'cornerstone-core' {
  export interface ColourImage {
    imageId: string;
    color: true;
    /** The painted image, taken as it is while the window is 128/255. */
    getCanvas: () => HTMLCanvasElement;
    rows: number;
    columns: number;
    height: number;
    width: number;
    columnPixelSpacing: number;
    rowPixelSpacing: number;
  }
  export interface DrawViewport {
    scale: number;
    translation: { x: number; y: number };
    voi: { windowWidth: number; windowCenter: number };
    invert: boolean;
    pixelReplication: boolean;
    /** Clockwise, degrees. */
    rotation: number;
    hflip: boolean;
    vflip: boolean;
  }
  /** What the library calls an enabled element, as far as drawing reads it. */
  export interface DrawTarget {
    canvas: HTMLCanvasElement;
    image: ColourImage;
    viewport: DrawViewport;
    options: Record<string, never>;
    renderingTools: Record<string, unknown>;
  }
  const cornerstone: { renderColorImage: (target: DrawTarget, isInvalidated: boolean) => void };
  export default cornerstone;
}
