import type { DataSet } from '../../shared/dicom/dataSet.ts';
import { describePixels } from '../../shared/dicom/pixels/describePixels.ts';
import { encodedFrame } from '../../shared/dicom/pixels/encodedFrame.ts';
import { DicomError } from '../../shared/errors/appError.ts';
import { middleOf, emptyVoxels, volumeOver } from '../../shared/volume/layOut.ts';
import { statedWindow } from '../../shared/volume/chooseWindow.ts';
import { writeSlice } from '../../shared/volume/fillVoxels.ts';
import type { DecodeFrame } from '../../shared/volume/fillVoxels.ts';
import type { StackLayout } from '../../shared/volume/layOut.ts';
import type { Voxels } from '../../shared/volume/types.ts';
import type { LoadedVolume } from './series.ts';
import type { SentSlice, VolumeWarnings } from './seriesMessages.ts';

/** A stack whose slices are laid into its voxels one by one, in any order. */
export class FillingStack {
  readonly layout: StackLayout;
  readonly #voxels: Voxels;
  readonly #slicesLoaded: Uint8Array;
  readonly #warnings: string[];

  /** @throws {RangeError} where the host has not that much memory */
  constructor(layout: StackLayout, allocate: (byteLength: number) => ArrayBufferLike) {
    this.layout = layout;
    this.#voxels = emptyVoxels(layout, allocate);
    this.#slicesLoaded = new Uint8Array(allocate(layout.slices.length));
    this.#warnings = [...layout.volume.warnings];
  }

  get volumeId(): string {
    return this.layout.volume.volumeId;
  }

  get isShared(): boolean {
    return !(this.#voxels.buffer instanceof ArrayBuffer);
  }

  has(k: number): boolean {
    return this.#slicesLoaded[k] === 1;
  }

  /** Slices by their distance from the middle, which is the one a volume opens at. */
  outward(): readonly number[] {
    const count = this.layout.slices.length;
    const middle = count >> 1;
    return Array.from({ length: count }, (_, k) => k).sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
  }

  /** The header, or the modality, says which window the volume opens with. */
  hasWindow(): boolean {
    const middle = middleOf(this.layout.slices);
    return middle !== undefined && statedWindow(middle, this.layout.volume.modality, []) !== null;
  }

  /**
   * Decodes slice k out of its object and lays it into its place.
   *
   * @throws {DicomError} what is wrong with its pixels; nothing is written then
   */
  async fill(k: number, dataSet: DataSet, decode: DecodeFrame): Promise<void> {
    const slice = this.layout.slices[k];
    if (slice === undefined) throw new DicomError('broken-value', `There is no slice ${k + 1}.`);
    const stored = await decode(encodedFrame(dataSet, describePixels(dataSet), slice.frame));
    writeSlice(stored, slice, this.layout.form, this.#slice(k));
    for (const warning of stored.warnings) if (!this.#warnings.includes(warning)) this.#warnings.push(warning);
    // Behind the voxels also for a page that looks at both from another thread.
    Atomics.store(this.#slicesLoaded, k, 1);
  }

  /**
   * The volume as it is posted, with the slices read so far.
   *
   * @throws {DicomError} what is wrong with its windows
   */
  loaded(): LoadedVolume {
    const filled = this.outward().find((k) => this.has(k));
    const volume = volumeOver(this.layout, this.#voxels, this.#warnings, filled);
    this.#warnings.splice(0, Number.POSITIVE_INFINITY, ...volume.warnings);
    return { volume, slicesLoaded: this.#slicesLoaded };
  }

  get warnings(): VolumeWarnings {
    return { volumeId: this.volumeId, warnings: this.#warnings };
  }

  /** A copy of a slice for a page without shared memory. */
  sent(k: number): SentSlice {
    return { volumeId: this.volumeId, index: k, voxels: this.#slice(k).slice() };
  }

  #slice(k: number): Voxels {
    const { perSlice } = this.layout;
    return this.#voxels.subarray(k * perSlice, (k + 1) * perSlice);
  }
}
