import { planeRaster } from '../../shared/annotation/raster.ts';
import type { Vector3 } from '../../shared/geometry/vector.ts';
import type { Slab } from '../../shared/viewing/cell.ts';
import { cutPlane } from '../../shared/volume/cutPlane.ts';
import { planeIndexAt, planeStack, pointInPlane } from '../../shared/volume/planeStack.ts';
import type { PlaneImage, PlaneOrientation, PlaneStack, SlabOptions } from '../../shared/volume/planeStack.ts';
import { gridCentre, patientToVoxel, sampleNearest } from '../../shared/volume/sample.ts';
import { isPadding } from '../../shared/volume/types.ts';
import type { ImageVolume, Voxels } from '../../shared/volume/types.ts';
import type { Sample, Slice, SliceSource } from './sliceSource.ts';
import { valueText } from './valueText.ts';

export interface VolumeSourceInput {
  readonly volume: ImageVolume;
  /** 1 where slice k is read. */
  readonly slicesLoaded: Uint8Array;
  readonly orientation: PlaneOrientation;
  readonly slab: Slab;
  /** suv counts only where the volume has a factor. */
  readonly unit: 'stored' | 'suv';
}

/** Planes of a volume as a source of slices; holds the memory of one plane. */
export function volumeSource({ volume, slicesLoaded, orientation, slab, unit }: VolumeSourceInput): SliceSource {
  const stack = planeStack(volume, orientation);
  const thick: SlabOptions | null = slab.mode === 'none' ? null : { mode: slab.mode, thicknessMm: slab.thicknessMm };
  const isSuv = unit === 'suv' && volume.suv?.kind === 'factor';
  const factor = unit === 'suv' && volume.suv?.kind === 'factor' ? volume.suv.factor : 1;
  const shownUnit = isSuv ? 'SUV' : volume.unit;
  const scaled = { slope: volume.slope * factor, intercept: volume.intercept * factor };
  // Windows of SUV are a few units wide, where LINEAR, which steps in whole numbers, would be white long before its end.
  const windowShape = shownUnit === 'SUV' ? 'LINEAR_EXACT' : volume.windowShape;
  const name = `${volume.volumeId} ${nameOf(orientation)} ${slab.mode}${thick === null ? '' : slab.thicknessMm}`;
  // Windows and tables of the header are in its own unit.
  const vois = isSuv ? [] : (volume.vois ?? []);
  const voxelSlices = voxelSliceOf(volume, stack, thick !== null);
  let memory: Voxels | undefined;
  let cut: { readonly index: number; readonly image: PlaneImage } | null = null;

  const isRead = (index: number): boolean => {
    const k = voxelSlices?.[index];
    return k === undefined ? slicesLoaded.every((flag) => flag === 1) : slicesLoaded[k] === 1;
  };
  const imageAt = (index: number): PlaneImage | null => {
    if (!isRead(index)) return null;
    if (cut?.index === index) return cut.image;
    const image = cutPlane(volume, stack, index, thick, memory);
    // A plane that is a view of the voxels themselves must never be written into.
    if (image.pixels.buffer !== volume.voxels.buffer) memory = image.pixels;
    cut = { index, image };
    return image;
  };
  const imageOf = (index: number): ReturnType<SliceSource['imageOf']> => {
    const k = voxelSlices?.[index];
    const sopInstanceUID = k === undefined ? undefined : volume.sopInstanceUIDs[k];
    return k === undefined || sopInstanceUID === undefined ? null : { sopInstanceUID, frame: frameOf(volume, k) };
  };
  const told = (voxel: number): Sample => {
    if (isPadding(volume, voxel)) return { kind: 'padding' };
    const value = voxel * scaled.slope + scaled.intercept;
    return { kind: 'value', value, unit: shownUnit, text: valueText(value, volume.voxels instanceof Float32Array || factor !== 1 ? null : scaled.slope) };
  };

  return {
    space: 'patient',
    frameOfReferenceUID: volume.frameOfReferenceUID,
    count: stack.positionsMm.length,
    isCalibrated: true,
    defaultWindow: { centre: volume.defaultWindow.centre * factor, width: volume.defaultWindow.width * factor },
    vois: () => vois,
    unit: shownUnit,
    normal: stack.normal,
    middle: gridCentre(volume.geometry),
    edgeLetters: null,
    marks: volume.marks,
    indexAt: (point) => planeIndexAt(stack, point),
    pointIn: (index, point) => pointInPlane(stack, index, point),
    positionMm: (index) => stack.positionsMm[index] ?? null,
    imageOf,
    slice: (index): Slice | null => {
      const image = imageAt(index);
      if (image === null) return null;
      return { ...image, key: `${name} ${index}`, kind: 'grey', ...scaled, paddingValue: volume.paddingValue, windowShape, isInverse: false };
    },
    raster: (index) => {
      const image = imageAt(index);
      return image === null ? 'loading' : planeRaster(image, volume, { isExact: stack.isExact && thick === null, unit: isSuv ? 'suv' : 'stored' });
    },
    place: (index) => {
      const own = imageOf(index);
      return { space: 'patient', frameOfReferenceUID: volume.frameOfReferenceUID, normal: stack.normal, volumeId: volume.volumeId, sopInstanceUID: own?.sopInstanceUID ?? null, frame: own?.frame ?? 0 };
    },
    sample: (index, point) => {
      if (!isRead(index)) return { kind: 'loading' };
      if (thick === null) {
        const voxel = sampleNearest(volume.geometry, volume.voxels, point);
        return voxel === null ? { kind: 'outside' } : told(voxel);
      }
      const image = imageAt(index);
      const voxel = image === null ? null : pixelAt(image, point);
      return voxel === null ? { kind: 'outside' } : told(voxel);
    },
  };
}

/** Slice of the volume every plane is, where planes are slices; undefined entries and null where they are not. */
function voxelSliceOf(volume: ImageVolume, stack: PlaneStack, isThick: boolean): readonly (number | undefined)[] | null {
  if (isThick) return null;
  if (stack.orientation.kind === 'acquired') return stack.origins.map((_, index) => index);
  const { normal } = volume.geometry;
  const cosine = normal[0] * stack.normal[0] + normal[1] * stack.normal[1] + normal[2] * stack.normal[2];
  if (!stack.isExact || Math.abs(cosine) < 0.999999) return null;
  return stack.origins.map((origin) => Math.round(patientToVoxel(volume.geometry, origin)[2]));
}

/** Number of a frame inside its object: how many slices before it come from the same object. */
function frameOf({ sopInstanceUIDs }: ImageVolume, k: number): number {
  let frame = 0;
  for (let before = 0; before < k; before++) if (sopInstanceUIDs[before] === sopInstanceUIDs[k]) frame++;
  return frame;
}

function pixelAt({ origin, xDirection, yDirection, columnSpacingMm, rowSpacingMm, columns, rows, pixels }: PlaneImage, point: Vector3): number | null {
  const along = (direction: Vector3): number => (point[0] - origin[0]) * direction[0] + (point[1] - origin[1]) * direction[1] + (point[2] - origin[2]) * direction[2];
  const column = Math.round(along(xDirection) / columnSpacingMm);
  const row = Math.round(along(yDirection) / rowSpacingMm);
  return column < 0 || row < 0 || column >= columns || row >= rows ? null : (pixels[row * columns + column] ?? null);
}

const nameOf = (orientation: PlaneOrientation): string => (orientation.kind === 'oblique' ? `${orientation.xDirection.join(',')} ${orientation.yDirection.join(',')}` : orientation.kind);
