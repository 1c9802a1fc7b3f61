import { describe, expect, it } from 'vitest';
import type { FlatFrame } from '../../renderer/study/flatFrame.ts';
import { flatObject, readFlatFrame } from '../../renderer/study/readFlatFrame.ts';
import { makeSeriesStore } from '../../renderer/study/seriesStore.ts';
import type { FlatStack, SeriesStore } from '../../renderer/study/series.ts';
import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import { hasRealData, dataFolder, readReal } from '../dicom/realData.ts';
import { pydicomData, runPydicom } from '../dicom/pydicom.ts';
import { decodeHere } from '../volume/buildForTest.ts';
import { syntheticSeries } from '../volume/syntheticSeries.ts';
import type { ElementsByKeyword } from '../dicom/elementBytes.ts';
import { StoredFiles, until } from './seriesSupport.ts';
import type { InProcessWorker } from './seriesSupport.ts';

const root = '1.2.840.10008.5.1.4.1.1.';
const frameOf = (bytes: Uint8Array, frame = 0): Promise<FlatFrame> => readFlatFrame(flatObject(parseDataSet(bytes)), frame, decodeHere);
const grey = ({ pixels }: FlatFrame): Extract<FlatFrame['pixels'], { kind: 'grey' }> => {
  if (pixels.kind !== 'grey') throw new Error('colour');
  return pixels;
};

/**
 * Values of a frame after the modality LUT, by pydicom; JPEG goes through DCMTK first, and signed samples of fewer bits
 * than are allocated, which pydicom leaves as they lie, are extended from their highest bit (PS3.5 8.1.1).
 */
const oracle = `
import sys, json, os, subprocess, tempfile, warnings
import numpy, pydicom
warnings.simplefilter('ignore')
from pydicom.pixel_data_handlers.util import apply_modality_lut
d = pydicom.dcmread(sys.argv[1], force=True)
syntax = d.file_meta.get('TransferSyntaxUID')
if syntax is None:
    d.file_meta.TransferSyntaxUID = pydicom.uid.ImplicitVRLittleEndian
elif syntax.is_compressed:
    plain = os.path.join(tempfile.mkdtemp(), 'plain.dcm')
    subprocess.run(['dcmdjpeg', sys.argv[1], plain], check=True)
    d = pydicom.dcmread(plain)
stored = d.pixel_array
if d.PixelRepresentation == 1 and d.BitsStored < d.BitsAllocated:
    sign = 1 << (d.BitsStored - 1)
    stored = ((stored.astype(numpy.int32) & (2 * sign - 1)) ^ sign) - sign
v = apply_modality_lut(stored, d).astype(float)
print(json.dumps({'rows': v.shape[0], 'columns': v.shape[1], 'some': [float(v[r, c]) for r in range(0, v.shape[0], 97) for c in range(0, v.shape[1], 89)]}))
`;

describe.runIf(hasRealData && pydicomData !== null)('pictures that are no slices', () => {
  it.each(['projection/CR-MONO1-10-chest-nopreamble.dcm', 'projection/MG-GH133.dcm', 'projection/RTIMAGE-RI6XDosiGap.dcm', 'enhanced-and-lut/vlut_04.dcm', 'enhanced-and-lut/mlut_18.dcm', 'projection/CR-ModalitySequenceLUT.dcm'])('have the values pydicom gives for %s', async (path) => {
    const frame = await frameOf(Uint8Array.from(readReal(`modalities/${path}`)));
    const { values, slope, intercept, paddingValue } = grey(frame);
    const expected = runPydicom(oracle, [`${dataFolder}/modalities/${path}`]) as { rows: number; columns: number; some: number[] };
    expect([frame.rows, frame.columns]).toEqual([expected.rows, expected.columns]);
    const some: number[] = [];
    for (let row = 0; row < frame.rows; row += 97) for (let column = 0; column < frame.columns; column += 89) some.push(values[row * frame.columns + column] ?? 0);
    expect(some.length).toBe(expected.some.length);
    // 24 significant bits of a float hold what 16 bit tables and rescaled values need.
    some.forEach((pixel, at) => {
      const value = pixel * slope + intercept;
      // A range of padding (0028,0121) has one number for all.
      if (pixel !== paddingValue) expect(Math.abs(value - (expected.some[at] ?? 0))).toBeLessThanOrEqual(1e-9 + Math.abs(value) * 1e-7);
    });
  });

  it('say how large their pixels are, and of what', async () => {
    const spacings = await Promise.all(['projection/MG-GH133.dcm', 'projection/CR-ModalitySequenceLUT.dcm', 'colour/OBXXXX1A.dcm', 'colour/gdcm-US-ALOKA-16.dcm', 'us/US-multiframe-ybr422-30f.dcm', 'colour/SC_rgb.dcm', 'colour/color-px.dcm'].map(async (path) => (await frameOf(Uint8Array.from(readReal(`modalities/${path}`)))).spacing));
    expect(spacings).toEqual([
      { columnMm: 0.09409090909091, rowMm: 0.09409090909091, at: 'imager' },
      { columnMm: 0.15, rowMm: 0.15, at: 'imager' },
      { columnMm: expect.closeTo(0.2622878766, 9), rowMm: expect.closeTo(0.2622878766, 9), at: 'patient' },
      { columnMm: expect.closeTo(0.3826530650, 9), rowMm: expect.closeTo(0.3826530650, 9), at: 'patient' },
      // Its regions are those of a picture of twice the size.
      null,
      { columnMm: 1, rowMm: 1, at: 'patient' },
      null,
    ]);
  });

  it('keep direction, inversion and window of the header', async () => {
    const mammogram = await frameOf(Uint8Array.from(readReal('modalities/projection/MG-GH133.dcm')));
    expect(mammogram.edgeLetters).toEqual({ right: 'P', bottom: 'FL' });
    expect([mammogram.chestWall, mammogram.projection]).toEqual(['right', { laterality: 'R', view: 'MLO', modifiers: [], orientation: ['P', 'FL'] }]);
    expect(grey(mammogram).defaultWindow).toEqual({ centre: 2653, width: 900 });
    const chest = await frameOf(Uint8Array.from(readReal('modalities/projection/CR-MONO1-10-chest-nopreamble.dcm')));
    expect(grey(chest).isInverse).toBe(true);
    expect([chest.edgeLetters, chest.chestWall]).toEqual([null, undefined]);
  });

  it('are colour where they have colours or a palette', async () => {
    for (const path of ['colour/SC_rgb.dcm', 'colour/OBXXXX1A.dcm']) {
      const { pixels, rows, columns } = await frameOf(Uint8Array.from(readReal(`modalities/${path}`)));
      expect(pixels.kind === 'colour' ? pixels.rgba.length : 0).toBe(rows * columns * 4);
    }
  });
});

const cine = (count: number, change: ElementsByKeyword = {}): Uint8Array[] => syntheticSeries({ zMm: Array.from({ length: count }, (_, k) => k), change: (k) => ({ SOPClassUID: `${root}7`, Modality: 'OT', SeriesInstanceUID: '5', SOPInstanceUID: `5.${k}`, InstanceNumber: String(count - k), ImageComments: 'x'.repeat(600), FrameTime: '40', ...change }) });
/** 4 × 5 values of 2 bytes. */
const frameBytes = 40;

async function openFlat(files: readonly Uint8Array[], budgetBytes?: number): Promise<{ readonly store: SeriesStore; readonly stack: FlatStack; readonly files: StoredFiles; readonly workers: InProcessWorker[]; readonly release: () => void }> {
  const stored = new StoredFiles(files);
  const workers: InProcessWorker[] = [];
  const store = makeSeriesStore({
    imaging: stored.imaging,
    baseUrl: 'test:',
    readHeads: (uid) => Promise.resolve(stored.heads(uid)),
    makeWorker: (kind) => {
      const worker = kind === 'series' ? stored.seriesWorker() : stored.frameWorker();
      workers.push(worker);
      return worker.asWorker();
    },
    ...(budgetBytes === undefined ? {} : { budgetBytes }),
  });
  const release = store.hold('5');
  await until(() => store.state('5')?.phase === 'ready');
  const stack = store.state('5')?.flat;
  if (stack == null) throw new Error('no flat stack');
  return { store, stack, files: stored, workers, release };
}

describe('a flat series', () => {
  it('lists its frames by instance number without reading one', async () => {
    const { stack, files, store } = await openFlat(cine(3));
    expect(stack).toMatchObject({ reason: 'planar', frameMs: 40 });
    expect(stack.frames.map(({ sopInstanceUID }) => sopInstanceUID)).toEqual(['5.2', '5.1', '5.0']);
    expect(files.fetched).toEqual([]);
    expect(store.memory.usedBytes).toBe(0);
  });

  it('reads a frame that is asked for, tells of it, and reads ahead in the direction of travel', async () => {
    const { stack, files, store } = await openFlat(cine(40));
    const before = store.state('5')?.turn ?? 0;
    expect(store.flatFrame(stack, 5, 1)).toBeNull();
    await until(() => store.flatFrame(stack, 5, 1) !== null);
    expect(store.flatFrame(stack, 5, 1)).toMatchObject({ sopInstanceUID: stack.frames[5]?.sopInstanceUID, rows: 4, columns: 5, error: null });
    expect(store.state('5')?.turn).toBe(before + 1);
    await until(() => files.fetched.length === 13);
    const read = files.fetched.map((uid) => stack.frames.findIndex(({ sopInstanceUID }) => sopInstanceUID === uid));
    expect(read.sort((a, b) => a - b)).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17]);
    await until(() => store.memory.usedBytes === 13 * frameBytes);
  });

  it('says why a frame cannot be decoded', async () => {
    const { stack, store } = await openFlat(cine(1, { PixelData: new Uint8Array(8) }));
    await until(() => store.flatFrame(stack, 0, 0) !== null);
    expect(store.flatFrame(stack, 0, 0)?.error).toMatchObject({ code: 'dicom', reason: 'truncated', message: expect.stringContaining('PixelData (7FE0,0010)') });
  });

  it('keeps as many frames as the memory holds, those used last', async () => {
    const { stack, store } = await openFlat(cine(12), 3 * frameBytes);
    for (const index of [0, 4, 8, 11]) await until(() => store.flatFrame(stack, index, 0) !== null);
    expect(store.memory.usedBytes).toBeLessThanOrEqual(3 * frameBytes);
    expect(store.flatFrame(stack, 11, 0)).not.toBeNull();
  });

  it('ends its workers when nobody holds it, and starts one again when a frame is asked for', async () => {
    const { stack, store, workers, release } = await openFlat(cine(3));
    await until(() => store.flatFrame(stack, 0, 0) !== null);
    release();
    await until(() => workers.every(({ isOver }) => isOver));
    store.hold('5');
    expect(store.flatFrame(stack, 0, 0)).not.toBeNull();
    await until(() => store.flatFrame(stack, 2, 0) !== null);
    store.dispose();
    await until(() => workers.every(({ isOver }) => isOver));
    expect(store.memory.usedBytes).toBe(0);
  });
});
