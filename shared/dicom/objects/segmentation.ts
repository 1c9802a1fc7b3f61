import { DicomError } from '../../errors/appError.ts';
import { nameAttribute } from '../attributes.ts';
import type { DataSet } from '../dataSet.ts';
import { readCode } from './code.ts';
import type { Code } from './code.ts';

/** One segment of a segmentation (PS3.3 C.8.20.2). */
export interface Segment {
  readonly number: number;
  readonly label: string;
  readonly description: string | null;
  /** AUTOMATIC, SEMIAUTOMATIC or MANUAL. */
  readonly algorithmType: string | null;
  readonly algorithmName: string | null;
  readonly category: Code | null;
  readonly propertyType: Code | null;
  /** Indices, counting from 0, of the frames that show it. In a label map every frame may. */
  readonly frames: readonly number[];
}

export interface Segmentation {
  /** BINARY, FRACTIONAL or LABELMAP. */
  readonly type: string;
  /** Stored value that means fully inside; null unless fractional. */
  readonly maximumFractionalValue: number | null;
  readonly segments: readonly Segment[];
  readonly frames: number;
  readonly warnings: readonly string[];
}

/**
 * Segments and their frames; the pixels are decoded as those of any image.
 *
 * @throws {DicomError} missing-attribute | broken-value
 */
export function readSegmentation(dataSet: DataSet): Segmentation {
  const type = dataSet.requireText('SegmentationType');
  const perFrame = dataSet.items('PerFrameFunctionalGroupsSequence');
  const shared = dataSet.items('SharedFunctionalGroupsSequence')[0];
  const frames = dataSet.number('NumberOfFrames') ?? 1;
  const warnings = [...dataSet.warnings];
  if (type !== 'LABELMAP' && perFrame.length !== frames) {
    warnings.push(`${dataSet.place('NumberOfFrames')} ${dataSet.has('NumberOfFrames') ? `is ${frames}` : 'is absent, which means 1,'} but ${perFrame.length} frames are described`);
  }
  const framesOf = new Map<number, number[]>();
  perFrame.slice(0, frames).forEach((group, frame) => {
    const number = segmentOf(group) ?? (shared === undefined ? null : segmentOf(shared));
    if (number === null) return;
    const known = framesOf.get(number);
    if (known === undefined) framesOf.set(number, [frame]);
    else known.push(frame);
  });
  const segments = dataSet.items('SegmentSequence').map((item) => readSegment(item, framesOf));
  const numbers = new Set(segments.map(({ number }) => number));
  if (numbers.size < segments.length) {
    throw new DicomError('broken-value', `${dataSet.place('SegmentSequence')} gives two segments the same ${nameAttribute('SegmentNumber')}.`, { detail: { tag: '(0062,0002)' } });
  }
  for (const number of framesOf.keys()) if (!numbers.has(number)) warnings.push(`frames belong to segment ${number}, which ${dataSet.place('SegmentSequence')} does not describe`);
  const every = Array.from({ length: type === 'LABELMAP' ? frames : 0 }, (_, frame) => frame);
  return {
    type,
    maximumFractionalValue: type === 'FRACTIONAL' ? dataSet.number('MaximumFractionalValue') : null,
    segments: type === 'LABELMAP' ? segments.map((segment) => ({ ...segment, frames: every })) : segments,
    frames,
    warnings,
  };
}

function segmentOf(group: DataSet): number | null {
  return group.items('SegmentIdentificationSequence')[0]?.number('ReferencedSegmentNumber') ?? null;
}

function readSegment(item: DataSet, framesOf: ReadonlyMap<number, readonly number[]>): Segment {
  const number = item.requireNumber('SegmentNumber');
  return {
    number,
    label: item.text('SegmentLabel') ?? '',
    description: item.text('SegmentDescription'),
    algorithmType: item.text('SegmentAlgorithmType'),
    algorithmName: item.text('SegmentAlgorithmName'),
    category: readCode(item, 'SegmentedPropertyCategoryCodeSequence'),
    propertyType: readCode(item, 'SegmentedPropertyTypeCodeSequence'),
    frames: framesOf.get(number) ?? [],
  };
}
