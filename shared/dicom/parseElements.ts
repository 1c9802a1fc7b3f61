import dicomParser from 'dicom-parser';
import type { ByteStream, Element } from 'dicom-parser';
import { DicomError } from '../errors/appError.ts';
import { formatTag } from './attributes.ts';
import { encodingOf, guessEncoding, locateParts } from './encoding.ts';
import type { Encoding } from './encoding.ts';

/** Elements by tag, as dicom-parser writes tags (`x00080018`). */
export type ElementTable = Readonly<Record<string, Element>>;

/** A file taken apart; values are still bytes. */
export interface ParsedElements {
  readonly transferSyntaxUID: string;
  readonly encoding: Encoding;
  readonly meta: ElementTable;
  readonly elements: ElementTable;
  readonly warnings: string[];
}

/**
 * Takes a file apart without copying any value.
 *
 * @throws {DicomError} not-dicom | truncated (with tag and byte offset) | unsupported | broken-value
 */
export function parseElements(bytes: Uint8Array): ParsedElements {
  const layout = locateParts(bytes);
  const warnings = [...layout.warnings];
  const table = { meta: emptyTable(), elements: emptyTable() };
  let position = layout.dataStart;
  if (layout.metaStart !== null) position = readMeta(bytes, layout.metaStart, table.meta, warnings);
  if (position >= bytes.length) throw new DicomError('not-dicom', 'The file has a DICOM header but no data set.');

  const declared = textOf(bytes, table.meta['x00020010']);
  const encoding = chooseEncoding(bytes, position, declared, warnings);
  const transferSyntaxUID = declared === '' ? syntaxOf(encoding) : declared;
  try {
    readTable(bytes, position, encoding, table.elements, warnings);
  } catch (error) {
    // Without a header, bytes that only began like an element are not DICOM at all.
    if (layout.metaStart === null && table.elements['x00080016'] === undefined) {
      throw new DicomError('not-dicom', 'This is not a DICOM file: its start resembles an element but the rest does not.', { cause: error });
    }
    throw error;
  }
  if (table.elements['x00080016'] === undefined && table.elements['x00041220'] === undefined && layout.metaStart === null) {
    throw new DicomError('not-dicom', 'This is not a DICOM file: it names no SOP class.');
  }
  return { transferSyntaxUID, encoding, ...table, warnings };
}

/** Items of a sequence that an explicit file carries as VR UN (PS3.5 6.2.2: implicit little endian inside). */
export function parseUnknownAsItems(bytes: Uint8Array, element: Element): readonly Element[] {
  const stream = new dicomParser.ByteStream(dicomParser.littleEndianByteArrayParser, bytes.subarray(0, element.dataOffset + element.length), element.dataOffset);
  const sequence: Element = { tag: element.tag, length: element.length, dataOffset: element.dataOffset };
  try {
    dicomParser.readSequenceItemsImplicit(stream, sequence);
  } catch (cause) {
    throw new DicomError('broken-value', `Sequence ${formatTag(element.tag)} with VR UN at byte ${element.dataOffset} cannot be read.`, { cause });
  }
  return sequence.items ?? [];
}

function emptyTable(): Record<string, Element> {
  return Object.create(null) as Record<string, Element>;
}

function readMeta(bytes: Uint8Array, start: number, meta: Record<string, Element>, warnings: string[]): number {
  const stream = new dicomParser.ByteStream(dicomParser.littleEndianByteArrayParser, bytes, Math.min(start, bytes.length - 1));
  if (start >= bytes.length) return start;
  while (stream.position + 8 <= bytes.length && bytes[stream.position] === 2 && bytes[stream.position + 1] === 0) {
    const element = readElement(stream, true, warnings);
    meta[element.tag] = element;
  }
  return stream.position;
}

function chooseEncoding(bytes: Uint8Array, position: number, declared: string, warnings: string[]): Encoding {
  const guessed = guessEncoding(bytes, position);
  if (declared === '') {
    if (guessed === null) throw new DicomError('not-dicom', `No transfer syntax is given and byte ${position} does not begin an element.`);
    warnings.push('TransferSyntaxUID (0002,0010) is absent; read from the layout of the first element');
    return guessed;
  }
  const prescribed = encodingOf(declared);
  if (guessed === null) return prescribed;
  if (guessed.isExplicit === prescribed.isExplicit && guessed.isLittleEndian === prescribed.isLittleEndian) return prescribed;
  warnings.push(`the data set is not laid out as TransferSyntaxUID (0002,0010) ${declared} says; read as it is`);
  return guessed;
}

function syntaxOf(encoding: Encoding): string {
  if (!encoding.isExplicit) return '1.2.840.10008.1.2';
  return encoding.isLittleEndian ? '1.2.840.10008.1.2.1' : '1.2.840.10008.1.2.2';
}

function readTable(bytes: Uint8Array, start: number, encoding: Encoding, elements: Record<string, Element>, warnings: string[]): void {
  const parser = encoding.isLittleEndian ? dicomParser.littleEndianByteArrayParser : dicomParser.bigEndianByteArrayParser;
  const stream = new dicomParser.ByteStream(parser, bytes, start);
  while (stream.position < bytes.length) {
    if (isZeroPadding(bytes, stream.position)) {
      warnings.push(`zero bytes follow the data set from byte ${stream.position}`);
      return;
    }
    const element = readElement(stream, encoding.isExplicit, warnings);
    if (elements[element.tag] === undefined) elements[element.tag] = element;
    else warnings.push(`${formatTag(element.tag)} occurs more than once; the first is used`);
  }
}

/** One top-level element with everything inside it; the stream stands behind it afterwards. */
function readElement(stream: ByteStream, isExplicit: boolean, warnings: string[]): Element {
  const start = stream.position;
  const notes: string[] = [];
  stream.warnings.length = 0;
  let element: Element;
  try {
    element = isExplicit
      ? dicomParser.readDicomElementExplicit(stream, notes)
      : dicomParser.readDicomElementImplicit(stream);
  } catch (cause) {
    throw translate(cause, stream, start);
  }
  const declaredEnd = element.hadUndefinedLength === true ? stream.position : element.dataOffset + element.length;
  if (declaredEnd > stream.byteArray.length || stream.position > stream.byteArray.length) {
    throw truncated(stream, start, `its value should end at byte ${Math.max(declaredEnd, stream.position)} but the file has ${stream.byteArray.length}`);
  }
  for (const note of [...notes, ...stream.warnings]) {
    if (/^eof encountered .*(?:while reading|in sequence)/.test(note)) throw truncated(stream, start, 'the file ends inside it');
    if (!note.includes('in peeking')) warnings.push(note);
  }
  if (declaredEnd !== stream.position) {
    warnings.push(`items of ${formatTag(element.tag)} at byte ${start} do not add up to its length`);
    stream.position = declaredEnd;
  }
  return element;
}

function translate(cause: unknown, stream: ByteStream, start: number): DicomError {
  if (cause instanceof RangeError && /call stack/i.test(cause.message)) {
    return new DicomError('broken-value', `Sequence ${tagAt(stream, start)} at byte ${start} is nested too deeply to be read.`, { cause, detail: { byteOffset: start } });
  }
  const words = typeof cause === 'string' ? cause : '';
  const isPastEnd = /past end|overread|overrun|maxP ?osition/.test(words) || stream.position >= stream.byteArray.length || stream.byteArray.length - start < 8;
  if (isPastEnd) return truncated(stream, start, 'the file ends inside it');
  const tag = tagAt(stream, start);
  return new DicomError('broken-value', `Element ${tag} at byte ${start} cannot be read: its structure is broken.`, { cause, detail: { tag, byteOffset: start } });
}

function truncated(stream: ByteStream, start: number, how: string): DicomError {
  const tag = tagAt(stream, start);
  return new DicomError('truncated', `The file is cut short in element ${tag} at byte ${start}: ${how}. Send it again.`, { detail: { tag, byteOffset: start } });
}

function tagAt(stream: ByteStream, start: number): string {
  if (start + 4 > stream.byteArray.length) return '(unknown tag)';
  const group = stream.byteArrayParser.readUint16(stream.byteArray, start);
  const element = stream.byteArrayParser.readUint16(stream.byteArray, start + 2);
  return formatTag(`x${(group * 65536 + element).toString(16).padStart(8, '0')}`);
}

function isZeroPadding(bytes: Uint8Array, start: number): boolean {
  for (let index = start; index < bytes.length; index++) if (bytes[index] !== 0) return false;
  return true;
}

function textOf(bytes: Uint8Array, element: Element | undefined): string {
  if (element === undefined) return '';
  let text = '';
  for (const byte of bytes.subarray(element.dataOffset, element.dataOffset + element.length)) text += String.fromCharCode(byte);
  return text.replace(/[\0 ]+$/, '').trim();
}
