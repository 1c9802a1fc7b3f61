const decoders = new Map<string, TextDecoder>();

/** Bytes in one encoding; U+FFFD for what is none of its characters. */
export function decodeWhole(bytes: Uint8Array, encoding: string): string {
  return decoderFor(encoding, false).decode(copyOf(bytes));
}

/** The same, or null where a byte is none of its characters. */
export function decodeStrictly(bytes: Uint8Array, encoding: string): string | null {
  try {
    return decoderFor(encoding, true).decode(copyOf(bytes));
  } catch {
    return null;
  }
}

/** Making one costs more than decoding a name does. */
function decoderFor(encoding: string, fatal: boolean): TextDecoder {
  const key = `${encoding} ${fatal}`;
  const known = decoders.get(key);
  if (known !== undefined) return known;
  const decoder = new TextDecoder(encoding, { fatal });
  decoders.set(key, decoder);
  return decoder;
}

/** TextDecoder refuses views of shared memory in browsers. */
function copyOf(bytes: Uint8Array): Uint8Array {
  return bytes.slice();
}
