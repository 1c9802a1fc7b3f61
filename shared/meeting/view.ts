import { z } from 'zod';
import type { Vector3 } from '../geometry/vector.ts';

const finite = z.number().finite();
const vector3 = z.tuple([finite, finite, finite]);

/** What a presenter shows, without pixels: a few hundred bytes that mean the same anatomy on every console. */
export const viewSchema = z.object({
  page: z.enum(['images', 'plan', 'dvh']),
  caseId: z.string().nullable(),
  seriesInstanceUID: z.string().nullable(),
  /** Patient LPS mm; every slice shown passes through it. */
  crosshairMm: vector3.nullable(),
  /** HU for CT. */
  window: z.object({ centre: finite, width: finite.positive() }),
  /** 1 fits the image to the viewport; the same for all planes. */
  zoom: finite.positive(),
  /** Patient LPS mm shown at the centre of each view; null: the middle of the image. */
  panMm: z.object({ axial: vector3.nullable(), sagittal: vector3.nullable(), coronal: vector3.nullable() }),
  /** The plane shown large. */
  layout: z.enum(['three', 'axial', 'sagittal', 'coronal']),
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
export type View = z.infer<typeof viewSchema>;
export type ViewField = keyof View;

export const initialView: View = {
  page: 'images', caseId: null, seriesInstanceUID: null, crosshairMm: null, window: { centre: 40, width: 400 }, zoom: 1,
  panMm: { axial: null, sagittal: null, coronal: null }, layout: 'three', visibleStructures: [],
  isodose: { unit: 'percent', levels: [107, 105, 100, 95, 90, 80, 70, 50, 30], hasLines: true, hasWash: false, referenceDoseGy: null },
  dvhCursorGy: null, beamNumber: null,
};

/** Change of some fields, made by whoever holds the presenter token of `epoch`; `counter` grows with each change of the sender. */
export const viewPatchSchema = z.object({ epoch: z.number().int(), counter: z.number().int(), senderId: z.string(), sentAtMs: finite, fields: viewSchema.partial() });
export type ViewPatch = z.infer<typeof viewPatchSchema>;

/** Version of a field: later epoch wins, then later counter. */
export type FieldVersion = readonly [epoch: number, counter: number];

export interface SharedView {
  readonly view: View;
  readonly versions: Readonly<Partial<Record<ViewField, FieldVersion>>>;
}

export const emptySharedView: SharedView = { view: initialView, versions: {} };

const isNewer = (a: FieldVersion, b: FieldVersion | undefined): boolean => !b || a[0] > b[0] || (a[0] === b[0] && a[1] > b[1]);

/** Applies a patch; fields whose version is not newer are left, so order and repetition do not matter. Returns the same object when nothing changed. */
export function applyViewPatch(shared: SharedView, patch: ViewPatch): SharedView {
  const version: FieldVersion = [patch.epoch, patch.counter];
  const newer = (Object.keys(patch.fields) as ViewField[]).filter((key) => patch.fields[key] !== undefined && isNewer(version, shared.versions[key]));
  if (newer.length === 0) return shared;
  return {
    view: { ...shared.view, ...Object.fromEntries(newer.map((key) => [key, patch.fields[key]])) },
    versions: { ...shared.versions, ...Object.fromEntries(newer.map((key) => [key, version])) },
  };
}

/** Named pointer of one participant; droppable. Null point: it left the image. */
export const pointerSchema = z.object({ personId: z.string(), name: z.string(), plane: z.enum(['axial', 'sagittal', 'coronal']), pointMm: vector3.nullable() });
export type Pointer = Omit<z.infer<typeof pointerSchema>, 'pointMm'> & { readonly pointMm: Vector3 | null };
