import { DicomError } from '../../errors/appError.ts';
import { nameTransferSyntax } from '../encoding.ts';

/** What a frame's bytes are. `jpeg` covers all Huffman coded processes; the code stream says which. */
export type SyntaxFamily = 'native' | 'native-fragments' | 'deflated' | 'rle' | 'jpeg' | 'jpeg-ls' | 'jpeg2000';

const root = '1.2.840.10008.1.2';

/** Transfer syntaxes that are decoded (PS3.5 annexes A and 8.2; PS3.6 table A-1). */
const families: Readonly<Record<string, SyntaxFamily>> = {
  [root]: 'native',
  [`${root}.1`]: 'native',
  [`${root}.1.99`]: 'native',
  [`${root}.2`]: 'native',
  '1.2.840.113619.5.2': 'native',
  [`${root}.1.98`]: 'native-fragments',
  [`${root}.8.1`]: 'deflated',
  [`${root}.5`]: 'rle',
  ...Object.fromEntries(['50', '51', '53', '55', '57', '70'].map((last) => [`${root}.4.${last}`, 'jpeg' as const])),
  ...Object.fromEntries(['80', '81'].map((last) => [`${root}.4.${last}`, 'jpeg-ls' as const])),
  ...Object.fromEntries(['90', '91', '92', '93', '201', '202', '203'].map((last) => [`${root}.4.${last}`, 'jpeg2000' as const])),
};

/** Names of syntaxes that a file may have and that are not decoded. */
const undecoded: readonly (readonly [RegExp, string])[] = [
  [/\.4\.10[0-8](?:\.1)?$/, 'MPEG video'],
  [/\.4\.11[0-2]$/, 'JPEG XL'],
  [/\.4\.9[45]$/, 'JPIP referenced'],
  [/\.4\.20[45]$/, 'JPIP HTJ2K referenced'],
  [/\.4\.(?:5[2-9]|6[0-6])$/, 'retired JPEG process'],
  [/\.7\.[1-3]$/, 'SMPTE ST 2110'],
];

/**
 * The family of a transfer syntax.
 *
 * @throws {DicomError} unsupported, with the name of the syntax
 */
export function familyOf(transferSyntaxUID: string): SyntaxFamily {
  const family = Object.hasOwn(families, transferSyntaxUID) ? families[transferSyntaxUID] : undefined;
  if (family !== undefined) return family;
  const known = transferSyntaxUID.startsWith(root) ? undecoded.find(([pattern]) => pattern.test(transferSyntaxUID)) : undefined;
  const name = known === undefined ? nameTransferSyntax(transferSyntaxUID) : `${known[1]} (${transferSyntaxUID})`;
  throw new DicomError('unsupported', `Pixel data in transfer syntax ${name} cannot be decoded; export it uncompressed or as JPEG 2000.`, { detail: { transferSyntaxUID } });
}

/**
 * True where pixel data lies in fragments.
 *
 * @throws {DicomError} unsupported
 */
export function expectsFragments(transferSyntaxUID: string): boolean {
  return familyOf(transferSyntaxUID) !== 'native';
}
