import { uidFromSeed } from '../../../shared/dicom/write/uidFromSeed.ts';
import { fileBytes } from '../elementBytes.ts';

/** An image made here, whose samples are known: the judge of every lossless syntax. */
export interface Phantom {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly frames: number;
  readonly samples: number;
  readonly bitsAllocated: 8 | 16;
  readonly bitsStored: number;
  readonly isSigned: boolean;
  readonly photometric: string;
  readonly planarConfiguration: 0 | 1;
  /** Colour by pixel, frame by frame. */
  readonly pixels: Uint8Array | Int8Array | Uint16Array | Int16Array;
}

type Shape = Omit<Phantom, 'pixels'>;

const grey = (name: string, bitsAllocated: 8 | 16, bitsStored: number, isSigned: boolean, more: Partial<Shape> = {}): Phantom =>
  withPixels({ name, rows: 61, columns: 83, frames: 1, samples: 1, bitsAllocated, bitsStored, isSigned, photometric: 'MONOCHROME2', planarConfiguration: 0, ...more });

const colour = (name: string, more: Partial<Shape> = {}): Phantom =>
  withPixels({ name, rows: 61, columns: 83, frames: 1, samples: 3, bitsAllocated: 8, bitsStored: 8, isSigned: false, photometric: 'RGB', planarConfiguration: 0, ...more });

/** Odd sizes throughout, so that nothing ends at a border of blocks, words or bytes. */
export const greyPhantoms: readonly Phantom[] = [
  grey('8 bit', 8, 8, false),
  grey('8 bit MONOCHROME1', 8, 8, false, { photometric: 'MONOCHROME1' }),
  grey('8 bit signed', 8, 8, true),
  grey('10 bit', 16, 10, false),
  grey('12 bit', 16, 12, false),
  grey('16 bit', 16, 16, false),
  grey('12 bit signed', 16, 12, true),
  grey('16 bit signed', 16, 16, true),
  grey('16 bit, 3 frames', 16, 16, false, { frames: 3 }),
];
export const colourPhantoms: readonly Phantom[] = [
  colour('RGB'),
  colour('RGB by plane', { planarConfiguration: 1 }),
  colour('RGB, 2 frames', { frames: 2 }),
];

/** Smooth fields with an edge and some noise: every predictor and coefficient has work, and the full range is used. */
function withPixels(shape: Shape): Phantom {
  const { rows, columns, frames, samples, bitsStored, isSigned } = shape;
  const values = makeArray(shape, rows * columns * frames * samples);
  const least = isSigned ? -(2 ** (bitsStored - 1)) : 0;
  const range = 2 ** bitsStored - 1;
  let seed = 12345;
  for (let index = 0; index < values.length; index++) {
    const sample = index % samples;
    const column = Math.floor(index / samples) % columns;
    const row = Math.floor(index / samples / columns) % rows;
    const frame = Math.floor(index / samples / columns / rows);
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    const wave = 0.5 + 0.45 * Math.sin(row / 9 + sample + frame) * Math.cos(column / (11 + sample));
    const isBorder = row === 0 || column === 0;
    const share = isBorder ? (row + column) % 2 : column > 60 ? 1 - wave : wave;
    values[index] = least + Math.min(range, Math.max(0, Math.round(share * range + (isBorder ? 0 : (seed >>> 16) % 5))));
  }
  return { ...shape, pixels: values };
}

function makeArray({ bitsAllocated, isSigned }: Shape, length: number): Phantom['pixels'] {
  if (bitsAllocated === 8) return isSigned ? new Int8Array(length) : new Uint8Array(length);
  return isSigned ? new Int16Array(length) : new Uint16Array(length);
}

/** The samples of a phantom as they are stored: by plane where it says so. */
function storedPixels({ pixels, planarConfiguration, samples, rows, columns }: Phantom): Phantom['pixels'] {
  if (planarConfiguration === 0) return pixels;
  const perFrame = rows * columns * samples;
  return pixels.map((_, index) => {
    const inFrame = index % perFrame;
    const plane = Math.floor(inFrame / (rows * columns));
    return pixels[index - inFrame + (inFrame % (rows * columns)) * samples + plane] ?? 0;
  });
}

/** A phantom as the bytes of an uncompressed file. */
export function phantomFile(phantom: Phantom): Uint8Array {
  const stored = storedPixels(phantom);
  return fileBytes({
    SOPClassUID: phantom.frames > 1 ? '1.2.840.10008.5.1.4.1.1.7.2' : '1.2.840.10008.5.1.4.1.1.7',
    SOPInstanceUID: uidFromSeed(`pixels/${phantom.name}`),
    StudyInstanceUID: uidFromSeed('pixels/study'),
    SeriesInstanceUID: uidFromSeed('pixels/series'),
    Modality: 'OT',
    SamplesPerPixel: [phantom.samples],
    PhotometricInterpretation: phantom.photometric,
    ...(phantom.samples > 1 ? { PlanarConfiguration: [phantom.planarConfiguration] } : {}),
    ...(phantom.frames > 1 ? { NumberOfFrames: [phantom.frames] } : {}),
    Rows: [phantom.rows],
    Columns: [phantom.columns],
    BitsAllocated: [phantom.bitsAllocated],
    BitsStored: [phantom.bitsStored],
    HighBit: [phantom.bitsStored - 1],
    PixelRepresentation: [phantom.isSigned ? 1 : 0],
    PixelData: evenBytes(stored),
  });
}

function evenBytes(pixels: Phantom['pixels']): Uint8Array {
  const bytes = new Uint8Array(pixels.byteLength + (pixels.byteLength % 2));
  bytes.set(new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength));
  return bytes;
}
