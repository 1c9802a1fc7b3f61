import { attributes, type Keyword } from '../../../../shared/dicom/attributes.ts';
import { Chunks, implicitHeader } from '../../../../shared/dicom/write/chunks.ts';
import { isAscii } from '../nameQuery.ts';
import { encodeGb18030 } from './encodeGb18030.ts';

/** Keys of a request; an empty text asks for the value (PS3.4 C.2.2.2). */
export type Identifier = Readonly<Partial<Record<Keyword, string>>>;

/** How text beyond ASCII is written. */
export type QueryCharacterSet = 'ISO_IR 192' | 'GB18030';

/** The identifier of a request in implicit VR little endian, which every archive takes. */
export function encodeIdentifier(keys: Identifier, characterSet: QueryCharacterSet): Uint8Array {
  const isPlain = Object.values(keys).every(isAscii);
  const all: Identifier = isPlain ? keys : { ...keys, SpecificCharacterSet: characterSet };
  const elements = Object.entries(all).map(([keyword, text]) => {
    const [tag, vr] = attributes[keyword as Keyword];
    return { tag: Number.parseInt(tag.slice(1), 16), vr, text };
  });
  const chunks = new Chunks();
  for (const { tag, vr, text } of elements.sort((a, b) => a.tag - b.tag)) {
    const value = characterSet === 'GB18030' ? encodeGb18030(text) : new TextEncoder().encode(text);
    const isOdd = value.length % 2 === 1;
    chunks.push(implicitHeader(tag, value.length + (isOdd ? 1 : 0)));
    chunks.push(value);
    if (isOdd) chunks.push(Uint8Array.of(vr === 'UI' ? 0 : 0x20));
  }
  return chunks.join();
}
