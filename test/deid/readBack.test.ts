import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deidentify, isRefusal } from '../../shared/deid/deidentify.ts';
import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import { loadCodecs } from '../../shared/dicom/pixels/codecs.ts';
import { decodeFrame } from '../../shared/dicom/pixels/decodeFrame.ts';
import { describePixels } from '../../shared/dicom/pixels/describePixels.ts';
import { encodedFrame } from '../../shared/dicom/pixels/encodedFrame.ts';
import { AppError } from '../../shared/errors/appError.ts';
import { KeyedValues } from '../../shared/deid/keyedValues.ts';
import { makeSampleCase } from '../../shared/rt/phantom/makeSampleCase.ts';
import { findProgram } from '../bench/peerProgram.ts';
import { dataFolder, hasRealData, listReal, readReal } from '../dicom/realData.ts';
import { runPydicom } from '../dicom/pydicom.ts';
import { contextOf, testKey } from './support.ts';

interface Pair {
  readonly original: string;
  readonly written: string;
}

/** Type 1 and 2 errors of dicom3tools' validator, without what differs in any copy. */
function problemsOf(path: string): readonly string[] {
  const { stderr } = spawnSync('dciodvfy', [path], { encoding: 'latin1' });
  return stderr.split('\n').filter((line) => line.startsWith('Error')).map((line) => line.replace(/ReferencedSOPInstanceUID [0-9.]*|<[0-9.]{12,}>/g, ''));
}

const folder = mkdtempSync(join(tmpdir(), 'mdt-deid-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** De-identifies files into the test's folder; those refused are listed by reason. */
function write(name: string, files: readonly { readonly path: string; readonly bytes: Uint8Array }[]): { readonly pairs: readonly Pair[]; readonly refused: ReadonlyMap<string, string> } {
  const values = new KeyedValues(testKey);
  const pairs: Pair[] = [];
  const refused = new Map<string, string>();
  mkdirSync(join(folder, name));
  for (const [index, { path, bytes }] of files.entries()) {
    try {
      const { bytes: written } = deidentify(bytes, contextOf({ values, isReviewed: true }));
      const target = join(folder, name, `${index}.dcm`);
      writeFileSync(target, written);
      pairs.push({ original: path, written: target });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      refused.set(path, error.reason);
    }
  }
  return { pairs, refused };
}

describe.runIf(findProgram('dciodvfy') !== null && findProgram('dcmftest') !== null)('other programs read what is written', () => {
  it('the sample case: DCMTK takes the files, dciodvfy finds nothing it did not find before', () => {
    const { files } = makeSampleCase({ slices: 4, matrixSize: 16 });
    const originals = files.map(({ bytes }, index) => {
      const path = join(folder, `original-${index}.dcm`);
      writeFileSync(path, bytes);
      return { path, bytes };
    });
    const { pairs } = write('sample', originals);
    expect(pairs).toHaveLength(files.length);
    for (const { original, written } of pairs) {
      expect(spawnSync('dcmftest', [written]).status).toBe(0);
      expect(spawnSync('dcmdump', ['+L', written]).status).toBe(0);
      const known = new Set(problemsOf(original));
      expect(problemsOf(written).filter((problem) => !known.has(problem))).toEqual([]);
    }
  });
});

const comparison = `
import json, sys, subprocess, tempfile, warnings, logging
import pydicom
warnings.simplefilter('ignore'); logging.disable(50)
differing = []; compared = 0
for original, written in json.load(open(sys.argv[1])):
    after = pydicom.dcmread(written)
    try: before = pydicom.dcmread(original, force=True)
    except Exception: continue
    key = 'PixelData' if 'PixelData' in before else 'FloatPixelData'
    value = before.get(key) and before[key].value
    if not value: continue
    if not before.is_little_endian:
        if before.get('BitsAllocated') == 32: continue  # DCMTK turns words of 16 bits, the oracles of mdt frame judge those
        with tempfile.NamedTemporaryFile() as turned:
            subprocess.run(['dcmconv', '+te', original, turned.name], capture_output=True, check=True)
            value = pydicom.dcmread(turned.name)[key].value
    compared += 1
    if value.rstrip(b'\\0') != after[key].value.rstrip(b'\\0'): differing.append(original)
print(json.dumps({'compared': compared, 'differing': differing}))
`;

const { resolve } = createRequire(import.meta.url);
const codecs = loadCodecs((name) => readFile(resolve(`@cornerstonejs/codec-${name}/decodewasm`)));

/** Checksums of the samples of every frame, or why there are none. */
async function samplesOf(path: string): Promise<readonly string[]> {
  try {
    const dataSet = parseDataSet(readFileSync(path));
    const description = describePixels(dataSet);
    const frames = await Promise.all(Array.from({ length: description.frames }, (_, index) => decodeFrame(encodedFrame(dataSet, description, index), codecs)));
    return frames.map(({ pixels }) => createHash('sha256').update(new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength)).digest('hex'));
  } catch (error) {
    if (error instanceof AppError) return [error.reason];
    throw error;
  }
}

describe.runIf(hasRealData)('every file of the open data', () => {
  let pairs: readonly Pair[] = [];
  let refused: ReadonlyMap<string, string> = new Map();
  const list = join(folder, 'pairs.json');
  beforeAll(() => {
    const names = listReal('').filter((name) => !name.startsWith('sealed') && !name.startsWith('oracles'));
    ({ pairs, refused } = write('open', names.map((name) => ({ path: join(dataFolder, name), bytes: readReal(name) }))));
    writeFileSync(list, JSON.stringify(pairs.map(({ original, written }) => [original, written])));
  });

  it('is written, or refused for a reason of its own', () => {
    expect(pairs.length).toBeGreaterThan(800);
    expect([...refused.values()]).not.toContain('residual-identifier');
    const wellFormed = [...refused].filter(([path]) => !path.includes('malformed') && /\.dcm$/i.test(path) && !path.includes('DICOMDIR'));
    expect(wellFormed).toEqual([]);
  });

  it('shows nothing of the original in its bytes, as pydicom reads the original', () => {
    const { files, needles, hits } = runPydicom('import runpy, sys; sys.argv = sys.argv[0:]; runpy.run_path(sys.argv.pop(1), run_name="__main__")', [join(import.meta.dirname, 'scan.py'), list]) as {
      files: number; needles: number; hits: readonly (readonly [string, string, string, number])[];
    };
    expect(files).toBe(pairs.length);
    expect(needles).toBeGreaterThan(10_000);
    // One malformed file is read by us and not by pydicom.
    expect(hits.filter(([path, kind]) => !(kind === 'unreadable' && path.endsWith('GH177_D_CLUNIE_CT1_IVRLE_BigEndian_undefined_length.dcm')))).toEqual([]);
  }, 180_000);

  it('has the pixels it had', async () => {
    const { compared, differing } = runPydicom(comparison, [list]) as { compared: number; differing: readonly string[] };
    expect(compared).toBeGreaterThan(700);
    // Where a comment was taken out of a stream, its bytes are others and its samples the same.
    const byOriginal = new Map(pairs.map(({ original, written }) => [original, written]));
    for (const original of differing) expect([original, await samplesOf(byOriginal.get(original) ?? '')]).toEqual([original, await samplesOf(original)]);
    expect(differing.length).toBeLessThan(compared / 20);
  }, 180_000);

  it.runIf(findProgram('dciodvfy') !== null)('has no error of type 1 or 2 that it had not before', () => {
    const perFolder = new Map<string, number>();
    const chosen = pairs.filter(({ original }) => {
      const place = original.slice(0, original.lastIndexOf('/'));
      perFolder.set(place, (perFolder.get(place) ?? 0) + 1);
      // Files of one folder are much alike. Broken files make the validator stop at another place, and it does not inflate.
      return !original.includes('malformed') && !original.endsWith('_dfl.dcm') && (perFolder.get(place) ?? 0) <= 6;
    });
    const found = chosen.flatMap(({ original, written }) => {
      const known = new Set(problemsOf(original));
      return problemsOf(written).filter((problem) => !known.has(problem)).map((problem) => `${original}: ${problem}`);
    });
    expect(chosen.length).toBeGreaterThan(80);
    expect(found).toEqual([]);
  }, 300_000);
});
