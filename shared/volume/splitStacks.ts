import { dot } from '../geometry/vector.ts';
import type { Vector3 } from '../geometry/vector.ts';
import { samePositionMm, shapeDifference } from './stackSlices.ts';
import type { VolumeSlice } from './readSlices.ts';

/** Slices that belong together, and what tells them from the rest; null where nothing needs to. */
export interface SliceGroup {
  readonly slices: readonly VolumeSlice[];
  readonly label: string | null;
}

/** Dimensions that count positions in a stack, not stacks: in-stack position and image position. */
const positionPointers = new Set(['x00209057', 'x00200032']);

/** What may tell two slices at one position apart, in the order it is tried. */
const discriminators: readonly { readonly name: string; readonly of: (slice: VolumeSlice) => string }[] = [
  { name: 'temporal position', of: ({ view }) => String(view.placement().temporalPosition ?? '') },
  { name: 'acquisition', of: ({ view }) => String(view.placement().acquisitionNumber ?? '') },
  { name: 'echo', of: ({ dataSet }) => dataSet.text('EchoNumbers') ?? '' },
  { name: 'dimensions', of: ({ view }) => view.placement().dimensions.filter(({ pointer }) => pointer === null || !positionPointers.has(pointer)).map(({ index }) => index).join('.') },
  { name: 'type', of: ({ view }) => view.content().frameType.join('\\') },
];

/**
 * Sorts the slices of a series into stacks: those of another stack, orientation, size or spacing never lie in one
 * volume. Where several slices of a stack share a position, an attribute that tells them apart splits the stack; where
 * none does, it stays whole and is refused later by name.
 */
export function splitStacks(slices: readonly VolumeSlice[]): readonly SliceGroup[] {
  const shapes = groupByShape(slices);
  return shapes.flatMap((members): readonly SliceGroup[] => {
    const stackID = members[0]?.view.placement().stackID ?? null;
    const own = shapes.length === 1 ? null : stackID === null ? shapeName(members[0]) : `stack ${stackID}`;
    if (!hasSharedPosition(members)) return [{ slices: members, label: own }];
    const found = discriminators.map(({ name, of }) => ({ name, of, parts: groupBy(members, of) })).find(({ parts }) => parts.length > 1 && parts.every((part) => !hasSharedPosition(part)));
    if (found === undefined) return [{ slices: members, label: own }];
    return found.parts.map((part) => {
      const [first] = part;
      const label = `${found.name} ${first === undefined ? '' : found.of(first)}`;
      return { slices: part, label: own === null ? label : `${own}, ${label}` };
    });
  });
}

/** Gathers slices of one stack, size, spacing and orientation; cosines written with few digits differ a little. */
function groupByShape(slices: readonly VolumeSlice[]): readonly (readonly VolumeSlice[])[] {
  const groups: VolumeSlice[][] = [];
  for (const slice of slices) {
    const group = groups.find(([first]) => first !== undefined && hasShapeOf(first, slice));
    if (group === undefined) groups.push([slice]);
    else group.push(slice);
  }
  return groups;
}

function hasShapeOf(first: VolumeSlice, { plane, view }: VolumeSlice): boolean {
  return view.placement().stackID === first.view.placement().stackID && shapeDifference(first.plane, plane) === null;
}

const shapeName = (slice: VolumeSlice | undefined): string => (slice === undefined ? '' : `${facing(slice.plane.normal)} ${slice.plane.columns} × ${slice.plane.rows}`);

/** The patient axis a normal is nearest to. */
function facing(normal: Vector3): string {
  const sizes = normal.map(Math.abs);
  const most = sizes.indexOf(Math.max(...sizes));
  return ['sagittal', 'coronal', 'axial'][most] ?? '';
}

function hasSharedPosition(slices: readonly VolumeSlice[]): boolean {
  const normal = slices[0]?.plane.normal;
  if (normal === undefined) return false;
  const positions = slices.map(({ plane }) => dot(plane.origin, normal)).sort((a, b) => a - b);
  return positions.some((position, index) => index > 0 && position - (positions[index - 1] ?? 0) < samePositionMm);
}

/** Groups in the order of their first member. */
function groupBy(slices: readonly VolumeSlice[], keyOf: (slice: VolumeSlice) => string): readonly (readonly VolumeSlice[])[] {
  const groups = new Map<string, VolumeSlice[]>();
  for (const slice of slices) {
    const key = keyOf(slice);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [slice]);
    else group.push(slice);
  }
  return [...groups.values()];
}
