import { describe, expect, it } from 'vitest';
import { readoutAt, readPoint } from '../../renderer/viewport/readout.ts';
import { volumeSource } from '../../renderer/viewport/volumeSource.ts';
import type { Slice } from '../../renderer/viewport/sliceSource.ts';
import { smallVolume, sourceOf } from './fakeSource.ts';

const sliceOf = (slice: Slice | null): Slice => {
  if (slice === null) throw new Error('The slice is not read.');
  return slice;
};

describe('planes of a volume as a source', () => {
  it('reads the value of the slice that is drawn, also half way between two', () => {
    const source = sourceOf('axial');
    const slice = sliceOf(source.slice(1));
    // 6 mm is as near to 4 as to 8.
    const point = readPoint(source, 1, slice, [1, 2, 6]);
    expect(point).toEqual([1, 2, 4]);
    expect(readoutAt(point, source, 1, null).sample).toEqual({ kind: 'value', value: -924, unit: 'HU', text: '-924' });
  });

  it('does not move a point that lies beyond the images into them', () => {
    const source = sourceOf('axial');
    const point = readPoint(source, 3, sliceOf(source.slice(3)), [1, 2, 40]);
    expect(point).toEqual([1, 2, 40]);
    expect(readoutAt(point, source, 3, null).sample).toEqual({ kind: 'outside' });
  });

  it('says loading of slices that are not read, and shows them as soon as they are', () => {
    const read = new Uint8Array(4);
    const [acquired, coronal] = [sourceOf('acquired', smallVolume(), read), sourceOf('coronal', smallVolume(), read)];
    expect([acquired.slice(2), coronal.slice(2), acquired.sample(2, [1, 2, 8])]).toEqual([null, null, { kind: 'loading' }]);
    read[2] = 1;
    expect(sliceOf(acquired.slice(2)).kind).toBe('grey');
    expect(coronal.slice(2)).toBeNull();
    read.fill(1);
    expect(sliceOf(coronal.slice(2)).kind).toBe('grey');
  });

  it('never writes into the voxels when a cut follows an acquired slice', () => {
    const volume = smallVolume();
    const before = volume.voxels.slice();
    const source = sourceOf('acquired', volume);
    for (const index of [0, 3, 1, 2]) source.slice(index);
    const cut = sourceOf('sagittal', volume);
    for (const index of [0, 3, 1, 2]) cut.slice(index);
    expect(volume.voxels).toEqual(before);
  });

  it('tells SUV with its factor, window and values alike, and stored values where there is none', () => {
    const volume = smallVolume({ suv: { kind: 'factor', factor: 0.01 }, slope: 2, intercept: 0, unit: 'BQML' });
    const source = volumeSource({ volume, slicesLoaded: new Uint8Array(4).fill(1), orientation: { kind: 'acquired' }, slab: { mode: 'none', thicknessMm: 0 }, unit: 'suv' });
    expect(source.unit).toBe('SUV');
    expect(source.defaultWindow).toEqual({ centre: 0.4, width: 4 });
    expect(source.slice(2)).toMatchObject({ windowShape: 'LINEAR_EXACT' });
    expect(source.sample(2, [1, 2, 8])).toEqual({ kind: 'value', value: 4, unit: 'SUV', text: '4' });
    const refused = volumeSource({ volume: { ...volume, suv: { kind: 'refused', attribute: 'PatientWeight (0010,1030)', message: '' } }, slicesLoaded: new Uint8Array(4).fill(1), orientation: { kind: 'acquired' }, slab: { mode: 'none', thicknessMm: 0 }, unit: 'suv' });
    expect(refused.unit).toBe('BQML');
  });

  it('names the image of an acquired slice, also where the same slices are asked for as axial, and none for a cut', () => {
    expect(sourceOf('acquired').imageOf(2)).toEqual({ sopInstanceUID: 'c', frame: 0 });
    expect(sourceOf('axial').imageOf(2)).toEqual({ sopInstanceUID: 'c', frame: 0 });
    expect(sourceOf('coronal').imageOf(2)).toBeNull();
    const frames = sourceOf('acquired', smallVolume({ sopInstanceUIDs: ['a', 'a', 'b', 'a'] }));
    expect([0, 1, 2, 3].map((index) => frames.imageOf(index)?.frame)).toEqual([0, 1, 0, 2]);
  });
});
