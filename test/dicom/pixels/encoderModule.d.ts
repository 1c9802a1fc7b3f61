declare module '@cornerstonejs/codec-openjpeg/wasmjs' {
  interface Encoder {
    getDecodedBuffer(frame: { width: number; height: number; bitsPerSample: number; componentCount: number; isSigned: boolean; isUsingColorTransform: boolean }): Uint8Array;
    setQuality(isLossless: boolean, quality: number): void;
    setDecompositions(count: number): void;
    encode(): void;
    getEncodedBuffer(): Uint8Array;
    delete(): void;
  }
  const start: (options: { wasmBinary: Uint8Array; print: () => void; printErr: () => void }) => Promise<{ readonly J2KEncoder: new () => Encoder }>;
  export default start;
}
