/** Character → its two bytes, first byte in the high half; made when first asked for. */
let codes: Map<string, number> | null = null;

function makeCodes(): Map<string, number> {
  const made = new Map<string, number>();
  const decoder = new TextDecoder('gb18030');
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      if (trail === 0x7f) continue;
      const character = decoder.decode(Uint8Array.of(lead, trail));
      // Two bytes that are no character give the mark for that, or two of them.
      if (Array.from(character).length === 1 && character !== '\ufffd') made.set(character, (lead << 8) | trail);
    }
  }
  return made;
}

/**
 * Text in the two-byte part of GB18030, which is all of GBK; a character outside it becomes `?`, which matches any
 * one character in a search.
 */
export function encodeGb18030(text: string): Uint8Array {
  codes ??= makeCodes();
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.charCodeAt(0) < 0x80 ? character.charCodeAt(0) : codes.get(character);
    if (code === undefined) bytes.push(0x3f);
    else if (code < 0x80) bytes.push(code);
    else bytes.push(code >> 8, code & 0xff);
  }
  return Uint8Array.from(bytes);
}
