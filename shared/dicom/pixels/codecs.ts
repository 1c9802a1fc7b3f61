import { lazyModule } from './lazyModule.ts';
import type { CodecStream } from './lazyModule.ts';

/** The WebAssembly codecs by the name of their package. */
export type CodecName = 'openjpeg' | 'charls' | 'libjpeg-turbo-8bit';

/** Where the WebAssembly binary of a codec comes from; hosts differ. */
export type WasmSource = (name: CodecName) => Promise<Uint8Array | ArrayBuffer>;

/**
 * Decoders of code streams whose headers were checked before.
 *
 * Each throws DicomError broken-value when the stream cannot be decoded to its end.
 */
export interface Codecs {
  /** JPEG 2000 and HTJ2K: samples by pixel. */
  readonly jpeg2000: (bytes: Uint8Array) => Promise<CodecStream>;
  /** JPEG-LS: samples by plane where the stream is not interleaved, else by pixel. */
  readonly jpegLs: (bytes: Uint8Array) => Promise<CodecStream & { readonly isByPlane: boolean }>;
  /** 8 bit JPEG: samples by pixel. */
  readonly jpeg8: (bytes: Uint8Array) => Promise<CodecStream>;
}

/** Codecs over the binaries that `wasmOf` gives; each starts at its first use and again after it broke down. */
export function loadCodecs(wasmOf: WasmSource): Codecs {
  const openjpeg = lazyModule(async (output) => (await import('@cornerstonejs/codec-openjpeg/decodewasmjs')).default({ wasmBinary: await wasmOf('openjpeg'), ...output }));
  const charls = lazyModule(async (output) => (await import('@cornerstonejs/codec-charls/decodewasmjs')).default({ wasmBinary: await wasmOf('charls'), ...output }));
  const turbo = lazyModule(async (output) => (await import('@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs')).default({ wasmBinary: await wasmOf('libjpeg-turbo-8bit'), ...output }));
  return {
    jpeg2000: (bytes) => openjpeg.decode(bytes, (module) => new module.J2KDecoder(), (_, stream) => stream),
    jpegLs: (bytes) => charls.decode(bytes, (module) => new module.JpegLSDecoder(), (decoder, stream) => ({ ...stream, isByPlane: decoder.getInterleaveMode() === 0 })),
    jpeg8: (bytes) => turbo.decode(bytes, (module) => new module.JPEGDecoder(), (_, stream) => stream),
  };
}
