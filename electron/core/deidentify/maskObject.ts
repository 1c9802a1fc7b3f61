import { blackOf, maskFrame, replacedPixels } from '../../../shared/deid/maskPixels.ts';
import type { PixelBox } from '../../../shared/deid/burnIn.ts';
import type { ReplacedPixels } from '../../../shared/deid/deidentify.ts';
import { parseDataSet } from '../../../shared/dicom/dataSet.ts';
import { describePixels } from '../../../shared/dicom/pixels/describePixels.ts';
import { encodedFrame } from '../../../shared/dicom/pixels/encodedFrame.ts';
import { readTree } from '../../../shared/dicom/write/readTree.ts';
import type { DecodePool } from '../files/decodePool.ts';

/**
 * Decodes every frame of an object and blackens the boxes in each.
 *
 * @param name how messages name the object
 * @throws {DeidError} not-maskable; {DicomError} where a frame cannot be decoded
 */
export async function maskObject(bytes: Uint8Array, boxes: readonly PixelBox[], pool: DecodePool, name: string): Promise<ReplacedPixels> {
  const dataSet = parseDataSet(bytes);
  const description = describePixels(dataSet);
  const { tree } = readTree(bytes);
  blackOf(description.photometricInterpretation, description, tree);
  const frames = await Promise.all(Array.from({ length: description.frames }, (_, index) => pool.decode(encodedFrame(dataSet, description, index), name)));
  for (const frame of frames) maskFrame(frame, boxes, blackOf(frame.photometric, description, tree));
  return replacedPixels(frames, description, tree);
}
