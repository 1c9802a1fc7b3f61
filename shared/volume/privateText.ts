import type { DataSet } from '../dicom/dataSet.ts';

/**
 * Text of a private attribute, found by the creator that reserved its block (PS3.5 7.8.1); null where either is absent.
 *
 * @param group as `0009`
 * @param element last two digits of the element, as `0d`
 */
export function privateText(dataSet: DataSet, group: string, creator: string, element: string): string | null {
  for (let block = 0x10; block <= 0xff; block++) {
    const number = block.toString(16).padStart(2, '0');
    if (asciiOf(dataSet, `x${group}00${number}`) === creator) return asciiOf(dataSet, `x${group}${number}${element}`);
  }
  return null;
}

function asciiOf(dataSet: DataSet, tag: `x${string}`): string | null {
  const bytes = dataSet.rawValue(tag)?.bytes;
  if (bytes === undefined || bytes.length > 64) return null;
  const text = String.fromCharCode(...bytes).replace(/[\0 ]+$/, '').trim();
  return text === '' ? null : text;
}
