import dicomParser from 'dicom-parser';
import type { ByteArrayParser } from 'dicom-parser';
import { DicomError } from '../errors/appError.ts';
import { lookUpTag } from './dictionary.ts';
import { longFormRepresentations, nameTag, tagName, valueRepresentations } from './elements.ts';
import type { Element, Encoding, Fragment, Item } from './elements.ts';
import type { Findings } from './findings.ts';

const undefinedLength = 0xffffffff;
const itemTag = 0xfffee000;
const itemEnd = 0xfffee00d;
const sequenceEnd = 0xfffee0dd;
const directoryRecords = 0x00041220;
/** Real objects nest less than ten deep; a call stack holds thousands. */
const maxDepth = 256;
/** Elements and items together; an object of that many would fill the memory before it is of use to anybody. */
const maxNodes = 2_000_000;

/** The fixed part of an element: everything before its value. */
interface Head {
  readonly start: number;
  readonly tag: number;
  readonly vr: string | undefined;
  readonly dataOffset: number;
  readonly length: number;
}

/**
 * Walks the elements of one data set (PS3.5 chapter 7) and checks every length against what holds it.
 *
 * Values are not looked at. Lenient where one reading is evidently meant (a delimiter left out, a VR nobody
 * knows); every such step is a warning that names tag and byte offset.
 */
export class ElementReader {
  readonly #bytes: Uint8Array;
  readonly #numbers: ByteArrayParser;
  readonly #encoding: Encoding;
  readonly #findings: Findings;
  #nodes = 0;

  constructor(bytes: Uint8Array, encoding: Encoding, findings: Findings) {
    this.#bytes = bytes;
    this.#numbers = encoding.isLittleEndian ? dicomParser.littleEndianByteArrayParser : dicomParser.bigEndianByteArrayParser;
    this.#encoding = encoding;
    this.#findings = findings;
  }

  /** The tag at a position as a number; 0 where fewer than four bytes are left. */
  tagAt(position: number): number {
    if (position + 4 > this.#bytes.length) return 0;
    return this.#numbers.readUint16(this.#bytes, position) * 65536 + this.#numbers.readUint16(this.#bytes, position + 2);
  }

  /**
   * Tag, VR and length at `start`; the value need not be there.
   * @throws {DicomError} truncated | broken-value
   */
  head(start: number, end: number): Head {
    const tag = this.tagAt(start);
    if (start + 8 > end) throw this.#past(tag, start, start + 8, end);
    // Items and their delimiters never have a VR.
    if (!this.#encoding.isExplicit || tag >= itemTag && tag <= sequenceEnd) {
      return { start, tag, vr: undefined, dataOffset: start + 8, length: this.#numbers.readUint32(this.#bytes, start + 4) };
    }
    const vr = String.fromCharCode(this.#bytes[start + 4] ?? 0, this.#bytes[start + 5] ?? 0);
    if (longFormRepresentations.has(vr)) return this.#longHead(start, end, tag, vr);
    if (valueRepresentations.has(vr)) return { start, tag, vr, dataOffset: start + 8, length: this.#numbers.readUint16(this.#bytes, start + 6) };
    return this.#strangeHead(start, end, tag);
  }

  /**
   * The whole element at `start`, which lies in something ending at `end`.
   * @returns the element and where the next one begins
   * @throws {DicomError} truncated | broken-value | unsupported
   */
  element(start: number, end: number, depth: number): readonly [Element, number] {
    const head = this.head(start, end);
    this.#count(head);
    return head.length === undefinedLength ? this.#open(head, end, depth) : this.#closed(head, end, depth);
  }

  /**
   * Items of a value that turned out to be a sequence only once somebody asked for it.
   * @throws {DicomError} broken-value
   */
  itemsIn(element: Element): readonly Item[] {
    const end = element.dataOffset + element.length;
    const head = { start: element.dataOffset, tag: Number.parseInt(element.tag.slice(1), 16), vr: 'SQ', dataOffset: element.dataOffset, length: element.length };
    return this.#items(head, end, 0)[0];
  }

  #closed(head: Head, end: number, depth: number): readonly [Element, number] {
    const { vr, dataOffset, length } = head;
    const next = dataOffset + length;
    const tag = tagName(head.tag);
    if (next > end && head.tag === directoryRecords && !this.#findings.isPrefix(end)) return this.#shortDirectory(head, end);
    if (next > end) throw this.#past(head.tag, head.start, next, end);
    if (length % 2 === 1) this.#findings.warn(`${nameTag(tag)} ${this.#findings.at(head.start)} has the odd length ${length}`);
    if (length === 0 || !(vr === 'SQ' || vr === undefined && this.#looksLikeItems(head))) return [{ tag, vr, dataOffset, length }, next];
    const [items] = this.#items(head, next, depth);
    return [{ tag, vr, dataOffset, length, items }, next];
  }

  /** An index that says more than it has is still of use, where an object missing items would be a wrong one. */
  #shortDirectory(head: Head, end: number): readonly [Element, number] {
    this.#findings.warn(`${nameTag(tagName(head.tag))} ${this.#findings.at(head.start)} should end at byte ${head.dataOffset + head.length} but the file ends at byte ${end}`);
    return this.#closed({ ...head, length: end - head.dataOffset }, end, 0);
  }

  #open(head: Head, end: number, depth: number): readonly [Element, number] {
    const { vr, dataOffset } = head;
    const tag = tagName(head.tag);
    const hadUndefinedLength = true;
    if (vr === 'SQ' || vr === 'UN' || vr === undefined && head.tag !== 0x7fe00010) {
      // PS3.5 6.2.2: inside UN of undefined length everything is implicit little endian, though some write it explicit.
      const isPrivate = (head.tag >>> 16) % 2 === 1;
      if (vr === 'UN' && !isPrivate) this.#findings.warn(`${nameTag(tag)} ${this.#findings.at(head.start)} has VR UN and is read as a sequence`);
      const inner = vr === 'UN' ? new ElementReader(this.#bytes, { isExplicit: this.#hasExplicitContent(dataOffset), isLittleEndian: true }, this.#findings) : this;
      const [items, next, last] = inner.#items(head, end, depth);
      return [{ tag, vr, dataOffset, length: last - dataOffset, hadUndefinedLength, items }, next];
    }
    if (vr === undefined || vr.startsWith('O')) return this.#fragments(head, end);
    throw this.#findings.broken(tag, head.start, `a value of VR ${vr} cannot have undefined length`);
  }

  /** @returns items, where the next element begins, and where the last item ended */
  #items(head: Head, end: number, depth: number): readonly [Item[], number, number] {
    const tag = tagName(head.tag);
    if (depth >= maxDepth) throw this.#findings.broken(tag, head.start, `sequences are nested more than ${maxDepth} deep`);
    const isOpen = head.length === undefinedLength;
    const items: Item[] = [];
    // An open one goes on until its delimiter, and missing that is an error of its own.
    const limit = isOpen ? Number.POSITIVE_INFINITY : end;
    let position = head.dataOffset;
    while (position < limit) {
      const start = position;
      if (start + 8 > end) throw this.#past(head.tag, head.start, start + 8, end);
      const inner = this.head(start, end);
      if (inner.tag === sequenceEnd) {
        if (isOpen) return [items, start + 8, start];
        this.#findings.warn(`${nameTag(tag)} ${this.#findings.at(head.start)} has a length and a delimiter`);
        return [items, end, start];
      }
      if (inner.tag !== itemTag) {
        if (!isOpen || inner.tag <= head.tag) throw this.#findings.broken(tag, head.start, `byte ${start} should begin an item (FFFE,E000)`);
        this.#findings.warn(`${nameTag(tag)} ${this.#findings.at(head.start)} has no delimiter; it is taken to end at byte ${start}`);
        return [items, start, start];
      }
      this.#count(inner);
      const [item, next] = this.#item(inner, head, end, depth);
      items.push(item);
      position = next;
    }
    return [items, end, end];
  }

  #item(inner: Head, sequence: Head, end: number, depth: number): readonly [Item, number] {
    const elements = emptyTable();
    const { dataOffset } = inner;
    const isOpen = inner.length === undefinedLength;
    const isLastRecord = sequence.tag === directoryRecords && dataOffset + inner.length > this.#bytes.length;
    const itemEndsAt = isOpen || isLastRecord ? end : dataOffset + inner.length;
    if (itemEndsAt > end) throw this.#past(sequence.tag, sequence.start, itemEndsAt, end);
    const limit = isOpen ? Number.POSITIVE_INFINITY : itemEndsAt;
    let position = dataOffset;
    let next = itemEndsAt;
    while (position < limit) {
      if (position + 8 > itemEndsAt) throw this.#past(sequence.tag, sequence.start, position + 8, itemEndsAt);
      const tag = this.tagAt(position);
      if (tag === itemEnd && position + 8 <= itemEndsAt) {
        next = isOpen ? position + 8 : itemEndsAt;
        break;
      }
      if (isOpen && (tag === sequenceEnd || tag === itemTag)) {
        this.#findings.warn(`an item of ${nameTag(tagName(sequence.tag))} ${this.#findings.at(dataOffset - 8)} has no delimiter`);
        next = position;
        break;
      }
      const [element, after] = this.element(position, itemEndsAt, depth + 1);
      this.#add(elements, element);
      position = after;
    }
    const length = position - dataOffset;
    return [{ tag: 'xfffee000', dataOffset, length, ...(isOpen ? { hadUndefinedLength: true } : {}), dataSet: { elements } }, next];
  }

  /** Encapsulated data (PS3.5 A.4): the offset table, fragments, delimiter. Where the file ends inside, what is there is kept. */
  #fragments(head: Head, end: number): readonly [Element, number] {
    const tag = tagName(head.tag);
    const fragments: Fragment[] = [];
    const basicOffsetTable: number[] = [];
    const seal = (last: number, isCut: boolean): Element => ({
      tag, vr: head.vr, dataOffset: head.dataOffset, length: last - head.dataOffset, hadUndefinedLength: true, basicOffsetTable, fragments, ...(isCut ? { isCut } : {}),
    });
    let position = head.dataOffset;
    let base = -1;
    while (position + 8 <= end) {
      const item = this.head(position, end);
      if (item.tag === sequenceEnd) return [seal(position, false), position + 8];
      if (item.tag !== itemTag) {
        this.#findings.warn(`${nameTag(tag)} ${this.#findings.at(head.start)} has no delimiter; its fragments end at byte ${position}`);
        return [seal(position, false), position];
      }
      this.#count(item);
      const available = Math.min(item.length, end - item.dataOffset);
      if (base < 0) {
        for (let at = 0; at + 4 <= available; at += 4) basicOffsetTable.push(this.#numbers.readUint32(this.#bytes, item.dataOffset + at));
        base = item.dataOffset + item.length;
      } else fragments.push({ offset: position - base, position: item.dataOffset, length: available });
      if (available < item.length) break;
      position = item.dataOffset + item.length;
    }
    if (!isPixelData(head.tag) || this.#findings.isPrefix(end)) throw this.#past(head.tag, head.start, end + 8, end);
    this.#findings.warn(`${nameTag(tag)} ${this.#findings.at(head.start)} is cut: its fragments should go on after byte ${end}`);
    return [seal(end, true), end];
  }

  /** Keeps the first of repeated elements. */
  #add(elements: Record<string, Element>, element: Element): void {
    if (elements[element.tag] === undefined) elements[element.tag] = element;
    else this.#findings.warn(`${nameTag(element.tag)} ${this.#findings.at(element.dataOffset)} occurs again; the first is used`);
  }

  #longHead(start: number, end: number, tag: number, vr: string | undefined): Head {
    if (start + 12 > end) throw this.#past(tag, start, start + 12, end);
    return { start, tag, vr, dataOffset: start + 12, length: this.#numbers.readUint32(this.#bytes, start + 8) };
  }

  /** No VR of the standard: the form whose value is followed by something that can follow it is the one that was meant. */
  #strangeHead(start: number, end: number, tag: number): Head {
    const vr = String.fromCharCode(this.#bytes[start + 4] ?? 0, this.#bytes[start + 5] ?? 0);
    const isLettered = /^[A-Z]{2}$/.test(vr);
    const forms: Head[] = isLettered ? [{ start, tag, vr: 'UN', dataOffset: start + 8, length: this.#numbers.readUint16(this.#bytes, start + 6) }] : [];
    if (isLettered && start + 12 <= end) forms.push(this.#longHead(start, end, tag, 'UN'));
    if (!isLettered) forms.push({ start, tag, vr: undefined, dataOffset: start + 8, length: this.#numbers.readUint32(this.#bytes, start + 4) });
    const meant = forms.find((form) => form.length !== undefinedLength && this.#canFollow(form, end));
    const name = nameTag(tagName(tag));
    if (meant === undefined) throw this.#findings.broken(tagName(tag), start, isLettered ? `its VR "${vr}" is not one of DICOM` : 'it has no VR');
    this.#findings.warn(isLettered ? `${name} ${this.#findings.at(start)} has the unknown VR "${vr}"; its value is kept as bytes` : `${name} ${this.#findings.at(start)} has no VR; read as implicit`);
    return meant;
  }

  #canFollow(head: Head, end: number): boolean {
    const next = head.dataOffset + head.length;
    if (next === end) return true;
    if (next + 8 > end) return false;
    const tag = this.tagAt(next);
    if (tag >= itemTag && tag <= sequenceEnd) return true;
    return tag > head.tag && valueRepresentations.has(String.fromCharCode(this.#bytes[next + 4] ?? 0, this.#bytes[next + 5] ?? 0));
  }

  /** Implicit VR says nothing about sequences: PS3.6 does, and what begins with an item where PS3.6 is silent. */
  #looksLikeItems(head: Head): boolean {
    if (head.length < 8) return false;
    const first = this.tagAt(head.dataOffset);
    if (first !== itemTag && first !== sequenceEnd) return false;
    const known = lookUpTag(tagName(head.tag))?.vr;
    const isPrivate = (head.tag >>> 16) % 2 === 1;
    return known === undefined ? !isPrivate : known === 'SQ' || known === 'UN';
  }

  #hasExplicitContent(firstItem: number): boolean {
    const at = firstItem + 8 + 4;
    return valueRepresentations.has(String.fromCharCode(this.#bytes[at] ?? 0, this.#bytes[at + 1] ?? 0));
  }

  #past(tag: number, start: number, wanted: number, end: number): DicomError {
    if (end >= this.#bytes.length) return this.#findings.truncated(tagName(tag), start, wanted, this.#bytes.length);
    return this.#findings.broken(tagName(tag), start, `it should end at byte ${wanted} but the item it is in ends at byte ${end}`);
  }

  #count(head: Head): void {
    if (++this.#nodes <= maxNodes) return;
    throw new DicomError('unsupported', `The object has more than ${maxNodes} elements and items, reached ${this.#findings.at(head.start)}; it cannot be read.`, {
      detail: { byteOffset: head.start },
    });
  }
}

/** A new table. A plain object, of which a million are ten times smaller than without a prototype; no tag has the name of an inherited member. */
export function emptyTable(): Record<string, Element> {
  return {};
}

/** Float, double float or ordinary pixel data (PS3.5 A.4). */
export function isPixelData(tag: number): boolean {
  return tag === 0x7fe00010 || tag === 0x7fe00008 || tag === 0x7fe00009;
}
