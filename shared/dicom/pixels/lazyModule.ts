import { DicomError } from '../../errors/appError.ts';

/** A decoded code stream: samples of one byte up to 8 bits, else of two in little endian order. */
export interface CodecStream {
  readonly width: number;
  readonly height: number;
  readonly bitsPerSample: number;
  readonly componentCount: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What the codec found odd and could do without. */
  readonly warnings: readonly string[];
}

/** A codec that is started at its first use. */
export interface LazyModule<M> {
  /** Decodes one code stream with a decoder of its own and reads from it what `read` wants. */
  decode<D extends CodecDecoder, T>(bytes: Uint8Array, make: (module: M) => D, read: (decoder: D, stream: CodecStream) => T): Promise<T>;
}

/** Memory of a module only grows; past this many bytes it is given back after the frame. */
const mostKeptBytes = 2 ** 28;

/** Complaints of openjpeg about the frame of a code stream; every other one means that samples were lost. */
const harmless = /TPsot==TNsot|^Unknown marker|TLM marker|opj_end_decompress failed/;

/** A codec over `start`, started again after it broke down or grew too large. */
export function lazyModule<M extends EmscriptenModule>(start: (output: Pick<EmscriptenOptions, 'print' | 'printErr'>) => Promise<M>): LazyModule<M> {
  let running: Promise<M> | null = null;
  let said: string[] = [];
  const hear = (line: string): void => {
    if (/\[(?:ERROR|WARNING)\]/.test(line)) said.push(line.replace(/^.*\] /, '').trim());
  };
  return {
    async decode(bytes, make, read) {
      running ??= start({ print: hear, printErr: hear });
      const module = await running.catch((cause: unknown) => {
        running = null;
        throw cause;
      });
      said = [];
      try {
        const result = decodeWith(make(module), bytes, (decoder, stream) => read(decoder, { ...stream, warnings: said }));
        const losses = said.filter((line) => !harmless.test(line));
        if (losses.length > 0) throw new DicomError('broken-value', `The code stream is damaged: ${losses.join('; ')}. Send the image again.`);
        if (module.HEAPU8.length > mostKeptBytes) running = null;
        return result;
      } catch (cause) {
        if (cause instanceof DicomError) throw cause;
        // A number is a C++ exception and leaves the module usable; anything else is a trap or an abort.
        if (typeof cause !== 'number') running = null;
        throw new DicomError('broken-value', `The code stream is damaged: ${[...said, explain(module, cause)].join('; ')}. Send the image again.`, { cause });
      }
    },
  };
}

function decodeWith<D extends CodecDecoder, T>(decoder: D, bytes: Uint8Array, read: (decoder: D, stream: Omit<CodecStream, 'warnings'>) => T): T {
  decoder.getEncodedBuffer(bytes.length).set(bytes);
  try {
    decoder.decode();
    const { width, height, bitsPerSample, componentCount } = decoder.getFrameInfo();
    return read(decoder, { width, height, bitsPerSample, componentCount, bytes: decoder.getDecodedBuffer().slice() });
  } finally {
    decoder.delete();
  }
}

function explain(module: EmscriptenModule & { readonly getExceptionMessage?: (exception: number) => string }, cause: unknown): string {
  if (typeof cause === 'number') return module.getExceptionMessage?.(cause) ?? 'the decoder gave up';
  return cause instanceof Error ? cause.message : String(cause);
}
