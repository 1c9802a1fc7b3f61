import { DicomError } from '../../errors/appError.ts';
import { nameAttribute } from '../attributes.ts';
import type { DataSet } from '../dataSet.ts';
import { readFragments } from './fragments.ts';
import type { Fragment, Fragments } from './fragments.ts';
import { beginsStream, endsStream, splitStreams } from './streamBorders.ts';

/** The code streams of an object, one a frame. */
export interface FrameStreams {
  readonly streamOf: (frameIndex: number) => Uint8Array;
  readonly warnings: readonly string[];
}

/** Fragments of each frame, in order. */
type Grouping = readonly (readonly Uint8Array[])[];

/** Frames are asked for one by one; the fragments of an object are looked for once. */
const known = new WeakMap<DataSet, FrameStreams>();

/**
 * Finds which fragments make up each frame: by the Extended Offset Table, else the Basic Offset Table, else by
 * their number, else by where code streams begin and end (PS3.5 A.4; PS3.3 C.7.6.3.1.8).
 *
 * @throws {DicomError} truncated (fewer fragments than frames) | broken-value (fragments that cannot be told apart)
 */
export function frameStreams(dataSet: DataSet, frames: number): FrameStreams {
  const earlier = known.get(dataSet);
  if (earlier !== undefined) return earlier;
  const found = findStreams(dataSet, frames);
  known.set(dataSet, found);
  return found;
}

function findStreams(dataSet: DataSet, frames: number): FrameStreams {
  const span = dataSet.pixelData();
  const fragments = readFragments(span === null ? new Uint8Array() : dataSet.bytes.subarray(span.byteOffset));
  const warnings = [...fragments.warnings];
  if (fragments.fragments.length === 0) throw new DicomError('truncated', `${dataSet.place('PixelData')} has no fragment; the image is missing. Send it again.`);
  const groups = byExtendedOffsets(dataSet, fragments, frames, warnings) ?? byBasicOffsets(fragments, frames, warnings) ?? byNumber(fragments, frames) ?? byBorders(dataSet, fragments, frames);
  return {
    warnings,
    streamOf: (frameIndex) => {
      const parts = groups[frameIndex] ?? [];
      if (fragments.isCut && parts.at(-1) === fragments.fragments.at(-1)?.bytes) {
        throw new DicomError('truncated', `The file ends inside frame ${frameIndex + 1} of ${dataSet.place('PixelData')}. Send it again.`);
      }
      return joined(parts);
    },
  };
}

function byExtendedOffsets(dataSet: DataSet, { fragments }: Fragments, frames: number, warnings: string[]): Grouping | null {
  const offsets = readOffsets(dataSet.rawValue('ExtendedOffsetTable')?.bytes);
  const lengths = readOffsets(dataSet.rawValue('ExtendedOffsetTableLengths')?.bytes);
  if (offsets === null) return null;
  const byOffset = new Map(fragments.map((fragment) => [fragment.offset, fragment.bytes]));
  const groups = offsets.map((offset, index) => {
    const bytes = byOffset.get(offset);
    const length = lengths?.[index] ?? bytes?.length ?? 0;
    return bytes === undefined || length > bytes.length ? [] : [bytes.subarray(0, length)];
  });
  if (groups.length === frames && groups.every((group) => group.length === 1)) return groups;
  warnings.push(`${nameAttribute('ExtendedOffsetTable')} does not fit the fragments and was not used`);
  return null;
}

function readOffsets(table: Uint8Array | undefined): readonly number[] | null {
  if (table === undefined || table.length === 0) return null;
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
  return Array.from({ length: Math.floor(table.length / 8) }, (_, index) => Number(view.getBigUint64(index * 8, true)));
}

function byBasicOffsets({ basicOffsets, fragments }: Fragments, frames: number, warnings: string[]): Grouping | null {
  if (basicOffsets.length === 0) return null;
  const firsts = basicOffsets.map((offset) => fragments.findIndex((fragment) => fragment.offset === offset));
  const isAscending = firsts.every((first, index) => first > (firsts[index - 1] ?? -1));
  if (firsts.length === frames && firsts[0] === 0 && isAscending) {
    return firsts.map((first, index) => bytesOf(fragments.slice(first, firsts[index + 1] ?? fragments.length)));
  }
  warnings.push('the Basic Offset Table does not fit the fragments and was not used');
  return null;
}

function byNumber({ fragments }: Fragments, frames: number): Grouping | null {
  if (frames === 1) return [bytesOf(fragments)];
  return fragments.length === frames ? bytesOf(fragments).map((bytes) => [bytes]) : null;
}

function byBorders(dataSet: DataSet, { fragments }: Fragments, frames: number): Grouping {
  const byBegin: Uint8Array[][] = [];
  const byEnd: Uint8Array[][] = [[]];
  for (const { bytes } of fragments) {
    if (beginsStream(bytes)) byBegin.push([]);
    byBegin.at(-1)?.push(bytes);
    byEnd.at(-1)?.push(bytes);
    if (endsStream(bytes)) byEnd.push([]);
  }
  if (byEnd.at(-1)?.length === 0) byEnd.pop();
  if (byBegin.length === frames) return byBegin;
  if (byEnd.length === frames) return byEnd;
  const streams = fragments.length < frames ? splitStreams(joined(bytesOf(fragments)), frames) : null;
  if (streams !== null) return streams.map((stream) => [stream]);
  throw new DicomError(
    fragments.length < frames ? 'truncated' : 'broken-value',
    `${dataSet.place('PixelData')} has ${fragments.length} fragments for the ${frames} frames of ${nameAttribute('NumberOfFrames')}, and nothing tells which belong together. Send it again or export it uncompressed.`,
  );
}

const bytesOf = (fragments: readonly Fragment[]): readonly Uint8Array[] => fragments.map(({ bytes }) => bytes);

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [first] = parts;
  if (first !== undefined && parts.length === 1) return first;
  const all = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
