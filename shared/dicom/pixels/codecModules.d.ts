/** The part of an emscripten module that is used here; C++ exceptions arrive as numbers. */
interface EmscriptenModule {
  readonly HEAPU8: Uint8Array;
}
interface EmscriptenOptions {
  readonly wasmBinary: Uint8Array | ArrayBuffer;
  readonly print: (line: string) => void;
  readonly printErr: (line: string) => void;
}
interface CodecFrameInfo {
  readonly width: number;
  readonly height: number;
  readonly bitsPerSample: number;
  readonly componentCount: number;
}
/** A decoder object lives in the module's memory until `delete`; its buffers are views that the next call may move. */
interface CodecDecoder {
  getEncodedBuffer(length: number): Uint8Array;
  getDecodedBuffer(): Uint8Array;
  decode(): void;
  getFrameInfo(): CodecFrameInfo;
  delete(): void;
}
declare module '@cornerstonejs/codec-openjpeg/decodewasmjs' {
  const start: (options: EmscriptenOptions) => Promise<EmscriptenModule & { readonly J2KDecoder: new () => CodecDecoder }>;
  export default start;
}
declare module '@cornerstonejs/codec-charls/decodewasmjs' {
  const start: (options: EmscriptenOptions) => Promise<
    EmscriptenModule & { readonly JpegLSDecoder: new () => CodecDecoder & { getInterleaveMode(): number }; readonly getExceptionMessage: (exception: number) => string }
  >;
  export default start;
}
declare module '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs' {
  const start: (options: EmscriptenOptions) => Promise<EmscriptenModule & { readonly JPEGDecoder: new () => CodecDecoder }>;
  export default start;
}
