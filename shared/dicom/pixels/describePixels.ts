import { DicomError } from '../../errors/appError.ts';
import { attributes, formatTag, nameAttribute } from '../attributes.ts';
import type { Keyword } from '../attributes.ts';
import type { DataSet } from '../dataSet.ts';
import { frameStreams } from './frameStreams.ts';
import { expectsFragments } from './syntaxes.ts';

/** How the samples of an image lie in its bytes (PS3.3 C.7.6.3); plain data, so that a worker can take it. */
export interface PixelDescription {
  readonly transferSyntaxUID: string;
  /** Byte order of native samples; code streams have their own. */
  readonly isLittleEndian: boolean;
  readonly rows: number;
  readonly columns: number;
  readonly frames: number;
  readonly samplesPerPixel: number;
  readonly bitsAllocated: 1 | 8 | 16 | 32 | 64;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly isSigned: boolean;
  /** As in the file: MONOCHROME1, MONOCHROME2, PALETTE COLOR, RGB, YBR_FULL, YBR_FULL_422, YBR_RCT, YBR_ICT, … */
  readonly photometricInterpretation: string;
  /** 0 colour by pixel, 1 colour by plane; 0 where there is one sample per pixel. */
  readonly planarConfiguration: 0 | 1;
  readonly sampleKind: 'integer' | 'float' | 'double';
  /** Native 4:2:2: two pixels share one Cb and one Cr, as Y1 Y2 Cb Cr (PS3.3 C.7.6.3.1.2). */
  readonly isSubsampled: boolean;
}

/** The attribute that holds the samples. */
export type PixelKeyword = 'PixelData' | 'FloatPixelData' | 'DoubleFloatPixelData';

const kinds = [['PixelData', 'integer'], ['FloatPixelData', 'float'], ['DoubleFloatPixelData', 'double']] as const;

/** What a code stream may make us allocate is bounded: 8192 × 8192 samples of one frame. */
const mostSamples = 2 ** 26;

/** GE's private syntax: everything little endian save for the pixels. */
const bigEndianPixels = new Set(['1.2.840.113619.5.2']);

/**
 * Description of the pixels of an image, checked against the standard and, where they are native,
 * against the bytes the file says it has. The beginning of a file is enough, up to its pixels.
 *
 * @throws {DicomError} missing-attribute | broken-value | unsupported | truncated, naming attribute, tag and value
 */
export function describePixels(dataSet: DataSet): PixelDescription {
  const [, sampleKind] = kinds.find(([keyword]) => dataSet.has(keyword)) ?? absent();
  const isInteger = sampleKind === 'integer';
  const photometricInterpretation = dataSet.requireText('PhotometricInterpretation');
  const samplesPerPixel = samplesOf(dataSet, photometricInterpretation);
  const bitsAllocated = isInteger ? allocationOf(dataSet) : sampleKind === 'float' ? 32 : 64;
  const bitsStored = isInteger ? whole(dataSet, 'BitsStored', 1, bitsAllocated) : bitsAllocated;
  const whole444: PixelDescription = {
    transferSyntaxUID: dataSet.transferSyntaxUID,
    isLittleEndian: dataSet.isLittleEndian && !bigEndianPixels.has(dataSet.transferSyntaxUID),
    rows: whole(dataSet, 'Rows', 1, 65535),
    columns: whole(dataSet, 'Columns', 1, 65535),
    frames: dataSet.number('NumberOfFrames') === null ? 1 : whole(dataSet, 'NumberOfFrames', 1, 2 ** 31 - 1),
    samplesPerPixel,
    bitsAllocated,
    bitsStored,
    highBit: isInteger && dataSet.number('HighBit') !== null ? whole(dataSet, 'HighBit', bitsStored - 1, bitsAllocated - 1) : bitsStored - 1,
    isSigned: isInteger ? isSignedOf(dataSet, samplesPerPixel, bitsAllocated) : true,
    photometricInterpretation,
    planarConfiguration: samplesPerPixel > 1 && dataSet.number('PlanarConfiguration') !== null && whole(dataSet, 'PlanarConfiguration', 0, 1) === 1 ? 1 : 0,
    sampleKind,
    isSubsampled: false,
  };
  const description = { ...whole444, isSubsampled: isSubsampledOf(dataSet, whole444) };
  expectPixels(dataSet, description);
  return description;
}

/** Which attribute holds the samples of this kind. */
export function pixelKeyword(description: PixelDescription): PixelKeyword {
  return kinds.find(([, kind]) => kind === description.sampleKind)?.[0] ?? 'PixelData';
}

/** Bits that one native frame takes; frames of one bit images follow each other without padding (PS3.5 8.1.1). */
export function nativeFrameBits(description: PixelDescription): number {
  const { rows, columns, samplesPerPixel, bitsAllocated, isSubsampled } = description;
  return rows * columns * (isSubsampled ? 2 : samplesPerPixel) * bitsAllocated;
}

function expectPixels(dataSet: DataSet, description: PixelDescription): void {
  const keyword = pixelKeyword(description);
  const isEncapsulated = keyword === 'PixelData' && dataSet.pixelData()?.isEncapsulated === true;
  const isExpected = expectsFragments(description.transferSyntaxUID);
  if (isExpected !== isEncapsulated) {
    throw new DicomError('broken-value', `${dataSet.place(keyword)} is ${isEncapsulated ? 'in fragments' : 'not in fragments'}, which transfer syntax ${description.transferSyntaxUID} does not allow.`, { detail: { tag: tagOf(keyword) } });
  }
  if (isEncapsulated) expectFrames(dataSet, description);
  else expectEnoughBytes(dataSet, description);
}

function expectFrames(dataSet: DataSet, description: PixelDescription): void {
  const { rows, columns, samplesPerPixel } = description;
  if (rows * columns * samplesPerPixel > mostSamples) {
    throw new DicomError('unsupported', `${dataSet.place('Rows')} ${rows} × ${dataSet.place('Columns')} ${columns} is more than the ${mostSamples} samples that a compressed frame may have; export it in tiles or smaller.`, { detail: { tag: tagOf('Rows') } });
  }
  const span = dataSet.pixelData();
  const isAtHand = span !== null && span.byteOffset + span.byteLength <= dataSet.bytes.length;
  if (isAtHand) frameStreams(dataSet, description.frames);
}

function expectEnoughBytes(dataSet: DataSet, description: PixelDescription): void {
  const keyword = pixelKeyword(description);
  const needed = Math.ceil((nativeFrameBits(description) * description.frames) / 8);
  const value = dataSet.rawValue(keyword);
  if (value === null || value.byteLength >= needed) return;
  throw new DicomError('truncated', `${dataSet.place(keyword)} has ${value.byteLength} of the ${needed} bytes that ${description.frames} frames of ${description.columns} × ${description.rows} need; the image is incomplete. Send it again.`, {
    detail: { tag: tagOf(keyword), byteOffset: value.byteOffset },
  });
}

/** The label YBR_FULL_422 also stands on native pixels that were never sub-sampled; their length tells. */
function isSubsampledOf(dataSet: DataSet, description: PixelDescription): boolean {
  if (!/^YBR_(?:FULL|PARTIAL)_422$/.test(description.photometricInterpretation) || expectsFragments(description.transferSyntaxUID)) return false;
  const length = dataSet.rawValue(pixelKeyword(description))?.byteLength ?? 0;
  return length * 8 < nativeFrameBits(description) * description.frames;
}

function samplesOf(dataSet: DataSet, photometric: string): number {
  const isSingle = /^(?:MONOCHROME[12]|PALETTE COLOR)$/.test(photometric);
  if (dataSet.number('SamplesPerPixel') === null && isSingle) return 1;
  const samples = whole(dataSet, 'SamplesPerPixel', 1, 4);
  const expected = isSingle ? 1 : /^(?:RGB|HSV|YBR_)/.test(photometric) ? 3 : samples;
  if (samples === expected) return samples;
  throw new DicomError('broken-value', `${dataSet.place('SamplesPerPixel')} is ${samples}, but ${photometric} has ${expected}.`, { detail: { tag: tagOf('SamplesPerPixel') } });
}

function allocationOf(dataSet: DataSet): PixelDescription['bitsAllocated'] {
  const bits = whole(dataSet, 'BitsAllocated', 1, 64);
  if (bits === 1 || bits === 8 || bits === 16 || bits === 32) return bits;
  throw new DicomError('unsupported', `${dataSet.place('BitsAllocated')} is ${bits}; 1, 8, 16 and 32 are read. Export the image with 16 bits.`, { detail: { tag: tagOf('BitsAllocated') } });
}

/** PixelRepresentation; where only unsigned samples are allowed it may be left out. */
function isSignedOf(dataSet: DataSet, samplesPerPixel: number, bitsAllocated: number): boolean {
  if (dataSet.number('PixelRepresentation') === null && (samplesPerPixel > 1 || bitsAllocated === 1)) return false;
  return whole(dataSet, 'PixelRepresentation', 0, 1) === 1;
}

function whole(dataSet: DataSet, keyword: Keyword, least: number, most: number): number {
  const value = dataSet.requireNumber(keyword);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new DicomError('broken-value', `${dataSet.place(keyword)} is ${value}; it must be a whole number from ${least} to ${most}.`, { detail: { tag: tagOf(keyword) } });
}

function absent(): never {
  throw new DicomError('missing-attribute', `${nameAttribute('PixelData')} is absent: this object holds no image.`, { detail: { tag: tagOf('PixelData') } });
}

const tagOf = (keyword: Keyword): string => formatTag(attributes[keyword][0]);
