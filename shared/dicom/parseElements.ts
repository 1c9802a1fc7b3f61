import { DicomError } from '../errors/appError.ts';
import { asciiText } from './decodeText.ts';
import { ElementReader, emptyTable } from './elementReader.ts';
import { nameTag } from './elements.ts';
import type { Element, ElementTable, Encoding, Item } from './elements.ts';
import { deflatedSyntaxes, encodingOf, guessEncoding, locateParts } from './encoding.ts';
import { Findings } from './findings.ts';
import { inflateDataSet } from './inflateDataSet.ts';
import { readTopLevel } from './readTopLevel.ts';

export type { Element, ElementTable } from './elements.ts';

/** A file taken apart; values are still bytes. */
export interface ParsedElements {
  /** What elements point into: the file, or for a deflated one its header followed by the inflated data set. */
  readonly bytes: Uint8Array;
  /** Offsets count in inflated data. */
  readonly isInflated: boolean;
  readonly transferSyntaxUID: string;
  readonly encoding: Encoding;
  readonly meta: ElementTable;
  readonly elements: ElementTable;
  readonly warnings: string[];
}

/** How much of a file is read. */
export interface ReadOptions {
  /**
   * Stop at the first top-level element that is pixel data or whose tag is this or above (`x7fe00010`). That element is listed with its
   * declared length though its value may not be there, and nothing after it is.
   */
  readonly until?: string;
  /**
   * Bytes of the whole file where `bytes` is only its beginning. When the beginning is too short, `truncated` is
   * thrown with `needBytes` in its detail; without `needBytes` the file itself is short.
   */
  readonly fileLength?: number;
}

/**
 * Takes a file apart without copying any value (a deflated one is inflated first, and byte offsets then say so).
 *
 * @throws {DicomError} not-dicom | truncated (with tag and byte offset) | unsupported | broken-value
 */
export function parseElements(file: Uint8Array, options: ReadOptions = {}): ParsedElements {
  const fileLength = options.fileLength ?? file.length;
  const fileFindings = new Findings(false, fileLength);
  if (file.length < fileLength && file.length < 512) throw fileFindings.truncated('x00020000', 0, Math.min(512, fileLength), file.length);
  const layout = locateParts(file);
  for (const warning of layout.warnings) fileFindings.warn(warning);
  const meta = emptyTable();
  const dataStart = layout.metaStart === null ? layout.dataStart : readMeta(file, layout.metaStart, meta, fileFindings);
  if (dataStart >= file.length && fileLength <= file.length) throw new DicomError('not-dicom', 'The file has a DICOM header but no data set.');

  const declared = textOf(file, meta['x00020010']);
  const isPlain = guessEncoding(file, dataStart) !== null;
  const saysDeflated = deflatedSyntaxes.has(declared);
  const isDeflated = saysDeflated && !isPlain;
  if (saysDeflated && isPlain) fileFindings.warn(`TransferSyntaxUID (0002,0010) says deflated but the data set at byte ${dataStart} is not; read as it is`);
  const { bytes, findings } = isDeflated ? inflate(file, dataStart, fileLength, fileFindings) : { bytes: file, findings: fileFindings };
  const encoding = chooseEncoding(bytes, dataStart, declared, findings);
  const transferSyntaxUID = declared === '' ? syntaxOf(encoding) : declared;
  const elements = emptyTable();
  const until = options.until === undefined ? Number.POSITIVE_INFINITY : Number.parseInt(options.until.slice(1), 16);
  try {
    readTopLevel(bytes, dataStart, encoding, elements, findings, until);
  } catch (error) {
    // Without a header, bytes that only began like an element are not DICOM at all.
    if (layout.metaStart === null && elements['x00080016'] === undefined && !isPrefixError(error)) {
      throw new DicomError('not-dicom', 'This is not a DICOM file: its start resembles an element but the rest does not.', { cause: error });
    }
    throw error;
  }
  if (elements['x00080016'] === undefined && elements['x00041220'] === undefined && layout.metaStart === null) {
    throw new DicomError('not-dicom', 'This is not a DICOM file: it names no SOP class.');
  }
  return { bytes, isInflated: isDeflated, transferSyntaxUID, encoding, meta, elements, warnings: findings.warnings };
}

/**
 * Items of a sequence whose element did not show that it is one: VR UN (PS3.5 6.2.2: implicit little endian inside)
 * or a private tag in implicit VR.
 *
 * @throws {DicomError} broken-value
 */
export function parseUnknownAsItems(bytes: Uint8Array, element: Element): readonly Item[] {
  const encoding = { isExplicit: false, isLittleEndian: true };
  // A view that ends with the value, so that nothing inside it is looked for behind it.
  const value = bytes.subarray(0, element.dataOffset + element.length);
  try {
    return new ElementReader(value, encoding, new Findings(false, null)).itemsIn(element);
  } catch (cause) {
    throw new DicomError('broken-value', `Sequence ${nameTag(element.tag)} with VR UN at byte ${element.dataOffset} cannot be read.`, { cause });
  }
}

function inflate(file: Uint8Array, dataStart: number, fileLength: number, findings: Findings): { readonly bytes: Uint8Array; readonly findings: Findings } {
  if (file.length < fileLength) throw findings.truncated('x00020010', dataStart, fileLength, file.length);
  const { bytes, isCut } = inflateDataSet(file, dataStart);
  const inner = new Findings(true, null);
  for (const warning of findings.warnings) inner.warn(warning);
  if (isCut) inner.warn(`the deflated data set at byte ${dataStart} stops early; ${bytes.length - dataStart} bytes of it could be inflated`);
  return { bytes, findings: inner };
}

function isPrefixError(error: unknown): boolean {
  return error instanceof DicomError && error.detail['needBytes'] !== undefined;
}

/** Group 0002, explicit little endian by PS3.10 though some write it implicit. Its group length is not relied on. */
function readMeta(bytes: Uint8Array, start: number, meta: Record<string, Element>, findings: Findings): number {
  const encoding = guessEncoding(bytes, start) ?? { isExplicit: true, isLittleEndian: true };
  const reader = new ElementReader(bytes, encoding, findings);
  let position = start;
  while (position + 8 <= bytes.length && bytes[position] === 2 && bytes[position + 1] === 0) {
    const [element, next] = reader.element(position, bytes.length, 0);
    meta[element.tag] ??= element;
    position = next;
  }
  return position;
}

function chooseEncoding(bytes: Uint8Array, position: number, declared: string, findings: Findings): Encoding {
  const guessed = guessEncoding(bytes, position);
  if (declared === '') {
    if (guessed === null) throw new DicomError('not-dicom', `No transfer syntax is given and byte ${position} does not begin an element.`);
    findings.warn('TransferSyntaxUID (0002,0010) is absent; read from the layout of the first element');
    return guessed;
  }
  const prescribed = encodingOf(declared);
  if (guessed === null) return prescribed;
  if (guessed.isExplicit === prescribed.isExplicit && guessed.isLittleEndian === prescribed.isLittleEndian) return prescribed;
  findings.warn(`the data set is not laid out as TransferSyntaxUID (0002,0010) ${declared} says; read as it is from byte ${position}`);
  return guessed;
}

function syntaxOf(encoding: Encoding): string {
  if (!encoding.isExplicit) return '1.2.840.10008.1.2';
  return encoding.isLittleEndian ? '1.2.840.10008.1.2.1' : '1.2.840.10008.1.2.2';
}

function textOf(bytes: Uint8Array, element: Element | undefined): string {
  if (element === undefined) return '';
  return asciiText(bytes.subarray(element.dataOffset, element.dataOffset + element.length)).replace(/[\0 ]+$/, '').trim();
}
