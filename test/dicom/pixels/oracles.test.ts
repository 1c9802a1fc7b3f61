import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasRealData, readReal, readRealJson } from '../realData.ts';
import { allSamples, decodeFile } from './decodeFile.ts';
import type { DecodedFile } from './decodeFile.ts';
import { hasDcmtk } from './dcmtk.ts';
import { differenceFromDcmtk, toTable } from './judge.ts';
import type { Verdict } from './judge.ts';

interface Expected {
  readonly from_decoder: string;
  readonly photometric: string;
  readonly sha256_all?: string;
  readonly sha256_packed?: string;
  readonly sha256_subsampled_bytes?: string;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
}
interface Oracle {
  readonly transfer_syntax: string;
  readonly lossless: boolean;
  readonly expected?: Expected;
}

const files = hasRealData ? Object.entries((readRealJson('oracles/pixels.json') as { readonly files: Readonly<Record<string, Oracle>> }).files) : [];
const judged = files.filter((entry): entry is [string, Oracle & { readonly expected: Expected }] => entry[1].expected !== undefined);
const verdicts: Verdict[] = [];

const sha256 = (parts: readonly Uint8Array[]): string => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex');
const samplesHash = ({ frames }: DecodedFile): string => sha256(frames.map(({ pixels }) => new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength)));

/** One bit samples of all frames as they are stored: packed, without a border between frames. */
function packed(decoded: DecodedFile): Uint8Array {
  const samples = allSamples(decoded);
  const bytes = new Uint8Array(2 * Math.ceil(samples.length / 16));
  for (const [index, sample] of samples.entries()) bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (sample << (index & 7));
  return bytes;
}

/** Y1 Y2 Cb Cr of every two pixels. */
function subsampled(decoded: DecodedFile): Uint8Array {
  const samples = allSamples(decoded);
  const at = (index: number): number => samples[index] ?? 0;
  return Uint8Array.from({ length: (samples.length / 3) * 2 }, (_, index) => {
    const pair = Math.floor(index / 4) * 6;
    return [at(pair), at(pair + 3), at(pair + 1), at(pair + 2)][index % 4] ?? 0;
  });
}

/** JPEG 2000 undoes its component transform, so what it yields is RGB. */
const labelOf = ({ photometric }: Expected): string => (/^YBR_(?:RCT|ICT)$/.test(photometric) ? 'RGB' : photometric);

describe.runIf(hasRealData)('every image of the open data', () => {
  it.each(judged.filter(([, oracle]) => oracle.lossless))('%s has the samples of the reference bit for bit', async (path, { expected, transfer_syntax }) => {
    const decoded = await decodeFile(readReal(path));
    expect(decoded.frames[0]?.photometric).toBe(labelOf(expected));
    if (expected.sha256_packed !== undefined) expect(sha256([packed(decoded)])).toBe(expected.sha256_packed);
    else if (expected.sha256_subsampled_bytes !== undefined) expect(sha256([subsampled(decoded)])).toBe(expected.sha256_subsampled_bytes);
    else expect(samplesHash(decoded)).toBe(expected.sha256_all);
    verdicts.push({ transferSyntaxUID: transfer_syntax, isLossless: true, difference: 0, judge: expected.from_decoder });
  });

  it.each(judged.filter(([, oracle]) => !oracle.lossless))('%s has the samples of the reference within what its syntax loses', async (path, { expected }) => {
    const file = readReal(path);
    const decoded = await decodeFile(file);
    const samples = allSamples(decoded);
    const mean = samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
    expect(decoded.frames[0]?.photometric).toBe(labelOf(expected));
    expect(Math.abs(samples.reduce((least, sample) => Math.min(least, sample), Infinity) - expected.min)).toBeLessThanOrEqual(1);
    expect(Math.abs(samples.reduce((most, sample) => Math.max(most, sample), -Infinity) - expected.max)).toBeLessThanOrEqual(1);
    expect(Math.abs(mean - expected.mean)).toBeLessThan(0.001);
    const { transferSyntaxUID } = decoded.description;
    if (samplesHash(decoded) === expected.sha256_all) {
      verdicts.push({ transferSyntaxUID, isLossless: false, difference: 0, judge: expected.from_decoder });
      return;
    }
    const difference = hasDcmtk ? await differenceFromDcmtk(file, decoded) : null;
    expect(difference ?? 0).toBeLessThanOrEqual(1);
    if (difference !== null) verdicts.push({ transferSyntaxUID, isLossless: false, difference, judge: 'dcmtk-3.6.7' });
  });

  it('a deflated frame has the samples of the native one', async () => {
    const [deflated, native] = await Promise.all(['liver_deflate.dcm', 'liver.dcm'].map((name) => decodeFile(readReal(`syntaxes/misc/${name}`))));
    expect(deflated === undefined ? '' : samplesHash(deflated)).toBe(native === undefined ? 'none' : samplesHash(native));
    verdicts.push({ transferSyntaxUID: '1.2.840.10008.1.2.8.1', isLossless: true, difference: 0, judge: 'the same image native' });
  });

  it('reads float samples', async () => {
    const { frames } = await decodeFile(readReal('modalities/enhanced-and-lut/parametric_map_float.dcm'));
    expect(frames[0]?.pixels).toBeInstanceOf(Float32Array);
    expect(frames[0]?.pixels.every((value) => value >= 0 && value < 1)).toBe(true);
  });

  it.runIf(hasDcmtk)('is in docs/pixel-validation.md with its largest difference', async () => {
    const document = ['# Stored pixel values: how close to other decoders', '', introduction, '', toTable(verdicts), ''].join('\n');
    await expect(document).toMatchFileSnapshot(join(import.meta.dirname, '../../../docs/pixel-validation.md'));
  });
});

const introduction = [
  'Written by `vitest run test/dicom/pixels/oracles.test.ts -u` from the open images; the test fails when it is out of date.',
  'Compared are stored values before any lookup table. A difference is in steps of the stored value, the largest of all',
  'samples of all files of the row; 0 means equal to the last bit. JPEG above 8 bits has a decoder of our own, whose transform',
  'rounds to the nearest value where others use integer arithmetic: at most one step.',
  'The lossy HTJ2K file is left out of the table, as its reference decoder is not installed here: minimum and maximum are',
  'equal and the mean within 0.001. Measured once against ojph_expand 0.9.0: one step at most, in 738 of 262144 samples.',
  '',
  'Colour: samples of JPEG stay in the colour space of their code stream, as gdcm and `dcmdjpeg +cn` leave them; the label',
  'says which it is. JFIF, an Adobe marker or components named R, G and B decide, then sub-sampling (never RGB), then',
  'PhotometricInterpretation; where they contradict the file, a warning says so. JPEG 2000 undoes its component transform,',
  'so YBR_RCT and YBR_ICT come out as RGB. Native 4:2:2 is spread to every pixel and keeps its label.',
].join('\n');
