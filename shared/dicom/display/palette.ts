import { nameAttribute } from '../attributes.ts';
import type { DataSet } from '../dataSet.ts';
import { readDescriptor, readEntries, readLookupTable } from './lookupTable.ts';
import { expandSegments } from './segments.ts';

/** Colours of stored values from `firstMapped` on, 8 bits each, packed r g b. */
export interface Palette {
  readonly firstMapped: number;
  readonly count: number;
  readonly rgb: Uint8Array;
  /** Values outside the palette stay grey (PS3.3 C.7.6.23); otherwise they take its first or last colour. */
  readonly isSupplemental: boolean;
}

const channels = ['Red', 'Green', 'Blue'] as const;

/** The object carries a palette. */
export const hasPalette = (dataSet: DataSet): boolean => dataSet.has('RedPaletteColorLookupTableDescriptor');

/**
 * Palette of an image, plain or segmented, 8 or 16 bits (PS3.3 C.7.9).
 *
 * @throws {DicomError} missing-attribute | broken-value | truncated
 */
export function readPalette(dataSet: DataSet, isSigned: boolean, isSupplemental: boolean, warnings: string[]): Palette {
  const tables = channels.map((channel) => readChannel(dataSet, channel, isSigned));
  const { firstMapped = 0, entries = new Uint16Array() } = tables[0] ?? {};
  const count = Math.min(...tables.map((table) => table.entries.length));
  if (tables.some((table) => table.entries.length !== entries.length || table.firstMapped !== firstMapped)) warnings.push('red, green and blue palettes differ in size; the shortest counts');
  let shift = (tables[0]?.bits ?? 8) - 8;
  if (shift > 0 && tables.every((table) => table.entries.every((value) => value < 256))) {
    shift = 0;
    warnings.push(`${nameAttribute('RedPaletteColorLookupTableDescriptor')} promises 16 bits, but no entry is above 255; taken as 8 bits`);
  }
  const rgb = new Uint8Array(count * 3);
  tables.forEach((table, channel) => {
    for (let index = 0; index < count; index++) rgb[index * 3 + channel] = (table.entries[index] ?? 0) >> shift;
  });
  return { firstMapped, count, rgb, isSupplemental };
}

function readChannel(dataSet: DataSet, channel: (typeof channels)[number], isSigned: boolean): ReturnType<typeof readLookupTable> {
  const descriptor = `${channel}PaletteColorLookupTableDescriptor` as const;
  const segmented = `Segmented${channel}PaletteColorLookupTableData` as const;
  if (!dataSet.has(segmented)) return readLookupTable(dataSet, descriptor, `${channel}PaletteColorLookupTableData`, isSigned);
  const { count, firstMapped, bits } = readDescriptor(dataSet, descriptor, isSigned);
  return { firstMapped, bits, entries: expandSegments(readEntries(dataSet, segmented, bits, null), bits, count, nameAttribute(segmented)) };
}
