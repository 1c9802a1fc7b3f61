import { parseDataSet } from '../../../shared/dicom/dataSet.ts';
import { nameTransferSyntax } from '../../../shared/dicom/encoding.ts';
import { familyOf } from '../../../shared/dicom/pixels/syntaxes.ts';
import { allSamples, decodeFile, largestDifference } from './decodeFile.ts';
import type { DecodedFile } from './decodeFile.ts';
import { transcode } from './dcmtk.ts';

/** Programs of DCMTK that undo a family of syntaxes without changing colour; it has none for JPEG 2000 and deflated frames. */
const undoing = {
  native: ['dcmconv', '+te'],
  rle: ['dcmdrle'],
  jpeg: ['dcmdjpeg', '+cn'],
  'jpeg-ls': ['dcmdjpls'],
} as const;

/** Largest difference of our samples from those that DCMTK decodes from the same file; null where it has no decoder. */
export async function differenceFromDcmtk(file: Uint8Array, ours: DecodedFile): Promise<number | null> {
  const family = familyOf(parseDataSet(file).transferSyntaxUID);
  if (!(family in undoing)) return null;
  const theirs = await decodeFile(transcode(undoing[family as keyof typeof undoing], file));
  return largestDifference(allSamples(ours), allSamples(theirs));
}

/** One line of the table in docs/pixel-validation.md. */
export interface Verdict {
  readonly transferSyntaxUID: string;
  readonly isLossless: boolean;
  /** 0 where checksums are equal. */
  readonly difference: number;
  readonly judge: string;
}

/** Verdicts by syntax: how many files, who judged, the largest difference. */
export function toTable(verdicts: readonly Verdict[]): string {
  const rows = new Map<string, { readonly verdict: Verdict; files: number; judges: Set<string>; largest: number }>();
  for (const verdict of verdicts) {
    const key = `${verdict.transferSyntaxUID} ${verdict.isLossless ? 0 : 1}`;
    const row = rows.get(key) ?? { verdict, files: 0, judges: new Set<string>(), largest: 0 };
    row.files += 1;
    row.judges.add(verdict.judge);
    row.largest = Math.max(row.largest, verdict.difference);
    rows.set(key, row);
  }
  const lines = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { verdict, files, judges, largest }]) =>
    `| ${nameTransferSyntax(verdict.transferSyntaxUID)} | ${verdict.isLossless ? 'lossless' : 'lossy'} | ${files} | ${[...judges].sort().join(', ')} | ${largest} |`);
  return ['| transfer syntax | | files | judged by | largest difference |', '| --- | --- | --- | --- | --- |', ...lines].join('\n');
}
