import { formatTag } from './attributes.ts';
import { lookUpTag } from './dictionary.ts';

/** One attribute as it lies in the bytes; its value is `bytes.subarray(dataOffset, dataOffset + length)`. */
export interface Element {
  /** `x00080018`, as dicom-parser writes tags. */
  readonly tag: string;
  /** As the file gives it; undefined in implicit VR, where PS3.6 decides. */
  readonly vr: string | undefined;
  readonly dataOffset: number;
  /** Bytes of the value; for undefined length those before the closing delimiter. */
  readonly length: number;
  readonly hadUndefinedLength?: true;
  /** Items of a sequence. */
  readonly items?: readonly Item[];
  /** Fragments of encapsulated data (PS3.5 annex A.4), the offset table not among them. */
  readonly fragments?: readonly Fragment[];
  /** Entries of the basic offset table, which may be empty; counted from the first fragment's item tag. */
  readonly basicOffsetTable?: readonly number[];
  /** The file ends before the value does; `length` is what there is. Only pixel data is kept so. */
  readonly isCut?: true;
}

/** One item of a sequence. */
export interface Item {
  readonly tag: string;
  readonly dataOffset: number;
  readonly length: number;
  readonly hadUndefinedLength?: true;
  readonly dataSet: { readonly elements: ElementTable };
}

/** One fragment of encapsulated data. `offset` counts from the first fragment's item tag, `position` is where its bytes begin. */
export interface Fragment {
  readonly offset: number;
  readonly position: number;
  readonly length: number;
}

/** Elements by tag. */
export type ElementTable = Readonly<Record<string, Element>>;

/** How elements are laid out. */
export interface Encoding {
  readonly isExplicit: boolean;
  readonly isLittleEndian: boolean;
}

/** Value representations of PS3.5 table 6.2-1. */
export const valueRepresentations: ReadonlySet<string> = new Set(
  'AE AS AT CS DA DS DT FD FL IS LO LT OB OD OF OL OV OW PN SH SL SQ SS ST SV TM UC UI UL UN UR US UT UV'.split(' '),
);

/** Those whose explicit form has two reserved bytes and a length of four (PS3.5 table 7.1-1). */
export const longFormRepresentations: ReadonlySet<string> = new Set('OB OD OF OL OV OW SQ SV UC UN UR UT UV'.split(' '));

const names = new Map<number, string>();

/** `0x00080018` → `x00080018`; the few thousand tags of a run are made once, because files repeat them. */
export function tagName(tag: number): string {
  const known = names.get(tag);
  if (known !== undefined) return known;
  const name = `x${tag.toString(16).padStart(8, '0')}`;
  if (names.size < 20_000) names.set(tag, name);
  return name;
}

/** `PatientName (0010,0010)`, or the bare tag where PS3.6 has no name for it. */
export function nameTag(tag: string): string {
  const keyword = lookUpTag(tag)?.keyword;
  return keyword === undefined || keyword === '' ? formatTag(tag) : `${keyword} ${formatTag(tag)}`;
}
