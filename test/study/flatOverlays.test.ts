import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { flatObject, readFlatFrame } from '../../renderer/study/readFlatFrame.ts';
import type { FlatFrame } from '../../renderer/study/flatFrame.ts';
import { bitPlaneColour, paintBits, planeStep } from '../../renderer/viewport/bitPlanes.ts';
import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import type { OverlayPlane } from '../../shared/dicom/display/overlays.ts';
import { drawnByDcmtk, hasDcmtk } from '../dicom/display/dcmtk.ts';
import { pydicomData, runPydicom } from '../dicom/pydicom.ts';
import { dataFolder, hasRealData, readReal } from '../dicom/realData.ts';
import { decodeHere } from '../volume/buildForTest.ts';

const frameOf = (bytes: Uint8Array, frame = 0): Promise<FlatFrame> => readFlatFrame(flatObject(parseDataSet(bytes)), frame, decodeHere);
const bitsOf = ({ bits, rows, columns }: OverlayPlane): readonly number[] => Array.from({ length: rows * columns }, (_, bit) => ((bits[bit >> 3] ?? 0) >> (bit & 7)) & 1);

/** Where a frame is coloured by its overlays at full size. */
function painted({ overlays, rows, columns }: FlatFrame): readonly number[] {
  const pixels = new Uint32Array(rows * columns);
  for (const overlay of overlays) paintBits(overlay, { rows, columns }, pixels, 1, 1);
  return Array.from(pixels, (pixel) => (pixel === bitPlaneColour ? 1 : 0));
}

/**
 * Makes a grey object of two frames of 5 x 7 pixels: overlay 6000 of 4 x 9 bits, the first at row 3, column -1 of the image; 6002
 * embedded in bit 15 of the pixels; 6004 of two frames. Prints what was laid down.
 */
const makeObject = `
import sys, json, numpy, pydicom
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian
from pydicom.pixel_data_handlers.util import pack_bits
rng = numpy.random.default_rng(7)
d = Dataset()
d.file_meta = FileMetaDataset()
d.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
d.file_meta.MediaStorageSOPClassUID = d.SOPClassUID = '1.2.840.10008.5.1.4.1.1.7.3'
d.file_meta.MediaStorageSOPInstanceUID = d.SOPInstanceUID = '1.2.3.4'
d.StudyInstanceUID, d.SeriesInstanceUID, d.Modality = '1.2.3', '1.2.3.1', 'OT'
d.is_little_endian, d.is_implicit_VR = True, False
d.NumberOfFrames, d.Rows, d.Columns, d.SamplesPerPixel = 2, 5, 7, 1
d.PhotometricInterpretation, d.BitsAllocated, d.BitsStored, d.HighBit, d.PixelRepresentation = 'MONOCHROME2', 16, 12, 11, 0
embedded = rng.integers(0, 2, (2, 5, 7))
d.PixelData = (rng.integers(0, 4096, (2, 5, 7)) + (embedded << 15)).astype('<u2').tobytes()
def plane(group, rows, columns, origin, bits):
    d.add_new((group, 0x0010), 'US', rows)
    d.add_new((group, 0x0011), 'US', columns)
    d.add_new((group, 0x0040), 'CS', 'G')
    d.add_new((group, 0x0050), 'SS', origin)
    d.add_new((group, 0x0100), 'US', 1 if bits is not None else 16)
    d.add_new((group, 0x0102), 'US', 0 if bits is not None else 15)
    if bits is not None:
        packed = pack_bits(bits.ravel().astype('uint8'))
        d.add_new((group, 0x3000), 'OW', packed + b'\\0' * (len(packed) % 2))
own = rng.integers(0, 2, (4, 9))
plane(0x6000, 4, 9, [3, -1], own)
plane(0x6002, 5, 7, [1, 1], None)
framed = rng.integers(0, 2, (2, 5, 7))
plane(0x6004, 5, 7, [1, 1], framed)
d.add_new((0x6004, 0x0015), 'IS', 2)
d.add_new((0x6004, 0x0051), 'US', 1)
pydicom.dcmwrite(sys.argv[1], d, write_like_original=False)
read = pydicom.dcmread(sys.argv[1])
print(json.dumps({'own': read.overlay_array(0x6000).ravel().tolist(), 'embedded': embedded.reshape(2, -1).tolist(), 'framed': framed.reshape(2, -1).tolist()}))
`;

describe.runIf(pydicomData !== null)('overlay planes of a grey frame', () => {
  it('are the bits that were laid down, beside or inside the pixels, of one frame or all', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'overlays-'));
    try {
      const file = join(folder, 'made.dcm');
      const expected = runPydicom(makeObject, [file]) as { readonly own: number[]; readonly embedded: number[][]; readonly framed: number[][] };
      const bytes = Uint8Array.from(readFileSync(file));
      for (const frame of [0, 1]) {
        const { overlays } = await frameOf(bytes, frame);
        expect(overlays.map(({ rows, columns, origin }) => [rows, columns, origin])).toEqual([[4, 9, [2, -2]], [5, 7, [0, 0]], [5, 7, [0, 0]]]);
        expect(overlays.map(bitsOf)).toEqual([expected.own, expected.embedded[frame], expected.framed[frame]]);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.runIf(hasRealData).each(['examples_overlay.dcm', 'MR-SIEMENS-DICOM-WithOverlays.dcm'])('of %s are those pydicom reads', async (name) => {
    const path = `modalities/enhanced-and-lut/${name}`;
    const { overlays } = await frameOf(Uint8Array.from(readReal(path)));
    const script = `import sys, json, pydicom\nd = pydicom.dcmread(sys.argv[1])\nprint(json.dumps(d.overlay_array(0x6000).astype(int).ravel().tolist()))`;
    expect(overlays).toHaveLength(1);
    expect(overlays.map(bitsOf)).toEqual([runPydicom(script, [join(dataFolder, path)])]);
  });
});

describe.runIf(hasRealData && hasDcmtk)('overlay planes of a real image', () => {
  it.each([['examples_overlay.dcm', '1'], ['MR-SIEMENS-DICOM-WithOverlays.dcm', '1']])('of %s lie where DCMTK draws them', async (name, window) => {
    const path = `modalities/enhanced-and-lut/${name}`;
    const frame = await frameOf(Uint8Array.from(readReal(path)));
    const file = join(dataFolder, path);
    const withThem = drawnByDcmtk(file, ['+Wi', window, '+O', '1', '+Omr']);
    const without = drawnByDcmtk(file, ['+Wi', window, '-O']);
    const ours = painted(frame);
    expect(ours.some((bit) => bit === 1)).toBe(true);
    // Where none lies the picture is the same; where one lies it is white.
    expect(ours.filter((bit, at) => (bit === 1 ? withThem.rgb[at * 3] !== 255 : withThem.rgb[at * 3] !== without.rgb[at * 3]))).toEqual([]);
  });
});

describe('painting bits', () => {
  const line: OverlayPlane = { label: null, type: 'G', rows: 1, columns: 8, origin: [5, 2], bits: Uint8Array.of(0b1000_0001) };

  it('keeps a line of one pixel when the picture is made smaller', () => {
    const pixels = new Uint32Array(3 * 2);
    paintBits(line, { columns: 12, rows: 8 }, pixels, 4, 4);
    // Bits at row 5, columns 2 and 9: the second row of the smaller picture, its first and third column.
    expect([...pixels].map((pixel) => pixel === bitPlaneColour)).toEqual([false, false, false, true, false, true]);
  });

  it('makes planes smaller only as far as their lines stay whole on the screen', () => {
    for (let scale = 0.02; scale < 3; scale *= 1.07) {
      const step = planeStep(scale);
      expect(scale * step >= 0.75 - 1e-9 || step === 1, `scale ${scale}`).toBe(true);
      expect(step === 1 || scale * (step - 1) < 0.75, `scale ${scale}`).toBe(true);
    }
    expect([planeStep(1), planeStep(2), planeStep(0.75), planeStep(0.5), planeStep(0.25)]).toEqual([1, 1, 1, 2, 3]);
  });

  it('leaves out what lies outside the image', () => {
    const pixels = new Uint32Array(6 * 6);
    paintBits({ ...line, origin: [-1, 0] }, { columns: 6, rows: 6 }, pixels, 1, 1);
    expect(pixels.every((pixel) => pixel === 0)).toBe(true);
    paintBits({ ...line, origin: [0, -7] }, { columns: 6, rows: 6 }, pixels, 1, 1);
    expect([...pixels].flatMap((pixel, at) => (pixel === 0 ? [] : [at]))).toEqual([0]);
  });
});
