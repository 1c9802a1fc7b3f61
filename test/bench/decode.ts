import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openDecodePool } from '../../electron/core/files/decodePool.ts';
import type { DecodePool } from '../../electron/core/files/decodePool.ts';
import { projectFolder } from '../../scripts/projectFolder.ts';
import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import { describePixels } from '../../shared/dicom/pixels/describePixels.ts';
import { encodedFrame } from '../../shared/dicom/pixels/encodedFrame.ts';
import { writeFile } from 'node:fs/promises';
import { transcode } from '../dicom/pixels/dcmtk.ts';
import { encapsulatedFile } from '../dicom/pixels/encapsulated.ts';
import { elementsOf, encodeJpeg2000 } from '../dicom/pixels/encodeJpeg2000.ts';
import { phantomFile } from '../dicom/pixels/phantoms.ts';
import type { Phantom } from '../dicom/pixels/phantoms.ts';
import { toResults, type BenchResult } from './benchResult.ts';
import { findProgram, runMeasured } from './peerProgram.ts';
import { withTempFolder } from './tempFolder.ts';

const runs = 5;
const frames = 10;
const realData = resolve(projectFolder, '..', 'shared', 'data', 'syntaxes');

/** One syntax: how its file is made, and DCMTK's program that undoes it; null where it has none. */
interface Syntax {
  readonly name: string;
  readonly make: (ct: Phantom) => Promise<Uint8Array | null>;
  readonly undo: readonly [program: string, ...options: string[]] | null;
}

const byDcmtk = (program: string, ...options: readonly string[]) => async (ct: Phantom): Promise<Uint8Array | null> => (findProgram(program) === null ? null : transcode([program, ...options], phantomFile(ct)));

const byOpenJpeg = async (ct: Phantom): Promise<Uint8Array> => {
  const one = { ...ct, frames: 1, pixels: ct.pixels.subarray(0, ct.rows * ct.columns) };
  const stream = await encodeJpeg2000(one);
  return encapsulatedFile({ ...elementsOf(ct), NumberOfFrames: [frames] }, '1.2.840.10008.1.2.4.90', Array.from({ length: frames }, () => stream));
};

/** HTJ2K has no encoder here; a file of one frame beside the checkout is decoded again and again. */
const fromRealData = (name: string) => async (): Promise<Uint8Array | null> => (existsSync(join(realData, name)) ? readFileSync(join(realData, name)) : null);

const syntaxes: readonly Syntax[] = [
  { name: 'explicit little endian', make: async (ct) => phantomFile(ct), undo: ['dcmconv', '+te'] },
  { name: 'explicit big endian', make: byDcmtk('dcmconv', '+tb'), undo: ['dcmconv', '+te'] },
  { name: 'RLE', make: byDcmtk('dcmcrle'), undo: ['dcmdrle'] },
  { name: 'JPEG baseline, 8 bit', make: byDcmtk('dcmcjpeg', '+eb'), undo: ['dcmdjpeg'] },
  { name: 'JPEG extended, 12 bit', make: byDcmtk('dcmcjpeg', '+ee', '+bt'), undo: ['dcmdjpeg'] },
  { name: 'JPEG lossless', make: byDcmtk('dcmcjpeg', '+e1'), undo: ['dcmdjpeg'] },
  { name: 'JPEG-LS lossless', make: byDcmtk('dcmcjpls', '+el'), undo: ['dcmdjpls'] },
  { name: 'JPEG 2000 lossless', make: byOpenJpeg, undo: null },
  { name: 'HTJ2K lossless', make: fromRealData('htj2k/CT_htj2k_lossless_201.dcm'), undo: null },
];

/** Milliseconds for a frame of 512 × 512 samples of 16 bits, handed to a decode worker and taken back. */
export function measure(): Promise<readonly BenchResult[]> {
  return withTempFolder(async (folder) => {
    const pool = openDecodePool({ size: 1 });
    try {
      const ct = await ctPhantom();
      const results: BenchResult[] = [];
      for (const syntax of syntaxes) results.push(...(await measureSyntax(syntax, ct, pool, folder)));
      return results;
    } finally {
      await pool.dispose();
    }
  });
}

async function measureSyntax({ name, make, undo }: Syntax, ct: Phantom, pool: DecodePool, folder: string): Promise<readonly BenchResult[]> {
  const file = await make(ct);
  if (file === null) return [];
  const path = join(folder, 'image.dcm');
  await writeFile(path, file);
  const program = undo === null ? null : findProgram(undo[0]);
  const ours: number[] = [];
  const theirs: number[] = [];
  // The first round starts the worker and its codec, and is not counted.
  for (let round = 0; round <= runs; round += 1) {
    const ourMs = await decodeAll(file, pool);
    const theirMs = program === null || undo === null ? null : runMeasured(program, [...undo.slice(1), path, join(folder, 'out.dcm')], folder).tookMs / frames;
    if (round > 0) ours.push(ourMs);
    if (round > 0 && theirMs !== null) theirs.push(theirMs);
  }
  return toResults({
    metric: `${name}: one frame`, unit: 'ms', better: 'lower', ours,
    ...(undo === null ? {} : { peer: { name: `DCMTK ${undo[0]}`, samples: program === null ? null : theirs } }),
    note: `512 × 512, mean of ${frames} frames one after the other, to one worker and back; DCMTK's is a whole run on the same file, reading and writing it, by frame`,
  });
}

async function decodeAll(file: Uint8Array, pool: DecodePool): Promise<number> {
  const dataSet = parseDataSet(file);
  const description = describePixels(dataSet);
  const startedMs = performance.now();
  for (let index = 0; index < frames; index += 1) await pool.decode(encodedFrame(dataSet, description, index % description.frames), 'bench');
  return (performance.now() - startedMs) / frames;
}

/** A real CT slice as ten frames; waves with noise where there is none. */
async function ctPhantom(): Promise<Phantom> {
  const shape = { name: 'bench CT', rows: 512, columns: 512, frames, samples: 1, bitsAllocated: 16, bitsStored: 16, isSigned: true, photometric: 'MONOCHROME2', planarConfiguration: 0 } as const;
  const slice = ctSlice(join(realData, 'ctimage', 'CTImage.dcm'));
  return { ...shape, pixels: Int16Array.from({ length: frames * slice.length }, (_, index) => slice[index % slice.length] ?? 0) };
}

function ctSlice(path: string): Int16Array {
  if (existsSync(path)) {
    const { bytes } = parseDataSet(readFileSync(path)).rawValue('PixelData') ?? { bytes: new Uint8Array(512 * 512 * 2) };
    return new Int16Array(bytes.slice().buffer);
  }
  return Int16Array.from({ length: 512 * 512 }, (_, index) => Math.round(1000 * Math.sin(index / 9000) * Math.cos((index % 512) / 40) + (Math.imul(index, 1103515245) >>> 28)));
}
