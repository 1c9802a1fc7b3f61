import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { flatObject, readFlatFrame } from '../../renderer/study/readFlatFrame.ts';
import type { FlatFrame } from '../../renderer/study/flatFrame.ts';
import { colourTable } from '../../renderer/viewport/colourMaps.ts';
import { shownVoi } from '../../renderer/viewport/shownVoi.ts';
import { codePixels, opaqueBlack, shade, shadeTable } from '../../renderer/viewport/voi.ts';
import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import { renderFrame } from '../../shared/dicom/display/renderFrame.ts';
import { windowLike } from '../../shared/dicom/display/voi.ts';
import type { Voi } from '../../shared/dicom/display/voi.ts';
import { drawnByDcmtk, hasDcmtk } from '../dicom/display/dcmtk.ts';
import { openFrame } from '../dicom/display/greyFile.ts';
import { pydicomData, runPydicom } from '../dicom/pydicom.ts';
import { dataFolder, hasRealData, readReal } from '../dicom/realData.ts';
import { decodeHere } from '../volume/buildForTest.ts';

type Grey = Extract<FlatFrame['pixels'], { kind: 'grey' }>;
const frameOf = (bytes: Uint8Array, frame = 0): Promise<FlatFrame> => readFlatFrame(flatObject(parseDataSet(bytes)), frame, decodeHere);
const grey = ({ pixels }: FlatFrame): Grey => {
  if (pixels.kind !== 'grey') throw new Error('colour');
  return pixels;
};

/** Brightness of every pixel as a cell draws it. */
function drawn(frame: FlatFrame, cell: { readonly window: { readonly centre: number; readonly width: number } | null; readonly voi: number }): Uint8Array {
  const pixels = grey(frame);
  const voi = shownVoi(cell, { vois: () => pixels.vois, defaultWindow: pixels.defaultWindow }, 0, pixels.windowShape);
  const coded = codePixels(pixels.values, pixels);
  const out = new Uint32Array(pixels.values.length);
  shade(coded.codes, shadeTable(coded, { voi, isInverted: pixels.isInverse, colours: colourTable('grey'), paddingColour: opaqueBlack }), out);
  return Uint8Array.from(out, (colour) => colour & 0xff);
}
const asItOpens = { window: null, voi: 0 } as const;

/** Pixels that differ by more than `allowed` steps of 255. */
const differing = (ours: Uint8Array, theirs: ArrayLike<number>, allowed: number, step = 1): number => ours.reduce((count, level, index) => count + (Math.abs(level - (theirs[index * step] ?? -1)) > allowed ? 1 : 0), 0);

/**
 * Makes grey objects with tables and windows.
 *
 * Values are 12 bit, one of each 16th; `signed` ones are 12 of 16 bits with a sign, and their table begins at -1024; `modality`
 * ones go through a modality LUT first, whose outputs the VOI LUT takes; `padded` ones have a value that is none.
 */
const makeObject = `
import sys, json, numpy, pydicom
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian
kind, out = sys.argv[1], sys.argv[2]
d = Dataset()
d.file_meta = FileMetaDataset()
d.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
d.file_meta.MediaStorageSOPClassUID = d.SOPClassUID = '1.2.840.10008.5.1.4.1.1.1.2'
d.file_meta.MediaStorageSOPInstanceUID = d.SOPInstanceUID = '1.2.3.4'
d.StudyInstanceUID, d.SeriesInstanceUID, d.Modality = '1.2.3', '1.2.3.1', 'MG'
d.is_little_endian, d.is_implicit_VR = True, False
d.Rows, d.Columns, d.SamplesPerPixel = 16, 16, 1
d.PhotometricInterpretation = 'MONOCHROME1' if kind == 'inverse' else 'MONOCHROME2'
d.BitsAllocated, d.BitsStored, d.HighBit = 16, 12, 11
d.PixelRepresentation = 1 if kind == 'signed' else 0
values = numpy.arange(256) * 16 - (2048 if kind == 'signed' else 0)
if kind == 'padded':
    d.add_new(0x00280120, 'US', 16)
d.PixelData = values.astype('<i2' if kind == 'signed' else '<u2').tobytes()
def lut(first, entries, bits, name):
    item = Dataset()
    item.add_new(0x00283002, 'SS' if first < 0 else 'US', [len(entries), first, bits])
    item.LUTExplanation = name
    item.add_new(0x00283006, 'OW', numpy.asarray(entries, '<u2').tobytes())
    return item
n = 1024 if kind == 'modality' else 4096
steps = numpy.arange(n) / (n - 1)
first = -2048 if kind == 'signed' else 0
d.VOILUTSequence = [
    lut(first, numpy.round(65535 * steps ** 2.2), 16, 'HARDER'),
    lut(first + 100, numpy.round(4095 * numpy.sqrt(steps[:len(steps) // 2])), 12, 'SHORT'),
    lut(first, numpy.round(255 * steps), 8, 'EIGHT'),
]
if kind == 'modality':
    item = lut(0, numpy.round(1023 * numpy.sqrt(numpy.arange(4096) / 4095)), 16, 'OD')
    item.ModalityLUTType = 'OD'
    d.ModalityLUTSequence = [item]
pydicom.dcmwrite(out, d, write_like_original=False)
print('null')
`;
const kinds = ['plain', 'signed', 'inverse', 'modality', 'padded'] as const;

/** Brightness 0 to 1 of every pixel through one table, by pydicom. */
const throughTable = `
import sys, json, numpy, pydicom
from pydicom.pixel_data_handlers.util import apply_modality_lut, apply_voi
d = pydicom.dcmread(sys.argv[1])
index = int(sys.argv[2])
v = apply_voi(apply_modality_lut(d.pixel_array, d), d, index)
v = v / (2 ** d.VOILUTSequence[index].LUTDescriptor[2] - 1)
if d.PhotometricInterpretation == 'MONOCHROME1': v = 1 - v
print(json.dumps(v.astype(float).ravel().tolist()))
`;

async function withObject<T>(kind: (typeof kinds)[number], run: (file: string, bytes: Uint8Array) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'vois-'));
  try {
    const file = join(folder, 'made.dcm');
    runPydicom(makeObject, [kind, file]);
    return await run(file, Uint8Array.from(readFileSync(file)));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.runIf(pydicomData !== null)('a made object', () => {
  it.each(kinds)('with values of kind %s is as bright through each of its tables as pydicom says', async (kind) => {
    await withObject(kind, async (file, bytes) => {
      const frame = await frameOf(bytes);
      expect(grey(frame).vois.map(({ explanation }) => explanation)).toEqual(['HARDER', 'SHORT', 'EIGHT']);
      // pydicom 2.3 wraps inputs of tables of 8 bits at 256, so these are left to DCMTK.
      for (const voi of [0, 1]) {
        const expected = runPydicom(throughTable, [file, String(voi)]) as number[];
        const ours = drawn(frame, { window: null, voi });
        const wrong = ours.reduce<number[]>((found, level, at) => (Math.abs(level - (expected[at] ?? -1) * 255) <= 0.5 + 1e-9 || (kind === 'padded' && at === 1) ? found : [...found, at]), []);
        expect(wrong, `table ${voi}`).toEqual([]);
        // Padding lies outside the picture, whatever a table makes of its number.
        if (kind === 'padded') expect(ours[1]).toBe(0);
      }
    });
  });

  it.runIf(hasDcmtk).each(kinds.filter((kind) => kind !== 'padded'))('with values of kind %s is drawn through each table as DCMTK draws it', async (kind) => {
    await withObject(kind, async (file, bytes) => {
      const frame = await frameOf(bytes);
      // DCMTK 3.6.7 cuts where we round.
      for (const voi of [0, 1, 2]) expect(differing(drawn(frame, { window: null, voi }), drawnByDcmtk(file, ['+Wl', String(voi + 1)]).rgb, 1, 3), `table ${voi}`).toBe(0);
    });
  });

  it('is shown through a window once one is set by hand, and through its table again without', async () => {
    await withObject('plain', async (_, bytes) => {
      const frame = await frameOf(bytes);
      const through = drawn(frame, asItOpens);
      const window = windowLike(grey(frame).vois[0] ?? never());
      expect(drawn(frame, { window, voi: 0 })).not.toEqual(through);
      expect(drawn(frame, { window: { centre: 1000, width: 1 }, voi: 1 }).every((level, at) => level === (at * 16 > 999.5 ? 255 : 0))).toBe(true);
      // A table the image does not have is the one it opens with.
      expect(drawn(frame, { window: null, voi: 7 })).toEqual(through);
    });
  });
});

const never = (): Voi => {
  throw new Error('no table');
};

describe.runIf(hasRealData && hasDcmtk)('a real object with tables', () => {
  it.each([
    ['enhanced-and-lut/vlut_04.dcm', 0, ['+Wl', '1']],
    ['enhanced-and-lut/mlut_18.dcm', 0, ['+Wm']],
    ['projection/MG-GH133.dcm', 0, ['+Wi', '1']],
    ['projection/MG-GH133.dcm', 1, ['+Wi', '2']],
    ['projection/MG-GH133.dcm', 2, ['+Wi', '3']],
    ['projection/MG-GH133.dcm', 3, ['+Wl', '1']],
    ['projection/MG-GH133.dcm', 4, ['+Wl', '2']],
    ['projection/MG-GH133.dcm', 5, ['+Wl', '3']],
  ] as const)('%s, number %d, is drawn as DCMTK draws it', async (path, voi, options: readonly string[]) => {
    const bytes = Uint8Array.from(readReal(`modalities/${path}`));
    const frame = await frameOf(bytes);
    const theirs = drawnByDcmtk(join(dataFolder, 'modalities', path), options, 'dcmj2pnm');
    expect([frame.columns, frame.rows]).toEqual([theirs.columns, theirs.rows]);
    expect(differing(drawn(frame, { window: null, voi }), theirs.rgb, 1, 3)).toBe(0);
  });

  it.each(['enhanced-and-lut/vlut_04.dcm', 'enhanced-and-lut/mlut_18.dcm', 'projection/MG-GH133.dcm', 'projection/CR-ModalitySequenceLUT.dcm', 'projection/CR-MONO1-10-chest-nopreamble.dcm'])('%s is drawn as its thumbnail is', async (path) => {
    const bytes = Uint8Array.from(readReal(`modalities/${path}`));
    const { stored, display } = await openFrame(bytes);
    expect(differing(drawn(await frameOf(bytes), asItOpens), renderFrame(stored, { ...display, overlays: [] }).rgba, 0, 4)).toBe(0);
  });

  it('names windows and tables as the mammograph does', async () => {
    const { vois } = grey(await frameOf(Uint8Array.from(readReal('modalities/projection/MG-GH133.dcm'))));
    expect(vois.map(({ kind, explanation }) => [kind, explanation])).toEqual([['window', 'NORMAL'], ['window', 'HARDER'], ['window', 'SOFTER'], ['table', 'NORMAL'], ['table', 'HARDER'], ['table', 'SOFTER']]);
  });
});

const table = (entries: readonly number[], firstMapped = 0): Voi => ({ kind: 'table', explanation: null, table: { firstMapped, entries: Uint16Array.from(entries), bits: 8 } });

describe('a window like a table', () => {
  it('is the ramp of a table that is one', () => {
    // 0 up to 100, a ramp to 255 at 355, then 255.
    const ramp = table(Array.from({ length: 500 }, (_, at) => Math.max(0, Math.min(255, at - 100))), -50);
    const { centre, width } = windowLike(ramp);
    // Its ends are whole entries, so half an entry either way.
    expect(Math.abs(centre - (100 + 127.5 - 50))).toBeLessThanOrEqual(0.5);
    expect(Math.abs(width - 255)).toBeLessThanOrEqual(1 / 0.5);
  });

  it('is the range of a table that falls or is flat, and a window itself', () => {
    expect(windowLike(table([255, 128, 0], 10))).toEqual({ centre: 11, width: 3 });
    expect(windowLike(table([7, 7]))).toEqual({ centre: 0.5, width: 2 });
    expect(windowLike({ kind: 'window', shape: 'SIGMOID', centre: 3, width: 4, explanation: 'x' })).toEqual({ centre: 3, width: 4 });
  });
});
