import { DicomError } from '../../shared/errors/appError.ts';
import { layOutStack, voxelBytes } from '../../shared/volume/layOut.ts';
import type { StackLayout } from '../../shared/volume/layOut.ts';
import { readSlices } from '../../shared/volume/readSlices.ts';
import type { VolumeSlice } from '../../shared/volume/readSlices.ts';
import { splitStacks } from '../../shared/volume/splitStacks.ts';
import type { SliceGroup } from '../../shared/volume/splitStacks.ts';
import { flatReason } from './flatReason.ts';
import { flatStack } from './flatStack.ts';
import type { IndexedObject } from './indexObjects.ts';
import type { FlatStack } from './series.ts';
import { nameOf } from './seriesMessages.ts';

/** What a series is made of: stacks to be filled, pictures to be shown one by one, or both. */
export interface SeriesLayout {
  readonly stacks: readonly StackLayout[];
  readonly flat: FlatStack | null;
  /** Bytes of all voxels. */
  readonly byteLength: number;
}

/** Told of what cannot be used, by name; the rest goes on. */
export type Refuse = (object: string, error: DicomError) => void;

/**
 * Lays a series out from the attributes of its objects.
 *
 * Images of a stack that makes no volume can still be looked at one by one, beside those that never could; an image that
 * is refused by itself leaves a gap, of which its stack then warns.
 *
 * @param indexed each image once
 */
export function layOutSeries(indexed: readonly IndexedObject[], refuse: Refuse): SeriesLayout {
  const sorted = indexed.map((one) => ({ ...one, reason: attempt(nameOf(one.object), refuse, () => flatReason(one.dataSet, one.object.sopClassUID)) }));
  const warnings: string[] = [];
  const slices = sorted.flatMap(({ object, dataSet, reason }) => (reason === null ? (attempt(nameOf(object), refuse, () => readSlices([dataSet], warnings)) ?? []) : []));
  const stacks = groupsOf(slices).flatMap((group, index) => attempt(groupName(group), refuse, () => layOutStack(group, index, warnings)) ?? []);

  const stacked = new Set(stacks.flatMap(({ volume }) => volume.sopInstanceUIDs));
  const sliced = new Set(slices.map(({ sopInstanceUID }) => sopInstanceUID));
  const single = sorted.filter(({ object: { sopInstanceUID }, reason }) => !stacked.has(sopInstanceUID) && (stacks.length === 0 || typeof reason === 'string' || sliced.has(sopInstanceUID)));
  const [first] = single;
  const flat = first === undefined ? null : flatStack(first.object.seriesInstanceUID, first.reason ?? 'not-placed', single.map(({ object }) => object), first.dataSet);
  return { stacks, flat, byteLength: stacks.reduce((sum, stack) => sum + voxelBytes(stack), 0) };
}

/** Stacks of every frame of reference by itself. */
function groupsOf(slices: readonly VolumeSlice[]): readonly SliceGroup[] {
  const frames = [...new Set(slices.map(({ frameOfReferenceUID }) => frameOfReferenceUID))];
  return frames.flatMap((uid, index) => splitStacks(slices.filter(({ frameOfReferenceUID }) => frameOfReferenceUID === uid)).map(({ slices: members, label }) => ({
    slices: members,
    label: frames.length === 1 ? label : [`frame of reference ${index + 1}`, ...(label === null ? [] : [label])].join(', '),
  })));
}

const groupName = ({ slices, label }: SliceGroup): string => `${slices[0]?.dataSet.text('Modality') ?? 'OT'} series ${slices[0]?.seriesUID ?? ''}${label === null ? '' : `, ${label}`}`;

/** Undefined where it is refused. */
function attempt<T>(object: string, refuse: Refuse, make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof DicomError)) throw error;
    refuse(object, error);
    return undefined;
  }
}
