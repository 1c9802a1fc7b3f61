import { longFormRepresentations } from '../elements.ts';

/** Bytes being put together; joined once at the end. */
export class Chunks {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(bytes: Uint8Array): void {
    this.#parts.push(bytes);
    this.#length += bytes.length;
  }

  append(other: Chunks): void {
    for (const part of other.#parts) this.push(part);
  }

  join(): Uint8Array<ArrayBuffer> {
    const whole = new Uint8Array(this.#length);
    let offset = 0;
    for (const part of this.#parts) {
      whole.set(part, offset);
      offset += part.length;
    }
    return whole;
  }
}

/** Longest value a VR with a 16 bit length can have (PS3.5 7.1.2); even. */
export const longestShortValue = 0xfffe;

/**
 * Header of one element, explicit VR little endian (PS3.5 7.1.2).
 *
 * @param tag group · 65536 + element
 * @param length of the value; 0xffffffff for undefined. A VR with a 16 bit length takes at most {@link longestShortValue}.
 */
export function explicitHeader(tag: number, vr: string, length: number): Uint8Array {
  const isLong = longFormRepresentations.has(vr);
  const header = new Uint8Array(isLong ? 12 : 8);
  const view = new DataView(header.buffer);
  view.setUint16(0, tag >>> 16, true);
  view.setUint16(2, tag & 0xffff, true);
  header[4] = vr.charCodeAt(0);
  header[5] = vr.charCodeAt(1);
  if (isLong) view.setUint32(8, length, true);
  else view.setUint16(6, length, true);
  return header;
}

/** Header of one element in implicit VR, and of items and delimiters in both (PS3.5 7.1.3, 7.5). */
export function implicitHeader(tag: number, length: number): Uint8Array {
  const header = new Uint8Array(8);
  const view = new DataView(header.buffer);
  view.setUint16(0, tag >>> 16, true);
  view.setUint16(2, tag & 0xffff, true);
  view.setUint32(4, length, true);
  return header;
}

/** Item of a sequence or fragment (PS3.5 7.5). */
export const itemTag = 0xfffee000;
/** End of encapsulated data (PS3.5 annex A.4). */
export const sequenceDelimiterTag = 0xfffee0dd;
