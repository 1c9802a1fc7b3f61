import { DicomError } from '../errors/appError.ts';
import { ElementReader, isPixelData } from './elementReader.ts';
import { nameTag, tagName } from './elements.ts';
import type { Element, Encoding } from './elements.ts';
import type { Findings } from './findings.ts';

const trailingPadding = 0xfffcfffc;
const firstDelimiter = 0xfffee000;
const lastDelimiter = 0xfffee0dd;

/**
 * Reads the elements of a data set from `start` to the end of `bytes`, or up to the first pixel data or tag at or above
 * `until` (infinity: to the end).
 *
 * Pixel data that stop early are kept as far as they go, with a warning; what cannot be read behind pixel data
 * is a warning as well, because everything of use has been read by then.
 *
 * @param elements filled in; after an error it holds what could be read
 * @throws {DicomError} truncated | broken-value | unsupported
 */
export function readTopLevel(bytes: Uint8Array, start: number, encoding: Encoding, elements: Record<string, Element>, findings: Findings, until: number): void {
  const reader = new ElementReader(bytes, encoding, findings);
  let hasPixels = false;
  let isOrdered = true;
  let last = 0;
  let position = start;
  while (position < bytes.length) {
    const tag = reader.tagAt(position);
    if (tag === 0 && isAllZero(bytes, position)) return findings.warn(`zero bytes follow the data set ${findings.at(position)}`);
    try {
      // Too little for a tag: what is cut is named by the last element there is.
      if (position + 4 > bytes.length) throw findings.truncated(tagName(last), position, position + 8, bytes.length);
      const isLast = tag >= until || (isPixelData(tag) && until !== Number.POSITIVE_INFINITY);
      const cut = isLast || isPixelData(tag) ? withoutValue(reader, position, bytes.length, findings, isLast) : null;
      const [element, next] = cut ?? reader.element(position, bytes.length, 0);
      if (tag >= firstDelimiter && tag <= lastDelimiter) findings.warn(`a delimiter ${findings.at(position)} closes nothing`);
      else if (elements[element.tag] === undefined) elements[element.tag] = element;
      else findings.warn(`${nameTag(element.tag)} ${findings.at(position)} occurs again; the first is used`);
      if (tag < last && isOrdered) findings.warn(`${nameTag(element.tag)} ${findings.at(position)} is out of order`);
      isOrdered &&= tag >= last;
      hasPixels ||= isPixelData(tag);
      if (isLast) return;
      if (tag === trailingPadding) return warnOfRest(bytes, next, findings);
      last = tag;
      position = next;
    } catch (error) {
      if (!hasPixels || !(error instanceof DicomError) || error.reason === 'unsupported' || error.detail['needBytes'] !== undefined) throw error;
      return findings.warn(`what follows the pixel data ${findings.at(position)} is not a DICOM element; ${bytes.length - position} bytes are left out`);
    }
  }
  if (findings.isPrefix(position)) throw findings.truncated(tagName(last), position, position + 8, position);
}

/** An element whose value need not be in `bytes`; null where it is there whole and shall be read. */
function withoutValue(reader: ElementReader, position: number, end: number, findings: Findings, isLast: boolean): readonly [Element, number] | null {
  const { tag, vr, dataOffset, length } = reader.head(position, end);
  const fileEnd = Math.max(end, findings.fileLength ?? 0);
  const isOpen = length === 0xffffffff;
  const isCut = !isOpen && dataOffset + length > fileEnd;
  if (!isLast && !isCut) return null;
  const name = tagName(tag);
  if (isCut) {
    if (!isPixelData(tag)) throw findings.truncated(name, position, dataOffset + length, end);
    findings.warn(`${nameTag(name)} ${findings.at(position)} is cut: ${fileEnd - dataOffset} of its ${length} bytes are there`);
  }
  const there = isOpen || isCut ? fileEnd - dataOffset : length;
  return [{ tag: name, vr, dataOffset, length: there, ...(isOpen ? { hadUndefinedLength: true } : {}), ...(isCut ? { isCut } : {}) }, end];
}

function warnOfRest(bytes: Uint8Array, position: number, findings: Findings): void {
  if (position < bytes.length && !isAllZero(bytes, position)) findings.warn(`${bytes.length - position} bytes follow the padding ${findings.at(position)}; they are left out`);
}

function isAllZero(bytes: Uint8Array, start: number): boolean {
  for (let index = start; index < bytes.length; index++) if (bytes[index] !== 0) return false;
  return true;
}
