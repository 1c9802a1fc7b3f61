import { nameAttribute } from './attributes.ts';
import type { Keyword } from './attributes.ts';
import type { DataSet } from './dataSet.ts';
import type { HeaderValues } from './headerValues.ts';
import { isImageKind } from './objectKind.ts';
import type { ObjectKind } from './objectKind.ts';
import { readProjection } from './projection.ts';
import type { ImageHeader } from './types.ts';

/** JPEG baseline and extended, the retired lossy JPEG processes, near-lossless JPEG-LS. */
const lossySyntaxes: ReadonlySet<string> = new Set(['50', '51', '53', '55', '81'].map((last) => `1.2.840.10008.1.2.4.${last}`));
/** JPEG 2000 and HTJ2K may be either. */
const eitherSyntaxes: ReadonlySet<string> = new Set(['91', '93', '203'].map((last) => `1.2.840.10008.1.2.4.${last}`));
const bitDepths: ReadonlySet<number> = new Set([1, 8, 16, 32, 64]);

/** Read only to find out that they are numbers: what is measured in an image depends on them. */
const geometry = ['PixelSpacing', 'SliceThickness', 'ImagePositionPatient', 'ImageOrientationPatient', 'RescaleSlope', 'RescaleIntercept'] as const;

/** What the object says of its pixels, with a warning for all that will keep them from being shown; null without pixels. */
export function readImageHeader(dataSet: DataSet, kind: ObjectKind, values: HeaderValues): ImageHeader | null {
  const pixels = dataSet.pixelData();
  const hasOtherPixels = dataSet.has('FloatPixelData') || dataSet.has('DoubleFloatPixelData');
  if (pixels === null && !hasOtherPixels && !isImageKind(kind)) return null;
  const warn = (warning: string): void => void values.warnings.push(warning);
  if (pixels === null && !hasOtherPixels) {
    warn(`${nameAttribute('PixelData')} is absent; there is no image to show`);
    return null;
  }
  const rows = countOf('Rows', dataSet, values);
  const columns = countOf('Columns', dataSet, values);
  const bitsAllocated = countOf('BitsAllocated', dataSet, values);
  const stated = dataSet.has('NumberOfFrames') ? countOf('NumberOfFrames', dataSet, values) : 1;
  const frames = stated ?? 1;
  const photometric = dataSet.text('PhotometricInterpretation');
  for (const keyword of geometry) values.numbers(keyword);
  if (photometric === null && pixels !== null) warn(`${nameAttribute('PhotometricInterpretation')} is absent`);
  if (bitsAllocated !== null && !bitDepths.has(bitsAllocated)) warn(`${dataSet.place('BitsAllocated')} is ${bitsAllocated}, which is not read`);
  const bitsStored = values.number('BitsStored');
  if (bitsStored !== null && bitsAllocated !== null && bitsStored > bitsAllocated) warn(`${dataSet.place('BitsStored')} is ${bitsStored}, more than the ${bitsAllocated} allocated`);
  if (pixels !== null && !pixels.isEncapsulated && stated !== null) {
    const samples = values.number('SamplesPerPixel') ?? 1;
    // Two neighbours share their colour in YBR_FULL_422 (PS3.3 C.7.6.3.1.2).
    const perPixel = photometric === 'YBR_FULL_422' ? 2 : samples;
    const needed = Math.floor(((rows ?? 0) * (columns ?? 0) * perPixel * frames * (bitsAllocated ?? 0)) / 8);
    if (pixels.byteLength < needed) warn(`${dataSet.place('PixelData')} has ${pixels.byteLength} bytes, fewer than the ${needed} its description needs; the image is incomplete`);
  }
  return { rows, columns, frames, photometric, bitsAllocated, isLossy: isLossy(dataSet), projection: readProjection(dataSet, values.warnings) };
}

/** A whole number above 0; anything else is a finding. */
function countOf(keyword: Keyword, dataSet: DataSet, values: HeaderValues): number | null {
  const before = values.warnings.length;
  const count = values.number(keyword);
  if (count !== null && Number.isInteger(count) && count > 0) return count;
  if (values.warnings.length === before) values.warnings.push(count === null ? `${dataSet.place(keyword)} is absent or empty` : `${dataSet.place(keyword)} is ${count}`);
  return null;
}

function isLossy(dataSet: DataSet): boolean {
  const stated = dataSet.text('LossyImageCompression');
  if (stated === '01' || lossySyntaxes.has(dataSet.transferSyntaxUID)) return true;
  return stated === null && eitherSyntaxes.has(dataSet.transferSyntaxUID);
}
