import { attributes } from '../../shared/dicom/attributes.ts';
import type { Keyword } from '../../shared/dicom/attributes.ts';

/** A value to be laid down byte by byte, so that broken files can be made which a writer would refuse. */
export type ElementValue = string | Uint8Array | readonly number[] | readonly ElementsByKeyword[];
export type ElementsByKeyword = Readonly<Partial<Record<Keyword, ElementValue>>>;

export interface FileOptions {
  readonly transferSyntaxUID?: string;
  readonly isExplicit?: boolean;
  readonly hasPreamble?: boolean;
}

const longForms = new Set(['OB', 'OD', 'OF', 'OV', 'OW', 'SQ', 'UN', 'UT']);

/** A whole file: preamble, meta information and the elements in tag order. */
export function fileBytes(elements: ElementsByKeyword, options: FileOptions = {}): Uint8Array {
  const isExplicit = options.isExplicit ?? true;
  const syntax = options.transferSyntaxUID ?? (isExplicit ? '1.2.840.10008.1.2.1' : '1.2.840.10008.1.2');
  const body = dataSetBytes(elements, isExplicit);
  if (options.hasPreamble === false) return body;
  const meta = dataSetBytes({ TransferSyntaxUID: syntax }, true);
  return concat([new Uint8Array(128), ascii('DICM'), meta, body]);
}

/** Elements without any header around them, in tag order. */
export function dataSetBytes(elements: ElementsByKeyword, isExplicit: boolean): Uint8Array {
  const keywords = (Object.keys(elements) as Keyword[]).sort((a, b) => (attributes[a][0] < attributes[b][0] ? -1 : 1));
  return concat(keywords.map((keyword) => elementBytes(keyword, elements[keyword] ?? '', isExplicit)));
}

function elementBytes(keyword: Keyword, value: ElementValue, isExplicit: boolean): Uint8Array {
  const [tag, vr] = attributes[keyword];
  const bytes = valueBytes(vr, value, isExplicit);
  const isLong = !isExplicit || longForms.has(vr);
  const header = new DataView(new ArrayBuffer(isExplicit && isLong ? 12 : 8));
  header.setUint16(0, Number.parseInt(tag.slice(1, 5), 16), true);
  header.setUint16(2, Number.parseInt(tag.slice(5), 16), true);
  if (isExplicit) {
    header.setUint8(4, vr.charCodeAt(0));
    header.setUint8(5, vr.charCodeAt(1));
  }
  if (isLong) header.setUint32(isExplicit ? 8 : 4, bytes.length, true);
  else header.setUint16(6, bytes.length, true);
  return concat([new Uint8Array(header.buffer), bytes]);
}

function valueBytes(vr: string, value: ElementValue, isExplicit: boolean): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (typeof value === 'string') return ascii(value.length % 2 === 0 ? value : value + (vr === 'UI' ? '\0' : ' '));
  if (vr === 'US') return new Uint8Array(new Uint16Array(value as readonly number[]).buffer);
  if (vr === 'SS') return new Uint8Array(new Int16Array(value as readonly number[]).buffer);
  if (vr === 'FL') return new Uint8Array(new Float32Array(value as readonly number[]).buffer);
  if (vr !== 'SQ') return valueBytes(vr, (value as readonly number[]).join('\\'), isExplicit);
  return concat((value as readonly ElementsByKeyword[]).map((item) => {
    const body = dataSetBytes(item, isExplicit);
    const header = new DataView(new ArrayBuffer(8));
    header.setUint16(0, 0xfffe, true);
    header.setUint16(2, 0xe000, true);
    header.setUint32(4, body.length, true);
    return concat([new Uint8Array(header.buffer), body]);
  }));
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let position = 0;
  for (const part of parts) {
    whole.set(part, position);
    position += part.length;
  }
  return whole;
}
