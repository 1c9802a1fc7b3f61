import { beforeAll, describe, expect, it } from 'vitest';
import { AttachmentError } from '../../shared/attachment/attachmentError.ts';
import { examineFile } from '../../shared/attachment/examine.ts';
import { isCalendarDay, readExif } from '../../shared/attachment/exif.ts';
import { startFiling } from '../../shared/attachment/filing.ts';
import { photometricOf, takeJpegApart } from '../../shared/attachment/jpeg.ts';
import { mostAttachmentSamples } from '../../shared/attachment/limits.ts';
import { patientOf } from '../../shared/attachment/patientOf.ts';
import type { RequestPatient } from '../../shared/attachment/patientOf.ts';
import type { JpegHeader } from '../../shared/dicom/pixels/jpegHeader.ts';
import { hasJudges, makePictures } from './pictures.ts';
import type { PictureName } from './pictures.ts';
import { smallPdf } from './samples.ts';

const reasonOf = (bytes: Uint8Array): string => {
  try {
    examineFile(bytes);
  } catch (error) {
    return error instanceof AttachmentError ? error.reason : String(error);
  }
  return 'taken';
};
const latin = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));
const segment = (marker: number, ...body: number[]): number[] => [0xff, marker, 0, body.length + 2, ...body];
/** Baseline, grey, with these sides; what draws it is left out. */
const frame = (columns: number, rows: number): number[] => segment(0xc0, 8, rows >> 8, rows & 255, columns >> 8, columns & 255, 1, 1, 0x11, 0);
const scan = (...coded: number[]): number[] => [...segment(0xda, 1, 1, 0, 0, 63, 0), ...coded];
const file = (...parts: number[][]): Uint8Array => Uint8Array.from([0xff, 0xd8, ...parts.flat()]);
const end = [0xff, 0xd9];
const part = (index: number, count: number, value: number): number[] => segment(0xe2, ...latin('ICC_PROFILE\0'), index, count, value);
const icc = (...parts: number[][]): Uint8Array | null => takeJpegApart(file(...parts, frame(8, 8), scan(1), end)).icc;
const header = (own: Partial<JpegHeader>, ids = [1, 2, 3], luma = 1): JpegHeader => ({ process: 0, precision: 8, rows: 8, columns: 8, hasJfif: false, adobeTransform: null, components: ids.map((id, index) => ({ id, horizontal: index === 0 ? luma : 1, vertical: 1, quantTable: 0 })), ...own });
const image = (patientID: string | null, birthDate: string | null, sex: string | null = 'M') => ({ patient: { patientID, patientName: 'Zhang^San', birthDate, sex } });

describe('a file', () => {
  it.each([
    ['nothing', new Uint8Array(0), 'empty'], ['a HEIC', latin('\0\0\0\x18ftypheic'), 'heic'], ['an AVIF', latin('\0\0\0\x18ftypavif'), 'heic'], ['a TIFF', latin('II*\0rest'), 'tiff'], ['a big TIFF', latin('MM\0+rest'), 'tiff'],
    ['a GIF', latin('GIF89a'), 'other-picture'], ['a WebP', latin('RIFF\0\0\0\0WEBPVP8 '), 'other-picture'], ['a DICOM object', latin(`${'\0'.repeat(128)}DICM`), 'dicom'], ['a Word document', latin('PK\x03\x04[Content_Types].xml'), 'office'], ['a text', latin('hello'), 'unknown'],
    ['a JPEG cut in its scan', file(frame(16, 16), scan(1, 2, 3)), 'cut-short'], ['a JPEG cut in a segment', file(frame(16, 16).slice(0, 9)), 'cut-short'], ['a JPEG without a scan', file(frame(16, 16), end), 'broken'], ['a PNG cut short', latin('\x89PNG\r\n\x1a\n\0\0\0\rIHDR'), 'cut-short'],
    ['a JPEG of 65,535 lines', file(frame(4096, 65_535), scan(1), end), 'too-many-pixels'], ['a JPEG of 24 million pixels', file(frame(6000, 4000), scan(1), end), 'taken'], ['a PDF', smallPdf(), 'taken'],
  ])('is known by its content: %s', (_what, bytes, reason) => {
    expect(reasonOf(bytes)).toBe(reason);
  });

  it('keeps its size up to what can be shown, and is reduced in its shape above that', () => {
    const colour = (columns: number, rows: number): Uint8Array => file(segment(0xc0, 8, rows >> 8, rows & 255, columns >> 8, columns & 255, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1), scan(1), end);
    expect(examineFile(colour(5456, 4096))).toMatchObject({ isKeptAsCoded: true, reducedTo: null });
    expect(examineFile(colour(6000, 4000))).toMatchObject({ isKeptAsCoded: false, reducedTo: { columns: 5792, rows: 3861 } });
    expect(5792 * 3861 * 3).toBeLessThanOrEqual(mostAttachmentSamples);
    expect(examineFile(file(frame(8192, 8192), scan(1), end))).toMatchObject({ isKeptAsCoded: true, reducedTo: null });
  });

  it('above 64 MiB is refused, also a PDF', () => {
    const large = new Uint8Array(64 * 1024 * 1024 + 1);
    large.set(smallPdf());
    expect(reasonOf(large)).toBe('too-large');
    expect(reasonOf(large.subarray(0, 64 * 1024 * 1024))).toBe('taken');
  });
});

describe('a JPEG', () => {
  it('keeps stuffed bytes and restart markers of its scans and tables between them; loses every segment beside them', () => {
    const coded = [1, 0xff, 0, 2, 0xff, 0xd0, 3, 0xff, 0xd7, 4];
    const tables = segment(0xc4, 9, 9, 9);
    const clean = file(segment(0xdb, 5, 6), frame(16, 16), scan(...coded), tables, scan(7), end);
    const beside = [0xe1, 0xe2, 0xe5, 0xed, 0xef, 0xfe].flatMap((marker) => segment(marker, 0x53, 0x45, 0x43));
    const dirty = file(beside, segment(0xdb, 5, 6), beside, frame(16, 16), beside, scan(...coded), beside, tables, scan(7), end, [1, 2, 3]);
    expect(takeJpegApart(dirty).stream).toEqual(clean);
    expect(takeJpegApart(clean).stream).toEqual(clean);
  });

  it('of JFIF and Adobe segments keeps what decoders read, without thumbnail or what else is in them', () => {
    const jfif = [...latin('JFIF\0'), 1, 2, 1, 0, 72, 0, 72];
    const adobe = [...latin('Adobe'), 0, 100, 0, 0, 0, 0, 1];
    const given = file(segment(0xe0, ...jfif, 1, 1, 9, 9, 9), segment(0xee, ...adobe, 8, 8), frame(8, 8), scan(1), end);
    expect(takeJpegApart(given).stream).toEqual(file(segment(0xe0, ...jfif, 0, 0), segment(0xee, ...adobe), frame(8, 8), scan(1), end));
  });

  it('gives its colour profile only where all parts of it are there', () => {
    expect(icc(part(2, 2, 22), part(1, 2, 11))).toEqual(Uint8Array.of(11, 22));
    expect([icc(part(1, 2, 11)), icc()]).toEqual([null, null]);
  });

  it('says its colour space by Adobe marker, JFIF, component names and sub-sampling', () => {
    expect([header({}), header({}, [1, 2, 3], 2), header({ adobeTransform: 0 }), header({ adobeTransform: 1 }), header({}, [82, 71, 66]), header({ hasJfif: true }, [82, 71, 66]), header({}, [1])].map(photometricOf)).toEqual(['YBR_FULL', 'YBR_FULL_422', 'RGB', 'YBR_FULL', 'RGB', 'YBR_FULL', 'MONOCHROME2']);
  });
});

describe('EXIF', () => {
  it.each([['nothing', []], ['no TIFF', [1, 2, 3, 4]], ['an offset beyond the end', [0x49, 0x49, 42, 0, 255, 255, 0, 0]], ['a count beyond the end', [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 255, 255, 1]]])('that is broken says nothing: %s', (_what, bytes) => {
    expect(readExif(Uint8Array.from(bytes))).toEqual({ orientation: 1, takenAt: null });
  });

  it('counts only days that exist', () => {
    expect(['20240229', '20230229', '00000000', '20261301', '2026110', '20261122'].map(isCalendarDay)).toEqual([true, false, false, false, false, true]);
  });
});

describe.runIf(hasJudges)('pictures by Pillow', () => {
  let pictures: Readonly<Record<PictureName, Uint8Array>>;
  beforeAll(() => {
    pictures = makePictures();
  });

  it.each([['plain', true], ['fine', true], ['halved', true], ['grey', true], ['phone', true], ['turned', false], ['progressive', false], ['cmyk', false], ['png', false], ['alpha', false], ['deep', false]] as const)('%s: coded bytes stay: %s', (name, isKept) => {
    expect(examineFile(pictures[name])).toMatchObject({ columns: 101, rows: 77, isKeptAsCoded: isKept, isLossySource: !['png', 'alpha', 'deep'].includes(name) });
  });

  it('tell when they were taken by EXIF alone, never by when the file was changed', () => {
    const takenAt = { date: '20260506', time: '070809' };
    expect([pictures.phone, pictures.turned, pictures.png, pictures.plain].map((bytes) => examineFile(bytes).takenAt)).toEqual([takenAt, takenAt, takenAt, null]);
  });

  it.each(['tiff', 'gif', 'webp', 'bmp', 'profile'] as const)('%s is refused by name', (name) => {
    expect(reasonOf(pictures[name])).toBe({ tiff: 'tiff', profile: 'unknown' }[name as string] ?? 'other-picture');
  });
});

describe('filing', () => {
  it('gives a study to each day and a series to each kind in it, and numbers what is in a series', () => {
    let count = 0;
    const place = startFiling(() => `1.${count++}`);
    const places = ([['microscopy', '20260506'], ['microscopy', '20260506'], ['gross', '20260506'], ['microscopy', '20260507'], ['clinical', '20260506']] as const).map(([kind, date]) => place(kind, date));
    expect(places.map(({ studyInstanceUID }) => studyInstanceUID)).toEqual(['1.0', '1.0', '1.0', places[3]?.studyInstanceUID, '1.0']);
    expect(new Set(places.map(({ studyInstanceUID }) => studyInstanceUID)).size).toBe(2);
    expect(new Set(places.map(({ seriesInstanceUID }) => seriesInstanceUID)).size).toBe(4);
    expect(places.map(({ instanceNumber, seriesNumber }) => [instanceNumber, seriesNumber])).toEqual([[1, 9101], [2, 9101], [1, 9102], [1, 9101], [1, 9103]]);
    expect(new Set(places.map(({ sopInstanceUID }) => sopInstanceUID)).size).toBe(5);
  });
});

describe('whose an added object is', () => {
  const request: RequestPatient = { patientName: '张三', patientSex: 'M', patientBirthDate: '1960-05-01', hospitalNumber: ' GD-0042 ' };

  it('says the image that says most, as it stands, but no sex DICOM does not have', () => {
    expect(patientOf([image('A', null), image('A', '19600501', 'Male')], true, request)).toEqual({ from: 'images', patient: { patientID: 'A', patientName: 'Zhang^San', birthDate: '19600501', sex: null } });
    expect(patientOf([image('A', null)], true, request)).toMatchObject({ from: 'images', patient: { patientID: 'A', birthDate: null } });
  });

  it('says the request where there are no images, or what it leaves out; images on their way are waited for', () => {
    expect(patientOf([], false, request)).toEqual({ from: 'request', patient: { patientID: 'GD-0042', patientName: '=张三', birthDate: '19600501', sex: 'M' } });
    expect(patientOf([], false, { ...request, hospitalNumber: ' ', patientBirthDate: '' })).toEqual({ from: 'nobody', missing: ['patientBirthDate', 'hospitalNumber'] });
    expect(patientOf([], true, request)).toEqual({ from: 'awaited' });
  });
});
