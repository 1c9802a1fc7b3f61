import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import startEncoder from '@cornerstonejs/codec-openjpeg/wasmjs';
import type { ElementsByKeyword } from '../elementBytes.ts';
import type { Phantom } from './phantoms.ts';

const encoders = startEncoder({ wasmBinary: readFileSync(createRequire(import.meta.url).resolve('@cornerstonejs/codec-openjpeg/wasm')), print: () => undefined, printErr: () => undefined });

/** One frame as a lossless JPEG 2000 code stream, by the encoder of OpenJPEG; colour with its component transform. */
export async function encodeJpeg2000({ pixels, ...phantom }: Phantom): Promise<Uint8Array> {
  const encoder = new (await encoders).J2KEncoder();
  const input = encoder.getDecodedBuffer({ width: phantom.columns, height: phantom.rows, bitsPerSample: phantom.bitsStored, componentCount: phantom.samples, isSigned: phantom.isSigned, isUsingColorTransform: phantom.samples === 3 });
  input.set(new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength));
  encoder.setQuality(true, 0);
  encoder.setDecompositions(3);
  encoder.encode();
  const stream = encoder.getEncodedBuffer().slice();
  encoder.delete();
  return stream;
}

/** Elements of an image of one frame without its pixels. */
export const elementsOf = (phantom: Phantom): ElementsByKeyword => ({
  SOPClassUID: '1.2.840.10008.5.1.4.1.1.7', SamplesPerPixel: [phantom.samples], PhotometricInterpretation: phantom.photometric, ...(phantom.samples > 1 ? { PlanarConfiguration: [0] } : {}),
  Rows: [phantom.rows], Columns: [phantom.columns], BitsAllocated: [phantom.bitsAllocated], BitsStored: [phantom.bitsStored], HighBit: [phantom.bitsStored - 1], PixelRepresentation: [phantom.isSigned ? 1 : 0],
});
