import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { CodecName } from '../../shared/dicom/pixels/codecs.ts';

const files: Readonly<Record<CodecName, string>> = {
  openjpeg: 'codec-openjpeg/dist/openjpegwasm_decode.wasm',
  charls: 'codec-charls/dist/charlswasm_decode.wasm',
  'libjpeg-turbo-8bit': 'codec-libjpeg-turbo-8bit/dist/libjpegturbowasm_decode.wasm',
};

/** The WebAssembly binary of a codec as its package brings it. */
export const wasmOfPackage = (name: CodecName): Promise<Uint8Array> => readFile(fileURLToPath(new URL(`../../node_modules/@cornerstonejs/${files[name]}`, import.meta.url)));
