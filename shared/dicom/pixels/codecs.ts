/** The WebAssembly codecs by the name of their package. */
export type CodecName = 'openjpeg' | 'charls' | 'libjpeg-turbo-8bit';

/** Where the WebAssembly binary of a codec comes from; hosts differ. */
export type WasmSource = (name: CodecName) => Promise<Uint8Array | ArrayBuffer>;

/** Decoders of code streams; each WebAssembly module starts at its first use. */
export interface Codecs {
  readonly wasmOf: WasmSource;
}

/** Codecs over the binaries that `wasmOf` gives; nothing is loaded yet. */
export function loadCodecs(wasmOf: WasmSource): Codecs {
  return { wasmOf };
}
