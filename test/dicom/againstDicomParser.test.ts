import dicomParser from 'dicom-parser';
import type { Element as ForeignElement } from 'dicom-parser';
import { describe, expect, it } from 'vitest';
import { parseElements } from '../../shared/dicom/parseElements.ts';
import type { ElementTable } from '../../shared/dicom/parseElements.ts';
import { makeSampleCase } from '../../shared/rt/phantom/makeSampleCase.ts';
import { hasRealData, listReal, readReal } from './realData.ts';

type ForeignTable = Readonly<Record<string, ForeignElement>>;

/** Paths at which two readings of one file differ in tag, place, length or items. */
function differences(ours: ElementTable, theirs: ForeignTable, path: string): string[] {
  const found: string[] = [];
  const tags = new Set([...Object.keys(ours), ...Object.keys(theirs)].filter((tag) => !tag.startsWith('xfffe')));
  for (const tag of tags) {
    const [a, b] = [ours[tag], theirs[tag]];
    if (a === undefined || b === undefined) found.push(`${path}/${tag} ${a === undefined ? 'only theirs' : 'only ours'}`);
    else {
      if (a.dataOffset !== b.dataOffset) found.push(`${path}/${tag} at ${a.dataOffset}, theirs ${b.dataOffset}`);
      // Of undefined length, theirs counts the delimiter in some cases.
      if (a.hadUndefinedLength !== true && a.length !== b.length) found.push(`${path}/${tag} length ${a.length}, theirs ${b.length}`);
      if (b.items !== undefined && b.items.length !== (a.items?.length ?? 0)) found.push(`${path}/${tag} items ${a.items?.length}, theirs ${b.items.length}`);
      b.items?.forEach((item, index) => found.push(...differences(a.items?.[index]?.dataSet.elements ?? {}, item.dataSet?.elements ?? {}, `${path}/${tag}[${index}]`)));
      if (b.fragments !== undefined) {
        const theirFragments = b.fragments.map(({ position, length }) => [position, length]);
        expect(a.fragments?.map(({ position, length }) => [position, length]), `${path}/${tag}`).toEqual(theirFragments);
        expect(a.basicOffsetTable, `${path}/${tag}`).toEqual(b.basicOffsetTable);
      }
    }
  }
  return found;
}

/** dicom-parser wants a preamble or the syntax, which it then lists. */
function compare(bytes: Uint8Array): string[] {
  const hasPreamble = bytes[128] === 0x44 && bytes[129] === 0x49;
  const { transferSyntaxUID, ...ours } = parseElements(bytes);
  const theirs = dicomParser.parseDicom(bytes, hasPreamble ? {} : { TransferSyntaxUID: transferSyntaxUID });
  if (!hasPreamble) delete theirs.elements['x00020010'];
  return differences({ ...ours.meta, ...ours.elements }, theirs.elements, '');
}

describe('elements as dicom-parser 1.8.21 places them', () => {
  it('in objects we wrote', () => {
    for (const { bytes } of makeSampleCase().files) expect(compare(bytes)).toEqual([]);
  });

  it.runIf(hasRealData)('in every sound file of the shared data that it can read', () => {
    const files = ['syntaxes', 'modalities', 'charsets', 'plans', 'rt-aria-qa', 'rt-breast-partial', 'rt-esophagus-imrt', 'rt-pinnacle-prostate'].flatMap((folder) => listReal(folder))
      // It reads deflated files from the preamble on, and not a directory that is shorter than it says.
      .filter((file) => !/Deflated|dfl|DICOMDIR-nooffset/.test(file));
    expect(files.length).toBeGreaterThan(300);
    const found: string[] = [];
    for (const file of files) {
      try {
        found.push(...compare(new Uint8Array(readReal(file))).map((difference) => `${file} ${difference}`));
      } catch (error) {
        found.push(`${file}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    expect(found).toEqual([]);
  }, 120_000);
});
