import { fileBytes } from '../elementBytes.ts';
import type { ElementsByKeyword } from '../elementBytes.ts';

/** Items of encapsulated pixel data: what follows is what a case leaves out or adds. */
export interface Encapsulation {
  /** Entries of the Basic Offset Table; default none. */
  readonly basicOffsets?: readonly number[];
  readonly hasDelimiter?: boolean;
}

/** A file whose PixelData is in the given fragments, undefined length. */
export function encapsulatedFile(elements: ElementsByKeyword, transferSyntaxUID: string, fragments: readonly Uint8Array[], { basicOffsets = [], hasDelimiter = true }: Encapsulation = {}): Uint8Array {
  const element = Uint8Array.from([0xe0, 0x7f, 0x10, 0x00, 0x4f, 0x42, 0, 0, 0xff, 0xff, 0xff, 0xff]);
  const table = new Uint8Array(new Uint32Array(basicOffsets).buffer);
  return concat([fileBytes(elements, { transferSyntaxUID }), element, item(table), ...fragments.map(item), ...(hasDelimiter ? [header(0xe0dd, 0)] : [])]);
}

/** Where each fragment begins, as offset tables count. */
export function offsetsOf(fragments: readonly Uint8Array[]): readonly number[] {
  return fragments.map((_, index) => fragments.slice(0, index).reduce((total, fragment) => total + 8 + fragment.length, 0));
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => Array.from(part)));
}

const item = (bytes: Uint8Array): Uint8Array => concat([header(0xe000, bytes.length), bytes]);

function header(element: number, length: number): Uint8Array {
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0xfffe, true);
  view.setUint16(2, element, true);
  view.setUint32(4, length, true);
  return bytes;
}
