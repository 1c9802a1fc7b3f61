import { describe, expect, it } from 'vitest';
import { allSamples, decodeFile, largestDifference } from './decodeFile.ts';
import { hasDcmtk, transcode } from './dcmtk.ts';
import { colourPhantoms, greyPhantoms, phantomFile } from './phantoms.ts';
import type { Phantom } from './phantoms.ts';

const phantoms = [...greyPhantoms, ...colourPhantoms];
const predictors = [1, 2, 3, 4, 5, 6, 7].map((value) => [`JPEG lossless, predictor ${value}`, 'dcmcjpeg', ['+el', '+sv', String(value)]] as const);

/** Encoders whose decoded samples must be the ones that went in. */
const lossless = [
  ['implicit little endian', 'dcmconv', ['+ti']],
  ['explicit big endian', 'dcmconv', ['+tb']],
  ['deflated', 'dcmconv', ['+td']],
  ['RLE', 'dcmcrle', []],
  ...predictors,
  ['JPEG lossless SV1', 'dcmcjpeg', ['+e1']],
  ['JPEG lossless in small fragments', 'dcmcjpeg', ['+e1', '+fs', '1']],
  ['JPEG-LS by line', 'dcmcjpls', ['+il']],
  ['JPEG-LS by sample', 'dcmcjpls', ['+is']],
  ['JPEG-LS by plane', 'dcmcjpls', ['+in']],
  ['JPEG-LS cooked', 'dcmcjpls', ['+pc']],
  ['JPEG-LS in small fragments without offset table', 'dcmcjpls', ['+fs', '1', '-ot']],
] as const;

describe.runIf(hasDcmtk)('lossless syntaxes made by DCMTK', () => {
  for (const [name, program, options] of lossless) {
    // Cooked JPEG-LS is written for unsigned samples and for whole words only.
    it.each(phantoms.filter(({ isSigned, bitsStored }) => name !== 'JPEG-LS cooked' || !isSigned || bitsStored % 8 === 0))(`${name} gives back every sample of $name`, async (phantom) => {
      const decoded = await decodeFile(transcode([program, ...options], phantomFile(phantom)));
      expect(decoded.frames[0]).toMatchObject({ rows: phantom.rows, columns: phantom.columns, samples: phantom.samples, photometric: phantom.photometric });
      expect(largestDifference(allSamples(decoded), phantom.pixels)).toBe(0);
    });
  }
});

interface LossyCase {
  readonly name: string;
  readonly encoder: readonly [program: string, ...options: string[]];
  readonly decoder: readonly [program: string, ...options: string[]];
  readonly takes: (phantom: Phantom) => boolean;
  /** Largest difference that is explained: DCT decoders may round differently above 8 bits, all else is exact. */
  readonly most: (phantom: Phantom) => 0 | 1;
}

const dct = (name: string, options: readonly string[], takes: LossyCase['takes']): LossyCase => ({
  name, takes, encoder: ['dcmcjpeg', ...options], decoder: ['dcmdjpeg', '+cn'], most: ({ bitsStored }) => (bitsStored > 8 ? 1 : 0),
});
const isGrey = ({ samples }: Phantom): boolean => samples === 1;
const isColour = ({ samples }: Phantom): boolean => samples === 3;

const lossy: readonly LossyCase[] = [
  dct('JPEG baseline', ['+eb'], ({ bitsStored, samples }) => bitsStored === 8 && samples === 1),
  dct('JPEG extended', ['+ee'], isGrey),
  dct('JPEG spectral selection', ['+es'], isGrey),
  dct('JPEG progressive', ['+ep'], isGrey),
  dct('JPEG baseline 4:2:2', ['+eb', '+cy', '+s2'], isColour),
  dct('JPEG baseline 4:4:4', ['+eb', '+cy', '+s4'], isColour),
  dct('JPEG baseline 4:2:0', ['+eb', '+cy', '+np'], isColour),
  dct('JPEG progressive 4:2:2', ['+ep', '+cy', '+s2'], isColour),
  dct('JPEG baseline RGB', ['+eb', '+cr'], isColour),
  { name: 'JPEG lossless with point transform', encoder: ['dcmcjpeg', '+el', '+sv', '4', '+pt', '2'], decoder: ['dcmdjpeg', '+cn'], takes: () => true, most: () => 0 },
  { name: 'JPEG-LS near-lossless', encoder: ['dcmcjpls', '+en', '+md', '3'], decoder: ['dcmdjpls'], takes: ({ isSigned }) => !isSigned, most: () => 0 },
];

describe.runIf(hasDcmtk)('lossy syntaxes made by DCMTK', () => {
  for (const { name, encoder, decoder, takes, most } of lossy) {
    it.each(phantoms.filter(takes))(`${name} of $name has the samples that ${decoder[0]} finds`, async (phantom) => {
      const file = transcode(encoder, phantomFile(phantom));
      const ours = allSamples(await decodeFile(file));
      expect(largestDifference(ours, allSamples(await decodeFile(transcode(decoder, file))))).toBeLessThanOrEqual(most(phantom));
      expect(largestDifference(ours, phantom.pixels)).toBeGreaterThan(0);
    });
  }
});
