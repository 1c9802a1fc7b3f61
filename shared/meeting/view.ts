import { z } from 'zod';
import type { Vector3 } from '../geometry/vector.ts';
import { cellSchema, emptyCell, gridSchema, linkSchema, mostCells } from '../viewing/cell.ts';
import type { Cell } from '../viewing/cell.ts';

const finite = z.number().finite();
const vector3 = z.tuple([finite, finite, finite]);

export const deskSchema = z.object({
  page: z.enum(['images', 'plan', 'dvh']),
  caseId: z.string().nullable(),
  grid: gridSchema,
  /** The cell keys and tools act on. */
  activeCell: z.number().int().min(0).lt(mostCells),
  /** This cell alone fills the desk; null: all are shown. */
  maximisedCell: z.number().int().min(0).lt(mostCells).nullable(),
  link: linkSchema,
  /** Patient LPS mm in `crosshairFrame`; every linked slice of that frame of reference passes through it. */
  crosshairMm: vector3.nullable(),
  /** FrameOfReferenceUID the crosshair is in. */
  crosshairFrame: z.string().max(80).nullable(),
  hasCrosshair: z.boolean(),
  hasReferenceLines: z.boolean(),
  hasAnnotations: z.boolean(),
  /** ROI numbers, ascending. */
  visibleStructures: z.array(z.number().int()),
  isodose: z.object({
    unit: z.enum(['percent', 'gray']),
    /** Descending, in `unit`. */
    levels: z.array(finite),
    hasLines: z.boolean(),
    hasWash: z.boolean(),
    /** Dose that is 100 %, Gy. */
    referenceDoseGy: finite.nullable(),
  }),
  dvhCursorGy: finite.nullable(),
  beamNumber: z.number().int().nullable(),
});
/** Fields of the desk as a whole. */
export type Desk = z.infer<typeof deskSchema>;

/** What a presenter shows, without pixels: a few hundred bytes that mean the same anatomy on every console. `cells` always has {@link mostCells} entries. */
export type View = Desk & { readonly cells: readonly Cell[] };

type CellField = keyof Cell;
/** A field of one cell: `cells.3.window`. */
export type CellPath = `cells.${number}.${CellField}`;
/** A field of the desk, or of one cell. */
export type ViewField = keyof Desk | CellPath;

/** What an action changes, field by field, so that two people's changes of different fields both stay. */
export type ViewChange = Partial<Desk> & { readonly [F in CellField as `cells.${number}.${F}`]?: Cell[F] };

/** Fields of one cell as a change of the view. */
export const cellChange = (index: number, fields: Partial<Cell>): ViewChange => Object.fromEntries(Object.entries(fields).map(([name, value]) => [`cells.${index}.${name}`, value])) as ViewChange;

export const initialView: View = {
  page: 'images', caseId: null, grid: { rows: 1, columns: 1, shape: 'even' }, activeCell: 0, maximisedCell: null, link: 'position', crosshairMm: null, crosshairFrame: null,
  hasCrosshair: true, hasReferenceLines: true, hasAnnotations: true, visibleStructures: [],
  isodose: { unit: 'percent', levels: [107, 105, 100, 95, 90, 80, 70, 50, 30], hasLines: true, hasWash: false, referenceDoseGy: null },
  dvhCursorGy: null, beamNumber: null,
  cells: Array.from({ length: mostCells }, () => emptyCell),
};

const cellShape = Object.fromEntries(
  Array.from({ length: mostCells }, (_, index) => Object.entries(cellSchema.shape).map(([name, schema]) => [`cells.${index}.${name}`, schema.optional()] as const)).flat(),
);

const fieldsSchema = z.strictObject({ ...deskSchema.partial().shape, ...cellShape });

/** Changes of some fields, made by whoever holds the presenter token of `epoch`; `counter` grows with each change of the sender. */
export const viewPatchSchema = z.object({
  epoch: z.number().int(), counter: z.number().int(), senderId: z.string(), sentAtMs: finite,
  fields: z.custom<ViewChange>((value) => fieldsSchema.safeParse(value).success),
});
export type ViewPatch = z.infer<typeof viewPatchSchema>;

/** Version of a field: later epoch wins, then later counter. */
export type FieldVersion = readonly [epoch: number, counter: number];

export interface SharedView {
  readonly view: View;
  readonly versions: Readonly<Partial<Record<ViewField, FieldVersion>>>;
}

export const emptySharedView: SharedView = { view: initialView, versions: {} };

const isNewer = (a: FieldVersion, b: FieldVersion | undefined): boolean => !b || a[0] > b[0] || (a[0] === b[0] && a[1] > b[1]);

const cellPath = /^cells\.(\d+)\.(\w+)$/;

/** The view after a change; cells that do not change stay the same objects. */
export function changeView(view: View, change: ViewChange): View {
  const desk: Record<string, unknown> = {};
  const cells = new Map<number, Record<string, unknown>>();
  for (const [path, value] of Object.entries(change)) {
    if (value === undefined) continue;
    const [, index, field] = cellPath.exec(path) ?? [];
    if (index === undefined || field === undefined) desk[path] = value;
    else cells.set(Number(index), { ...cells.get(Number(index)), [field]: value });
  }
  return { ...view, ...desk, cells: cells.size === 0 ? view.cells : view.cells.map((cell, index) => (cells.has(index) ? { ...cell, ...cells.get(index) } : cell)) };
}

/** Every field of a view as one change. */
export function wholeView({ cells, ...desk }: View): ViewChange {
  return cells.reduce<ViewChange>((change, cell, index) => ({ ...change, ...cellChange(index, cell) }), desk);
}

/** Applies a patch; fields whose version is not newer are left, so order and repetition do not matter. Returns the same object when nothing changed. */
export function applyViewPatch(shared: SharedView, patch: ViewPatch): SharedView {
  const version: FieldVersion = [patch.epoch, patch.counter];
  const newer = (Object.entries(patch.fields) as [ViewField, unknown][]).filter(([field, value]) => value !== undefined && isNewer(version, shared.versions[field]));
  if (newer.length === 0) return shared;
  return {
    view: changeView(shared.view, Object.fromEntries(newer) as ViewChange),
    versions: { ...shared.versions, ...Object.fromEntries(newer.map(([field]) => [field, version])) },
  };
}

/** Named pointer of one participant; droppable. Null point: it left the image. */
export const pointerSchema = z.object({ personId: z.string(), name: z.string(), /** The cell pointed in. */ cell: z.number().int().min(0).lt(mostCells), /** Patient LPS mm; for flat images [x, y, 0] in the image plane. */ pointMm: vector3.nullable() });
export type Pointer = Omit<z.infer<typeof pointerSchema>, 'pointMm'> & { readonly pointMm: Vector3 | null };
