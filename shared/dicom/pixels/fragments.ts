/** One fragment of encapsulated pixel data. */
export interface Fragment {
  /** Where its item begins, counted from the first byte behind the Basic Offset Table, as offset tables count. */
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** Encapsulated pixel data taken apart (PS3.5 A.4). */
export interface Fragments {
  /** Entries of the Basic Offset Table; none where it is empty. */
  readonly basicOffsets: readonly number[];
  readonly fragments: readonly Fragment[];
  /** The data ends inside the last fragment. */
  readonly isCut: boolean;
  readonly warnings: readonly string[];
}

const ITEM = 0xe000;
const SEQUENCE_DELIMITER = 0xe0dd;

/**
 * Takes encapsulated pixel data apart by the lengths of its items, so bytes inside a fragment that look
 * like a delimiter are taken for what they are.
 *
 * @param value from the Basic Offset Table item on; may run past the sequence delimiter
 */
export function readFragments(value: Uint8Array): Fragments {
  const view = new DataView(value.buffer, value.byteOffset, value.byteLength);
  const items: { readonly at: number; readonly bytes: Uint8Array }[] = [];
  const warnings: string[] = [];
  let isCut = false;
  let hasDelimiter = false;
  let at = 0;
  while (at + 8 <= value.length) {
    const element = view.getUint16(at, true) === 0xfffe ? view.getUint16(at + 2, true) : 0;
    hasDelimiter = element === SEQUENCE_DELIMITER;
    if (element !== ITEM) break;
    const length = view.getUint32(at + 4, true);
    const end = at + 8 + length;
    isCut = end > value.length;
    items.push({ at, bytes: value.subarray(at + 8, Math.min(end, value.length)) });
    at = end;
  }
  if (!hasDelimiter) warnings.push('the sequence delimiter of PixelData (7FE0,0010) is missing');
  const [table, ...rest] = items;
  if (table === undefined) return { basicOffsets: [], fragments: [], isCut, warnings };
  const first = table.at + 8 + table.bytes.length;
  return { basicOffsets: offsetsOf(table.bytes), fragments: rest.map((item) => ({ offset: item.at - first, bytes: item.bytes })), isCut, warnings };
}

function offsetsOf(table: Uint8Array): readonly number[] {
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
  return Array.from({ length: Math.floor(table.length / 4) }, (_, index) => view.getUint32(index * 4, true));
}
