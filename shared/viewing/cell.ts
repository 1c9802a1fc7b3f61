import { z } from 'zod';

const finite = z.number().finite();
const vector3 = z.tuple([finite, finite, finite]);
const uid = z.string().min(1).max(80);

/** What a cell holds. A stack is named by its volume (`volumeId`), a flat series by its series, a document by its object. */
export const cellContentSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('empty') }),
  z.object({ kind: z.literal('stack'), volumeId: uid }),
  z.object({ kind: z.literal('frames'), seriesInstanceUID: uid }),
  z.object({ kind: z.literal('document'), sopInstanceUID: uid }),
]);
export type CellContent = z.infer<typeof cellContentSchema>;

/** acquired: the slices as they were taken; the others are cut out of the volume. */
export const planeNameSchema = z.enum(['acquired', 'axial', 'sagittal', 'coronal', 'oblique']);
export type CellPlane = z.infer<typeof planeNameSchema>;

export const windowSchema = z.object({ centre: finite, width: finite.positive() });
export type Window = z.infer<typeof windowSchema>;

export const colourMapNames = ['grey', 'hotIron', 'pet', 'rainbow', 'perfusion'] as const;
export type ColourMapName = (typeof colourMapNames)[number];

/** Thick slice; `none` shows one plane. */
export const slabSchema = z.object({ mode: z.enum(['none', 'mip', 'minip', 'mean']), thicknessMm: finite.min(0).max(200) });
export type Slab = z.infer<typeof slabSchema>;

/** A second volume over the first. */
export const fusionSchema = z.object({
  volumeId: uid,
  colourMap: z.enum(colourMapNames),
  /** 0 shows only the lower, 1 only the upper volume. */
  opacity: finite.min(0).max(1),
  /** In the unit the upper volume is shown in. */
  window: windowSchema,
});
export type Fusion = z.infer<typeof fusionSchema>;

/** How one cell of the desk shows its content: everything needed to draw the same picture on another console. */
export const cellSchema = z.object({
  content: cellContentSchema,
  plane: planeNameSchema,
  /** Directions of rows and columns on screen before turning, LPS unit vectors; for `oblique` alone. */
  oblique: z.object({ xDirection: vector3, yDirection: vector3 }).nullable(),
  /** Patient LPS mm; the slice shown passes through it. Null: the middle. Not used while the cell follows the crosshair. */
  pointMm: vector3.nullable(),
  /** Running number over images and frames of a flat series, from 0. */
  frame: z.number().int().min(0),
  /** In the unit shown; null: the window the image opens with. */
  window: windowSchema.nullable(),
  /** Which of the windows and tables of the image is shown while `window` is null, in its own order; 0, that it opens with, also where it has no such one. */
  voi: z.number().int().min(0).max(255).default(0),
  isInverted: z.boolean(),
  /** 1 fits the image to the cell. */
  zoom: finite.positive(),
  /** Shown in the middle of the cell: patient LPS mm, for flat images [x, y, 0] in the image plane; null: the middle of the image. */
  centre: vector3.nullable(),
  /** Clockwise, applied after flipping: 0 to 359. */
  rotationDegrees: finite.min(0).lt(360),
  /** Left and right exchanged. */
  isFlipped: z.boolean(),
  slab: slabSchema,
  colourMap: z.enum(colourMapNames),
  /** suv: body weight SUV, where the series allows it. */
  unit: z.enum(['stored', 'suv']),
  fusion: fusionSchema.nullable(),
  /** Slices or frames a second while playing; null: standing. */
  cineFps: finite.min(0.5).max(60).nullable(),
});
/** One cell of the desk. */
export type Cell = z.infer<typeof cellSchema>;

export const emptyCell: Cell = {
  content: { kind: 'empty' }, plane: 'acquired', oblique: null, pointMm: null, frame: 0, window: null, voi: 0, isInverted: false, zoom: 1, centre: null,
  rotationDegrees: 0, isFlipped: false, slab: { mode: 'none', thicknessMm: 10 }, colourMap: 'grey', unit: 'stored', fusion: null, cineFps: null,
};

/** A cell that shows a stack as it opens. */
export const stackCell = (volumeId: string, plane: CellPlane = 'acquired', fields: Partial<Cell> = {}): Cell => ({ ...emptyCell, content: { kind: 'stack', volumeId }, plane, ...fields });

/** Most rows and columns of the desk. */
export const mostRows = 3;
export const mostColumns = 4;
export const mostCells = mostRows * mostColumns;

export const gridSchema = z.object({
  rows: z.number().int().min(1).max(mostRows),
  columns: z.number().int().min(1).max(mostColumns),
  /** beside: the first cell large, the others in a column right of it. even: all of one size. */
  shape: z.enum(['even', 'beside']),
});
/** How the cells lie: row by row, from the top left. */
export type Grid = z.infer<typeof gridSchema>;

/** off: every cell by itself. position: cells of one frame of reference pass through one point. distance: all stacks move by the same distance. */
export const linkSchema = z.enum(['off', 'position', 'distance']);
export type Link = z.infer<typeof linkSchema>;
